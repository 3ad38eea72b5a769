import type { Json, Variables } from '../domain/json.ts';
import type { HistoryEvent } from '../domain/record.ts';
import { hostOf } from './processes.ts';
import { setVariables, type Run } from './run.ts';
import type { LoopCount, Token } from './state.ts';

/**
 * What an expression at a token can read: the variables of the case, overlaid by the locals of the instances that it is
 * in, the nearest on top, and by the attributes of their loops (BPMN 2.0 tables 10.27 and 10.30).
 */
export function variablesOf(run: Run, token: Token): Variables {
  const layers: Variables[] = [];
  for (let at: Token | undefined = token; at?.scope !== undefined; at = hostOf(run, at)) {
    const loop = run.scopes.get(at.scope)?.loop;
    if (at.locals !== undefined) layers.push(at.locals);
    if (at.inner !== undefined && loop !== undefined) layers.push({ ...attributesOf(loop), loopCounter: at.inner });
  }
  return layers.reduceRight<Variables>((all, layer) => ({ ...all, ...layer }), run.variables);
}

/** The runtime attributes of a loop that its expressions and instances can read. */
export function attributesOf({ instances, started, completed, terminated }: LoopCount): Variables {
  if (instances === undefined) return {};
  return {
    numberOfInstances: instances,
    numberOfActiveInstances: started - completed - terminated,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: terminated,
  };
}

/**
 * Sets variables at a token: a local of an instance that it is in where one has that name, else those of the case.
 * Answers the locals that were set, as they stand on an event.
 */
export function assign(run: Run, token: Token, variables: Variables): Pick<HistoryEvent, 'locals'> {
  const left: Record<string, Json> = { ...variables };
  const set: Record<string, Json> = {};
  for (let at: Token | undefined = token; at?.scope !== undefined; at = hostOf(run, at)) {
    const { locals } = at;
    if (locals === undefined) continue;
    const own = Object.entries(left).filter(([name]) => Object.hasOwn(locals, name));
    if (own.length === 0) continue;
    run.tokens.set(at.id, { ...at, locals: { ...locals, ...Object.fromEntries(own) } });
    for (const [name, value] of own) {
      Reflect.deleteProperty(left, name);
      set[name] = value;
    }
  }
  setVariables(run, left);
  return Object.keys(set).length === 0 ? {} : { locals: set };
}
