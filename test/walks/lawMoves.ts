import { digestFor, doing, nodeOf, opinion, type Scene } from './scene.ts';
import { move, type Move } from './moves.ts';
import type { DraftContent } from '../../src/domain/draft.ts';
import type { Dice } from './dice.ts';
import type { LawFacts } from '../../src/domain/law.ts';
import type { OpenWait } from '../../src/domain/wait.ts';

/** What is done at an open task of the law; undefined: a task like any other. */
export function byForm(scene: Scene, wait: OpenWait): Move | undefined {
  const { snapshot, dice, means } = scene;
  const { caseId, law } = snapshot;
  if (law === null) return undefined;
  const review = law.reviews.at(-1);
  const own = { reviewId: review?.id ?? caseId, revision: null };
  switch (wait.form) {
    case 'draft':
      return drafting(scene, wait, law);
    case 'reviewRequest': {
      const materials = [{ name: 'explanation', digest: 'b'.repeat(64), size: 9 }];
      const asked = { draftDigest: digestFor(scene), materials, revision: null };
      return move(means.requestReview, doing(scene, wait, 'handler'), caseId, asked);
    }
    case 'reviewMaterials': {
      const who = doing(scene, wait, 'reviewer');
      if (dice.chance(0.8)) return move(means.acceptMaterials, who, caseId, own);
      return move(means.returnMaterials, who, caseId, { ...own, reason: 'the evidence is missing' });
    }
    case 'reviewOpinion':
      return move(means.concludeReview, doing(scene, wait, 'reviewer'), caseId, { ...own, ...opinion(dice) });
    case 'reviewRuling': {
      const kind = dice.pick(['newDraft', 'secondReviewer'] as const);
      return move(means.ruleReview, doing(scene, wait, 'leader'), caseId, { ...own, kind, reason: 'heard both' });
    }
    case 'decision': {
      const who = doing(scene, wait, wait.role === 'handler' ? 'handler' : 'leader');
      return move(means.decide, who, caseId, { draftDigest: digestFor(scene), revision: null });
    }
    case 'redaction':
    case 'publicationApproval':
      return publishing(scene, wait, law);
    default:
      return disputing(scene, wait, law);
  }
}

/** The draft is written, written anew, or handed on as it stands. */
function drafting(scene: Scene, wait: OpenWait, { draft }: LawFacts): Move | undefined {
  const { means, snapshot, dice } = scene;
  if (draft !== null && dice.chance(0.6)) return undefined;
  const who = doing(scene, wait, 'handler');
  return move(means.putDraft, who, snapshot.caseId, { content: content(scene), revision: null });
}

/** After a rejection the handling side disagrees, more often than not. */
function disputing(scene: Scene, wait: OpenWait, { reviews }: LawFacts): Move | undefined {
  const disputes = nodeOf(scene, wait)?.step?.outcomes.includes('disagreed') === true;
  const review = reviews.at(-1);
  if (!disputes || review === undefined || scene.dice.chance(0.35)) return undefined;
  const asked = { reviewId: review.id, revision: null, grounds: 'it is lawful' };
  return move(scene.means.disagreeReview, doing(scene, wait, 'handler'), scene.snapshot.caseId, asked);
}

function publishing(scene: Scene, wait: OpenWait, { publications }: LawFacts): Move | undefined {
  const { means, dice, snapshot } = scene;
  const publication = publications.at(-1);
  if (publication === undefined) return undefined;
  const on = { id: publication.id, seen: null };
  const why = { reason: 'a secret of trade', basis: 'plan 11' };
  const what = dice.weigh({ forth: 8, back: 1.5, withhold: 0.5 });
  if (wait.form === 'redaction') {
    const who = doing(scene, wait, 'publisher');
    if (what === 'withhold') return move(means.withholdPublication, who, snapshot.caseId, { ...on, ...why });
    return move(means.redactPublication, who, snapshot.caseId, { ...on, redaction: redaction(dice) });
  }
  const who = doing(scene, wait, 'checker');
  if (what === 'withhold') return move(means.withholdPublication, who, snapshot.caseId, { ...on, ...why });
  if (what === 'back') return move(means.returnPublication, who, snapshot.caseId, { ...on, reason: why.reason });
  return move(means.approvePublication, who, snapshot.caseId, { ...on, revision: publication.revision });
}

/** One of some dozens of drafts, so that an earlier text can come back; kinds, amounts and triggers that the catalogue asks for. */
export function content(scene: Scene): DraftContent {
  const { dice, process } = scene;
  const penalty = process.id.startsWith('penalty');
  const kind = penalty
    ? dice.weigh({ penalize: 7, noPenalty: 3, grant: 0.1 })
    : dice.weigh({ grant: 5, refuse: 3, renew: 1.5, change: 1, noPenalty: 0.1 });
  const triggers = dice.weigh({ none: 6, safety: 1.5, publicInterest: 0.8, marketEntry: 1 });
  return {
    kind,
    object: '某公司',
    facts: dice.pick(['the premises fit', 'the premises fit well']),
    evidence: [{ digest: 'a'.repeat(64), size: 3 }],
    basis: [{ title: '行政许可法', article: '38' }],
    conclusion: dice.chance(0.03) ? ' ' : 'as stated',
    ...(penalty && { amountFen: dice.pick([20_000, 20_000, 100_000, 6_000_000]) }),
    ...(triggers !== 'none' && { triggers: [triggers] }),
  };
}

/** What a publisher lets the public see; now and then what the law hides. */
export function redaction(dice: Dice) {
  return {
    fields: [
      { name: 'party', value: '张三丰', tag: 'person-name' },
      { name: 'content', value: 'granted', tag: 'none' },
    ] as const,
    shown: dice.chance(0.05) ? ['party'] : ['content'],
    summary: { authority: '某局', category: '许可', conclusion: dice.pick(['granted', 'given']) },
    object: { name: '张三丰', isNaturalPerson: true },
  };
}
