import { clockDue, clockState, type Clock } from '../domain/clock.ts';
import { clockNamed, type ClockContext } from './clockProgress.ts';
import { processAt } from '../bpmn/caseModel.ts';
import type { LawWrites } from '../domain/law.ts';
import type { LawProgress } from './lawProgress.ts';
import type { Progress } from './caseStep.ts';
import type { Wait } from '../domain/wait.ts';

/**
 * What stops a clock is due when the clock ends: of waits that a command opens, and of open ones whose clock it moves.
 * A wait with a timer of its own is due by that.
 */
export function dueByClocks(
  { opened, closed, law }: Progress,
  waits: readonly Wait[],
  context: ClockContext,
): { readonly opened: readonly Wait[]; readonly clocks: LawWrites['clocks'] } {
  if (law === null || law.facts.clocks.length === 0) return { opened, clocks: law?.writes.clocks ?? [] };
  const gone = new Set(closed.map(({ no }) => no));
  const stopping = waits.flatMap((wait) => {
    const clock = gone.has(wait.no) ? undefined : clockStoppedBy(wait, law, context);
    return clock === undefined ? [] : [{ no: wait.no, id: clock.id }];
  });
  return {
    opened: opened.map((wait) => {
      const clock = clockStoppedBy(wait, law, context);
      const end = clock === undefined ? null : clockDue(clock, context.calendar);
      return end === null ? wait : { ...wait, dueAt: end.dueAt, provisional: end.provisional };
    }),
    clocks: law.writes.clocks.map((write) => {
      return { ...write, waits: stopping.filter(({ id }) => id === write.row.id).map(({ no }) => no) };
    }),
  };
}

/** The running or paused clock that the completion of a wait would stop; the first of several. */
function clockStoppedBy(wait: Wait, { facts }: LawProgress, { process }: ClockContext): Clock | undefined {
  if (wait.kind === 'timer' || wait.kind === 'incident') return undefined;
  const nodes = processAt(process, wait.calledProcess)?.nodes ?? {};
  const node = nodes[wait.elementId];
  if (node === undefined || !('clocks' in node) || node.boundary.some((id) => isTimer(nodes[id]))) return undefined;
  return node.clocks
    .filter(({ event }) => event === 'stop')
    .map((mark) => clockNamed(facts.clocks, mark.clock))
    .find((clock) => clock !== undefined && clockState(clock) !== 'stopped');
}

function isTimer(node: object | undefined): boolean {
  return node !== undefined && 'timer' in node;
}
