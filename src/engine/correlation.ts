import type { MessageCorrelation } from '../bpmn/model.ts';
import type { Json, Variables } from '../domain/json.ts';
import { keyIn, keyOf } from '../bpmn/correlation.ts';
import { evaluate } from './conditions.ts';
import { processOf } from './processes.ts';
import type { Run } from './run.ts';
import type { Token } from './state.ts';
import { variablesOf } from './variables.ts';

/** The variable that is the key of a waiting message where the file says nothing of correlation. */
const keyVariable = 'correlationKey';

/**
 * The key that a message is awaited with: from the data of the process that subscribes to it, or what the conversation
 * began with (BPMN 2.0 §8.4.2). Undefined: none, the message is found by what the case is known by.
 */
export function awaitedKey(run: Run, token: Token, name: string): string | undefined {
  const ways = processOf(run, token).correlations?.[name];
  if (ways === undefined) return keyOf([variablesOf(run, token)[keyVariable]]);
  for (const { key, data } of ways) {
    const found = data === undefined ? run.keys[key] : keyOf(data.map((text) => valueOr(evaluate(run, token, text))));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The key that a message carries; where its conversation has none yet, it begins with this one. */
export function carriedKey(
  run: Run,
  ways: readonly MessageCorrelation[] | undefined,
  payload: Variables,
): string | undefined {
  let carried: string | undefined;
  for (const way of ways ?? []) {
    const found = keyIn(way, payload, run.moment);
    if (found === undefined) continue;
    carried ??= found;
    if (way.data === undefined && run.keys[way.key] === undefined) run.keys = { ...run.keys, [way.key]: found };
  }
  return carried;
}

function valueOr(answer: { readonly value: Json } | { readonly undecidable: string }): Json | undefined {
  return 'value' in answer ? answer.value : undefined;
}
