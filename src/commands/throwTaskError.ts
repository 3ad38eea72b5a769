import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { catchUp, forKernel, openWaitOf, step } from './caseStep.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import {
  outcomePattern,
  requireCandidate,
  requireRevision,
  requireRunning,
  requireUnclaimedByOthers,
} from '../domain/task.ts';
import { recordsSince } from '../domain/evidence.ts';
import { requireNoStandingOpinion } from '../domain/review.ts';
import { requirePermission } from '../domain/people.ts';
import { requirePlainForm, type LawFacts } from '../domain/law.ts';
import { requireRecorded, taskNode } from './lawStep.ts';
import { splitVariables } from '../domain/privacy.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { OpenWait } from '../domain/wait.ts';
import type { Variables } from '../domain/json.ts';

export interface ThrowTaskError {
  readonly no: number;
  /** Code of the BPMN error. */
  readonly code: string;
  readonly variables: Variables;
  /** Revision that the caller has seen (If-Match). */
  readonly revision: number | null;
}

/**
 * A person ends an open task by a BPMN error; the case goes on where it is caught, or stops with an incident. A step of
 * the law is never left so (422 `use-law-route`), nor one whose records are missing (422 `record-missing`).
 */
export function throwTaskError(
  snapshot: CaseSnapshot,
  { no, code, variables, revision }: ThrowTaskError,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor } = context;
  const today = legalDateOf(context.now);
  const task = openWaitOf(snapshot, 'task', no);
  if (isRefusal(task)) return task;
  const refused =
    requirePermission(actor, 'task.work', today) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, revision) ??
    requireCandidate(actor, task, today) ??
    requireUnclaimedByOthers(actor, task) ??
    (snapshot.law === null ? undefined : requireErrorInLaw(snapshot.caseId, snapshot.law, task, code, context));
  if (refused !== undefined) return refused;
  const split = splitVariables(variables, context.privacy);
  if (isRefusal(split)) return split;
  const before = catchUp(snapshot, task, context);
  if (isRefusal(before)) return before;
  const progress = step(context, before, { type: 'throw', wait: no, code, variables: forKernel(split, before) });
  if (isRefusal(progress)) return progress;
  const act = { command: 'throwTaskError', ...byPerson(actor), personal: split.personal };
  return caseChangeset(snapshot, progress, act, context);
}

/** An error is no way around a step of the law, its draft or its records; its code stands on the record (R1, P1). */
function requireErrorInLaw(
  caseId: string,
  law: LawFacts,
  wait: OpenWait,
  code: string,
  context: CaseContext & ByPerson,
): Refusal | undefined {
  const node = taskNode(wait, context);
  const form = node?.law?.form ?? null;
  if (form === 'draft') return refuse('use-law-route', `The step ${wait.elementId} is left by completing it.`);
  const earlier = recordsSince(law.evidence, wait.elementId, wait.since);
  return (
    requirePlainForm(form, wait.elementId, caseId) ??
    requireNoStandingOpinion(context.actor, law) ??
    requireKey(code) ??
    (node === undefined ? undefined : requireRecorded({ wait, node }, earlier, context))
  );
}

function requireKey(code: string): Refusal | undefined {
  if (outcomePattern.test(code)) return undefined;
  return refuse(
    'invalid-outcome',
    'The code of the error has to be a key of letters, digits, - and _; it is recorded.',
  );
}
