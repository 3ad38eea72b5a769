import type { CatchingNode, EventSubProcessStart, TriggeredBoundary } from '../../bpmn/eventModel.ts';
import { hostOf, nodeAt, nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import { tokensIn } from '../scopes.ts';
import type { Token } from '../state.ts';
import { leaveByBoundary } from './boundary.ts';
import { startEventSubProcess } from './eventSubProcessStart.ts';
import { isTriggered, triggersOf } from './triggers.ts';

/** An event that something thrown reaches, with the token of its activity, or the one that listens for it. */
export interface Catcher {
  readonly token: Token;
  readonly node: TriggeredBoundary | EventSubProcessStart;
}

/**
 * Who catches an error or an escalation of this code that is thrown at a token: the activity at which it stands, then
 * the event sub-processes beside it, then the activity around, and so on outwards, through calls. At each step the one
 * that names the code comes before the one that names none.
 */
export function catcherOf(
  run: Run,
  thrower: Token,
  property: 'catches' | 'escalation',
  code: string,
): Catcher | undefined {
  for (let at: Token | undefined = thrower; at !== undefined; at = hostOf(run, at)) {
    for (const catchers of [boundariesOf(run, at), listenersBeside(run, at)]) {
      const found =
        catchers.find(({ node }) => codesOf(node, property).includes(code)) ??
        catchers.find(({ node }) => codesOf(node, property).includes(null));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** What is thrown goes on at its catcher. */
export function goOnAt(run: Run, { token, node }: Catcher): void {
  if (node.type === 'boundaryEvent') leaveByBoundary(run, token, node);
  else startEventSubProcess(run, token, node);
}

/** An instance of a loop has none: they belong to the activity as a whole. */
function boundariesOf(run: Run, token: Token): Catcher[] {
  const activity = nodeAt(run, token);
  if (token.inner !== undefined || !('boundary' in activity)) return [];
  return activity.boundary.flatMap((id) => {
    const node = nodeOf(run, token, id);
    return isTriggered(node) ? [{ token, node }] : [];
  });
}

/** What an event sub-process throws does not start it again. */
function listenersBeside(run: Run, { at, scope }: Token): Catcher[] {
  return tokensIn(run, scope).flatMap((token) => {
    const node = nodeAt(run, token);
    const listens = token.listens === true && node.type === 'startEvent' && 'interrupting' in node;
    return listens && node.scope !== at ? [{ token, node }] : [];
  });
}

function codesOf(node: CatchingNode, property: 'catches' | 'escalation'): (string | null)[] {
  return triggersOf(node).flatMap((trigger) => {
    if (property === 'catches') return 'catches' in trigger ? [trigger.catches] : [];
    return 'escalation' in trigger ? [trigger.escalation] : [];
  });
}
