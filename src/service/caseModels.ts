import type { CallBindings } from '../domain/callBindings.ts';
import type { CaseModel, DefinitionModel, ProcessModel } from '../bpmn/model.ts';
import type { DefinitionRef } from '../domain/case.ts';
import type { Models } from './models.ts';

/** A case's definition, what its calls are bound to (JSON text), and its process (null: the first of the file). */
export interface CaseOrigin {
  readonly definition: Pick<DefinitionRef, 'id' | 'sha256'>;
  readonly bindings: string | null;
  readonly processId: string | null;
}

/** What was put together before, as long as the definition's model is cached: the same object for the same case. */
const known = new WeakMap<DefinitionModel, Map<string, CaseModel>>();

/** The process that a case runs with those that it calls; undefined when the file has no such process. */
export async function caseModelOf(
  models: Models,
  agencyId: string,
  origin: CaseOrigin,
): Promise<CaseModel | undefined> {
  const { definition, bindings } = origin;
  const model = await models.get(agencyId, definition);
  const process = processIn(model, origin.processId ?? model.key);
  if (process === undefined || bindings === null) return process;
  let cases = known.get(model);
  if (cases === undefined) known.set(model, (cases = new Map<string, CaseModel>()));
  const name = `${process.id} ${bindings}`;
  const before = cases.get(name);
  if (before !== undefined) return before;
  const bound = { ...process, called: await calledOf(models, agencyId, bindings) };
  cases.set(name, bound);
  return bound;
}

async function calledOf(models: Models, agencyId: string, bindings: string): Promise<Record<string, ProcessModel>> {
  const called: [string, ProcessModel][] = [];
  for (const [name, { definitionId: id, sha256 }] of Object.entries(JSON.parse(bindings) as CallBindings)) {
    const process = processIn(await models.get(agencyId, { id, sha256 }), name);
    if (process === undefined) throw new Error(`Definition ${id} has no process ${name}, which a case calls.`);
    called.push([name, process]);
  }
  return Object.fromEntries(called);
}

function processIn({ processes }: DefinitionModel, id: string): ProcessModel | undefined {
  return Object.hasOwn(processes, id) ? processes[id] : undefined;
}
