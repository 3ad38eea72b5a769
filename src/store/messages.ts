import { asAgency } from './asAgency.ts';
import { pageOf, type Page } from './page.ts';
import { run, type Database } from './db.ts';
import type { Asker, KeptAnswer } from './snapshot.ts';
import type { Actor } from '../domain/people.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';
import type { MessageRef, Sender } from '../domain/messages.ts';
import type { Repeatable } from '../domain/changeset.ts';

/** A place that can catch a message: a wait of a case, or (`caseId` null) a start subscription. */
export interface Catcher {
  readonly caseId: string | null;
  readonly no: number;
  readonly elementId: string;
  readonly definitionId: string;
  readonly processId: string;
}

const catchers = {
  name: 'message_catchers_v1',
  text: 'select * from message_catchers_v1($1::text, $2::text, $3::text, $4::uuid)',
};
const readers = {
  name: 'message_readers_v1',
  text: `select definition_id as "definitionId", sha256, process_id as "processId"
    from message_readers_v1($1::text, $2::text)`,
};
const keep = {
  name: 'keep_message_v1',
  text: `select keep_message_v1($1::text, $2::uuid, $3::text, $4::text, $5::text, $6::text, $7::timestamptz,
    $8::timestamptz, $9::text, $10::integer, $11::text, $12::text, $13::text, $14::text)`,
};
const broadcast = {
  name: 'throw_signal_v1',
  text: `select throw_signal_v1($1::text, $2::uuid, $3::text, $4::text, $5::text, $6::timestamptz, $7::text, $8::integer,
    $9::text, $10::text, $11::text) as answer`,
};
const claim = {
  name: 'claim_messages_v1',
  text: 'select * from claim_messages_v1($1::timestamptz, $2::timestamptz, $3::text, $4::integer, $5::text, $6::uuid)',
};
const settle = {
  name: 'settle_message_v1',
  text: 'select settle_message_v1($1::text, $2::uuid, $3::integer, $4::text)',
};

/** A process in which something waits for a message of a name by a key. */
export interface Reader {
  readonly definitionId: string;
  readonly sha256: string;
  readonly processId: string;
}

/** The processes that look for a key in messages of this name. */
export async function findReaders(db: Database, agencyId: string, name: string): Promise<Reader[]> {
  return (await run<Reader>(db, readers, [agencyId, name])).rows;
}

/**
 * Who can catch a message now, the nearest only: by its key, in the conversation of the case that sent it, and at last who
 * is started by it. More than one: it is not clear for whom it is.
 */
export async function findCatchers(
  db: Database,
  agencyId: string,
  message: { readonly name: string; readonly correlation: string | null; readonly sentBy: string | null },
): Promise<Catcher[]> {
  const { rows } = await run<{
    case_id: string | null;
    no: number;
    element_id: string;
    definition_id: string;
    process_id: string;
  }>(db, catchers, [agencyId, message.name, message.correlation, message.sentBy]);
  return rows.map((row) => ({
    caseId: row.case_id,
    no: row.no,
    elementId: row.element_id,
    definitionId: row.definition_id,
    processId: row.process_id,
  }));
}

/** A message that nobody waits for is kept until `expiresAt`, with the answer of its request. */
export async function keepMessage(
  db: Database,
  actor: Actor,
  message: {
    readonly id: string;
    readonly name: string;
    readonly correlation: string | null;
    readonly variables: Variables;
    readonly at: Instant;
    readonly expiresAt: Instant;
  },
  answer: Json,
  repeatable: Repeatable | null,
): Promise<void> {
  await run(db, keep, [
    actor.agencyId,
    message.id,
    message.name,
    message.correlation,
    JSON.stringify(message.variables),
    senderText(actor),
    message.at,
    message.expiresAt,
    actor.personId,
    actor.revision,
    ...repeatOf(repeatable),
    repeatable === null ? null : JSON.stringify(answer),
  ]);
}

/** Sets a signal on its way to whatever waits for it now; answers how many cases it starts and reaches. */
export async function broadcastSignal(
  db: Database,
  actor: Actor,
  signal: { readonly id: string; readonly name: string; readonly variables: Variables; readonly at: Instant },
  repeatable: Repeatable | null,
): Promise<Json> {
  const { rows } = await run<{ answer: string }>(db, broadcast, [
    actor.agencyId,
    signal.id,
    signal.name,
    JSON.stringify(signal.variables),
    senderText(actor),
    signal.at,
    actor.personId,
    actor.revision,
    ...repeatOf(repeatable),
  ]);
  return JSON.parse(rows[0]?.answer ?? 'null') as Json;
}

