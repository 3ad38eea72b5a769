import { caseContext } from './cases.ts';
import { loadStartSnapshot, type Asker } from '../store/snapshot.ts';
import { isOnItsWay, type Catcher } from '../store/messages.ts';
import { isStillDue, type ClaimedStart } from '../store/starts.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { run, type Ask, type Done } from './run.ts';
import {
  startByDelivery as decideDelivery,
  startByMessage as decideMessage,
  startByTimer as decideTimer,
  type SentToStart,
} from '../commands/startByEvent.ts';
import type { Actor } from '../domain/people.ts';
import type { ByPerson, CaseContext } from '../commands/context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import { startsOfFile } from '../bpmn/starts.ts';
import type { Delivery } from '../commands/deliverMessage.ts';
import type { House } from './house.ts';
import type { StartSnapshot } from '../domain/snapshot.ts';
import type { TimerSpec } from '../domain/timerText.ts';

/** Where a case begins: an element of a process of an active definition. */
export type StartPlace = Pick<Catcher, 'definitionId' | 'processId' | 'elementId'>;

/** The timer of a claimed start, as its file has it. */
export async function startTimerOf({ models }: House, due: ClaimedStart): Promise<TimerSpec> {
  const { agencyId, definitionId: id, no, sha256 } = due;
  const { processes } = await models.get(agencyId, { id, sha256 });
  const trigger = startsOfFile(Object.values(processes))[no]?.trigger;
  if (trigger?.kind === 'timer') return trigger.timer;
  throw new Error(`Definition ${id} has no start timer ${String(no)}.`);
}

/** The service itself starts a case whose start timer is due. */
export function startByTimer(house: House, due: ClaimedStart, timer: TimerSpec): Promise<Done | Refusal> {
  const ask = { agencyId: due.agencyId, actor: null, repeatable: null };
  const still = () => isStillDue(house.db, due);
  return begin(house, ask, { ...due, still }, 'startByTimer', (snapshot, context) =>
    decideTimer(snapshot, due, { ...context, timer }),
  );
}

/** The service itself starts a case by what was sent earlier. */
export function startByDelivery(
  house: House,
  agencyId: string,
  place: StartPlace,
  delivery: Delivery,
  key: string | null,
): Promise<Done | Refusal> {
  const ask = { agencyId, actor: null, repeatable: null };
  const still = () => isOnItsWay(house.db, agencyId, delivery.ref);
  return begin(house, ask, { ...place, still }, 'startByMessage', (snapshot, context) =>
    decideDelivery(snapshot, { delivery, at: place.elementId, key }, context),
  );
}

/** A person's message starts a case. */
export function startByMessage(
  house: House,
  ask: Ask & ByPerson,
  place: StartPlace,
  message: Omit<SentToStart, 'at'>,
): Promise<Done | Refusal> {
  return begin(house, ask, place, 'startByMessage', (snapshot, context, actor) =>
    actor === null
      ? refuse('unauthorized', 'This command needs a person.')
      : decideMessage(snapshot, { ...message, at: place.elementId }, { ...context, actor }),
  );
}

function begin(
  house: House,
  ask: Ask,
  { definitionId, processId, still }: StartPlace & { readonly still?: () => Promise<boolean> },
  command: string,
  decide: (snapshot: StartSnapshot, context: CaseContext, actor: Actor | null) => CaseChangeset | Refusal,
): Promise<Done | Refusal> {
  return run(house, ask, {
    command,
    stream: null,
    missing: refuse('not-found', `There is no definition ${definitionId}, or its case was started already.`),
    load: async (asker: Asker) => {
      const loaded = await loadStartSnapshot(house.db, asker, { definitionId });
      // another worker may have been faster
      return (await still?.()) === false ? { ...loaded, snapshot: null } : loaded;
    },
    decide: async (snapshot, context, actor) => {
      const { definition, bindings, matter } = snapshot;
      const forCase = await caseContext(house, ask.agencyId, { definition, bindings, processId }, matter, context);
      if (forCase === undefined) {
        return refuse('not-found', `Definition ${definition.id} has no process ${processId}.`);
      }
      return decide(snapshot, forCase, actor);
    },
  });
}
