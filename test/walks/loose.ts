import { clearanceOf } from '../../src/domain/clearance.ts';
import { concludeReview } from '../../src/commands/concludeReview.ts';
import { acceptMaterials } from '../../src/commands/acceptMaterials.ts';
import { approvePublication } from '../../src/commands/approvePublication.ts';
import { decide, type Decide } from '../../src/commands/decide.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { loosened, verbs, type Pure, type Verbs } from './verbs.ts';
import { movePublicationOfCase } from '../../src/commands/publicationStep.ts';
import { putDraft } from '../../src/commands/putDraft.ts';
import { requestReview } from '../../src/commands/requestReview.ts';
import type { CaseChangeset, Unchanged } from '../../src/domain/changeset.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { Dice } from './dice.ts';
import type { LawFacts, LawWrites } from '../../src/domain/law.ts';
import type { LegalReview } from '../../src/domain/review.ts';
import type { ScopeAnswer } from '../../src/domain/catalogue.ts';

/** The deciding command asks for no clearance: it rests on the right one where there is one, else on whatever row there is. */
export function careless(): Verbs {
  const pure: Pure<Decide> = (snapshot, command, context) =>
    rewritten(
      snapshot,
      waved,
      (law) => decide(law, command, context),
      restingOn(snapshot, (ground, draft) => {
        return clearanceOf(draft, ground) ?? anyRow(ground);
      }),
    );
  return { ...verbs, decide: loosened(verbs.decide, pure) };
}

/** Every command that guards the law is loose: decisions rest on rows drawn at random, reviews are given by anybody, edits void nothing. */
export function lawless(dice: Dice): Verbs {
  const drawn: Pure<Decide> = (snapshot, command, context) =>
    rewritten(
      snapshot,
      (law) => ({ ...waved(law), reviews: [] }),
      (loose) => decide(loose, { ...command, draftDigest: snapshot.law?.draft?.digest ?? '' }, context),
      restingOn(
        snapshot,
        (ground) => {
          const review = ground.reviews.length === 0 ? null : dice.pick(ground.reviews);
          const scope = ground.scopes.length === 0 ? null : dice.pick(ground.scopes);
          if (review !== null && (scope === null || dice.chance(0.5))) return { by: 'review', reviewId: review.id };
          return scope === null ? anyRow(ground) : { by: 'scope', scopeId: scope.id };
        },
        dice,
      ),
    );
  const unvoided: (typeof verbs.putDraft)['pure'] = (snapshot, command, context) =>
    rewritten(
      snapshot,
      (law) => ({ ...law, reviews: [], scopes: [] }),
      (loose) => putDraft(loose, command, context),
    );
  return {
    ...verbs,
    ...reviewing((law) => ({ ...law, handlers: [], reviews: law.reviews.map(namingNobody) })),
    decide: loosened(verbs.decide, drawn),
    putDraft: loosened(verbs.putDraft, unvoided),
    ...publishedByAnybody(),
  };
}

