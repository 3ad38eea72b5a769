import { listAgencies } from '../store/agencies.ts';
import { orphanStreams, readStreams } from '../store/ledger.ts';
import { openDatabase } from '../store/db.ts';
import { verifyChain, type Tampering } from '../ledger/verifyChain.ts';
import type { Config } from '../config.ts';
import type { Database } from '../store/db.ts';

/** What a check of a whole database found. */
export interface Verified {
  readonly streams: number;
  readonly records: number;
  readonly tampered: readonly Tampering[];
}

/** Recomputes every chain of every agency, and looks for records that no case or stream owns. */
export async function verifyDatabase(db: Database): Promise<Verified> {
  let streams = 0;
  let records = 0;
  const tampered: Tampering[] = [];
  for (const agency of await listAgencies(db)) {
    for await (const stream of readStreams(db, agency.id)) {
      streams += 1;
      records += stream.records.length;
      const fault = verifyChain(stream.streamId, stream.records, stream.head);
      if (fault !== undefined) tampered.push(fault);
    }
    for (const { streamId, seq } of await orphanStreams(db, agency.id)) {
      tampered.push({ streamId, seq, reason: 'the records have no case or stream that knows them' });
    }
  }
  return { streams, records, tampered };
}

/** `verify --live`: 0 intact, 1 tampered, 2 when there is nothing to verify. */
export async function verifyLive(config: Config): Promise<0 | 1 | 2> {
  const db = await openDatabase(
    config.databaseUrl === null
      ? { kind: 'pglite', dataDir: config.dataDir }
      : { kind: 'postgres', url: config.databaseUrl },
  );
  try {
    const { streams, records, tampered } = await verifyDatabase(db);
    for (const { streamId, seq, reason } of tampered) console.error(`TAMPERED ${streamId} seq ${seq}: ${reason}`);
    if (tampered.length > 0) return 1;
    if (records === 0) {
      console.error('There is nothing to verify: the database has no records.');
      return 2;
    }
    console.log(`intact: ${records} records in ${streams} streams`);
    return 0;
  } finally {
    await db.close();
  }
}
