import type { Act } from './draft.ts';
import type { LimitLength } from './limit.ts';
import type { PublicationRule } from './publication.ts';
import type { ReviewLimits } from './review.ts';

/**
 * An agency's figures of the law, each with its basis: data that the agency publishes, never constants. By act where
 * permits and penalties differ.
 */
export interface AgencyRules {
  readonly review: ReviewLimits;
  /** Items that every opinion of a reviewer answers (L4). */
  readonly checklist: readonly string[];
  readonly publication: Readonly<Record<Act, PublicationRule>>;
  /** What the numbers of decisions begin with: `麒审许`. */
  readonly registers: Readonly<Record<Act, string>>;
  /** Limits that procedures start clocks by, under the clock's id. */
  readonly clocks: Readonly<Record<string, AgencyLimit>>;
}

/** An agency's own figure for a limit of its procedures; `extension` in the limit's unit, null: never. */
export interface AgencyLimit extends LimitLength {
  readonly extension: number | null;
  readonly basis: string;
}

/** What an agency has published of its rules; the rest is not set. */
export type PublishedRules = Partial<AgencyRules>;

/** The agency's limits of a legal review; else three working days, and five more (the limits of the procedure itself). */
export function reviewLimitsOf({ review }: PublishedRules): ReviewLimits {
  return review ?? { days: 3, extensionDays: 5, basis: '国办发〔2018〕118号' };
}

/** What the numbers of an agency's decisions begin with; else the act's own word alone. */
export function registerPrefixOf({ registers }: PublishedRules, act: Act): string {
  return registers?.[act] ?? { permit: '许', penalty: '罚' }[act];
}
