import { agencyId, type Office } from './office.ts';
import { caseModelOf } from '../../src/service/caseModels.ts';
import { chooseMove, chooseRival, chooseStart } from './choose.ts';
import { diceOf } from './dice.ts';
import { isOver } from '../../src/domain/publicationStream.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import { judgeDecision, judgePublications, type Fault } from './oracle.ts';
import { loadCaseSnapshot } from '../../src/store/snapshot.ts';
import { raced, type Means, type Move } from './moves.ts';
import { readEvidence } from './evidence.ts';
import { sqlState } from '../../src/store/db.ts';
import type { Done } from '../../src/service/run.ts';
import type { Scene } from './scene.ts';

/** Where walks take place: an office, the commands as they are or loosened, and whether a wall of the database may show. */
export interface Ground {
  readonly office: Office;
  readonly means: Means;
  /** Errors of the database's constraints are its way to say no: true only where a test has switched off what says it before. */
  readonly databaseRefuses: boolean;
}

/** One case, played. */
export interface Walk {
  readonly seed: number;
  readonly sent: number;
  readonly accepted: number;
  /** How often by code; `database` for a constraint. */
  readonly refused: ReadonlyMap<string, number>;
  readonly decided: 'review' | 'scope' | null;
  /** What the oracle found, or `thrown` for an error that is no refusal. */
  readonly faults: readonly (Fault | 'thrown')[];
  /** What was sent and what came of it, in order. */
  readonly trace: readonly string[];
  /** Elements at which an undecided case was left. */
  readonly left: readonly string[];
}

const start = Date.parse('2026-01-05T01:00:00.000Z');
const minute = 60_000;
const day = 24 * 60 * minute;

/** Plays one case with at most so many commands; the same seed plays the same case. */
export async function walk(ground: Ground, procedure: string, seed: number, most: number): Promise<Walk> {
  const { office, means } = ground;
  const { house, clock, db } = office;
  const dice = diceOf(seed);
  const refused = new Map<string, number>();
  const trace: string[] = [];
  const faults: Walk['faults'][number][] = [];
  const digests: string[] = [];
  let [sent, accepted] = [0, 0];
  const decisions: NonNullable<Walk['decided']>[] = [];
  const scenes: Scene[] = [];
  clock.ms = start + Math.floor(dice.next() * 250) * day;

  while (sent < most && faults.length === 0) {
    const scene = scenes.at(-1) ?? null;
    const over = scene !== null && isOver(scene.snapshot.status);
    if (scene !== null && dice.chance(over ? 0.25 : decisions.length === 0 ? 0 : 0.03)) break;
    const caseId = await step(scene, scene === null ? chooseStart(office, procedure, dice) : chosen(scene));
    clock.ms += dice.chance(0.9) ? Math.floor(dice.next() * 90 * minute) : Math.floor(dice.next() * 4 * day);
    if (caseId !== null) await look(caseId);
  }
  const last = scenes.at(-1);
  if (last !== undefined) faults.push(...judgePublications(await readEvidence(db, agencyId, last.snapshot.caseId)));
  const left = last === undefined || decisions.length > 0 || isOver(last.snapshot.status) ? [] : waitsOf(last);
  return { seed, sent, accepted, refused, decided: decisions[0] ?? null, faults, trace, left };

  function chosen(scene: Scene): Move {
    const own = chooseMove(scene);
    const tense = scene.snapshot.waits.some(({ form }) => form === 'decision' || form === 'reviewOpinion');
    if (!dice.chance(tense ? 0.15 : 0.03)) return own;
    sent += 1;
    const rival = chooseRival(scene);
    return raced(own, rival, (outcome) => count(`beside: ${rival.text}`, outcome));
  }

  /** Sends a command; answers the case when it changed something. */
  async function step(scene: Scene | null, move: Move): Promise<string | null> {
    sent += 1;
    const before = accepted;
    try {
      const outcome = await move.send(house);
      count(move.text, outcome);
      if (scene === null && !isRefusal(outcome)) return (outcome.answer as { case: { id: string } }).case.id;
    } catch (error) {
      if (!ground.databaseRefuses || sqlState(error)?.startsWith('23') !== true) {
        faults.push('thrown');
        trace.push(`${move.text} -> THROWN ${String(error)}`);
      } else refuseBy('database', `${move.text} -> ${String(error)}`);
    }
    return accepted > before ? (scene?.snapshot.caseId ?? null) : null;
  }

  function count(text: string, outcome: Done | Refusal): void {
    if (isRefusal(outcome)) {
      refuseBy(outcome.code, `${text} -> ${outcome.code}`);
      return;
    }
    accepted += 1;
    trace.push(`${text} -> ${outcome.result}`);
  }

  function refuseBy(code: string, line: string): void {
    refused.set(code, (refused.get(code) ?? 0) + 1);
    trace.push(line);
  }

  /** Looks at the case anew, and has a decision judged at once. */
  async function look(caseId: string): Promise<void> {
    const { snapshot } = await loadCaseSnapshot(db, { agencyId, personId: null, repeatable: null }, caseId);
    const process = snapshot === null ? undefined : await caseModelOf(house.models, agencyId, snapshot);
    if (snapshot === null || process === undefined) throw new Error(`case ${caseId} is gone`);
    const digest = snapshot.law?.draft?.digest;
    if (digest !== undefined && digests.at(-1) !== digest) digests.push(digest);
    scenes.splice(0, 1, { office, means, dice, snapshot, process, digests });
    const decision = snapshot.law?.decision ?? null;
    if (decision === null || decisions.length > 0) return;
    decisions.push(decision.clearance.by);
    faults.push(...judgeDecision(await readEvidence(db, agencyId, caseId)));
  }
}

function waitsOf({ snapshot }: Scene): string[] {
  return snapshot.waits.map(({ kind, elementId }) => (kind === 'task' ? elementId : `${elementId} (${kind})`));
}
