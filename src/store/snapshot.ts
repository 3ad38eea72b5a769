import { run, type Database } from './db.ts';
import type {
  ActiveVersion,
  CaseSnapshot,
  DefinitionSnapshot,
  DefinitionVersion,
  StartSnapshot,
} from '../domain/snapshot.ts';
import type { CaseStatus } from '../domain/case.ts';
import type { Incident, Lease, OpenState, OpenWait, WaitKind } from '../domain/wait.ts';
import type { Instant, Variables } from '../domain/json.ts';
import type { LawFacts, LawFormName } from '../domain/law.ts';
import type { PublishedRules } from '../domain/agencyRules.ts';
import type { Repeatable } from '../domain/changeset.ts';

/** The answer kept for the request's Idempotency-Key, with the digest (hex) of what was asked then. */
export interface KeptAnswer {
  readonly digest: string;
  readonly answer: string;
}
/** What a load brings: the snapshot (null: not there), and the answer kept for a repeat. */
export interface Loaded<T> {
  readonly snapshot: T | null;
  readonly kept: KeptAnswer | null;
}
/** Who asks, and whether the request may be a repeat. */
export interface Asker {
  readonly agencyId: string;
  readonly personId: string | null;
  readonly repeatable: Repeatable | null;
}

const loadCase = {
  name: 'load_case_v1',
  text: 'select * from load_case_v1($1::text, $2::uuid, $3::text, $4::text, $5::text)',
};
const loadStart = {
  name: 'load_start_v1',
  text: 'select * from load_start_v1($1::text, $2::uuid, $3::text, $4::integer, $5::text, $6::text, $7::text, $8::text)',
};
const loadDefinition = {
  name: 'load_definition_v1',
  text: 'select * from load_definition_v1($1::text, $2::uuid, $3::text, $4::text, $5::text, $6::text)',
};

interface KeptRow {
  readonly request_digest: string | null;
  readonly answer: string | null;
}
interface CaseRow extends KeptRow {
  readonly number: string;
  readonly definition_id: string;
  readonly definition_key: string;
  readonly definition_version: number;
  readonly sha256: string;
  readonly process_id: string;
  readonly bindings: string | null;
  readonly matter_id: string | null;
  readonly matter_version: number | null;
  readonly external_ref: string | null;
  readonly status: CaseStatus;
  readonly revision: number;
  readonly head: string;
  readonly state: string;
  readonly started_at: Instant;
  readonly ended_at: Instant | null;
  readonly waits: string | null;
  readonly law: string | null;
}

/** A case with its open waits, in one statement. */
export async function loadCaseSnapshot(db: Database, asker: Asker, caseId: string): Promise<Loaded<CaseSnapshot>> {
  const { agencyId } = asker;
  const [row] = (await run<CaseRow>(db, loadCase, [agencyId, caseId, ...keptBy(asker)])).rows;
  if (row === undefined) return { snapshot: null, kept: null };
  const snapshot: CaseSnapshot = {
    agencyId,
    caseId,
    number: row.number,
    definition: {
      id: row.definition_id,
      key: row.definition_key,
      version: row.definition_version,
      sha256: row.sha256,
    },
    processId: row.process_id,
    matter: matterOf(row),
    externalRef: row.external_ref,
    status: row.status,
    revision: row.revision,
    head: row.head,
    state: row.state,
    bindings: row.bindings,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    waits: row.waits === null ? [] : (JSON.parse(row.waits) as WaitTuple[]).map(openWait),
    law: row.law === null ? null : (JSON.parse(row.law) as LawFacts),
  };
  return { snapshot, kept: keptOf(row) };
}

/** Which definition a case is to be started with. */
export interface Wanted {
  readonly definitionId?: string;
  readonly definitionKey?: string;
  readonly version?: number;
  readonly matterId?: string;
}
interface StartRow extends KeptRow {
  readonly definition_id: string | null;
  readonly definition_key: string;
  readonly definition_version: number;
  readonly sha256: string;
  readonly bindings: string | null;
  readonly status: StartSnapshot['definition']['status'];
  readonly matter_id: string | null;
  readonly matter_version: number | null;
  readonly next_number: number;
  readonly rules: string | null;
}

