import { allOf, condition, pageOf, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import type { CaseStatus } from '../domain/case.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';
import type { Publication, PublicationState } from '../domain/publication.ts';

/** A publication as lists show it: its row, with the numbers of case and decision. */
export interface PublicationItem extends Publication {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly decisionNumber: string | null;
}
export interface PublicationFilter {
  readonly state?: PublicationState | undefined;
  readonly case?: string | undefined;
  readonly dueBefore?: Instant | undefined;
  /** Not published, though due by this moment. */
  readonly overdueAt?: Instant | undefined;
}
/** Place of a publication in the list, due first. */
export type PublicationKey = readonly [dueAt: Instant, id: string];

interface Row {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly decisionNumber: string | null;
  readonly body: string;
}

const select = `select p.case_id as "caseId", i.number as "caseNumber", d.number as "decisionNumber", p.body
  from publication p
  join instance i on i.agency_id = p.agency_id and i.case_id = p.case_id
  join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id`;

/** Publications that the public still waits for, as a condition on a row `p`; a provisional end has no legal effect (D8). */
export const awaited = `p.published_at is null and p.state in ('due', 'redacted', 'approved')`;
export const awaitedForGood = `${awaited} and (p.body::json #>> '{due,provisional}') = 'false'`;

/** Publications, due first. */
export async function listPublications(
  db: Database,
  agencyId: string,
  filter: PublicationFilter,
  after: PublicationKey | null,
  limit: number,
): Promise<Page<PublicationItem>> {
  const wanted = allOf([
    condition('p.agency_id = ?', agencyId),
    condition('p.state = ?', filter.state),
    condition('p.case_id = ?::uuid', filter.case),
    condition('p.due_at < ?::timestamptz', filter.dueBefore),
    condition(`p.due_at <= ?::timestamptz and ${awaitedForGood}`, filter.overdueAt),
    after && { sql: '(p.due_at, p.publication_id) > (?::timestamptz, ?::uuid)', values: after },
  ]);
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: Row[] }>(`${select} where ${wanted.sql} order by p.due_at, p.publication_id limit ?`, [
      ...wanted.values,
      limit + 1,
    ]),
  );
  const page = pageOf(rows, limit);
  return { ...page, items: page.items.map(itemOf) };
}

/** One publication, or null. */
export async function readPublication(db: Database, agencyId: string, id: string): Promise<PublicationItem | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: Row[] }>(`${select} where p.agency_id = ? and p.publication_id = ?::uuid`, [agencyId, id]),
  );
  return rows[0] === undefined ? null : itemOf(rows[0]);
}

/** The case that a publication is of, and how it stands; null when there is no such publication. */
export async function findPublication(
  db: Database,
  agencyId: string,
  id: string,
): Promise<{ readonly caseId: string; readonly caseStatus: CaseStatus } | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { caseId: string; caseStatus: CaseStatus }[] }>(
      `select p.case_id as "caseId", i.status as "caseStatus"
       from publication p join instance i on i.agency_id = p.agency_id and i.case_id = p.case_id
       where p.agency_id = ? and p.publication_id = ?::uuid`,
      [agencyId, id],
    ),
  );
  return rows[0] ?? null;
}

function itemOf({ body, ...row }: Row): PublicationItem {
  return { ...(JSON.parse(body) as Publication), ...row };
}
