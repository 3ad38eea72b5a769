import { frameKey, called, type Called } from './frames.ts';
import type { Fault } from './oracle.ts';
import { walk, type Ground, type Walk } from './walker.ts';

/** What came of many walks of one procedure. */
export interface Tally {
  readonly procedure: string;
  readonly sent: number;
  readonly accepted: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly walks: number;
  readonly byReview: number;
  readonly byScope: number;
  /** Walks that were to reach a decision: all but those of a called procedure on its own. */
  readonly deciding: number;
  /** Elements at which cases were left undecided when their commands were used up. */
  readonly left: ReadonlyMap<string, number>;
  /** The walks with faults; the first one ends the tally. */
  readonly faulty: readonly Walk[];
}

/** Commands of one walk, at most: of a procedure, and of a called one on its own, which soon can go no further. */
const longest = 140;
const longestAlone = 30;

/**
 * Walks a procedure until so many commands were sent or a fault is found that is not overlooked. Each walk has a seed of
 * its own, counted from this one.
 */
export async function tally(
  ground: Ground,
  procedure: string,
  commands: number,
  seed: number,
  overlooked: readonly Fault[] = [],
): Promise<Tally> {
  const refused = new Map<string, number>();
  const left = new Map<string, number>();
  const faulty: Walk[] = [];
  let [sent, accepted, walks, byReview, byScope, deciding] = [0, 0, 0, 0, 0, 0];
  while (sent < commands && faulty.length === 0) {
    const key = keyOf(procedure, walks);
    const alone = key === procedure && isCalled(procedure);
    const walked = await walk(ground, key, seed + walks, alone ? longestAlone : longest);
    walks += 1;
    sent += walked.sent;
    accepted += walked.accepted;
    for (const [code, count] of walked.refused) refused.set(code, (refused.get(code) ?? 0) + count);
    for (const at of walked.left) left.set(at, (left.get(at) ?? 0) + 1);
    if (!alone) deciding += 1;
    if (walked.decided === 'review') byReview += 1;
    if (walked.decided === 'scope') byScope += 1;
    if (walked.faults.some((fault) => fault === 'thrown' || !overlooked.includes(fault))) faulty.push(walked);
  }
  return { procedure, sent, accepted, refused, walks, byReview, byScope, deciding, left, faulty };
}

/** Share of the walks that reached a decision, of those that could. */
export function decidedShare({ byReview, byScope, deciding }: Tally): number {
  return (byReview + byScope) / deciding;
}

/** The commands of a faulty walk that changed something, with the last one: the shortest story of how it came about. */
export function storyOf({ seed, faults, trace }: Walk): string {
  const told = trace.filter((line, index) => line.endsWith('written') || index >= trace.length - 2);
  return [`seed ${seed}: ${faults.join(', ')}`, ...told.map((line) => `  ${line}`)].join('\n');
}

/** A called procedure walks within its frame, each tenth time on its own. */
function keyOf(procedure: string, walkNo: number): string {
  return isCalled(procedure) && walkNo % 10 !== 9 ? frameKey(procedure) : procedure;
}

function isCalled(procedure: string): procedure is Called {
  return called.some((callee) => callee === procedure);
}
