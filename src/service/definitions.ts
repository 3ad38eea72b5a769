import { activateDefinition as decideActivate } from '../commands/activateDefinition.ts';
import { calledBy, type CalledModels } from '../commands/bindCalls.ts';
import { deployDefinition as decideDeploy, type DeployDefinition } from '../commands/deployDefinition.ts';
import { loadDefinitionSnapshot } from '../store/snapshot.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { retireDefinition as decideRetire } from '../commands/retireDefinition.ts';
import { run, type Ask, type Done } from './run.ts';
import type { ActiveVersion, DefinitionSnapshot } from '../domain/snapshot.ts';
import type { ByPerson, DecisionContext } from '../commands/context.ts';
import type { ChangeStatus } from '../commands/changeStatus.ts';
import type { DefinitionModel } from '../bpmn/model.ts';
import type { House } from './house.ts';

const nobody = refuse('unauthorized', 'This command needs a person.');

/** Deploys a file that was read and checked before. */
export function deployDefinition(
  house: House,
  ask: Ask & ByPerson,
  command: DeployDefinition & { readonly model: DefinitionModel },
): Promise<Done | Refusal> {
  const { key } = command.model;
  return run(house, ask, {
    command: 'deployDefinition',
    stream: `definition:${key}`,
    missing: refuse('not-found', 'There is no such agency.'),
    load: (asker) => loadDefinitionSnapshot(house.db, asker, { key }),
    decide: async (snapshot, context, actor) => {
      if (actor === null) return nobody;
      const models = await modelsCalledBy(house, ask.agencyId, command.model, snapshot.active);
      return decideDeploy(snapshot, command, { ...context, ...models, actor });
    },
  });
}

/** Puts a version into force, bound to what it calls. */
export function activateDefinition(house: House, ask: Ask & ByPerson, asked: ChangeStatus): Promise<Done | Refusal> {
  return changingStatus(house, ask, 'activateDefinition', asked, async (snapshot, context) => {
    const version = snapshot.versions.find(({ id }) => id === asked.id);
    const model = version && (await house.models.get(ask.agencyId, version));
    const models = await modelsCalledBy(house, ask.agencyId, model, snapshot.active);
    return decideActivate(snapshot, asked, { ...context, ...models });
  });
}

/** Takes a version out of use. */
export function retireDefinition(house: House, ask: Ask & ByPerson, asked: ChangeStatus): Promise<Done | Refusal> {
  return changingStatus(house, ask, 'retireDefinition', asked, (snapshot, context) =>
    Promise.resolve(decideRetire(snapshot, asked, context)),
  );
}

type Decided = ReturnType<typeof decideRetire>;

function changingStatus(
  house: House,
  ask: Ask & ByPerson,
  command: string,
  asked: ChangeStatus,
  decide: (snapshot: DefinitionSnapshot, context: DecisionContext & ByPerson) => Promise<Decided>,
): Promise<Done | Refusal> {
  return run(house, ask, {
    command,
    stream: `definition:${asked.id}`,
    missing: refuse('not-found', `There is no definition ${asked.id}.`),
    load: (asker) => loadDefinitionSnapshot(house.db, asker, { id: asked.id }),
    decide: (snapshot, context, actor) =>
      actor === null ? Promise.resolve(nobody) : decide(snapshot, { ...context, actor }),
  });
}

/** The compiled files of a version and of every active version that its calls may mean. */
async function modelsCalledBy(
  house: House,
  agencyId: string,
  root: DefinitionModel | undefined,
  active: readonly ActiveVersion[],
): Promise<CalledModels> {
  const models = new Map<string, DefinitionModel>();
  const ahead = root === undefined ? [] : [root];
  for (const model of ahead) {
    models.set(model.sha256, model);
    for (const called of Object.values(model.processes).flatMap(calledBy)) {
      const version = active.find(({ key }) => key === called);
      if (version === undefined || models.has(version.sha256)) continue;
      ahead.push(await house.models.get(agencyId, version));
    }
  }
  return {
    modelOf: (sha256) => {
      const model = models.get(sha256);
      if (model === undefined) throw new Error(`The file ${sha256} was not compiled for binding its callers.`);
      return model;
    },
  };
}
