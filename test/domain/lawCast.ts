import type { ScopeAnswer } from '../../src/domain/catalogue.ts';
import type { ClearanceGround } from '../../src/domain/clearance.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { Draft, DraftContent } from '../../src/domain/draft.ts';
import type { Actor } from '../../src/domain/people.ts';
import { isRefusal, type Refusal, type RefusalCode } from '../../src/domain/refusal.ts';
import type { LegalReview, Level, ReviewOpinion } from '../../src/domain/review.ts';
import { loadCalendars } from '../../src/store/calendars.ts';

export const calendar = loadCalendars('calendars').get('CN')!;
export const monday = '2026-03-02T02:00:00.000Z';

/** A person with a legal qualification, by one of their keys. */
export function person(personId: string, keyId = 'key-1'): Actor {
  const qualifications = [{ kind: 'legal-qualification' as const, number: 'A-1', from: '2020-01-01' }];
  return { agencyId: 'qilin', personId, keyId, revision: 1, roles: [], qualifications };
}

export function content(change: Partial<DraftContent> = {}): DraftContent {
  return {
    kind: 'grant',
    object: '某公司',
    facts: 'the premises fit',
    evidence: [{ digest: 'a'.repeat(64), size: 3 }],
    basis: [{ title: '行政许可法', article: '38' }],
    conclusion: 'granted',
    ...change,
  };
}

export function draft(change: Partial<Draft> = {}): Draft {
  return { version: 1, digest: 'digest-a', kind: 'grant', amountFen: null, triggers: [], ...change };
}

export function opinion(level: Level, personId: string, change: Partial<ReviewOpinion> = {}): ReviewOpinion {
  return { personId, level, outcome: 'passed', checklist: [], opinion: 'lawful', at: monday, ...change };
}

/** A review of `draft()` that has just been requested by `handler`. */
export function review(change: Partial<LegalReview> = {}): LegalReview {
  return {
    id: 'review-1',
    round: 1,
    revision: 1,
    draftVersion: 1,
    draftDigest: 'digest-a',
    state: 'requested',
    levelsAsked: 1,
    levelsPassed: 0,
    requestedBy: 'handler',
    requestedAt: monday,
    materials: [],
    receivedAt: monday,
    acceptance: null,
    returns: [],
    extension: null,
    opinions: [],
    disagreement: null,
    ruling: null,
    ...change,
  };
}

export function passed(change: Partial<LegalReview> = {}): LegalReview {
  return review({ state: 'passed', levelsPassed: 1, opinions: [opinion(1, 'reviewer')], ...change });
}

export function rejected(change: Partial<LegalReview> = {}): LegalReview {
  return review({ state: 'rejected', opinions: [opinion(1, 'reviewer', { outcome: 'rejected' })], ...change });
}

/** The catalogue's `notRequired` about `draft()`. */
export function scope(change: Partial<ScopeAnswer> = {}): ScopeAnswer {
  return {
    id: 'scope-1',
    outcome: 'notRequired',
    levels: 0,
    entries: ['grants'],
    version: 1,
    draftVersion: 1,
    draftDigest: 'digest-a',
    facts: { act: 'permit', kind: 'grant', procedure: 'permit', amountFen: null, triggers: [], circumstances: [] },
    at: monday,
    voided: false,
    ...change,
  };
}

export function ground(change: Partial<ClearanceGround> = {}): ClearanceGround {
  return { reviews: [], scopes: [], circumstances: [], ...change };
}

export function decision(change: Partial<Decision> = {}): Decision {
  return {
    id: 'decision-1',
    number: null,
    act: 'permit',
    kind: 'grant',
    draftVersion: 1,
    draftDigest: 'digest-a',
    clearance: { by: 'review', reviewId: 'review-1' },
    decidedBy: 'leader',
    decidedAt: '2026-02-12T02:00:00.000Z',
    decidedOn: '2026-02-12',
    state: 'effective',
    ended: null,
    ...change,
  };
}

/** The code of a refusal; `ok` of anything else. */
export function codeOf(answer: object | null | undefined): RefusalCode | 'ok' {
  return answer !== null && answer !== undefined && isRefusal(answer) ? answer.code : 'ok';
}

/** What was answered; fails when it is a refusal. */
export function granted<T extends object>(answer: T | Refusal): T {
  if (isRefusal(answer)) throw new Error(`${answer.code}: ${answer.detail}`);
  return answer;
}
