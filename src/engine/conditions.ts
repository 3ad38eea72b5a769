import type { ProcessModel } from '../bpmn/model.ts';
import type { SequenceFlow } from '../bpmn/nodeModel.ts';
import { compile, isFeelError, type Answer, type Compiled, type FeelError } from '../feel/compile.ts';
import type { Json, Variables } from '../domain/json.ts';
import { processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';
import { variablesOf } from './variables.ts';

/** Whether a condition holds, or why that cannot be said. */
export type Verdict = { readonly holds: boolean } | { readonly undecidable: string };

/** Asks the condition of a flow on the case's variables, as of the command's moment. A flow without one holds. */
export function decide(run: Run, token: Token, flow: SequenceFlow, more?: Variables): Verdict {
  return flow.condition === null ? { holds: true } : ask(run, token, flow.condition, more);
}

/** Asks a condition on what the token can read (`variablesOf`), and on `more` that only this condition sees. */
export function ask(run: Run, token: Token, condition: string, more?: Variables): Verdict {
  const compiled = compiledText(processOf(run, token), condition);
  if (isFeelError(compiled)) return { undecidable: compiled.error };
  const variables = variablesOf(run, token);
  const answer = compiled.decide(more === undefined ? variables : { ...variables, ...more }, { now: run.moment });
  return 'undecidable' in answer ? answer : { holds: answer.value };
}

/** The value of a FEEL expression on what the token can read. */
export function evaluate(run: Run, token: Token, text: string): Answer<Json> {
  const compiled = compiledText(processOf(run, token), text);
  if (isFeelError(compiled)) return { undecidable: compiled.error };
  return compiled.evaluate(variablesOf(run, token), { now: run.moment });
}

/** Compiled expressions by text, as long as the model they belong to is in memory. */
const compiledByModel = new WeakMap<ProcessModel, Map<string, Compiled | FeelError>>();

function compiledText(model: ProcessModel, text: string): Compiled | FeelError {
  let compiled = compiledByModel.get(model);
  if (compiled === undefined) compiledByModel.set(model, (compiled = new Map<string, Compiled | FeelError>()));
  let known = compiled.get(text);
  if (known === undefined) compiled.set(text, (known = compile(text)));
  return known;
}

/** The variables that a condition reads; none where it cannot be read. */
export function namesRead(run: Run, token: Token, condition: string): readonly string[] {
  const compiled = compiledText(processOf(run, token), condition);
  return isFeelError(compiled) ? [] : compiled.names;
}
