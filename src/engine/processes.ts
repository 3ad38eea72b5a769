import { processAt } from '../bpmn/caseModel.ts';
import type { FlowNode, ProcessModel } from '../bpmn/model.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';

/** The process that a token is in: the case's own, or the one called around it. Ids are unique within a process only. */
export function processOf(run: Run, token: Token): ProcessModel {
  const { scope } = token;
  if (scope === undefined) return run.model;
  let process = run.processes.get(scope);
  if (process === undefined) run.processes.set(scope, (process = inside(run, scope)));
  return process;
}

function inside(run: Run, scope: number): ProcessModel {
  const { token = 0, loop, undoes } = run.scopes.get(scope) ?? {};
  const host = tokenOf(run, token);
  if (loop !== undefined) return processOf(run, host);
  const activity = nodeAt(run, host);
  if (undoes !== undefined && isLoopHost(host, activity)) return processOf(run, host);
  return activity.type === 'callActivity' ? calledProcess(run, activity.calledElement) : processOf(run, host);
}

/** Whether a token stands for all instances of a looped activity. */
export function isLoopHost({ inner, ends }: Token, node: FlowNode): boolean {
  return inner === undefined && ends === undefined && ('loop' in node || 'multiInstance' in node);
}

/** The process that a call activity names; one that is not bound never passes activation. */
export function calledProcess(run: Run, calledElement: string): ProcessModel {
  const called = processAt(run.model, calledElement);
  if (called === undefined) throw new Error(`Process ${run.model.id} is not bound to the process ${calledElement}.`);
  return called;
}

/** The node with this id in the token's process; a model whose references dangle never passes deployment. */
export function nodeOf(run: Run, token: Token, id: string): FlowNode {
  const process = processOf(run, token);
  const node = process.nodes[id];
  if (node === undefined) throw new Error(`Process ${process.id} has no element ${id}; the state is of another model.`);
  return node;
}

/** The node that a token stands at. */
export function nodeAt(run: Run, token: Token): FlowNode {
  return nodeOf(run, token, token.at);
}

/** The token at the activity around a token; undefined: there is none. */
export function hostOf(run: Run, { scope }: Token): Token | undefined {
  return scope === undefined ? undefined : run.tokens.get(run.scopes.get(scope)?.token ?? 0);
}

export function tokenOf(run: Run, id: number): Token {
  const token = run.tokens.get(id);
  if (token === undefined) throw new Error(`The case has no token ${id}.`);
  return token;
}
