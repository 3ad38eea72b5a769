import type { Actor } from '../domain/people.ts';
import type { CaseAct } from './caseChangeset.ts';

/** The author of a command that a person gave. */
export function byPerson(actor: Actor): Pick<CaseAct, 'actor' | 'recordedActor'> {
  return { actor, recordedActor: { person: actor.personId, key: actor.keyId } };
}

/** The author of a command that the service gave itself. */
export function bySystem(system: 'timer' | 'message' | 'signal' | 'worker'): Pick<CaseAct, 'actor' | 'recordedActor'> {
  return { actor: null, recordedActor: { system } };
}