/** What the start of a case relies on, in one statement. */
export async function loadStartSnapshot(db: Database, asker: Asker, wanted: Wanted): Promise<Loaded<StartSnapshot>> {
  const [row] = (
    await run<StartRow>(db, loadStart, [
      asker.agencyId,
      wanted.definitionId ?? null,
      wanted.definitionKey ?? null,
      wanted.version ?? null,
      wanted.matterId ?? null,
      ...keptBy(asker),
    ])
  ).rows;
  if (row === undefined) return { snapshot: null, kept: null };
  const kept = keptOf(row);
  if (row.definition_id === null) return { snapshot: null, kept };
  const definition = {
    id: row.definition_id,
    key: row.definition_key,
    version: row.definition_version,
    sha256: row.sha256,
    status: row.status,
  };
  return {
    snapshot: {
      agencyId: asker.agencyId,
      definition,
      bindings: row.bindings,
      matter: matterOf(row),
      nextNumber: row.next_number,
      rules: row.rules === null ? null : (JSON.parse(row.rules) as PublishedRules),
    },
    kept,
  };
}

interface DefinitionRow extends KeptRow {
  readonly seq: number | null;
  readonly head: string | null;
  readonly auto_activate: boolean;
  readonly versions: string | null;
  readonly active: string | null;
}

/** All versions of a definition's key, asked by key or by the id of one of them, in one statement. */
export async function loadDefinitionSnapshot(
  db: Database,
  asker: Asker,
  wanted: { readonly id: string } | { readonly key: string },
): Promise<Loaded<DefinitionSnapshot>> {
  const [id, key] = 'id' in wanted ? [wanted.id, null] : [null, wanted.key];
  const [row] = (await run<DefinitionRow>(db, loadDefinition, [asker.agencyId, id, key, ...keptBy(asker)])).rows;
  if (row === undefined) return { snapshot: null, kept: null };
  const snapshot: DefinitionSnapshot = {
    stream: { seq: row.seq ?? 0, head: row.head ?? '' },
    versions: row.versions === null ? [] : (JSON.parse(row.versions) as DefinitionVersion[]),
    active: row.active === null ? [] : (JSON.parse(row.active) as ActiveVersion[]),
    autoActivateGeneric: row.auto_activate,
  };
  return { snapshot, kept: keptOf(row) };
}

function keptBy({ personId, repeatable }: Asker): [string | null, string | null, string | null] {
  return repeatable === null ? [null, null, null] : [personId, repeatable.route, repeatable.key];
}

function keptOf(row: KeptRow): KeptAnswer | null {
  return row.request_digest === null || row.answer === null ? null : { digest: row.request_digest, answer: row.answer };
}

function matterOf(row: {
  matter_id: string | null;
  matter_version: number | null;
}): { id: string; version: number } | null {
  return row.matter_id === null || row.matter_version === null
    ? null
    : { id: row.matter_id, version: row.matter_version };
}

/** The columns of a wait in the order in which load_case_v1 builds them. */
type WaitTuple = readonly [
  no: number,
  kind: WaitKind,
  elementId: string,
  calledProcess: string | null,
  name: string | null,
  role: string | null,
  form: LawFormName | null,
  topic: string | null,
  since: Instant,
  dueAt: Instant | null,
  provisional: boolean,
  incident: Incident | null,
  state: OpenState,
  assignee: string | null,
  leaseNo: number,
  leaseOwner: string | null,
  leaseUntil: Instant | null,
  attempts: number,
  loopCounter: number | null,
  locals: Variables | null,
];

function openWait(tuple: WaitTuple): OpenWait {
  const [
    no,
    kind,
    elementId,
    calledProcess,
    name,
    role,
    form,
    topic,
    since,
    dueAt,
    provisional,
    incident,
    state,
    assignee,
    ...lease
  ] = tuple;
  const [leaseNo, leaseOwner, leaseUntil, attempts, loopCounter, locals] = lease;
  return {
    no,
    kind,
    elementId,
    calledProcess,
    name,
    role,
    form,
    topic,
    since,
    dueAt,
    provisional,
    incident,
    state,
    assignee,
    lease: leaseOf(leaseNo, leaseOwner, leaseUntil),
    attempts,
    ...(loopCounter !== null && { loopCounter }),
    ...(locals !== null && { locals }),
  };
}

function leaseOf(no: number, owner: string | null, until: Instant | null): Lease | null {
  return owner === null || until === null ? null : { no, owner, until };
}