/** Something on its way that can be delivered. A signal names its case with the waits, or its start subscription. */
export interface DueMessage {
  readonly agencyId: string;
  readonly ref: MessageRef;
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly correlation: string | null;
  readonly variables: Variables;
  readonly sender: Sender;
  readonly sentBy: string | null;
  readonly caseId: string | null;
  readonly waits: readonly number[];
  readonly definitionId: string | null;
  readonly startNo: number | null;
}
interface DueRow {
  readonly agency_id: string;
  readonly message_id: string;
  readonly no: number;
  readonly kind: DueMessage['kind'];
  readonly name: string;
  readonly correlation: string | null;
  readonly variables: string;
  readonly sender: string;
  readonly sent_by: string | null;
  readonly case_id: string | null;
  readonly waits: string | null;
  readonly definition_id: string | null;
  readonly start_no: number | null;
}

/**
 * Takes up to `limit` signals, and messages that somebody can catch; other nodes leave them alone until `until`. `only`:
 * what stands for one message of one agency.
 */
export async function claimMessages(
  db: Database,
  asked: { readonly now: Instant; readonly until: Instant; readonly owner: string; readonly limit: number },
  only: { readonly agencyId: string; readonly id: string } | null,
): Promise<DueMessage[]> {
  const { rows } = await run<DueRow>(db, claim, [
    asked.now,
    asked.until,
    asked.owner,
    asked.limit,
    only?.agencyId ?? null,
    only?.id ?? null,
  ]);
  return rows.map((row) => ({
    agencyId: row.agency_id,
    ref: { id: row.message_id, no: row.no },
    kind: row.kind,
    name: row.name,
    correlation: row.correlation,
    variables: JSON.parse(row.variables) as Variables,
    sender: JSON.parse(row.sender) as Sender,
    sentBy: row.sent_by,
    caseId: row.case_id,
    waits: row.waits === null ? [] : (JSON.parse(row.waits) as number[]),
    definitionId: row.definition_id,
    startNo: row.start_no,
  }));
}

/** A message is for nobody any more (`problem` null), or cannot be delivered as things are: `problem` says why. */
export async function settleMessage(
  db: Database,
  agencyId: string,
  { id, no }: MessageRef,
  problem: string | null,
): Promise<void> {
  await run(db, settle, [agencyId, id, no, problem]);
}

/** Whether a message has not been delivered yet. */
export async function isOnItsWay(db: Database, agencyId: string, { id, no }: MessageRef): Promise<boolean> {
  return asAgency(db, agencyId, async (trx) => {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `select from message m where m.agency_id = ? and m.message_id = ?::uuid and m.no = ?`,
      [agencyId, id, no],
    );
    return rows.length > 0;
  });
}

/** Deletes messages that have expired; answers how many. */
export async function forgetExpired(db: Database, agencyId: string, now: Instant): Promise<number> {
  return asAgency(db, agencyId, (trx) =>
    trx('message').where({ agency_id: agencyId }).where('expires_at', '<=', now).delete(),
  );
}

/** The answer kept for a request that is repeated. */
export async function readKept(db: Database, { agencyId, personId, repeatable }: Asker): Promise<KeptAnswer | null> {
  if (repeatable === null) return null;
  return asAgency(db, agencyId, async (trx) => {
    const { rows } = await trx.raw<{ rows: KeptAnswer[] }>(
      `select encode(r.request_digest, 'hex') as digest, r.answer from idempotency r
       where r.agency_id = ? and r.person_id = ? and r.route = ? and r.key = ?`,
      [agencyId, personId, repeatable.route, repeatable.key],
    );
    return rows[0] ?? null;
  });
}

/** A message that has not been caught. `problem`: why it was not delivered though somebody waits for it. */
export interface KeptMessage {
  readonly id: string;
  readonly no: number;
  readonly kind: 'message' | 'signal';
  readonly name: string;
  readonly correlationKey: string | null;
  readonly sentBy: string | null;
  readonly sentAt: Instant;
  readonly expiresAt: Instant | null;
  readonly problem: string | null;
}
export type KeptKey = readonly [sentAt: Instant, id: string, no: number];

/** What was sent and has not arrived, oldest first. */
export async function listMessages(
  db: Database,
  agencyId: string,
  now: Instant,
  after: KeptKey | null,
  limit: number,
): Promise<Page<KeptMessage>> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: KeptMessage[] }>(
      `select m.message_id as id, m.no, m.kind, m.name, m.correlation as "correlationKey", m.sent_by as "sentBy",
         m.sent_at as "sentAt", m.expires_at as "expiresAt", m.problem
       from message m
       where m.agency_id = ? and (m.expires_at is null or m.expires_at > ?::timestamptz)
         ${after === null ? '' : 'and (m.sent_at, m.message_id, m.no) > (?::timestamptz, ?::uuid, ?::integer)'}
       order by m.sent_at, m.message_id, m.no limit ?`,
      [agencyId, now, ...(after ?? []), limit + 1],
    ),
  );
  return pageOf(rows, limit);
}

function senderText({ personId, keyId }: Actor): string {
  return JSON.stringify({ person: personId, key: keyId });
}

function repeatOf(repeatable: Repeatable | null): [string | null, string | null, string | null] {
  return repeatable === null ? [null, null, null] : [repeatable.route, repeatable.key, repeatable.digest];
}
