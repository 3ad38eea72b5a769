import { awaited, awaitedForGood } from './publications.ts';
import type { Condition } from './page.ts';

/** What the API says a case waits for: tasks of law under the name of what they are part of. */
export const shownKinds = [
  'task',
  'service',
  'timer',
  'message',
  'signal',
  'condition',
  'review',
  'decision',
  'publication',
  'incident',
] as const;
export type ShownKind = (typeof shownKinds)[number];

/** The kind of a wait `w` as the API shows it. */
export const shownKind = `case
    when w.form in ('redaction', 'publicationApproval') then 'publication'
    when w.form = 'decision' then 'decision'
    when w.form in ('reviewRequest', 'reviewMaterials', 'reviewOpinion', 'reviewRuling') then 'review'
    else w.kind
  end`;

/** The condition that a wait `w` is a step of a publication; an index on open waits holds it. */
export const isOfPublication = `w.form in ('redaction', 'publicationApproval')`;

/** The condition that a wait `w` is shown as this kind. */
export function isShownAs(kind: ShownKind): Condition {
  switch (kind) {
    case 'publication':
      return { sql: isOfPublication, values: [] };
    case 'task':
    case 'review':
    case 'decision':
      return { sql: `w.kind = 'task' and ${shownKind} = ?`, values: [kind] };
    default:
      return { sql: 'w.kind = ?', values: [kind] };
  }
}

const publicationOf = (wanted: string) => `from publication p
    where p.agency_id = w.agency_id and p.case_id = w.case_id and ${wanted}
    order by p.due_at limit 1`;

/** When a wait `w` is due: a step of a publication when the publication is (D8). */
export const shownDue = `case when ${isOfPublication}
    then coalesce((select p.due_at ${publicationOf(awaited)}), w.due_at) else w.due_at end`;

/** Whether that moment is not final yet. */
export const shownProvisional = `case when ${isOfPublication}
    then coalesce((select (p.body::json #>> '{due,provisional}')::boolean ${publicationOf(awaited)}), w.provisional)
    else w.provisional end`;

/** When the publication that a wait `w` is a step of is due for good; null for other waits. */
export const publicationDue = `case when ${isOfPublication} then (select p.due_at ${publicationOf(awaitedForGood)}) end`;
