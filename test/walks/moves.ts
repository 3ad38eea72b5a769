import { agencyId, type Office } from './office.ts';
import { fireTimers, startCase } from '../../src/service/cases.ts';
import { runBeside, type Verb, type Verbs } from './verbs.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { Done } from '../../src/service/run.ts';
import type { House } from '../../src/service/house.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import type { Variables } from '../../src/domain/json.ts';

/** One command of a walk, ready to be sent. */
export interface Move {
  readonly name: string;
  /** Who, and with which words; for a trace. */
  readonly text: string;
  readonly send: (house: House) => Promise<Done | Refusal>;
  /** The same by another node; null: only ever sent through this one. */
  readonly beside: ((house: House) => Promise<Done | Refusal>) | null;
}

/** A person gives a command on a case. */
export function move<C extends object>(verb: Verb<C>, actor: Actor, caseId: string, command: C): Move {
  return {
    name: verb.name,
    text: `${nameOf(actor)} ${verb.name} ${JSON.stringify(command)}`,
    send: (house) => verb.service(house, askOf(actor), caseId, command),
    beside: (house) => runBeside(house, actor, caseId, verb, command),
  };
}

/** A person starts a case of the procedure that is in force. */
export function starting(actor: Actor, definitionKey: string, variables: Variables): Move {
  return {
    name: 'startCase',
    text: `${nameOf(actor)} startCase ${definitionKey} ${JSON.stringify(variables)}`,
    send: (house) => startCase(house, askOf(actor), { definitionKey, matterId: 'walk' }, { variables }),
    beside: null,
  };
}

/** The clock moves on, and the worker fires what is due. */
export function waiting({ clock }: Office, until: number, caseId: string): Move {
  return {
    name: 'fireTimer',
    text: `worker fireTimer at ${new Date(until).toISOString()}`,
    send: (house) => {
      clock.ms = Math.max(clock.ms, until);
      return fireTimers(house, { agencyId, actor: null, repeatable: null }, caseId, null);
    },
    beside: null,
  };
}

/** A move with a rival: another node loads, decides and commits between this one's load and its commit. */
export function raced(move: Move, rival: Move, told: (outcome: Done | Refusal) => void): Move {
  const { beside } = rival;
  if (beside === null) return move;
  return {
    ...move,
    send: (house) => {
      let started = false;
      const get: House['models']['get'] = async (agency, definition) => {
        if (!started) {
          started = true;
          told(await beside(house));
        }
        return house.models.get(agency, definition);
      };
      return move.send({ ...house, models: { get } });
    },
  };
}

/** What a walk can send; a test gives some of them another decision. */
export type Means = Verbs;

function askOf(actor: Actor) {
  return { agencyId, actor, repeatable: null };
}

function nameOf({ personId, keyId }: Actor): string {
  return `${personId}/${keyId.slice(0, 1)}`;
}
