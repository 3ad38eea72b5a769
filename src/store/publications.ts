import { allOf, condition, pageOf, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import type { CaseStatus } from '../domain/case.ts';
import type { Database } from './db.ts';
import type { LimitEnd } from '../domain/clock.ts';
import type { Instant } from '../domain/json.ts';
import type { Publication, PublicationState } from '../domain/publication.ts';

/** A publication as lists show it: its row, with the numbers of case and decision. */
export interface PublicationItem extends Publication {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly decisionNumber: string | null;
  /** By when it is taken down, since its decision has ended (D9); null: it need not be, or is. */
  readonly withdrawal: LimitEnd | null;
}
export interface PublicationFilter {
  readonly state?: PublicationState | undefined;
  readonly case?: string | undefined;
  readonly dueBefore?: Instant | undefined;
  /** Not published, or not taken down, though due by this moment. */
  readonly overdueAt?: Instant | undefined;
}
/** Place of a publication in the list, due first. */
export type PublicationKey = readonly [dueAt: Instant, id: string];

interface Row {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly decisionNumber: string | null;
  readonly body: string;
  readonly withdrawal: string | null;
}

/** Publications that are to be taken down, as a condition on a row `p` and its decision `d`: that has ended (D9). */
export const toWithdraw = `d.withdraw_due_at is not null and p.published_at is not null
  and p.state in ('published', 'corrected', 'redacted', 'approved')`;
/** Whether the end of that limit is provisional. */
export const withdrawalProvisional = `(d.body::json #>> '{ended,withdrawal,provisional}')::boolean`;

const select = `select p.case_id as "caseId", i.number as "caseNumber", d.number as "decisionNumber", p.body,
    case when ${toWithdraw} then (d.body::json #> '{ended,withdrawal}')::text end as withdrawal
  from publication p
  join instance i on i.agency_id = p.agency_id and i.case_id = p.case_id
  join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id`;

/** Publications that the public still waits for, as a condition on a row `p`; a provisional end has no legal effect (D8). */
export const awaited = `p.published_at is null and p.state in ('due', 'redacted', 'approved')`;
export const provisional = `(p.body::json #>> '{due,provisional}')::boolean`;
export const awaitedForGood = `${awaited} and not ${provisional}`;

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
    condition(
      `(p.due_at <= ?::timestamptz and ${awaitedForGood}
        or d.withdraw_due_at <= ?::timestamptz and ${toWithdraw} and not ${withdrawalProvisional})`,
      filter.overdueAt,
      filter.overdueAt,
    ),
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

function itemOf({ body, withdrawal, ...row }: Row): PublicationItem {
  return {
    ...(JSON.parse(body) as Publication),
    ...row,
    withdrawal: withdrawal === null ? null : (JSON.parse(withdrawal) as LimitEnd),
  };
}
