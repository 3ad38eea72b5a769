import type { CaseDetail } from '../store/cases.ts';
import type { CaseStatus } from '../domain/case.ts';
import type { Json, Variables } from '../domain/json.ts';
import type { RecordBody } from '../domain/record.ts';
import type { TaskView } from '../domain/task.ts';

/** What a command on a case answers. */
export interface Moved {
  readonly case: { readonly id: string; readonly revision: number; readonly state: CaseStatus };
  readonly tasks: readonly TaskView[];
}

/** The revision that a command's answer shows: of the case it moved, or beside the task it assigned. */
export function revisionIn(answer: Json): number {
  const { revision, case: moved } = answer as unknown as { revision?: number; case?: Moved['case'] };
  return moved?.revision ?? revision ?? 0;
}

/** A case as its reader may see it. */
export function caseView({ personal, variables, ...item }: CaseDetail, seesPersonal: boolean) {
  return { ...item, variables: seesPersonal ? { ...variables, ...without(personal, 'parties') } : variables };
}

/**
 * A case as it was when it was started, so that a repeat of the request shows the first answer again: what cannot
 * change from `found`, the rest from its first record and from what was sent.
 */
export function startedView(
  found: CaseDetail,
  moved: Moved,
  first: RecordBody,
  sent: Variables,
  seesPersonal: boolean,
) {
  const committed = first.commitments ?? {};
  const personal = Object.fromEntries(Object.entries(sent).filter(([name]) => Object.hasOwn(committed, name)));
  const { revision, state } = moved.case;
  const then = {
    ...found,
    revision,
    state,
    incidents: openIncidents(first),
    endedAt: state === 'running' ? null : first.at,
    tasks: moved.tasks,
    variables: first.variables ?? {},
    personal,
  };
  return caseView(then, seesPersonal);
}

function openIncidents({ events = [] }: RecordBody): number {
  const raised = events.filter((event) => event.type === 'incident.raised').length;
  return (
    raised - events.filter((event) => event.type === 'incident.resolved' || event.type === 'incident.cancelled').length
  );
}

function without(variables: Variables, name: string): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([other]) => other !== name));
}
