import { openPublication, type Publication } from '../domain/publication.ts';
import { publicationRuleOf } from '../domain/publicationRule.ts';
import type { AgencyRules } from '../domain/agencyRules.ts';
import type { Decision } from '../domain/decision.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';

/** The publication that a decision opens, by the agency's rule for its act: due from the decision date (D8). */
export function openPublicationFor(
  decision: Decision,
  rules: Partial<AgencyRules>,
  calendar: WorkingCalendar,
  newId: () => string,
): Publication {
  return openPublication(newId(), decision, publicationRuleOf(rules, decision.act), calendar);
}