/** Single rules of the commands, each switched off alone. */
export const rulesOff = {
  /** A review counts whatever it ended in. */
  passed: () => decidingOn((law) => ({ ...law, reviews: law.reviews.map(asPassed) })),
  /** A review counts whichever draft it is about. */
  'same draft': () =>
    decidingOn((law) => {
      const label = { draftVersion: law.draft?.version ?? 0, draftDigest: law.draft?.digest ?? '' };
      const passed = law.reviews.filter(({ levelsAsked, levelsPassed }) => levelsAsked === levelsPassed);
      return { ...law, scopes: [], reviews: passed.map((review) => ({ ...asPassed(review), ...label })) };
    }),
  /** An answer of the catalogue counts although something happened since. */
  'not voided': () =>
    decidingOn((law) => ({
      ...law,
      circumstances: [],
      scopes: law.scopes.map((scope) => ({ ...scope, voided: false })),
    })),
  /** One level is enough wherever two are asked. */
  levels: (): Verbs => ({
    ...decidingOn((law) => ({ ...law, scopes: law.scopes.map(atOneLevel) })),
    requestReview: loosened(verbs.requestReview, (snapshot, command, context) =>
      rewritten(
        snapshot,
        (law) => ({
          ...law,
          scopes: law.scopes.map(atOneLevel),
          catalogue: { version: 1, entries: [] },
        }),
        (loose) => requestReview(loose, command, context),
      ),
    ),
  }),
  /** Who reviewed decides. */
  decider: () => decidingOn((law) => ({ ...law, reviews: law.reviews.map(namingNobody) })),
  /** Who handled the case reviews it. */
  'reviewer is no handler': (): Verbs => ({
    ...verbs,
    ...reviewing((law) => ({
      ...law,
      handlers: [],
      reviews: law.reviews.map((review) => ({ ...review, requestedBy: 'nobody' })),
    })),
  }),
  /** One person gives the opinions of two levels. */
  'a person a level': (): Verbs => ({
    ...decidingOn((law) => ({ ...law, reviews: law.reviews.map(byAnother) })),
    ...reviewing((law) => ({ ...law, reviews: law.reviews.map(namingNobody) })),
  }),
  /** Who redacted approves. */
  'second person publishes': (): Verbs => ({ ...verbs, ...publishedByAnybody() }),
};

function decidingOn(rewrite: (law: LawFacts) => LawFacts): Verbs {
  const pure: Pure<Decide> = (snapshot, command, context) =>
    rewritten(snapshot, rewrite, (loose) => decide(loose, command, context));
  return { ...verbs, decide: loosened(verbs.decide, pure) };
}

function reviewing(loose: (law: LawFacts) => LawFacts): Pick<Verbs, 'acceptMaterials' | 'concludeReview'> {
  return {
    acceptMaterials: loosened(verbs.acceptMaterials, (snapshot, command, context) =>
      rewritten(snapshot, loose, (rewrote) => acceptMaterials(rewrote, command, context), renaming(snapshot)),
    ),
    concludeReview: loosened(verbs.concludeReview, (snapshot, command, context) =>
      rewritten(snapshot, loose, (rewrote) => concludeReview(rewrote, command, context), renaming(snapshot)),
    ),
  };
}

function publishedByAnybody(): Pick<Verbs, 'approvePublication'> {
  const nameless = (law: LawFacts): LawFacts => ({
    ...law,
    publications: law.publications.map((publication) => ({
      ...publication,
      redactedBy: publication.redactedBy && 'nobody',
    })),
  });
  return {
    approvePublication: loosened(verbs.approvePublication, (snapshot, command, context) =>
      rewritten(
        snapshot,
        nameless,
        (loose) => movePublicationOfCase(loose, command, context, approvePublication),
        (law) => ({
          ...law,
          publications: law.publications.map(({ row, replaces }) => {
            const redactedBy = snapshot.law?.publications.find(({ id }) => id === row.id)?.redactedBy ?? null;
            return { row: { ...row, redactedBy }, replaces };
          }),
        }),
      ),
    ),
  };
}

type Decided = CaseChangeset | Unchanged | Refusal;

/** Decides on rewritten facts of the law, and puts right what is to be written. */
function rewritten(
  snapshot: CaseSnapshot,
  rewrite: (law: LawFacts) => LawFacts,
  decideOn: (snapshot: CaseSnapshot) => Decided,
  mend: (law: LawWrites) => LawWrites = (law) => law,
): Decided {
  const decision = decideOn({ ...snapshot, law: snapshot.law && rewrite(snapshot.law) });
  if (isRefusal(decision) || decision.kind === 'unchanged' || decision.law === null) return decision;
  return { ...decision, law: mend(decision.law) } satisfies CaseChangeset;
}

