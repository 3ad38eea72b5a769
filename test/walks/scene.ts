import { rolesOn, type Actor, type Role } from '../../src/domain/people.ts';
import type { CaseModel } from '../../src/bpmn/model.ts';
import type { UserTask } from '../../src/bpmn/activityModel.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { Dice } from './dice.ts';
import type { Means } from './moves.ts';
import type { Office } from './office.ts';
import type { OpenWait } from '../../src/domain/wait.ts';

/** What a walk sees when it chooses: the case as it was loaded last, and what it remembers. */
export interface Scene {
  readonly office: Office;
  readonly means: Means;
  readonly dice: Dice;
  readonly snapshot: CaseSnapshot;
  readonly process: CaseModel;
  /** Digests of every draft so far. */
  readonly digests: readonly string[];
}

/** The node of an open task. */
export function nodeOf({ process }: Scene, { calledProcess, elementId }: OpenWait): UserTask | undefined {
  const inside = calledProcess === null ? process : process.called?.[calledProcess];
  const node = inside?.nodes[elementId];
  return node?.type === 'userTask' ? node : undefined;
}

/** An opinion that passes more often than not. */
export function opinion(dice: Dice) {
  const outcome = dice.weigh({ passed: 7, returned: 1.2, rejected: 1.8 });
  const answer = dice.chance(0.03) ? 'no' : 'yes';
  return { outcome, checklist: [{ item: 'competent', answer } as const], opinion: 'read and weighed' };
}

/** Mostly the newest draft, else an older or a foreign one. */
export function digestFor({ snapshot, dice, digests }: Scene): string {
  const newest = snapshot.law?.draft?.digest ?? 'f'.repeat(64);
  return dice.weigh({ right: 8, older: 1.5, foreign: 0.5 }) === 'right'
    ? newest
    : dice.pick([...digests, 'e'.repeat(64)]);
}

/** Whoever works on this wait: its assignee, else somebody of the role. */
export function doing({ office, dice }: Scene, wait: OpenWait, role: Role): Actor {
  const assignee = office.people.find(({ personId }) => personId === wait.assignee);
  return assignee !== undefined && dice.chance(0.8) ? assignee : somebody(office, dice, role, 0.12);
}

/** Somebody who holds the role, under any key; with a probability anybody. */
export function somebody({ people }: Office, dice: Dice, role: Role, wrong: number): Actor {
  if (dice.chance(wrong)) return dice.pick(people);
  return dice.pick(people.filter((actor) => rolesOn(actor, '2026-03-02').includes(role)));
}
