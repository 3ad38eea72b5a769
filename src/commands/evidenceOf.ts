import { requireSubstance, type Evidence } from '../domain/evidence.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { JsonObject, Variables } from '../domain/json.ts';
import type { OpenTask } from './lawStep.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A record as it is handed in: a text in words, or a file by digest and size. */
export type GivenRecord = Pick<Evidence, 'item' | 'kind'> &
  Partial<Pick<Evidence, 'digest' | 'size' | 'note' | 'unbroken'>>;

/** Records given at a task, as rows; refuses (400) those that record nothing, by their place in the request (`pointer`). */
export function evidenceOf(
  given: readonly GivenRecord[],
  pointer: (index: number) => string,
  { wait, node }: OpenTask,
  { actor, now, newId }: CaseContext & ByPerson,
): readonly Evidence[] | Refusal {
  const rows = given.map(({ item, kind, digest = null, size = null, note = null, unbroken = false }): Evidence => ({
    id: newId(),
    elementId: wait.elementId,
    stepKey: node.step?.key ?? null,
    item,
    kind,
    digest,
    size,
    note,
    unbroken,
    by: actor.personId,
    at: now,
  }));
  for (const [index, row] of rows.entries()) {
    const refused = requireSubstance(row);
    if (refused === undefined) continue;
    const errors = (refused.errors ?? []).map(({ pointer: place, message }) => {
      return { pointer: `${pointer(index)}${place}`, message };
    });
    return { ...refused, errors };
  }
  return rows;
}

/** The notes of records as personal values: free text stands on the record as a commitment only. */
export function personalNotes(rows: readonly Evidence[]): Variables {
  return Object.fromEntries(rows.flatMap(({ id, note }) => (note === null ? [] : [[`record-${id}`, note]])));
}

/** A record in the answer to a command: without its note. */
export function evidenceAnswer({ id, elementId, item, kind, digest, size, unbroken, at }: Evidence): JsonObject {
  return { id, elementId, item, kind, digest, size, unbroken, at };
}
