import type { ProcessModel, SequenceFlow } from '../bpmn/model.ts';
import { compile, isFeelError, type Compiled, type FeelError } from '../feel/compile.ts';
import { processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';

/** Whether a condition holds, or why that cannot be said. */
export type Verdict = { readonly holds: boolean } | { readonly undecidable: string };

/** Asks the condition of a flow on the case's variables, as of the command's moment. A flow without one holds. */
export function decide(run: Run, token: Token, flow: SequenceFlow): Verdict {
  if (flow.condition === null) return { holds: true };
  const compiled = compiledCondition(processOf(run, token), flow.id, flow.condition);
  if (isFeelError(compiled)) return { undecidable: compiled.error };
  const answer = compiled.decide(run.variables, { now: run.moment });
  return 'undecidable' in answer ? answer : { holds: answer.value };
}

/** Compiled conditions by flow id, as long as the model they belong to is in memory. */
const compiledByModel = new WeakMap<ProcessModel, Map<string, Compiled | FeelError>>();

function compiledCondition(model: ProcessModel, flow: string, condition: string): Compiled | FeelError {
  let compiled = compiledByModel.get(model);
  if (compiled === undefined) compiledByModel.set(model, (compiled = new Map<string, Compiled | FeelError>()));
  let known = compiled.get(flow);
  if (known === undefined) compiled.set(flow, (known = compile(condition)));
  return known;
}
