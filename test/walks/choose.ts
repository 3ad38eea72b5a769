import { byForm, content, redaction } from './lawMoves.ts';
import { digestFor, doing, nodeOf, opinion, somebody, type Scene } from './scene.ts';
import { isOver } from '../../src/domain/publicationStream.ts';
import { move, starting, waiting, type Move } from './moves.ts';
import type { Dice } from './dice.ts';
import type { LawFacts } from '../../src/domain/law.ts';
import type { Office } from './office.ts';
import type { OpenWait } from '../../src/domain/wait.ts';
import type { Role } from '../../src/domain/people.ts';

/** The start of a case with whatever its conditions read. */
export function chooseStart(office: Office, procedure: string, dice: Dice): Move {
  const variables = {
    inquiries: dice.some(['site-check', 'testing', 'expert-review', 'hearing', 'opinions'], 0.3),
    measures: dice.some(['preservation', 'seizure'], 0.3),
    deliberationRequired: dice.chance(0.4),
    remedyEndsOn: '2026-11-30',
  };
  return starting(somebody(office, dice, 'clerk', 0.1), procedure, variables);
}

/** The next command: mostly what the case waits for, often by the wrong person or at the wrong time. */
export function chooseMove(scene: Scene): Move {
  const { snapshot, dice } = scene;
  if (isOver(snapshot.status)) return afterwards(scene);
  const next = dice.chance(0.83) ? forward(scene) : undefined;
  return next ?? anything(scene);
}

/** What another node does at the same moment. */
export function chooseRival(scene: Scene): Move {
  return (scene.dice.chance(0.6) ? forward(scene) : undefined) ?? anything(scene);
}

function forward(scene: Scene): Move | undefined {
  const { snapshot, dice, means, office } = scene;
  const { caseId } = snapshot;
  if (snapshot.waits.length === 0) return undefined;
  const wait = dice.pick(snapshot.waits);
  switch (wait.kind) {
    case 'task':
      return byForm(scene, wait) ?? completing(scene, wait);
    case 'timer':
      return wait.dueAt !== null && dice.chance(0.3)
        ? waiting(office, Date.parse(wait.dueAt) + 1, caseId)
        : forward(scene);
    case 'message': {
      if (!dice.chance(rarity[wait.topic ?? ''] ?? 0.6)) return dice.chance(0.9) ? forward(scene) : undefined;
      const who = somebody(office, dice, 'clerk', 0.2);
      return move(means.correlateMessage, who, caseId, { name: wait.topic ?? '', variables: {}, revision: null });
    }
    default: {
      if (dice.chance(0.3)) return cancelling(scene);
      return move(means.retryIncident, somebody(office, dice, 'leader', 0.2), caseId, { no: wait.no });
    }
  }
}
const rarity: Readonly<Record<string, number>> = {
  'draft-sent-back': 0.15,
  'extension-proposed': 0.03,
  'application-withdrawn': 0.01,
};

/** A step that is no step of the law: with a likely outcome, and the records that it asks for. */
function completing(scene: Scene, wait: OpenWait): Move {
  const { snapshot, dice, means } = scene;
  const node = nodeOf(scene, wait);
  const by = snapshot.law?.evidence.filter(({ elementId }) => elementId === wait.elementId) ?? [];
  if (node?.step?.officers === 2 && by.length === 0 && dice.chance(0.8)) {
    const record = { item: node.records[0]?.item ?? 'R1-2', kind: 'text', note: 'I was there' } as const;
    return move(means.addRecord, doing(scene, wait, roleOf(wait.role)), snapshot.caseId, {
      no: wait.no,
      record,
      revision: null,
    });
  }
  const outcomes = node?.step?.outcomes ?? [];
  const records = (node?.records ?? [])
    .filter(({ required }) => (required || dice.chance(0.1)) && !dice.chance(0.02))
    .map(({ item, kind, continuous }) =>
      kind === 'text'
        ? { item, kind, note: 'as it was seen' }
        : { item, kind, digest: 'c'.repeat(64), size: 12, unbroken: continuous && !dice.chance(0.02) },
    );
  const outcome = outcomes.length === 0 ? undefined : likely(outcomes, dice);
  const who = doing(scene, wait, roleOf(wait.role));
  return move(means.completeTask, who, snapshot.caseId, {
    no: wait.no,
    variables: {
      ...(dice.chance(0.03) && { complex: true }),
      ...(dice.chance(0.1) && { deliberationRequired: dice.chance(0.4) }),
    },
    revision: dice.chance(0.05) ? snapshot.revision - 1 : null,
    records,
    ...(outcome !== undefined && { outcome }),
  });
}

/** Outcomes that end a case without a decision come seldom. */
function likely(outcomes: readonly string[], dice: Dice): string {
  const outcome = dice.pick(outcomes);
  return endsEarly.has(outcome) && dice.chance(0.93) ? likely(outcomes, dice) : outcome;
}
const endsEarly: ReadonlySet<string> = new Set([
  'not-needed',
  'not-ours',
  'withdrawn',
  'no-file',
  'refused',
  'crime',
  'ordinary',
  'heavier',
  'notice',
]);

