import { allOf, condition, pageOf, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';
import type { LegalReview, ReviewState } from '../domain/review.ts';
import type { PublishedRules } from '../domain/agencyRules.ts';

/** A review as lists show it, with the agency's rules that its limit follows from. */
export interface ReviewItem extends LegalReview {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly rules: PublishedRules;
}
export interface ReviewFilter {
  readonly state?: ReviewState | undefined;
  readonly case?: string | undefined;
}
/** Place of a review in the list: ids sort by time. */
export type ReviewKey = readonly [id: string];

interface Row {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly rules: string;
  readonly body: string;
}

const select = `select r.case_id as "caseId", i.number as "caseNumber", a.rules, r.body
  from review r
  join instance i on i.agency_id = r.agency_id and i.case_id = r.case_id
  join agency a on a.agency_id = r.agency_id`;

/** Reviews, the first requested first. */
export async function listReviews(
  db: Database,
  agencyId: string,
  filter: ReviewFilter,
  after: ReviewKey | null,
  limit: number,
): Promise<Page<ReviewItem>> {
  const wanted = allOf([
    condition('r.agency_id = ?', agencyId),
    condition('r.state = ?', filter.state),
    condition('r.case_id = ?::uuid', filter.case),
    after && { sql: 'r.review_id > ?::uuid', values: after },
  ]);
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: Row[] }>(`${select} where ${wanted.sql} order by r.review_id limit ?`, [
      ...wanted.values,
      limit + 1,
    ]),
  );
  const page = pageOf(rows, limit);
  return { ...page, items: page.items.map(itemOf) };
}

/** One review, or null. */
export async function readReview(db: Database, agencyId: string, id: string): Promise<ReviewItem | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: Row[] }>(`${select} where r.agency_id = ? and r.review_id = ?::uuid`, [agencyId, id]),
  );
  return rows[0] === undefined ? null : itemOf(rows[0]);
}

/** The case that a review is of; null when there is no such review. */
export async function findCaseOfReview(db: Database, agencyId: string, id: string): Promise<string | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { caseId: string }[] }>(
      `select case_id as "caseId" from review where agency_id = ? and review_id = ?::uuid`,
      [agencyId, id],
    ),
  );
  return rows[0]?.caseId ?? null;
}

function itemOf({ body, rules, ...row }: Row): ReviewItem {
  return { ...(JSON.parse(body) as LegalReview), ...row, rules: JSON.parse(rules) as PublishedRules };
}