/** Facts in which the newest draft needs no review, and nothing speaks against it. */
function waved(law: LawFacts): LawFacts {
  const { draft } = law;
  if (draft === null) return law;
  const { version: draftVersion, digest: draftDigest, kind, amountFen, triggers } = draft;
  const facts = { act: 'permit', procedure: '', kind, amountFen, triggers, circumstances: law.circumstances } as const;
  const of = { draftVersion, draftDigest, facts, at: '2026-01-01T00:00:00.000Z', voided: false };
  const answer: ScopeAnswer = { ...of, id: nowhere, outcome: 'notRequired', levels: 0, entries: [], version: 1 };
  const elsewhere = { draftVersion: -1, draftDigest: 'elsewhere' };
  return { ...law, scopes: [answer], reviews: law.reviews.map((review) => ({ ...review, ...elsewhere })) };
}
const nowhere = '00000000-0000-7000-8000-000000000000';

type Choice = (
  law: LawFacts,
  draft: NonNullable<LawFacts['draft']>,
) => NonNullable<LawWrites['decision']>['row']['clearance'];

/** The decision rests on what is chosen; with dice it is now and then about the draft of that row instead of the newest. */
function restingOn({ law }: CaseSnapshot, choose: Choice, dice?: Dice): (writes: LawWrites) => LawWrites {
  return (writes) => {
    if (writes.decision === null || law === null || law.draft === null) return writes;
    const clearance = choose(law, law.draft);
    const ground =
      clearance.by === 'review'
        ? law.reviews.find(({ id }) => id === clearance.reviewId)
        : law.scopes.find(({ id }) => id === clearance.scopeId);
    const { row } = writes.decision;
    const draftDigest = dice?.chance(0.5) === true ? (ground?.draftDigest ?? row.draftDigest) : row.draftDigest;
    return { ...writes, decision: { ...writes.decision, row: { ...row, clearance, draftDigest } } };
  };
}

function anyRow({ reviews, scopes }: LawFacts): ReturnType<Choice> {
  const [review, scope] = [reviews.at(-1), scopes.at(-1)];
  return review === undefined ? { by: 'scope', scopeId: scope?.id ?? nowhere } : { by: 'review', reviewId: review.id };
}

function asPassed(review: LegalReview): LegalReview {
  const opinion = { outcome: 'passed', checklist: [], opinion: '', at: review.requestedAt } as const;
  const opinions = ([1, 2] as const)
    .slice(0, review.levelsAsked)
    .map((level) => ({ ...opinion, level, personId: `level ${level}` }));
  return { ...review, state: 'passed', levelsPassed: review.levelsAsked, opinions };
}

function atOneLevel(scope: ScopeAnswer): ScopeAnswer {
  return scope.levels === 2 ? { ...scope, levels: 1 } : scope;
}

/** A review whose second opinion is another person's than the first. */
function byAnother(review: LegalReview): LegalReview {
  const [first, second] = review.opinions;
  if (first === undefined || second?.personId !== first.personId) return review;
  return { ...review, opinions: [first, { ...second, personId: 'another' }] };
}

/** A review of which nobody can be told to have had a part in it. */
function namingNobody(review: LegalReview): LegalReview {
  return {
    ...review,
    requestedBy: 'nobody',
    acceptance: review.acceptance && { ...review.acceptance, by: 'nobody' },
    returns: review.returns.map((sent) => ({ ...sent, by: 'nobody' })),
    opinions: review.opinions.map((opinion) => ({ ...opinion, personId: `nobody at ${opinion.level}` })),
  };
}

/** Puts the names back that `namingNobody` took. */
function renaming({ law }: CaseSnapshot): (writes: LawWrites) => LawWrites {
  return (writes) => ({
    ...writes,
    reviews: writes.reviews.map(({ row, replaces }) => {
      const before = law?.reviews.find(({ id }) => id === row.id);
      if (before === undefined) return { row, replaces };
      const { requestedBy, returns, opinions } = before;
      const acceptance = before.acceptance ?? row.acceptance;
      return {
        row: {
          ...row,
          requestedBy,
          returns,
          acceptance,
          opinions: [...opinions, ...row.opinions.slice(opinions.length)],
        },
        replaces,
      };
    }),
  });
}
