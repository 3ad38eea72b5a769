import { asAgency } from './asAgency.ts';
import { run, type Database } from './db.ts';
import type { Instant } from '../domain/json.ts';

/** A case with at least one timer that is due. */
export interface DueCase {
  readonly agencyId: string;
  readonly caseId: string;
}

const claimDue = {
  name: 'claim_due_timers_v1',
  text: 'select agency_id, case_id from claim_due_timers_v1($1::timestamptz, $2::timestamptz, $3::text, $4::integer)',
};

/** Takes up to `limit` due timers for this worker; other nodes leave them alone until `until`. */
export async function claimDueTimers(
  db: Database,
  claim: { readonly now: Instant; readonly until: Instant; readonly owner: string; readonly limit: number },
): Promise<DueCase[]> {
  const { rows } = await run<{ agency_id: string; case_id: string }>(db, claimDue, [
    claim.now,
    claim.until,
    claim.owner,
    claim.limit,
  ]);
  return rows.map((row) => ({ agencyId: row.agency_id, caseId: row.case_id }));
}

/** Forgets answers to repeatable requests that are older than `before`; answers how many. */
export async function forgetOldAnswers(db: Database, agencyId: string, before: Instant): Promise<number> {
  return asAgency(db, agencyId, (trx) =>
    trx('idempotency').where({ agency_id: agencyId }).where('at', '<', before).delete(),
  );
}
