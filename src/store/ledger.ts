import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';

interface RecordRow {
  readonly agencyId: string;
  readonly streamId: string;
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}
/** A stream with all its records in order, and the head that its owner (case or stream row) claims. */
export interface Stream {
  readonly streamId: string;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly records: readonly RecordRow[];
}
interface HeadRow {
  readonly stream_id: string;
  readonly seq: number;
  readonly hash: string;
}

const headsAtATime = 200;

/** Every stream that an agency's cases and stream rows own, in pages read from one snapshot each. */
export async function* readStreams(db: Database, agencyId: string): AsyncGenerator<Stream> {
  let after = '';
  for (;;) {
    const page = await asAgency(db, agencyId, async (trx) => {
      const heads = await trx.raw<{ rows: HeadRow[] }>(
        `select stream_id, seq, encode(hash, 'hex') as hash from (
           select 'case:' || case_id as stream_id, revision as seq, head_hash as hash from instance where agency_id = ?
           union all
           select stream_id, seq, hash from stream where agency_id = ?
         ) heads
         where stream_id collate "C" > ? collate "C"
         order by stream_id collate "C" limit ?`,
        [agencyId, agencyId, after, headsAtATime],
      );
      const ids = heads.rows.map((head) => head.stream_id);
      const records = await trx.raw<{ rows: RecordRow[] }>(
        `select agency_id as "agencyId", stream_id as "streamId", seq, encode(hash, 'hex') as hash, body
         from record where agency_id = ? and stream_id = any(?::text[]) order by stream_id, seq`,
        [agencyId, ids],
      );
      return { heads: heads.rows, records: records.rows };
    });
    const byStream = new Map<string, RecordRow[]>();
    for (const record of page.records) {
      const rows = byStream.get(record.streamId);
      if (rows === undefined) byStream.set(record.streamId, [record]);
      else rows.push(record);
    }
    for (const { stream_id: streamId, seq, hash } of page.heads) {
      yield { streamId, head: { seq, hash }, records: byStream.get(streamId) ?? [] };
    }
    const last = page.heads.at(-1);
    if (last === undefined || page.heads.length < headsAtATime) return;
    after = last.stream_id;
  }
}

/** Streams that have records, but neither a case nor a stream row that knows them. */
export async function orphanStreams(db: Database, agencyId: string): Promise<{ streamId: string; seq: number }[]> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { streamId: string; seq: number }[] }>(
      `select r.stream_id as "streamId", max(r.seq) as seq
       from record r
       left join instance i on i.agency_id = r.agency_id and r.stream_id = 'case:' || i.case_id
       left join stream s on s.agency_id = r.agency_id and s.stream_id = r.stream_id
       where r.agency_id = ? and i.case_id is null and s.stream_id is null
       group by r.stream_id`,
      [agencyId],
    ),
  );
  return found.rows;
}
