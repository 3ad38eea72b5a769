import { byPerson } from './byPerson.ts';
import { completeLawTask, lawChangeset } from './lawStep.ts';
import { fireDueTimers, requireCaughtUp } from './caseStep.ts';
import { genesis, seal } from '../ledger/chain.ts';
import { isOver, type PublicationChangeset, type PublicationSnapshot } from '../domain/publicationStream.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { noWrites, recordedLaw } from './lawWrites.ts';
import { publicationRuleOf } from '../domain/publicationRule.ts';
import { publicationTask, type PublicationForm } from './publicationTask.ts';
import { requirePermission, type Action, type Actor } from '../domain/people.ts';
import { requireRunning } from '../domain/task.ts';
import { requireSeenText, type Publication, type PublicationRule } from '../domain/publication.ts';
import type { ByPerson, CaseContext, DecisionContext } from './context.ts';
import type { CaseAct } from './caseChangeset.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Decision } from '../domain/decision.ts';
import type { Instant, JsonObject, Variables } from '../domain/json.ts';
import type { PrivacyRules } from '../domain/privacy.ts';

/** What every command on a publication names. */
export interface OnPublication {
  readonly id: string;
  /** Revision of the publication that the caller has seen (If-Match). */
  readonly seen: number | null;
}

/** What a command is decided on, in a running case and after it alike. */
export interface PublicationGround {
  readonly publication: Publication;
  readonly decision: Decision;
  readonly rule: PublicationRule;
  /** What the matter's schema says of the case's values. */
  readonly privacy: PrivacyRules;
  readonly by: Actor;
  readonly at: Instant;
}

/** What a command in a publication's own stream is given besides. */
export type StreamContext = DecisionContext & Pick<CaseContext, 'privacy'>;

/** How a command on a publication differs from the others. */
export interface PublicationMove<C extends OnPublication> {
  readonly command: string;
  readonly action: Action;
  /** The outcome that the open task of a form is completed with, while the publication has never been published. */
  readonly completes: Partial<Record<PublicationForm, string>>;
  /** Forms whose open task is enough: it stays open. */
  readonly within?: readonly PublicationForm[];
  /** The publication afterwards; the very same one when its row is not changed. */
  readonly change: (ground: PublicationGround, command: C) => Publication | Refusal;
  readonly personal?: (command: C) => Variables;
}

/** The command while the case runs: it completes the case's open task of that part, and its record is the case's. */
export function movePublicationOfCase<C extends OnPublication>(
  snapshot: CaseSnapshot,
  command: C,
  context: CaseContext & ByPerson,
  move: PublicationMove<C>,
): CaseChangeset | Refusal {
  const { publications = [], decision = null, rules = {} } = snapshot.law ?? {};
  const publication = publications.find(({ id }) => id === command.id);
  if (publication === undefined || decision === null) {
    return refuse('not-found', `There is no publication ${command.id}.`);
  }
  const ground = groundOf({ publication, decision, rules }, context);
  const refused = requirePermitted(ground, command, move) ?? requireRunning(snapshot);
  if (refused !== undefined) return refused;
  const after = move.change(ground, command);
  if (isRefusal(after)) return after;
  const open = publicationTask(snapshot, publication, move, context);
  if (open !== null && isRefusal(open)) return open;

  const done = {
    command: move.command,
    law: { ...noWrites, publications: after === publication ? [] : [{ row: after, replaces: publication.revision }] },
    answer: { publication: publicationAnswer(snapshot.caseId, after) },
    ...(move.personal !== undefined && { personal: move.personal(command) }),
  };
  if (open !== null) {
    const { task, outcome } = open;
    return completeLawTask(snapshot, task, outcome === null ? done : { ...done, outcome }, context);
  }
  const progress = fireDueTimers(snapshot, context);
  return requireCaughtUp(snapshot, progress, context) ?? lawChangeset(snapshot, progress, done, context);
}

/** The command once the case is over: its record goes to the publication's own stream, which begins behind the case. */
export function movePublicationInStream<C extends OnPublication>(
  snapshot: PublicationSnapshot,
  command: C,
  context: StreamContext & ByPerson,
  move: PublicationMove<C>,
): PublicationChangeset | Unchanged | Refusal {
  const ground = groundOf(snapshot, context);
  const refused = requirePermitted(ground, command, move) ?? requireOver(snapshot);
  if (refused !== undefined) return refused;
  const after = move.change(ground, command);
  if (isRefusal(after)) return after;
  return inStream(snapshot, after, { command: move.command, ...byPerson(context.actor) }, context);
}

/** What a command writes to the stream of a publication whose case is over; nothing when the row is the very same one. */
export function inStream(
  { agencyId, caseId, publication, stream, ...snapshot }: PublicationSnapshot,
  after: Publication,
  { command, actor, recordedActor }: CaseAct,
  { now }: Pick<DecisionContext, 'now'>,
): PublicationChangeset | Unchanged {
  const answer = {
    case: { id: caseId, revision: snapshot.caseRevision, state: snapshot.caseStatus },
    tasks: [],
    publication: publicationAnswer(caseId, after),
  };
  if (after === publication) return { kind: 'unchanged', answer };
  const closed = { id: caseId, revision: snapshot.caseRevision, hash: snapshot.caseHead };
  const written = { ...noWrites, publications: [{ row: after, replaces: publication.revision }] };
  const record = seal({
    v: 1,
    agency: agencyId,
    stream: `publication:${publication.id}`,
    seq: stream.seq + 1,
    prev: stream.seq === 0 ? genesis : stream.head,
    at: now,
    command,
    actor: recordedActor,
    facts: { ...recordedLaw(written), ...(stream.seq === 0 && { case: closed }) },
  });
  return {
    kind: 'publication',
    agencyId,
    caseId,
    at: now,
    actor,
    expected: stream.seq,
    row: after,
    replaces: publication.revision,
    record,
    answer,
  };
}

function groundOf(
  { publication, decision, rules }: Pick<PublicationSnapshot, 'publication' | 'decision' | 'rules'>,
  { actor, now, privacy }: Pick<CaseContext, 'now' | 'privacy'> & ByPerson,
): PublicationGround {
  return { publication, decision, rule: publicationRuleOf(rules, decision.act), privacy, by: actor, at: now };
}

function requirePermitted<C extends OnPublication>(
  { publication, by, at }: PublicationGround,
  { seen }: C,
  { action }: PublicationMove<C>,
): Refusal | undefined {
  const forbidden = requirePermission(by, action, legalDateOf(at));
  return forbidden ?? (seen === null ? undefined : requireSeenText(publication, seen));
}

/** Refuses (409 `conflict`) to write beside a case that goes on. */
function requireOver({ caseId, caseStatus }: PublicationSnapshot): Refusal | undefined {
  if (isOver(caseStatus)) return undefined;
  return refuse('conflict', `Case ${caseId} is ${caseStatus}; the publication is changed within it.`);
}

/** A publication as the answer to a command shows it: without its text. */
function publicationAnswer(caseId: string, publication: Publication): JsonObject {
  const { id, decisionId, revision, state, due, publishedAt, displayUntil, withdrawnAt } = publication;
  const { due: dueOn, dueAt, provisional } = due;
  return {
    id,
    caseId,
    decisionId,
    revision,
    state,
    dueOn,
    dueAt,
    provisional,
    publishedAt,
    displayUntil,
    withdrawnAt,
  };
}
