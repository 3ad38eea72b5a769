import { byPerson } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { fireDueTimers, forKernel, requireCaughtUp, step, type Progress } from './caseStep.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { requirePermission } from '../domain/people.ts';
import { requireRevision, requireRunning } from '../domain/task.ts';
import { splitVariables } from '../domain/privacy.ts';
import { waitId, type Wait } from '../domain/wait.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Variables } from '../domain/json.ts';

export interface CorrelateMessage {
  /** Name of the message. */
  readonly name: string;
  readonly variables: Variables;
  /** Revision that the caller has seen (If-Match). */
  readonly revision: number | null;
  /** The wait that it is for, where that was found out before; absent: the one that waits for its name. */
  readonly wait?: number;
}

/**
 * A message comes to a case, and the one place that waits for its name goes on. Refuses when nothing waits for it (404
 * `no-subscriber`), or when several do (409 `ambiguous-message`).
 */
export function correlateMessage(
  snapshot: CaseSnapshot,
  command: CorrelateMessage,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor } = context;
  const refused =
    requirePermission(actor, 'case.message', legalDateOf(context.now)) ??
    requireRunning(snapshot) ??
    requireRevision(snapshot, command.revision);
  if (refused !== undefined) return refused;
  const split = splitVariables(command.variables, context.privacy);
  if (isRefusal(split)) return split;
  const before = fireDueTimers(snapshot, context);
  const late = requireCaughtUp(snapshot, before, context);
  if (late !== undefined) return late;
  const catcher = catcherOf(snapshot, before, command);
  if (isRefusal(catcher)) return catcher;

  const variables = forKernel(split, before);
  const progress = step(context, before, { type: 'receive', wait: catcher.no, variables });
  if (isRefusal(progress)) return progress;
  const act = { command: 'correlateMessage', ...byPerson(actor), personal: split.personal };
  return caseChangeset(snapshot, progress, act, context);
}

/** The one open wait for a message of this name, once due timers have been fired. */
function catcherOf(
  snapshot: CaseSnapshot,
  { state, opened }: Progress,
  { name, wait }: CorrelateMessage,
): Wait | Refusal {
  const open = new Set(state.waits.map((wait) => wait.no));
  const catchers = [...snapshot.waits, ...opened].filter(
    ({ no, kind, topic }) => kind === 'message' && topic === name && open.has(no) && no === (wait ?? no),
  );
  const [catcher, ...others] = catchers;
  if (catcher === undefined) {
    const waits = `GET /v1/cases/${snapshot.caseId}/waits`;
    return refuse(
      'no-subscriber',
      `Nothing in case ${snapshot.caseId} waits for a message of this name; see ${waits}.`,
    );
  }
  if (others.length === 0) return catcher;
  const listed = catchers.map(({ no, elementId }) => `${elementId} (${waitId(snapshot.caseId, no)})`).join(', ');
  return refuse(
    'ambiguous-message',
    `Several places wait for a message of this name: ${listed}; their messages need names of their own.`,
  );
}
