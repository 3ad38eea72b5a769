import type { FlowNode, ProcessModel } from './model.ts';
import type { NoneStart } from './eventModel.ts';
import type { TimerSpec } from '../domain/timerText.ts';

/** What starts cases of a process by itself, at which element. `name`: of the message or signal. */
export type StartTrigger =
  | { readonly kind: 'timer'; readonly elementId: string; readonly timer: TimerSpec }
  | { readonly kind: 'message' | 'signal'; readonly elementId: string; readonly name: string };

const plain: readonly string[] = ['type', 'id', 'name', 'incoming', 'outgoing', 'scope'];

/** What a process is started by besides a person: its triggered start events, instantiating receive tasks and gateways. */
export function startTriggers({ nodes, flows }: Pick<ProcessModel, 'nodes' | 'flows'>): StartTrigger[] {
  return Object.values(nodes).flatMap((node) => {
    if (node.scope !== undefined) return [];
    if (node.type === 'startEvent') return triggersOf(node);
    if (!('instantiate' in node)) return [];
    if (node.type === 'receiveTask') return triggersOf(node);
    return node.outgoing.flatMap((id) => triggersOf(nodes[flows[id]?.target ?? '']));
  });
}

/** Whether a start event waits for nothing: it has only what every node has, whichever triggers there are. */
export function isNoneStart(node: FlowNode): node is NoneStart {
  return node.type === 'startEvent' && Object.keys(node).every((property) => plain.includes(property));
}

/** Of all processes of a file, each trigger with its process; the place in this list is what a subscription is known by. */
export function startsOfFile(processes: readonly ProcessModel[]): { processId: string; trigger: StartTrigger }[] {
  return [...new Set(processes)].flatMap((process) =>
    startTriggers(process).map((trigger) => ({ processId: process.id, trigger })),
  );
}

function triggersOf(node: FlowNode | undefined): StartTrigger[] {
  if (node === undefined) return [];
  const elementId = node.id;
  return ('starts' in node ? node.starts : [node]).flatMap((trigger): StartTrigger[] => {
    if ('message' in trigger) return [{ kind: 'message', elementId, name: trigger.message }];
    if ('signal' in trigger) return [{ kind: 'signal', elementId, name: trigger.signal }];
    if ('timer' in trigger) return [{ kind: 'timer', elementId, timer: trigger.timer }];
    return [];
  });
}
