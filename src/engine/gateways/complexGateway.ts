import type { ComplexGateway } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { ask } from '../conditions.ts';
import { hasRoomFor, raiseIncident, tooManyTokens } from '../incidents.ts';
import type { Run } from '../run.ts';
import { askFlows, endToken, outgoing, stopUndecidable, take, takeAsked } from '../sequenceFlow.ts';
import type { Reset, Token } from '../state.ts';
import { consume, firstOnEachFlow, hold } from './held.ts';
import { mayStillArrive } from './upstream.ts';

/**
 * Complex gateway: holds its tokens until its activation condition is true, then takes one from each flow that has one.
 * After that it waits for the tokens that can still arrive on the other flows, as an inclusive gateway does, takes them
 * and starts anew (BPMN 2.0 table 13.5). Conditions on outgoing flows are asked each time that it takes tokens, and can
 * tell the two by `waitingForStart`; a flow without a condition gets a token at the activation only.
 */
export const complexGateway: Behaviour<ComplexGateway> = { enter: hold, leave, rest };

/** What was held stays so and is asked again; what a reset took goes on. */
function leave(run: Run, token: Token, node: ComplexGateway): void {
  if (token.heldOn === undefined) leaveAfterReset(run, token, node);
}

function rest(run: Run, held: readonly Token[], node: ComplexGateway): boolean {
  const [token] = held;
  if (token === undefined) return false;
  const waiting = run.resets.find(({ at, scope }) => at === node.id && scope === token.scope);
  return waiting === undefined ? activate(run, held, token, node) : reset(run, held, token, node, waiting);
}

function activate(run: Run, held: readonly Token[], token: Token, node: ComplexGateway): boolean {
  if (node.activationCondition !== null) {
    const verdict = ask(run, token, node.activationCondition, countsOf(held, node));
    if ('undecidable' in verdict) stopUnactivated(run, token, node, verdict.undecidable);
    if ('undecidable' in verdict || !verdict.holds) return 'undecidable' in verdict;
  }
  const joined = firstOnEachFlow(held);
  const asked = askFlows(run, token, outgoing(run, token, node), node.defaultFlow, { waitingForStart: true });
  if ('verdict' in asked || (asked.chosen.length === 0 && node.outgoing.length > 0)) {
    takeAsked(run, token, node, asked);
    return true;
  }
  if (!hasRoomFor(run, asked.chosen.length - joined.size)) {
    raiseIncident(run, token, node, tooManyTokens(node), { retry: 'leave' });
    return true;
  }
  const one = consume(run, [...joined.values()]);
  const scope = token.scope === undefined ? {} : { scope: token.scope };
  run.resets.push({ at: node.id, ...scope, consumed: [...joined.keys()] });
  if (asked.chosen.length === 0) endToken(run, one, node);
  else take(run, one, node, asked.chosen, asked.conditions);
  return true;
}

function reset(run: Run, held: readonly Token[], token: Token, node: ComplexGateway, waiting: Reset): boolean {
  const filled = new Set([...waiting.consumed, ...firstOnEachFlow(held).keys()]);
  if (mayStillArrive(run, token, node, filled)) return false;
  run.resets.splice(run.resets.indexOf(waiting), 1);
  const late = held.filter(({ heldOn = '' }) => !waiting.consumed.includes(heldOn));
  if (late.length > 0) leaveAfterReset(run, consume(run, [...firstOnEachFlow(late).values()]), node);
  return true;
}

function leaveAfterReset(run: Run, token: Token, node: ComplexGateway): void {
  const flows = outgoing(run, token, node).filter((flow) => flow.condition !== null || flow.id === node.defaultFlow);
  const asked = askFlows(run, token, flows, node.defaultFlow, { waitingForStart: false });
  if ('verdict' in asked) return stopUndecidable(run, token, node, asked.flow, asked.verdict);
  if (asked.chosen.length === 0) return endToken(run, token, node);
  take(run, token, node, asked.chosen, asked.conditions);
}

/** Tokens on each incoming flow by its id, and on all of them together. */
function countsOf(held: readonly Token[], node: ComplexGateway): Record<string, number> {
  const counts = node.incoming.map((flow) => [flow, held.filter(({ heldOn }) => heldOn === flow).length] as const);
  return { ...Object.fromEntries(counts), activationCount: held.length };
}

function stopUnactivated(run: Run, token: Token, node: ComplexGateway, why: string): void {
  const message = `The activation condition of ${node.id} cannot be decided: ${why}`;
  const nextAction = 'Retry when the variables that it reads are set, or cancel the case and correct its definition.';
  raiseIncident(run, token, node, { code: 'undecidable-condition', message, nextAction }, { retry: 'leave' });
}
