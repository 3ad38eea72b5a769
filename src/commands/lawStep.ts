import { actNamed, type NamedAct } from '../domain/revocation.ts';
import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, step } from './caseStep.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { noWrites } from './lawWrites.ts';
import { processAt } from '../bpmn/caseModel.ts';
import { recordsSince, requireRecords } from '../domain/evidence.ts';
import {
  requireCandidate,
  requireOutcome,
  requireRevision,
  requireRunning,
  requireUnclaimedByOthers,
} from '../domain/task.ts';
import { requireCertificate, requireOfficers } from '../domain/officers.ts';
import { requirePermission, type Action } from '../domain/people.ts';
import type { Act } from '../domain/draft.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseModel } from '../bpmn/model.ts';
import type { TaskForm } from '../bpmn/lawModel.ts';
import type { UserTask } from '../bpmn/activityModel.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { JsonObject, Variables } from '../domain/json.ts';
import type { LawFacts, LawWrites } from '../domain/law.ts';
import type { OpenWait } from '../domain/wait.ts';
import type { Progress } from './caseStep.ts';

/** What every command of the law carries. */
export interface LawCommand {
  /** Revision of the case that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/** An open task and its node. */
export interface OpenTask {
  readonly wait: OpenWait;
  readonly node: UserTask;
}

/** The law of a running case for somebody who may do this, or why not. A case of generic BPMN has none (409 `conflict`). */
export function lawFor(
  snapshot: CaseSnapshot,
  action: Action,
  { revision }: LawCommand,
  { actor, now }: ByPerson & Pick<CaseContext, 'now'>,
): LawFacts | Refusal {
  const refused =
    requirePermission(actor, action, legalDateOf(now)) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, revision);
  if (refused !== undefined) return refused;
  return snapshot.law ?? noLaw(snapshot.caseId);
}

/** Refuses (409 `conflict`) what belongs to the law in a case of generic BPMN. */
export function noLaw(caseId: string): Refusal {
  return refuse('conflict', `Case ${caseId} runs by a definition without steps of the law (enf:…).`);
}

/** The act that a procedure ends in: of its decision, or of what it asks the catalogue. */
export function actOf(model: CaseModel, law: LawFacts, caseId: string): Act | Refusal {
  const named = namedActs(model)[0];
  if (named !== undefined) return actNamed(named, law.revocation, caseId);
  return refuse(
    'conflict',
    `The procedure of case ${caseId} has no decision (enf:decision), so nothing is drafted in it.`,
  );
}

/** The acts that a procedure names in its elements, those that it calls included. */
export function namedActs(model: CaseModel): NamedAct[] {
  return [model, ...Object.values(model.called ?? {})].flatMap(({ nodes }) =>
    Object.values(nodes).flatMap((node) =>
      'law' in node && node.law !== null && 'act' in node.law ? [node.law.act] : [],
    ),
  );
}

/** The node of an open task. */
export function taskNode(wait: OpenWait, { process }: Pick<CaseContext, 'process'>): UserTask | undefined {
  const node = processAt(process, wait.calledProcess)?.nodes[wait.elementId];
  return node?.type === 'userTask' ? node : undefined;
}

/** The first open task that the condition fits. */
export function openTaskWhere(
  { waits }: CaseSnapshot,
  context: Pick<CaseContext, 'process'>,
  fits: (node: UserTask) => boolean,
): OpenTask | undefined {
  for (const wait of waits) {
    const node = wait.kind === 'task' ? taskNode(wait, context) : undefined;
    if (node !== undefined && fits(node)) return { wait, node };
  }
  return undefined;
}

/** The open task of a form. */
export function openForm(
  snapshot: CaseSnapshot,
  form: TaskForm['form'],
  context: Pick<CaseContext, 'process'>,
): OpenTask | undefined {
  return openTaskWhere(snapshot, context, ({ law }) => law?.form === form);
}

/** Refuses to complete a step without the certificates, the officers and the records that it asks for (P1, R1). */
export function requireRecorded(
  { wait: { elementId }, node }: OpenTask,
  records: readonly Evidence[],
  { actor, now }: ByPerson & Pick<CaseContext, 'now'>,
): Refusal | undefined {
  const officers = node.step?.officers ?? 0;
  return (
    requireCertificate(elementId, officers, actor, legalDateOf(now)) ??
    requireRecords(elementId, node.records, records) ??
    requireOfficers(elementId, officers, actor, records)
  );
}

/** What a command of the law writes and says when it completes its task. */
export interface LawStep {
  readonly command: string;
  readonly outcome?: string;
  /** Plain variables that it sets. */
  readonly variables?: Variables;
  readonly law: LawWrites;
  /** Texts that people wrote, as commitments on the record. */
  readonly personal?: Variables;
  /** What the answer shows beside the case and its new tasks. */
  readonly answer: JsonObject;
}

/** Completes the case's open task together with what the command writes; refuses (409 `conflict`) when none is open. */
export function completeLawTask(
  snapshot: CaseSnapshot,
  task: OpenTask | undefined,
  done: LawStep,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor, now } = context;
  const { caseId, law } = snapshot;
  if (task === undefined) {
    return refuse('conflict', `Case ${caseId} does not wait for this; GET /v1/cases/${caseId}/waits shows for what.`);
  }
  const { wait, node } = task;
  const refused =
    requireCandidate(actor, wait, legalDateOf(now)) ??
    requireUnclaimedByOthers(actor, wait) ??
    requireOutcome(wait.elementId, node.step?.outcomes ?? [], done.outcome) ??
    requireRecorded(task, recordsSince(law?.evidence ?? [], wait.elementId, wait.since), context);
  if (refused !== undefined) return refused;
  const before = catchUp(snapshot, wait, context);
  if (isRefusal(before)) return before;
  if (before.law !== null && before.law.writes !== noWrites) {
    return refuse(
      'try-again',
      `A limit has passed and changed the law of case ${caseId}; repeat the request in a moment.`,
    );
  }
  const progress = step(context, before, {
    type: 'complete',
    wait: wait.no,
    variables: done.variables ?? {},
    ...(done.outcome !== undefined && { outcome: done.outcome }),
  });
  if (isRefusal(progress)) return progress;
  return lawChangeset(snapshot, progress, done, context);
}

/** The Changeset of a command of the law. */
export function lawChangeset(
  snapshot: CaseSnapshot,
  progress: Progress,
  { command, law, personal, answer }: LawStep,
  context: CaseContext & ByPerson,
): CaseChangeset {
  const act = { command, ...byPerson(context.actor), law, ...(personal !== undefined && { personal }) };
  const changeset = caseChangeset(snapshot, progress, act, context);
  return { ...changeset, answer: { ...(changeset.answer as JsonObject), ...answer } };
}
