import * as cases from '../../src/service/cases.ts';
import * as law from '../../src/service/law.ts';
import * as publications from '../../src/service/publications.ts';
import { acceptMaterials } from '../../src/commands/acceptMaterials.ts';
import { addRecord } from '../../src/commands/addRecord.ts';
import { approvePublication } from '../../src/commands/approvePublication.ts';
import { cancelCase } from '../../src/commands/cancelCase.ts';
import { caseModelOf } from '../../src/service/caseModels.ts';
import { claimTask } from '../../src/commands/claimTask.ts';
import { commitChangeset } from '../../src/store/commit.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { concludeReview } from '../../src/commands/concludeReview.ts';
import { correctPublication } from '../../src/commands/correctPublication.ts';
import { correlateMessage } from '../../src/commands/correlateMessage.ts';
import { decide } from '../../src/commands/decide.ts';
import { disagreeReview } from '../../src/commands/disagreeReview.ts';
import { extendReview } from '../../src/commands/extendReview.ts';
import { isRefusal, refuse, type Refusal } from '../../src/domain/refusal.ts';
import { loadCaseSnapshot } from '../../src/store/snapshot.ts';
import { movePublicationOfCase, type OnPublication, type PublicationMove } from '../../src/commands/publicationStep.ts';
import { newIdentity } from '../../src/service/identity.ts';
import { putDraft } from '../../src/commands/putDraft.ts';
import { redactPublication } from '../../src/commands/redactPublication.ts';
import { releaseTask } from '../../src/commands/releaseTask.ts';
import { requestReview } from '../../src/commands/requestReview.ts';
import { retryIncident } from '../../src/commands/retryIncident.ts';
import { returnMaterials } from '../../src/commands/returnMaterials.ts';
import { returnPublication } from '../../src/commands/returnPublication.ts';
import { ruleReview } from '../../src/commands/ruleReview.ts';
import { withdrawPublication } from '../../src/commands/withdrawPublication.ts';
import { withholdPublication } from '../../src/commands/withholdPublication.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { Ask, Done } from '../../src/service/run.ts';
import type { ByPerson, CaseContext } from '../../src/commands/context.ts';
import type { CaseChangeset, Unchanged } from '../../src/domain/changeset.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { House } from '../../src/service/house.ts';

/** The pure decision of a command, as `src/commands` holds it. */
export type Pure<C> = (
  snapshot: CaseSnapshot,
  command: C,
  context: CaseContext & ByPerson,
) => CaseChangeset | Unchanged | Refusal;

/** A command as a walk sends it: through the service, or decided and committed by another node, which has lanes of its own. */
export interface Verb<C> {
  readonly name: string;
  readonly service: (house: House, ask: Ask & ByPerson, caseId: string, command: C) => Promise<Done | Refusal>;
  readonly pure: Pure<C>;
}

export const verbs = {
  completeTask: verb('completeTask', cases.completeTask, completeTask),
  claimTask: verb('claimTask', cases.claimTask, claimTask),
  releaseTask: verb('releaseTask', cases.releaseTask, releaseTask),
  correlateMessage: verb('correlateMessage', cases.correlateMessage, correlateMessage),
  cancelCase: verb('cancelCase', cases.cancelCase, cancelCase),
  retryIncident: verb('retryIncident', cases.retryIncident, retryIncident),
  putDraft: verb('putDraft', law.putDraft, putDraft),
  requestReview: verb('requestReview', law.requestReview, requestReview),
  addRecord: verb('addRecord', law.addRecord, addRecord),
  decide: verb('decide', law.decide, decide),
  acceptMaterials: verb('acceptMaterials', byItself(law.acceptMaterials), acceptMaterials),
  returnMaterials: verb('returnMaterials', byItself(law.returnMaterials), returnMaterials),
  extendReview: verb('extendReview', byItself(law.extendReview), extendReview),
  concludeReview: verb('concludeReview', byItself(law.concludeReview), concludeReview),
  disagreeReview: verb('disagreeReview', byItself(law.disagreeReview), disagreeReview),
  ruleReview: verb('ruleReview', byItself(law.ruleReview), ruleReview),
  redactPublication: published(publications.redactPublication, redactPublication),
  approvePublication: published(publications.approvePublication, approvePublication),
  returnPublication: published(publications.returnPublication, returnPublication),
  withholdPublication: published(publications.withholdPublication, withholdPublication),
  correctPublication: published(publications.correctPublication, correctPublication),
  withdrawPublication: published(publications.withdrawPublication, withdrawPublication),
};
export type Verbs = typeof verbs;

/** The same command with a decision of the test's own, along the same way through the service. */
export function loosened<C>({ name }: Verb<C>, pure: Pure<C>): Verb<C> {
  return verb(name, cases.byPersonOnCase<C>(name, pure), pure);
}

/** Loads, decides and commits as a node beside this one does, past its lanes; rejects where the commit does. */
export async function runBeside<C>(
  house: House,
  actor: Actor,
  caseId: string,
  { pure }: Verb<C>,
  command: C,
): Promise<Done | Refusal> {
  const { agencyId, personId } = actor;
  const { snapshot } = await loadCaseSnapshot(house.db, { agencyId, personId, repeatable: null }, caseId);
  if (snapshot === null) return refuse('not-found', 'There is no such case.');
  const process = await caseModelOf(house.models, agencyId, snapshot);
  if (process === undefined) return refuse('not-found', 'There is no such process.');
  const privacy =
    snapshot.matter === null
      ? ({ kind: 'enforcement', properties: {} } as const)
      : await house.matters.privacy(agencyId, snapshot.matter);
  const { calendar } = house;
  const context = { actor, process, privacy, calendar, now: house.now(), maxSteps: 2000, ...newIdentity() };
  const changeset = pure(snapshot, command, context);
  if (isRefusal(changeset)) return changeset;
  if (changeset.kind === 'unchanged') return { result: 'unchanged', answer: changeset.answer };
  await commitChangeset(house.db, changeset, null);
  return { result: 'written', answer: changeset.answer };
}

function verb<C>(name: string, service: Verb<C>['service'], pure: Pure<C>): Verb<C> {
  return { name, service, pure };
}

/** A review or a publication knows its case itself. */
function byItself<C>(
  service: (house: House, ask: Ask & ByPerson, command: C) => Promise<Done | Refusal>,
): Verb<C>['service'] {
  return (house, ask, _caseId, command) => service(house, ask, command);
}

function published<C extends OnPublication>(
  service: (house: House, ask: Ask & ByPerson, command: C) => Promise<Done | Refusal>,
  move: PublicationMove<C>,
): Verb<C> {
  return verb(move.command, byItself(service), (snapshot, command, context) =>
    movePublicationOfCase(snapshot, command, context, move),
  );
}
