import { carriedKey } from './correlation.ts';
import { completeActivity } from './activities/activity.ts';
import { listen } from './events/listeners.ts';
import { record, recordOfCase } from './history.ts';
import { setVariables, type Run } from './run.ts';
import type { EventBasedGateway, FlowNode } from '../bpmn/model.ts';
import type { EngineCommand, Token } from './state.ts';
import { newToken } from './tokens.ts';

type Start = Extract<EngineCommand, { type: 'start' }>;

/**
 * The first token of a case: at the none start event, or where what starts the case has happened (BPMN 2.0 chapter 13,
 * Process Instantiation).
 */
export function startCase(run: Run, command: Start): void {
  const { variables, at = run.model.start, dueAt } = command;
  setVariables(run, variables);
  recordOfCase(run, 'case.started');
  if (command.name !== undefined) carriedKey(run, run.model.correlations?.[command.name], variables);
  const node = run.model.nodes[at];
  if (node === undefined) throw new Error(`Process ${run.model.id} cannot be started at "${at}".`);
  if (dueAt !== undefined) run.moment = dueAt;
  listen(run, undefined, run.model, undefined);
  if (node.type === 'startEvent') {
    recordTrigger(run, placed(run, node), node, command);
    return newToken(run, undefined, node.id);
  }
  const gateway = gatewayBefore(run, node);
  if (gateway !== undefined) enterBehind(run, gateway, node);
  const token = { id: run.nextToken++, at: node.id };
  run.tokens.set(token.id, token);
  record(run, token, { type: 'element.entered', elementId: node.id });
  recordTrigger(run, token, node, command);
  completeActivity(run, token, node);
}

/** The gateway is passed towards the event that has happened; a parallel one waits for the others too. */
function enterBehind(run: Run, gateway: EventBasedGateway, event: FlowNode): void {
  const flows = gateway.outgoing.flatMap((id) => run.model.flows[id] ?? []);
  const taken = gateway.instantiate === 'parallel' ? flows : flows.filter(({ target }) => target === event.id);
  const here = placed(run, gateway);
  record(run, here, { type: 'element.entered', elementId: gateway.id });
  record(run, here, { type: 'element.completed', elementId: gateway.id });
  for (const { id, target } of taken) {
    record(run, here, { type: 'flow.taken', elementId: id });
    if (target !== event.id) newToken(run, undefined, target);
  }
}

function gatewayBefore({ model }: Run, { incoming }: FlowNode): EventBasedGateway | undefined {
  const source = model.nodes[model.flows[incoming[0] ?? '']?.source ?? ''];
  return source?.type === 'eventBasedGateway' && source.instantiate !== undefined ? source : undefined;
}

function recordTrigger(run: Run, token: Token, node: FlowNode, { dueAt, name }: Start): void {
  const elementId = node.id;
  if (dueAt !== undefined) return record(run, token, { type: 'timer.fired', elementId, dueAt });
  if (name === undefined) return;
  const triggers = 'starts' in node ? node.starts : [node];
  const isSignal = triggers.some((trigger) => 'signal' in trigger && trigger.signal === name);
  record(run, token, { type: isSignal ? 'signal.received' : 'message.received', elementId, name });
}

/** For the record only: a token that is not in the case yet. */
function placed(run: Run, node: FlowNode): Token {
  return { id: run.nextToken, at: node.id };
}