/** Anything at any time: most of it has to be refused. */
function anything(scene: Scene): Move {
  const { snapshot, dice, means, office } = scene;
  const { caseId, waits } = snapshot;
  const law = snapshot.law ?? nothing;
  const no = waits.length === 0 || dice.chance(0.1) ? 99 : dice.pick(waits).no;
  const reviewId = law.reviews.length === 0 ? caseId : dice.pick(law.reviews).id;
  const who = dice.chance(0.4) ? dice.pick(office.people) : somebody(office, dice, dice.pick(busy), 0);
  const own = { reviewId, revision: null };
  switch (
    dice.weigh({ draft: 3, decide: 4, conclude: 2, accept: 2, request: 2, claim: 1, message: 2, cancel: 0.1, ...rest })
  ) {
    case 'draft':
      return move(means.putDraft, who, caseId, { content: content(scene), revision: null });
    case 'decide':
      return move(means.decide, who, caseId, { draftDigest: digestFor(scene), revision: null });
    case 'conclude':
      return move(means.concludeReview, who, caseId, { ...own, ...opinion(dice) });
    case 'accept':
      return move(means.acceptMaterials, who, caseId, own);
    case 'request':
      return move(means.requestReview, who, caseId, { draftDigest: digestFor(scene), materials: [], revision: null });
    case 'claim':
      return move(dice.chance(0.3) ? means.claimTask : means.releaseTask, who, caseId, { no, revision: null });
    case 'message':
      return move(means.correlateMessage, who, caseId, {
        name: dice.pick(Object.keys(rarity)),
        variables: {},
        revision: null,
      });
    case 'extend':
      return move(means.extendReview, who, caseId, {
        ...own,
        days: dice.pick([2, 9]),
        reason: 'complex',
        askedBy: dice.pick(law.reviews.flatMap(({ acceptance }) => acceptance?.by ?? []).concat('rita')),
      });
    case 'disagree':
      return move(means.disagreeReview, who, caseId, { ...own, grounds: 'it is lawful' });
    case 'rule':
      return move(means.ruleReview, who, caseId, {
        ...own,
        kind: dice.pick(['newDraft', 'secondReviewer'] as const),
        reason: 'heard both',
      });
    case 'record':
      return move(means.addRecord, who, caseId, {
        no,
        record: { item: 'R7-9', kind: 'text', note: 'seen' },
        revision: null,
      });
    case 'complete': {
      const wait = waits.find((open) => open.no === no);
      return wait === undefined ? forwardOrRecord(scene) : completing(scene, wait);
    }
    case 'publication':
      return afterwards(scene);
    default:
      return cancelling(scene);
  }
}
const rest = { extend: 1, disagree: 1, rule: 1, record: 1, complete: 1, publication: 1 };
const busy: readonly Role[] = ['clerk', 'handler', 'reviewer', 'leader'];
const nothing: Pick<LawFacts, 'reviews'> = { reviews: [] };

function forwardOrRecord(scene: Scene): Move {
  const { means, dice, office, snapshot } = scene;
  return move(means.claimTask, dice.pick(office.people), snapshot.caseId, { no: 98, revision: null });
}

function cancelling({ means, office, dice, snapshot }: Scene): Move {
  const who = somebody(office, dice, 'leader', 0.3);
  return move(means.cancelCase, who, snapshot.caseId, { reason: 'no longer wanted', revision: null });
}

/** Publications in any state, in the case and after it. */
function afterwards(scene: Scene): Move {
  const { snapshot, dice, means, office } = scene;
  const { caseId } = snapshot;
  const publication = snapshot.law?.publications.at(-1);
  const common = { id: publication?.id ?? caseId, seen: null };
  const why = { reason: 'not for the public', basis: 'plan 11' };
  const by = (role: Role) => somebody(office, dice, role, 0.2);
  switch (dice.weigh({ redact: 3, approve: 4, correct: 3, giveBack: 1, withhold: 0.3, withdraw: 0.7 })) {
    case 'redact':
      return move(means.redactPublication, by('publisher'), caseId, { ...common, redaction: redaction(dice) });
    case 'approve': {
      const revision = (publication?.revision ?? 1) - Number(dice.chance(0.1));
      return move(means.approvePublication, by('checker'), caseId, { ...common, revision });
    }
    case 'correct':
      return move(means.correctPublication, by('publisher'), caseId, { ...common, ...why, redaction: redaction(dice) });
    case 'giveBack':
      return move(means.returnPublication, by('checker'), caseId, { ...common, ...why });
    case 'withhold':
      return move(means.withholdPublication, by('publisher'), caseId, { ...common, ...why });
    case 'withdraw':
      return move(means.withdrawPublication, by('publisher'), caseId, { ...common, ...why });
  }
}

function roleOf(role: string | null): Role {
  return (role ?? 'clerk') as Role;
}
