import { cancelCase as decideCancel, type CancelCase } from '../commands/cancelCase.ts';
import { caseModelOf, type CaseOrigin } from './caseModels.ts';
import { claimTask as decideClaim } from '../commands/claimTask.ts';
import {
  completeServiceTask as decideCompleteService,
  failServiceTask as decideFailService,
  throwServiceError as decideThrowService,
} from '../commands/serviceTasks.ts';
import { completeTask as decideComplete, type CompleteTask } from '../commands/completeTask.ts';
import { correlateMessage as decideCorrelate, type CorrelateMessage } from '../commands/correlateMessage.ts';
import { fireTimers as decideFireTimers } from '../commands/fireTimers.ts';
import { limitDates } from '../bpmn/caseModel.ts';
import { loadCaseSnapshot, loadStartSnapshot, type Wanted } from '../store/snapshot.ts';
import { refuse, type Refusal } from '../domain/refusal.ts';
import { releaseTask as decideRelease } from '../commands/releaseTask.ts';
import { readDecided } from '../store/decisions.ts';
import { revocationProcedure } from '../domain/revocation.ts';
import { revokeDecision as decideRevoke, type RevokeDecision } from '../commands/revokeDecision.ts';
import { retryIncident as decideRetry, type RetryIncident } from '../commands/retryIncident.ts';
import { withDates } from '../domain/privacy.ts';
import { run, type Ask, type Done } from './run.ts';
import { startCase as decideStart, type StartCase } from '../commands/startCase.ts';
import { throwTaskError as decideThrow, type ThrowTaskError } from '../commands/throwTaskError.ts';
import type { Actor } from '../domain/people.ts';
import type { AssignTask } from '../commands/assignTask.ts';
import type { ByPerson, CaseContext, DecisionContext } from '../commands/context.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { MatterRef } from '../domain/case.ts';
import type { PrivacyRules } from '../domain/privacy.ts';
import type { House } from './house.ts';
import type { Variables } from '../domain/json.ts';
import type { WorkerCommand } from '../commands/serviceTasks.ts';

/** Steps that one command may take before it ends in an incident. */
const maxSteps = 2000;

type Decision = CaseChangeset | Unchanged | Refusal;
type Result = Promise<Done | Refusal>;

/** Runs a command on a running case. */
export function onCase<C>(
  command: string,
  decide: (snapshot: CaseSnapshot, command: C, context: CaseContext & { readonly actor: Actor | null }) => Decision,
  lane?: string,
): (house: House, ask: Ask, caseId: string, command: C) => Result {
  return (house, ask, caseId, asked) =>
    run(house, ask, {
      command,
      stream: `case:${caseId}`,
      lane,
      missing: refuse('not-found', `There is no case ${caseId}.`),
      load: (asker) => loadCaseSnapshot(house.db, asker, caseId),
      decide: async (snapshot, context, actor) => {
        const forCase = await caseContext(house, ask.agencyId, snapshot, snapshot.matter, context);
        return forCase === undefined
          ? refuse('not-found', `Definition ${snapshot.definition.id} has no process ${snapshot.processId}.`)
          : decide(snapshot, asked, { ...forCase, actor });
      },
    });
}

/** The same for commands that only a person can give; `lane` as in `Job`. */
export function byPersonOnCase<C>(
  command: string,
  decide: (snapshot: CaseSnapshot, command: C, context: CaseContext & ByPerson) => Decision,
  lane?: string,
): (house: House, ask: Ask & ByPerson, caseId: string, command: C) => Result {
  return onCase<C>(
    command,
    (snapshot, asked, { actor, ...context }) =>
      actor === null ? nobody : decide(snapshot, asked, { ...context, actor }),
    lane,
  );
}

const nobody = refuse('unauthorized', 'This command needs a person.');

