import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';
import type { DraftContent } from '../domain/draft.ts';
import type { Instant } from '../domain/json.ts';

/** A version of a case's draft. */
export interface DraftVersion {
  readonly version: number;
  readonly digest: string;
  readonly editedBy: string;
  readonly editedAt: Instant;
}

/** The versions of a case's draft, the first first. */
export async function listDrafts(db: Database, agencyId: string, caseId: string): Promise<DraftVersion[]> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: DraftVersion[] }>(
      `select version, digest, edited_by as "editedBy", edited_at as "editedAt"
       from draft where agency_id = ? and case_id = ?::uuid order by version`,
      [agencyId, caseId],
    ),
  );
  return rows;
}

/** The text of one version; it can hold personal data. Null when there is no such version. */
export async function readDraftContent(
  db: Database,
  agencyId: string,
  caseId: string,
  version: number,
): Promise<DraftContent | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { content: string }[] }>(
      `select content from draft where agency_id = ? and case_id = ?::uuid and version = ?`,
      [agencyId, caseId, version],
    ),
  );
  return rows[0] === undefined ? null : (JSON.parse(rows[0].content) as DraftContent);
}
