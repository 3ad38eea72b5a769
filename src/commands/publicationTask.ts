import { refuse, type Refusal } from '../domain/refusal.ts';
import { taskNode, type OpenTask } from './lawStep.ts';
import type { CaseContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { OpenWait } from '../domain/wait.ts';
import type { Publication } from '../domain/publication.ts';

/** Forms of the tasks that a publication passes in its case. */
export type PublicationForm = 'redaction' | 'publicationApproval';

/** An open task that a command on the publication completes; `outcome` null where the step declares none. */
export interface PublicationTask {
  readonly task: OpenTask;
  readonly outcome: string | null;
}

/**
 * The task that the command completes. None once the publication was published: what follows belongs to it, not to the
 * procedure. Refuses (409 `publication-state`) while the procedure is at another step.
 */
export function publicationTask(
  snapshot: CaseSnapshot,
  publication: Publication,
  move: { readonly completes: Partial<Record<PublicationForm, string>>; readonly within?: readonly PublicationForm[] },
  context: Pick<CaseContext, 'process'>,
): PublicationTask | Refusal | null {
  if (publication.publishedAt !== null) return null;
  const open = snapshot.waits.flatMap((wait) => {
    const form = formOf(wait);
    return form === null ? [] : [{ wait, form }];
  });
  const found = open.find(({ form }) => move.completes[form] !== undefined);
  if (found === undefined) {
    if (open.some(({ form }) => move.within?.includes(form))) return null;
    return refuse(
      'publication-state',
      `The step for this is not open in case ${snapshot.caseId}; GET /v1/cases/${snapshot.caseId}/waits shows what is.`,
    );
  }
  const { wait, form } = found;
  const node = taskNode(wait, context);
  if (node === undefined) throw new Error(`Task ${wait.elementId} of case ${snapshot.caseId} is not in its model.`);
  const declares = (node.step?.outcomes ?? []).length > 0;
  return { task: { wait, node }, outcome: declares ? (move.completes[form] ?? null) : null };
}

function formOf({ kind, form }: OpenWait): PublicationForm | null {
  if (kind !== 'task') return null;
  return form === 'redaction' || form === 'publicationApproval' ? form : null;
}
