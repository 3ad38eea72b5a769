import { asAgency } from './asAgency.ts';
import { commitPublication, publicationValues } from './publicationCommit.ts';
import { run, type Database } from './db.ts';
import type { Actor } from '../domain/people.ts';
import type { Instant, Json } from '../domain/json.ts';
import type { LawWrites } from '../domain/law.ts';
import type { CaseChangeset, DefinitionChangeset, Repeatable } from '../domain/changeset.ts';
import type { PublicationChangeset } from '../domain/publicationStream.ts';

/** Everything that one command can write. */
type Changeset = CaseChangeset | DefinitionChangeset | PublicationChangeset;

const commitCase = {
  name: 'commit_case_v1',
  text: `select commit_case_v1(
    $1::text, $2::uuid, $3::timestamptz, $4::text, $5::integer, $6::integer, $7::text, $8::text, $9::text, $10::text,
    $11::text, $12::text, $13::text, $14::text, $15::text, $16::text, $17::text, $18::text, $19::text, $20::text,
    $21::text)`,
};
const commitDefinition = {
  name: 'commit_definition_v1',
  text: `select commit_definition_v1(
    $1::text, $2::text, $3::timestamptz, $4::text, $5::integer, $6::integer, $7::text, $8::text, $9::text, $10::text,
    $11::text, $12::text, $13::text, $14::text)`,
};

/** The names of the prepared statements that load and commit; a test holds them to the list. */
export const commitStatements = [commitCase.name, commitDefinition.name, commitPublication.name];

/**
 * Writes a Changeset and its record in one statement. Rejects with SQLSTATE 40001 when a guard is lost (revision,
 * actor, definition, waits, lease, idempotency key): nothing of it is written then.
 */
export async function commitChangeset(
  db: Database,
  changeset: Changeset,
  repeatable: Repeatable | null,
): Promise<void> {
  const kept = keptValues(changeset, repeatable);
  switch (changeset.kind) {
    case 'case':
      await run(db, commitCase, [...caseValues(changeset), ...kept]);
      break;
    case 'definition':
      await run(db, commitDefinition, [...definitionValues(changeset), ...kept]);
      break;
    case 'publication':
      await run(db, commitPublication, [...publicationValues(changeset), ...kept]);
      break;
  }
}

/** Keeps the answer of a request that changed nothing; a repeat gets it too. Rejects with 40001 when its twin was first. */
export async function keepAnswer(
  db: Database,
  { agencyId, personId }: Pick<Actor, 'agencyId' | 'personId'>,
  at: Instant,
  { route, key, digest }: Repeatable,
  answer: Json,
): Promise<void> {
  const values = [agencyId, personId, at, route, key, digest, JSON.stringify(answer)];
  await asAgency(db, agencyId, (trx) => trx.raw('select keep_answer(?, ?, ?::timestamptz, ?, ?, ?, ?)', values));
}

function caseValues(changeset: CaseChangeset): (string | number | null)[] {
  const { start } = changeset;
  const flatStart = start && { ...start, matterId: start.matter?.id, matterVersion: start.matter?.version };
  return [
    changeset.agencyId,
    changeset.caseId,
    changeset.at,
    changeset.actor?.personId ?? null,
    changeset.actor?.revision ?? null,
    changeset.expected,
    changeset.status,
    changeset.state,
    flatStart && JSON.stringify(flatStart),
    list(changeset.close),
    list(changeset.open),
    list(changeset.assign),
    list(changeset.personal),
    lawText(changeset.law),
    changeset.messages === undefined ? null : JSON.stringify(changeset.messages),
    changeset.record.hash,
    changeset.record.body,
  ];
}

function definitionValues(changeset: DefinitionChangeset): (string | number | null)[] {
  return [
    changeset.agencyId,
    changeset.key,
    changeset.at,
    changeset.actor.personId,
    changeset.actor.revision,
    changeset.expected,
    changeset.insert && JSON.stringify(changeset.insert),
    list(changeset.setStatus),
    changeset.record.hash,
    changeset.record.body,
  ];
}

function keptValues(changeset: Changeset, repeatable: Repeatable | null): (string | null)[] {
  if (repeatable === null) return [null, null, null, null];
  return [repeatable.route, repeatable.key, repeatable.digest, JSON.stringify(changeset.answer)];
}

/** The law part as the database takes it: rows whole, the draft's facts and text apart. */
function lawText(law: LawWrites | null): string | null {
  if (law === null) return null;
  if (law.draft === null) return JSON.stringify(law);
  const { version, digest, kind, amountFen, triggers, content } = law.draft;
  const body = JSON.stringify({ version, digest, kind, amountFen, triggers });
  return JSON.stringify({ ...law, draft: { version, digest, content, body } });
}

function list(values: readonly object[]): string | null {
  return values.length === 0 ? null : JSON.stringify(values);
}
