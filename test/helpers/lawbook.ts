import { accepted, contextAt, person, reloaded, startSnapshot } from './casebook.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { licence } from '../fixtures/law/licence.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { startCase } from '../../src/commands/startCase.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { ByPerson, CaseContext } from '../../src/commands/context.ts';
import type { CaseChangeset, Unchanged } from '../../src/domain/changeset.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { Handling } from '../../src/domain/separation.ts';
import type { LawFacts, LawWrites } from '../../src/domain/law.ts';
import type { Refusal } from '../../src/domain/refusal.ts';

const reading = await parseDefinition(Buffer.from(licence));
if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
/** The small licence procedure, compiled. */
export const procedure = reading.model.processes['licence']!;

export const hanna = person('hanna', 'handler');
export const rita: Actor = {
  ...person('rita', 'reviewer'),
  qualifications: [{ kind: 'legal-qualification', number: 'A-1', from: '2020-01-01' }],
};
export const lena = person('lena', 'leader');
export const clara = person('clara', 'clerk');
export const chen = person('chen', 'checker');

/** Law of a case in which nothing has happened yet, of an agency whose catalogue frees small grants. */
export function blankLaw(): LawFacts {
  return {
    draft: null,
    reviews: [],
    scopes: [],
    circumstances: [],
    decision: null,
    publications: [],
    revocation: null,
    clocks: [],
    evidence: [],
    handlers: [{ personId: 'clara', act: 'started the case', at: '2026-03-02T01:00:00.000Z' }],
    catalogue: {
      version: 1,
      entries: [{ id: 'grant', act: 'permit', kind: 'grant', levels: 0, basis: 'plan 1' }],
    },
    rules: { registers: { permit: '麒审许', penalty: '麒审罚' } },
    numbers: [{ register: '麒审许', year: 2026, last: 14 }],
  };
}

/** A licence case that has just been started. */
export function licenceCase(law = blankLaw()): CaseSnapshot {
  const context = contextAt('2026-03-02T01:00:00.000Z', procedure, clara);
  const started = reloaded(accepted(startCase(startSnapshot(), { variables: {} }, context)));
  return { ...started, law };
}

/** Runs a decision for a person and answers the case as the store would load it then. */
export function after<C>(
  before: CaseSnapshot,
  actor: Actor,
  decide: (snapshot: CaseSnapshot, command: C, context: CaseContext & ByPerson) => CaseChangeset | Unchanged | Refusal,
  command: C,
  now = '2026-03-02T01:00:00.000Z',
): CaseSnapshot {
  return relawed(accepted(decide(before, command, contextFor(actor, now, before.revision))), before);
}

/** A context whose ids differ from those of every other revision. */
export function contextFor(actor: Actor, now = '2026-03-02T01:00:00.000Z', revision = 0): CaseContext & ByPerson {
  let ids = 0;
  const newId = () => `00000000-0000-7000-${String(8000 + revision)}-${String((ids += 1)).padStart(12, '0')}`;
  return { ...contextAt(now, procedure, actor), newId };
}

export function complete(before: CaseSnapshot, actor: Actor, elementId: string, more: object = {}): CaseSnapshot {
  const wait = before.waits.find((open) => open.elementId === elementId);
  if (wait === undefined) throw new Error(`no task at ${elementId}`);
  return after(before, actor, completeTask, { no: wait.no, variables: {}, revision: null, ...more });
}

/** The case with its law as the store would load it after this changeset; an error where a guard would raise. */
export function relawed(changeset: CaseChangeset, before: CaseSnapshot): CaseSnapshot {
  const law = before.law ?? blankLaw();
  const snapshot = reloaded(changeset, before);
  const acted: Handling[] = changeset.close
    .filter(({ no, as }) => as === 'completed' && !isReviewing(before, no))
    .map(({ no }) => {
      const { elementId } = before.waits.find((wait) => wait.no === no) ?? { elementId: String(no) };
      return { personId: changeset.actor?.personId ?? '', act: `completed ${elementId}`, at: changeset.at };
    });
  const written = changeset.law === null ? law : applied(law, changeset.law);
  const waits = snapshot.waits.map((wait) => {
    const clock = changeset.law?.clocks.find((write) => write.waits.includes(wait.no));
    if (clock === undefined) return wait;
    return { ...wait, dueAt: clock.end?.dueAt ?? null, provisional: clock.end?.provisional ?? false };
  });
  return { ...snapshot, waits, law: { ...written, handlers: [...written.handlers, ...acted] } };
}

function isReviewing({ waits }: CaseSnapshot, no: number): boolean {
  const form = waits.find((wait) => wait.no === no)?.form;
  return form === 'reviewMaterials' || form === 'reviewOpinion';
}

function applied(law: LawFacts, writes: LawWrites): LawFacts {
  for (const { row, replaces } of writes.reviews) {
    const stored = law.reviews.find(({ id }) => id === row.id)?.revision ?? null;
    if (stored !== replaces) throw new Error(`review ${row.id} is at ${String(stored)}, not ${String(replaces)}`);
  }
  const { draft } = writes;
  if (draft !== null && draft.version !== (law.draft?.version ?? 0) + 1) throw new Error('not the next draft');
  return {
    ...law,
    draft: draft ?? law.draft,
    reviews: put(
      law.reviews,
      writes.reviews.map(({ row }) => row),
    ),
    scopes: put(law.scopes, writes.scopes),
    circumstances: [...law.circumstances, ...writes.circumstances],
    decision: writes.decision?.row ?? law.decision,
    publications: put(
      law.publications,
      writes.publications.map(({ row }) => row),
    ),
    evidence: [...law.evidence, ...writes.evidence],
    clocks: clocksAfter(law, writes),
  };
}

function put<T extends { readonly id: string }>(rows: readonly T[], written: readonly T[]): T[] {
  return [...rows.filter(({ id }) => !written.some((row) => row.id === id)), ...written];
}

/** The clocks with what is written of them; an error where the guard of the number of events would raise. */
function clocksAfter({ clocks }: LawFacts, writes: LawWrites): LawFacts['clocks'] {
  for (const { row, replaces } of writes.clocks) {
    const stored = clocks.find(({ id }) => id === row.id)?.events.length ?? 0;
    if (stored !== replaces) throw new Error(`clock ${row.id} has ${stored} events, not ${replaces}`);
  }
  return put(
    clocks,
    writes.clocks.map(({ row }) => row),
  );
}