export const completeTask = byPersonOnCase<CompleteTask>('completeTask', decideComplete);
export const claimTask = byPersonOnCase<AssignTask>('claimTask', decideClaim);
export const releaseTask = byPersonOnCase<AssignTask>('releaseTask', decideRelease);
export const correlateMessage = byPersonOnCase<CorrelateMessage>('correlateMessage', decideCorrelate);
export const cancelCase = byPersonOnCase<CancelCase>('cancelCase', decideCancel);
export const retryIncident = byPersonOnCase<RetryIncident>('retryIncident', decideRetry);
export const completeServiceTask = byPersonOnCase<WorkerCommand & { readonly variables: Variables }>(
  'completeServiceTask',
  decideCompleteService,
);
export const failServiceTask = byPersonOnCase<WorkerCommand & { readonly message: string }>(
  'failServiceTask',
  decideFailService,
);
export const throwTaskError = byPersonOnCase<ThrowTaskError>('throwTaskError', decideThrow);
export const throwServiceError = byPersonOnCase<
  WorkerCommand & { readonly code: string; readonly variables: Variables }
>('throwServiceError', decideThrowService);
export const fireTimers = onCase<null>('fireTimer', decideFireTimers);

/** Starts a case of the definition that is wanted; `processId` when the file holds several processes. */
export function startCase(
  house: House,
  ask: Ask & ByPerson,
  wanted: Wanted & { readonly processId?: string },
  command: StartCase,
): Result {
  return run(house, ask, {
    command: 'startCase',
    stream: null,
    missing: refuse('not-found', 'There is no such definition, or none of its versions is active.'),
    load: (asker) => loadStartSnapshot(house.db, asker, wanted),
    decide: async (snapshot, context, actor) => {
      const { definition, bindings, matter } = snapshot;
      const processId = wanted.processId ?? null;
      const forCase = await caseContext(house, ask.agencyId, { definition, bindings, processId }, matter, context);
      if (forCase === undefined) {
        return refuse('not-found', `Definition ${definition.id} has no process ${String(processId)}.`);
      }
      return actor === null ? nobody : decideStart(snapshot, command, { ...forCase, actor });
    },
  });
}

/** Opens the case that is to end a decision, by the agency's procedure for that; it goes by the matter of the decision's case. */
export function revokeDecision(house: House, ask: Ask & ByPerson, decisionId: string, command: RevokeDecision): Result {
  const procedure = revocationProcedure;
  return run(house, ask, {
    command: 'revokeDecision',
    stream: null,
    missing: refuse(
      'not-found',
      `There is no decision ${decisionId}, or no active procedure ${procedure} to end it by.`,
    ),
    load: async (asker) => {
      const decided = await readDecided(house.db, ask.agencyId, decisionId);
      const wanted = { definitionKey: procedure, ...(decided?.matter && { matterId: decided.matter.id }) };
      const { snapshot, kept } = await loadStartSnapshot(house.db, asker, wanted);
      return { snapshot: snapshot === null || decided === null ? null : { ...snapshot, decided }, kept };
    },
    decide: async (snapshot, context, actor) => {
      const { definition, bindings, matter } = snapshot;
      const forCase = await caseContext(
        house,
        ask.agencyId,
        { definition, bindings, processId: null },
        matter,
        context,
      );
      if (forCase === undefined) return refuse('not-found', `Definition ${definition.id} has no process.`);
      return actor === null ? nobody : decideRevoke(snapshot, command, { ...forCase, actor });
    },
  });
}

/** What a command on a case of this origin needs besides; undefined: the file has no such process. */
export async function caseContext(
  house: House,
  agencyId: string,
  origin: CaseOrigin,
  matter: MatterRef | null,
  context: DecisionContext,
): Promise<CaseContext | undefined> {
  const process = await caseModelOf(house.models, agencyId, origin);
  if (process === undefined) return undefined;
  const { enforcement } = await house.models.get(agencyId, origin.definition);
  const privacy =
    matter === null && !enforcement
      ? ({ kind: 'generic' } as const)
      : await enforcementPrivacy(house, agencyId, matter);
  return { ...context, process, privacy: withDates(privacy, limitDates(process)), maxSteps };
}

/** Which values of an enforcement case are personal: by its matter's schema, or whatever is text. */
export async function enforcementPrivacy(
  { matters }: House,
  agencyId: string,
  matter: MatterRef | null,
): Promise<PrivacyRules> {
  return matter === null ? { kind: 'enforcement', properties: {} } : matters.privacy(agencyId, matter);
}
