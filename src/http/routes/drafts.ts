import { askOf, revisionOf, withRevision } from '../ask.ts';
import { caseWithLaw } from '../lawParts.ts';
import { changeHeaders, idParams, listOf } from '../schemas/common.ts';
import { clearanceOf } from '../../domain/clearance.ts';
import { clockDue, clockState, explainClock } from '../../domain/clock.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId } from '../ids.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { legalDateOf } from '../../domain/legalTime.ts';
import { listDrafts, readDraftContent } from '../../store/drafts.ts';
import { notFound, sendProblem } from '../refused.ts';
import { putDraft } from '../../service/law.ts';
import { requirePermission } from '../../domain/people.ts';
import { revisionIn } from '../answers.ts';
import * as schemas from '../schemas/law.ts';
import type { House } from '../../service/house.ts';

const tags = ['Drafts'];

/** The draft of a case's decision, and what the case holds of documents and clocks. */
export function draftRoutes(app: App, house: House): void {
  app.put(
    '/v1/cases/:id/draft',
    {
      config: { action: 'draft.edit' },
      schema: {
        tags,
        summary: 'Writes the draft of the decision; another content voids what stood on the one before',
        params: idParams,
        headers: changeHeaders,
        body: schemas.draftBody,
        response: responses(
          { 200: schemas.drafted },
          ...codes.command,
          'not-found',
          'conflict',
          'stale-revision',
          'task-claimed',
          'case-closed',
          'decision-made',
          'no-draft-step',
        ),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const command = { content: request.body, revision: revisionOf(request) };
      const done = await putDraft(house, askOf(request), caseId, command);
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );

  app.get(
    '/v1/cases/:id/draft',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'The newest draft, and whether it is cleared',
        params: idParams,
        response: responses({ 200: schemas.draft }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }, reply) => {
      const { actor } = caller;
      const caseId = existingId('case', params.id);
      const { snapshot, law } = await caseWithLaw(house, actor.agencyId, caseId);
      const draft = law?.draft ?? null;
      if (law === null || draft === null) throw notFound(`draft in case ${caseId}`);
      const clearance = clearanceOf(draft, law);
      const seesPersonal = requirePermission(actor, 'case.readPersonal', legalDateOf(house.now())) === undefined;
      const content = seesPersonal ? await readDraftContent(house.db, actor.agencyId, caseId, draft.version) : null;
      const { version, digest } = draft;
      const cleared = clearance === null ? 'none' : 'cleared';
      return withRevision(reply, snapshot.revision).send({
        version,
        digest,
        clearance: cleared,
        by: clearance?.by ?? null,
        content,
      });
    },
  );

  app.get(
    '/v1/cases/:id/documents',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'Versions of the draft, and the decision',
        params: idParams,
        response: responses({ 200: listOf(schemas.document) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => {
      const asOf = house.now();
      const { agencyId } = caller.actor;
      const caseId = existingId('case', params.id);
      const { law } = await caseWithLaw(house, agencyId, caseId);
      const drafts = await listDrafts(house.db, agencyId, caseId);
      const decision = law?.decision ?? null;
      const items = [
        ...drafts.map(({ version, digest, editedBy, editedAt }) => {
          return { kind: 'draft' as const, version, digest, number: null, by: editedBy, at: editedAt };
        }),
        ...(decision === null
          ? []
          : [
              {
                kind: 'decision' as const,
                version: decision.draftVersion,
                digest: decision.draftDigest,
                number: decision.number,
                by: decision.decidedBy,
                at: decision.decidedAt,
              },
            ]),
      ];
      return { items, next: null, asOf };
    },
  );

  app.get(
    '/v1/cases/:id/clocks',
    {
      config: { action: 'case.read' },
      schema: {
        tags,
        summary: 'The statutory clocks of the case, reckoned by the calendar',
        params: idParams,
        response: responses({ 200: listOf(schemas.clock) }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => {
      const asOf = house.now();
      const { law } = await caseWithLaw(house, caller.actor.agencyId, existingId('case', params.id));
      const items = (law?.clocks ?? []).map((clock) => {
        const end = clockDue(clock, house.calendar);
        return {
          id: clock.id,
          state: clockState(clock),
          dueOn: end?.due ?? null,
          dueAt: end?.dueAt ?? null,
          provisional: end?.provisional ?? false,
          explanation: explainClock(clock, house.calendar),
        };
      });
      return { items, next: null, asOf };
    },
  );
}
