import { createHash } from 'node:crypto';
import type { Content, Evidence } from './evidence.ts';

/** What can be wrong with a decision or a publication. */
export type Fault =
  | 'forged-digest'
  | 'not-the-newest-draft'
  | 'without-clearance'
  | 'of-another-draft'
  | 'not-passed'
  | 'too-few-levels'
  | 'one-person-at-two-levels'
  | 'reviewed-by-a-handler'
  | 'reviewed-without-qualification'
  | 'decided-by-a-reviewer'
  | 'review-required'
  | 'published-by-one-person';

/**
 * Judges a decision by rows and records alone, with nothing of the product's own reasoning: whether it is about exactly
 * the newest draft, and rests on a review of it that passed at every level asked, by people who never handled the case,
 * each another and none the decider, or on a catalogue's `notRequired` that nothing had voided by then.
 */
export function judgeDecision(evidence: Evidence): Fault[] {
  const { decision, drafts, records } = evidence;
  if (decision === null) return [];
  const decidedAt = records.find(({ facts }) => facts?.decision !== undefined)?.at ?? Infinity;
  const draft = drafts.filter(({ at }) => at < decidedAt).at(-1);
  if (draft === undefined) return ['without-clearance'];
  const faults: (Fault | false)[] = [
    digestOf(draft.content) !== draft.digest && 'forged-digest',
    decision.draftDigest !== draft.digest && 'not-the-newest-draft',
    decidedByReviewer(evidence, decidedAt) && 'decided-by-a-reviewer',
  ];
  const reviewed = evidence.reviews.find(({ id }) => id === decision.reviewId);
  const answered = evidence.scopes.find(({ id }) => id === decision.scopeId);
  if (reviewed !== undefined) faults.push(...reviewFaults(evidence, reviewed, draft, decidedAt));
  if (answered !== undefined) faults.push(...scopeFaults(evidence, answered, draft, decidedAt));
  if ((reviewed === undefined) === (answered === undefined)) faults.push('without-clearance');
  return faults.filter((fault) => fault !== false);
}

/** Judges the publications: what was ever public was approved by another than the one who redacted it last. */
export function judgePublications({ publications, records }: Evidence): Fault[] {
  const faults = publications.map(({ state, publishedAt, redactedBy, approvedBy }): Fault | false => {
    const isPublic = ['approved', 'published', 'corrected'].includes(state);
    const onePerson = isPublic && (approvedBy === null || approvedBy === redactedBy);
    return (onePerson || (publishedAt !== null && redactedBy === null)) && 'published-by-one-person';
  });
  let redactor: string | null = null;
  for (const { command, by } of records) {
    if (command === 'redactPublication' || command === 'correctPublication') redactor = by;
    if (command === 'approvePublication' && by === redactor) faults.push('published-by-one-person');
  }
  return faults.filter((fault) => fault !== false);
}

type Draft = Evidence['drafts'][number];

function reviewFaults(
  evidence: Evidence,
  review: Evidence['reviews'][number],
  draft: Draft,
  decidedAt: number,
): (Fault | false)[] {
  const opinions = evidence.opinions.filter(({ reviewId, at }) => reviewId === review.id && at < decidedAt);
  const passed = opinions.filter(({ outcome, at }) => outcome === 'passed' && at > draft.at);
  const reviewers = new Set(opinions.map(({ by }) => by));
  const askedAt = evidence.records.find(({ facts }) => facts?.reviews?.some(({ id }) => id === review.id))?.at ?? 0;
  const levels = Math.max(1, levelsAsked(evidence, draft, askedAt));
  const penalty = evidence.procedure.startsWith('penalty');
  return [
    (review.draftDigest !== draft.digest || review.draftVersion !== draft.version) && 'of-another-draft',
    (review.state !== 'passed' || passed.length !== opinions.length || passed.length === 0) && 'not-passed',
    (new Set(passed.map(({ level }) => level)).size < levels || review.levelsAsked > passed.length) && 'too-few-levels',
    reviewers.size !== opinions.length && 'one-person-at-two-levels',
    handlersBefore(evidence, decidedAt).some((person) => reviewers.has(person)) && 'reviewed-by-a-handler',
    penalty && opinions.some(({ qualified }) => !qualified) && 'reviewed-without-qualification',
  ];
}

function scopeFaults(
  evidence: Evidence,
  scope: Evidence['scopes'][number],
  draft: Draft,
  decidedAt: number,
): (Fault | false)[] {
  const ofDraft = evidence.scopes.filter(({ draftVersion, at }) => draftVersion === draft.version && at < decidedAt);
  const objected = evidence.opinions.some(({ reviewId, outcome }) => {
    const of = evidence.reviews.find(({ id }) => id === reviewId);
    return of?.draftDigest === draft.digest && outcome !== 'passed';
  });
  return [
    (scope.draftDigest !== draft.digest || scope.draftVersion !== draft.version) && 'of-another-draft',
    (scope.outcome !== 'notRequired' || ofDraft.some(({ outcome }) => outcome === 'required')) && 'review-required',
    (levelsAsked(evidence, draft, decidedAt) > 0 || objected) && 'review-required',
  ];
}

/** Whoever started the case, wrote a draft or completed a step that is no step of review, before a moment. */
function handlersBefore({ startedBy, drafts, tasks }: Evidence, moment: number): string[] {
  const reviewing = new Set<string | null>(['reviewMaterials', 'reviewOpinion']);
  return [
    startedBy,
    ...drafts.filter(({ at }) => at < moment).map(({ by }) => by),
    ...tasks.filter(({ form, at }) => at < moment && !reviewing.has(form)).map(({ by }) => by),
  ];
}

function decidedByReviewer({ decision, opinions, records }: Evidence, moment: number): boolean {
  const reviewing = ['acceptMaterials', 'returnMaterials', 'concludeReview'];
  return (
    opinions.some(({ by, at }) => at < moment && by === decision?.decidedBy) ||
    records.some(({ command, by, at }) => at < moment && reviewing.includes(command) && by === decision?.decidedBy)
  );
}

/** How many levels the catalogue and the law ask of a draft with what had happened before a moment; 0: none. */
function levelsAsked({ catalogue, procedure, records }: Evidence, { content }: Draft, moment: number): number {
  const { kind, amountFen, triggers = [] } = JSON.parse(content) as Content;
  const told = records.flatMap(({ at, facts }) => (at < moment ? (facts?.circumstances ?? []) : []));
  const weights: string[] = [...triggers, ...told];
  const act = procedure.startsWith('penalty') ? 'penalty' : 'permit';
  const fitting = catalogue.entries.filter(
    (entry) =>
      entry.act === act &&
      (entry.kind ?? kind) === kind &&
      (entry.procedure ?? procedure) === procedure &&
      (entry.minAmountFen ?? 0) <= (amountFen ?? 0) &&
      (entry.trigger === undefined || weights.includes(entry.trigger)),
  );
  const byLaw = weights.some((weight) => ['hearing', 'complex', 'publicInterest'].includes(weight)) ? 1 : 0;
  return fitting.length === 0 ? 1 : Math.max(byLaw, ...fitting.map(({ levels }) => levels));
}

function digestOf(content: string): string {
  return createHash('sha256').update('draft-v1\0').update(content).digest('hex');
}
