import { readFileSync } from 'node:fs';
import type { PostgresLab } from './databases.ts';

/** What PostgreSQL has spent so far, of which a bench takes the difference. */
export interface Counters {
  /** Bytes of WAL. */
  readonly wal: number;
  /** Full page images in it. */
  readonly images: number;
  /** CPU of the database's backends, in µs; the kernel counts in hundredths of a second. */
  readonly cpuUs: number;
}

/** Reads the counters; connections that come or go between two readings spoil the difference. */
export async function readCounters(admin: PostgresLab['admin']): Promise<Counters> {
  const { rows } = await admin.query<{ wal: string; images: string; pids: number[] | null }>(
    `select pg_current_wal_insert_lsn() - '0/0' as wal, (select wal_fpi from pg_stat_wal) as images,
       (select array_agg(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()) as pids`,
  );
  const { wal, images, pids } = rows[0]!;
  return { wal: Number(wal), images: Number(images), cpuUs: (pids ?? []).reduce((sum, pid) => sum + cpuOf(pid), 0) };
}

function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}
