import type { AgencyRules } from './agencyRules.ts';
import type { Act } from './draft.ts';
import { hasEnded } from './clock.ts';
import type { Instant, LegalDate } from './json.ts';
import { DAY_MS, dateOfDay, dayOfDate } from './legalTime.ts';
import type { Publication, PublicationRule } from './publication.ts';

/** 国办发〔2018〕118号 for permits and penalties: seven working days after the decision date (D8, trap 1). */
export const statePublicationRule: PublicationRule = {
  publishable: true,
  days: 7,
  withdrawDays: 3,
  namingBasis: null,
  displayMonths: null,
  basis: '国办发〔2018〕118号',
};

/** The agency's own rule for an act, with its own basis; else the State Council's. */
export function publicationRuleOf(rules: Partial<Pick<AgencyRules, 'publication'>>, act: Act): PublicationRule {
  return rules.publication?.[act] ?? statePublicationRule;
}

/** Last day of the display of what is published on a day: the same day so many months later, or that month's last. */
export function displayEnd(on: LegalDate, { displayMonths }: PublicationRule): LegalDate | null {
  if (displayMonths === undefined || displayMonths === null) return null;
  const from = new Date(dayOfDate(on) * DAY_MS);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + displayMonths];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return dateOfDay(Date.UTC(year, month, Math.min(from.getUTCDate(), lastDay)) / DAY_MS);
}

/** Whether the public still waits for the decision, although its last day is over (D8, R11). */
export function isOverdue({ state, publishedAt, due }: Publication, now: Instant): boolean {
  const awaited = publishedAt === null && (state === 'due' || state === 'redacted' || state === 'approved');
  return awaited && hasEnded(due, now);
}
