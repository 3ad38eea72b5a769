import { allOf, condition, type Condition } from './page.ts';
import { awaitedForGood } from './publications.ts';
import { isOfPublication, type ShownKind } from './shownKind.ts';
import type { Instant } from '../domain/json.ts';

/** The part of the list's filter that publications can fit. */
interface UnattendedFilter {
  readonly kind?: ShownKind | undefined;
  readonly reason?: string | undefined;
  readonly definition?: string | undefined;
  readonly matter?: string | undefined;
}

/**
 * Overdue publications whose case is at no step of publication, such as one that was cancelled after its decision: in
 * the columns of a stuck wait with the number 0. Null where the filter leaves them out.
 */
export function unattendedPublications(
  agencyId: string,
  now: Instant,
  { kind = 'publication', reason = 'publication-overdue', definition, matter }: UnattendedFilter,
  after: readonly [since: Instant, caseId: string, no: number] | null,
): Condition | null {
  if (kind !== 'publication' || reason !== 'publication-overdue') return null;
  const wanted = allOf([
    condition(`p.agency_id = ? and ${awaitedForGood}`, agencyId),
    condition('p.due_at <= ?::timestamptz', now),
    {
      sql: `not exists (
        select from wait w
        where w.agency_id = p.agency_id and w.case_id = p.case_id and w.closed_at is null and ${isOfPublication}
      )`,
      values: [],
    },
    condition('i.definition_id = ?::uuid', definition),
    condition('i.matter_id = ?', matter),
    after && { sql: `(${decidedAt}, p.case_id, 0) > (?::timestamptz, ?::uuid, ?::integer)`, values: after },
  ]);
  return {
    sql: `select p.case_id, 0, i.number, i.definition_id, i.process_id, null, null, 'publication', 'publication-overdue',
        ${decidedAt}, p.due_at, null, null, floor(extract(epoch from ?::timestamptz - ${decidedAt}))::bigint,
        floor(extract(epoch from ?::timestamptz - p.due_at))::bigint, null, null
      from publication p
      join instance i on i.agency_id = p.agency_id and i.case_id = p.case_id
      join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id
      where ${wanted.sql}
      order by ${decidedAt}, p.case_id limit ?`,
    values: [now, now, ...wanted.values],
  };
}

const decidedAt = `(d.body::json ->> 'decidedAt')::timestamptz`;
