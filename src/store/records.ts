import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';
import type { RecordBody } from '../domain/record.ts';

/** The newest record of a stream in short: which command, by whom, when. */
export async function lastChange(
  db: Database,
  agencyId: string,
  streamId: string,
): Promise<{ command: string; by: string; at: Instant } | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { body: string }[] }>(
      `select body from record where agency_id = ? and stream_id = ? order by seq desc limit 1`,
      [agencyId, streamId],
    ),
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const { command, actor, at } = JSON.parse(row.body) as RecordBody;
  return { command, by: 'person' in actor ? actor.person : `the ${actor.system}`, at };
}
