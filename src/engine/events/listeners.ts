import type { EventSubProcess } from '../../bpmn/activityModel.ts';
import type { EventSubProcessStart } from '../../bpmn/eventModel.ts';
import type { ProcessModel } from '../../bpmn/model.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';
import { armEvent } from './triggers.ts';

/**
 * Listens for the event sub-processes that stand in a process (`around` undefined) or in the sub-process `around`, while
 * `scope` is at work: one token each, which does not keep the scope at work.
 */
export function listen(run: Run, scope: number | undefined, process: ProcessModel, around: string | undefined): void {
  for (const { start } of eventSubProcessesIn(process, around)) {
    const node = process.nodes[start];
    if (!isListenedFor(node)) continue;
    const id = run.nextToken++;
    const base = { id, at: start, listens: true } as const;
    const token: Token = scope === undefined ? base : { ...base, scope };
    run.tokens.set(id, token);
    armEvent(run, token, node);
  }
}

function isListenedFor(node: ProcessModel['nodes'][string] | undefined): node is EventSubProcessStart {
  return node?.type === 'startEvent' && 'interrupting' in node;
}

/** Event sub-processes by the scope they stand in, as long as the model is in memory. */
const byModel = new WeakMap<ProcessModel, ReadonlyMap<string | undefined, readonly EventSubProcess[]>>();

function eventSubProcessesIn(process: ProcessModel, around: string | undefined): readonly EventSubProcess[] {
  let known = byModel.get(process);
  if (known === undefined) {
    const all = Object.values(process.nodes).filter((node) => node.type === 'eventSubProcess');
    byModel.set(process, (known = byScope(all)));
  }
  return known.get(around) ?? [];
}

function byScope(all: readonly EventSubProcess[]): ReadonlyMap<string | undefined, readonly EventSubProcess[]> {
  const found = new Map<string | undefined, EventSubProcess[]>();
  for (const each of all) found.set(each.scope, [...(found.get(each.scope) ?? []), each]);
  return found;
}
