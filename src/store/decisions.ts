import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';
import type { DecidedCase } from '../domain/snapshot.ts';
import type { Decision } from '../domain/decision.ts';

interface Row extends Omit<DecidedCase, 'matter' | 'decision'> {
  readonly matterId: string | null;
  readonly matterVersion: number | null;
  readonly body: string;
}

/** A decision with its case, and the open case that is about its revocation; null when there is no such decision. */
export async function readDecided(db: Database, agencyId: string, decisionId: string): Promise<DecidedCase | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: Row[] }>(
      `select d.case_id as "caseId", i.revision, i.matter_id as "matterId", i.matter_version as "matterVersion", d.body,
         (
           select v.case_id from revocation v
           join instance o on o.agency_id = v.agency_id and o.case_id = v.case_id
           where v.agency_id = d.agency_id and v.decision_id = d.decision_id and o.status in ('running', 'suspended')
           limit 1
         ) as "openCase"
       from decision d
       join instance i on i.agency_id = d.agency_id and i.case_id = d.case_id
       where d.agency_id = ? and d.decision_id = ?::uuid`,
      [agencyId, decisionId],
    ),
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { matterId, matterVersion, body, ...decided } = row;
  const matter = matterId === null || matterVersion === null ? null : { id: matterId, version: matterVersion };
  return { ...decided, matter, decision: JSON.parse(body) as Decision };
}
