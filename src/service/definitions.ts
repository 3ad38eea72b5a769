import { activateDefinition as decideActivate } from '../commands/activateDefinition.ts';
import { deployDefinition as decideDeploy, type DeployDefinition } from '../commands/deployDefinition.ts';
import { loadDefinitionSnapshot } from '../store/snapshot.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { retireDefinition as decideRetire } from '../commands/retireDefinition.ts';
import { run, type Ask, type Done } from './run.ts';
import type { ByPerson } from '../commands/context.ts';
import type { ChangeStatus } from '../commands/changeStatus.ts';
import type { House } from './house.ts';

const nobody = refuse('unauthorized', 'This command needs a person.');

/** Deploys a file that was read and checked before. */
export function deployDefinition(
  house: House,
  ask: Ask & ByPerson,
  command: DeployDefinition,
): Promise<Done | Refusal> {
  const { key } = command.model;
  return run(house, ask, {
    command: 'deployDefinition',
    stream: `definition:${key}`,
    missing: refuse('not-found', 'There is no such agency.'),
    load: (asker) => loadDefinitionSnapshot(house.db, asker, { key }),
    decide: (snapshot, context, actor) =>
      Promise.resolve(actor === null ? nobody : decideDeploy(snapshot, command, { ...context, actor })),
  });
}

export const activateDefinition = changingStatus('activateDefinition', decideActivate);
export const retireDefinition = changingStatus('retireDefinition', decideRetire);

function changingStatus(command: string, decide: typeof decideActivate) {
  return (house: House, ask: Ask & ByPerson, asked: ChangeStatus): Promise<Done | Refusal> =>
    run(house, ask, {
      command,
      stream: `definition:${asked.id}`,
      missing: refuse('not-found', `There is no definition ${asked.id}.`),
      load: (asker) => loadDefinitionSnapshot(house.db, asker, { id: asked.id }),
      decide: (snapshot, context, actor) =>
        Promise.resolve(actor === null ? nobody : decide(snapshot, asked, { ...context, actor })),
    });
}
