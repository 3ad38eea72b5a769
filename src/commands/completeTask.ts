import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, forKernel, openWaitOf, step, type Progress } from './caseStep.ts';
import { circumstancesOf, type DoneStep } from '../domain/circumstances.ts';
import { evidenceOf, personalNotes, type GivenRecord } from './evidenceOf.ts';
import {
  requireCandidate,
  requireOutcome,
  requireRevision,
  requireRunning,
  requireUnclaimedByOthers,
} from '../domain/task.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { noWrites } from './lawWrites.ts';
import { recordsSince } from '../domain/evidence.ts';
import { requireDraftToSubmit } from '../domain/draft.ts';
import { requireNoDisagreement, requirePlainForm } from '../domain/law.ts';
import { requireNoStandingOpinion, requireReviewableDraft } from '../domain/review.ts';
import { requirePermission, type Actor } from '../domain/people.ts';
import { splitVariables } from '../domain/privacy.ts';
import { noLaw, requireRecorded, taskNode } from './lawStep.ts';
import { withCircumstances } from './lawProgress.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { LawFacts } from '../domain/law.ts';
import type { OpenWait } from '../domain/wait.ts';
import type { UserTask } from '../bpmn/activityModel.ts';
import type { Variables } from '../domain/json.ts';

export interface CompleteTask {
  readonly no: number;
  readonly variables: Variables;
  readonly outcome?: string;
  /** Records that the step asks for, given with its completion. */
  readonly records?: readonly GivenRecord[];
  /** Revision that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/** A person completes an open task; the case moves on to its next waits. */
export function completeTask(
  snapshot: CaseSnapshot,
  command: CompleteTask,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor } = context;
  const { outcome } = command;
  const today = legalDateOf(context.now);
  const task = openWaitOf(snapshot, 'task', command.no);
  if (isRefusal(task)) return task;
  const node = taskNode(task, context);
  const refused =
    requirePermission(actor, 'task.work', today) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision) ??
    requireCandidate(actor, task, today) ??
    requireUnclaimedByOthers(actor, task) ??
    requireOutcome(task.elementId, node?.step?.outcomes ?? [], outcome) ??
    (snapshot.law === null
      ? undefined
      : requirePlainStep(snapshot, snapshot.law, { wait: task, node }, outcome, actor));
  if (refused !== undefined) return refused;
  const split = splitVariables(command.variables, context.privacy);
  if (isRefusal(split)) return split;
  const evidence = node === undefined ? [] : recordsOf(snapshot, command, { wait: task, node }, context);
  if ('refused' in evidence) return evidence;
  const caughtUp = catchUp(snapshot, task, context);
  if (isRefusal(caughtUp)) return caughtUp;

  const before = told(caughtUp, { key: node?.step?.key ?? null, outcome, variables: split.plain });
  const progress = step(context, before, {
    type: 'complete',
    wait: task.no,
    variables: forKernel(split, before),
    ...(outcome !== undefined && { outcome }),
  });
  if (isRefusal(progress)) return progress;
  const personal = { ...split.personal, ...personalNotes(evidence) };
  const act = { command: 'completeTask', ...byPerson(actor), personal, law: { ...noWrites, evidence } };
  return caseChangeset(snapshot, progress, act, context);
}

/** Refuses what has a law route of its own, what a reviewer leaves to others, and to hand on no draft or one that cannot be reviewed. */
function requirePlainStep(
  { caseId }: CaseSnapshot,
  law: LawFacts,
  { wait, node }: { readonly wait: OpenWait; readonly node: UserTask | undefined },
  outcome: string | undefined,
  actor: Actor,
): Refusal | undefined {
  const form = node?.law?.form ?? null;
  return (
    requirePlainForm(form, wait.elementId, caseId) ??
    requireNoDisagreement(wait.elementId, outcome) ??
    requireNoStandingOpinion(actor, law) ??
    (form === 'draft' ? requireDraftToHandOn(law, outcome, caseId) : undefined)
  );
}

function requireDraftToHandOn(
  { draft, reviews }: LawFacts,
  outcome: string | undefined,
  caseId: string,
): Refusal | undefined {
  const missing = requireDraftToSubmit(draft, outcome, caseId);
  return missing ?? (draft === null || outcome === 'withdrawn' ? undefined : requireReviewableDraft(draft, reviews));
}

/** The records given with the completion; refuses (422 `record-missing`) when the step's required ones are not all there. */
function recordsOf(
  { caseId, law }: CaseSnapshot,
  { records = [] }: CompleteTask,
  task: { readonly wait: OpenWait; readonly node: UserTask },
  context: CaseContext & ByPerson,
): ReturnType<typeof evidenceOf> {
  const { wait } = task;
  if (law === null) return records.length === 0 ? [] : noLaw(caseId);
  const given = evidenceOf(records, (index) => `/records/${index}`, task, context);
  if ('refused' in given) return given;
  const earlier = recordsSince(law.evidence, wait.elementId, wait.since);
  return requireRecorded(task, [...earlier, ...given], context) ?? given;
}

/** The case once it is known what the step tells of it. */
function told(progress: Progress, done: DoneStep): Progress {
  return progress.law === null
    ? progress
    : { ...progress, law: withCircumstances(progress.law, circumstancesOf(done)) };
}
