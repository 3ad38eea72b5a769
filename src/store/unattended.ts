import { allOf, condition, type Condition } from './page.ts';
import { awaited, provisional, toWithdraw, withdrawalProvisional } from './publications.ts';
import { isOfPublication, type ShownKind } from './shownKind.ts';
import type { Instant } from '../domain/json.ts';

/** The part of the list's filter that publications can fit. */
interface UnattendedFilter {
  readonly kind?: ShownKind | undefined;
  readonly reason?: string | undefined;
  readonly definition?: string | undefined;
  readonly matter?: string | undefined;
  readonly overdue: boolean;
  readonly cutoff: Instant;
}
type Place = readonly [since: Instant, caseId: string, no: number];

/**
 * Publications past their day whose case is at no step of publication, such as one that was cancelled after its decision:
 * in the columns of a stuck wait with the number 0. Null where the filter leaves them out.
 */
export function unattendedPublications(
  agencyId: string,
  now: Instant,
  filter: UnattendedFilter,
  after: Place | null,
): Condition | null {
  return duties(agencyId, now, filter, after, {
    wanted: [
      { sql: awaited, values: [] },
      condition('p.due_at <= ?::timestamptz', now),
      {
        sql: `not exists (
          select from wait w
          where w.agency_id = p.agency_id and w.case_id = p.case_id and w.closed_at is null and ${isOfPublication}
        )`,
        values: [],
      },
    ],
    since: `(d.body::json ->> 'decidedAt')::timestamptz`,
    due: 'p.due_at',
    provisional,
    withdraws: false,
  });
}

/** Publications that are to be taken down since their decision has ended (D9): past that day, or for longer than asked. */
export function pendingWithdrawals(
  agencyId: string,
  now: Instant,
  filter: UnattendedFilter,
  after: Place | null,
): Condition | null {
  const since = `(
    select (e.body::json ->> 'decidedAt')::timestamptz from decision e
    where e.agency_id = d.agency_id and e.decision_id = d.ended_by
  )`;
  return duties(agencyId, now, filter, after, {
    wanted: [
      { sql: toWithdraw, values: [] },
      filter.overdue
        ? condition('d.withdraw_due_at <= ?::timestamptz', now)
        : condition(`(d.withdraw_due_at <= ?::timestamptz or ${since} <= ?::timestamptz)`, now, filter.cutoff),
    ],
    since,
    due: 'd.withdraw_due_at',
    provisional: withdrawalProvisional,
    withdraws: true,
  });
}

/** One kind of duty: which publications `p` of decisions `d`, since when, until when, and whether that is final. */
interface Duty {
  readonly wanted: readonly (Condition | null)[];
  readonly since: string;
  readonly due: string;
  readonly provisional: string;
  readonly withdraws: boolean;
}

function duties(
  agencyId: string,
  now: Instant,
  { kind = 'publication', reason, definition, matter }: UnattendedFilter,
  after: Place | null,
  duty: Duty,
): Condition | null {
  if (kind !== 'publication') return null;
  const { since, due, withdraws } = duty;
  const isPast = `${due} <= ?::timestamptz`;
  const found = `case when ${isPast} then case when ${duty.provisional} then 'calendar-missing' else 'publication-overdue' end end`;
  const wanted = allOf([
    condition('p.agency_id = ?', agencyId),
    ...duty.wanted,
    condition('i.definition_id = ?::uuid', definition),
    condition('i.matter_id = ?', matter),
    condition(`${found} = ?`, reason === undefined ? undefined : now, reason),
    after && { sql: `(${since}, p.case_id, 0) > (?::timestamptz, ?::uuid, ?::integer)`, values: after },
  ]);
  return {
    sql: `select p.case_id, 0, i.number, i.definition_id, i.process_id, null, null, 'publication', ${found},
        ${since}, ${due}, null, null, floor(extract(epoch from ?::timestamptz - ${since}))::bigint,
        case when ${isPast} and not ${duty.provisional}
          then floor(extract(epoch from ?::timestamptz - ${due}))::bigint end,
        null, null, ${String(withdraws)}
      from publication p
      join instance i on i.agency_id = p.agency_id and i.case_id = p.case_id
      join decision d on d.agency_id = p.agency_id and d.decision_id = p.decision_id
      where ${wanted.sql}
      order by ${since}, p.case_id limit ?`,
    values: [now, now, now, now, ...wanted.values],
  };
}
