import type { CatchingNode } from '../../bpmn/eventModel.ts';
import { closeWait, openWait } from '../caseWaits.ts';
import { ask, namesRead } from '../conditions.ts';
import { record } from '../history.ts';
import { raiseIncident } from '../incidents.ts';
import { nodeOf, tokenOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { StateWait, Token } from '../state.ts';
import { variablesOf } from '../variables.ts';

/** Waits until a condition becomes true; `held`: it is true now, and has to become false first. */
export function awaitCondition(run: Run, token: Token, node: CatchingNode, nth?: number, held = false): void {
  const memory = { ...(nth !== undefined && { trigger: nth }), ...(held && { held }) };
  const wait = openWait(run, { kind: 'condition', token, node, memory });
  record(run, token, { type: 'condition.awaited', elementId: node.id, wait });
}

/**
 * Asks the conditions that are waited for, in the order in which they were, and lets the first happen that has become
 * true; answers whether there was one. A condition that reads a variable nobody has set yet goes on waiting; one that
 * cannot be decided for another reason stops with an incident, since it would never happen unseen.
 */
export function meetCondition(run: Run): boolean {
  for (const wait of [...run.waits.values()]) {
    if (wait.kind !== 'condition') continue;
    const token = tokenOf(run, wait.token);
    const condition = conditionOf(run, token, wait);
    const verdict = ask(run, token, condition);
    if ('undecidable' in verdict && !readsUnset(run, token, condition)) stop(run, token, wait, verdict.undecidable);
    else if (!('holds' in verdict) || !verdict.holds) becomeFalse(run, wait);
    else if (wait.held !== true) {
      run.queue.push({ token: token.id, completes: false, catches: wait.no });
      return true;
    }
  }
  return false;
}

function conditionOf(run: Run, token: Token, wait: StateWait): string {
  const node = nodeOf(run, token, wait.at);
  const trigger = 'triggers' in node ? node.triggers[wait.trigger ?? 0] : node;
  if (trigger !== undefined && 'condition' in trigger) return trigger.condition;
  throw new Error(`Element ${wait.at} waits for no condition.`);
}

function readsUnset(run: Run, token: Token, condition: string): boolean {
  const variables = variablesOf(run, token);
  return namesRead(run, token, condition).some((name) => (variables[name] ?? null) === null);
}

function becomeFalse(run: Run, wait: StateWait): void {
  if (wait.held === true) run.waits.set(wait.no, { ...wait, held: false });
}

function stop(run: Run, token: Token, wait: StateWait, reason: string): void {
  const node = nodeOf(run, token, wait.at);
  closeWait(run, wait.no, 'cancelled');
  record(run, token, { type: 'condition.cancelled', elementId: wait.at, wait: wait.no });
  const message = `The condition that ${node.id} waits for cannot be decided: ${reason}`;
  const nextAction = 'Retry when the variables that the condition reads are corrected, or cancel the case.';
  const memory = { ...(wait.trigger !== undefined && { trigger: wait.trigger }), retry: 'condition' as const };
  raiseIncident(run, token, node, { code: 'undecidable-condition', message, nextAction }, memory);
}
