import { askOf, revisionOf, withRevision } from '../ask.ts';
import { changeHeaders, idParams } from '../schemas/common.ts';
import { codes, responses, type App } from '../route.ts';
import { correlateMessage } from '../../service/cases.ts';
import { existingId } from '../ids.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { messageBody } from '../schemas/case.ts';
import { moved } from '../schemas/task.ts';
import { revisionIn } from '../answers.ts';
import { sendProblem } from '../refused.ts';
import type { House } from '../../service/house.ts';

/** Messages that come to a case. */
export function messageRoutes(app: App, house: House): void {
  app.post(
    '/v1/cases/:id/messages',
    {
      config: { action: 'case.message' },
      schema: {
        tags: ['Cases'],
        summary: 'A message comes to the one place of the case that waits for its name',
        params: idParams,
        headers: changeHeaders,
        body: messageBody,
        response: responses(
          { 200: moved },
          ...codes.command,
          'not-found',
          'no-subscriber',
          'ambiguous-message',
          'stale-revision',
          'case-closed',
          'invalid-variables',
        ),
      },
    },
    async (request, reply) => {
      const caseId = existingId('case', request.params.id);
      const { name, variables = {} } = request.body;
      const done = await correlateMessage(house, askOf(request), caseId, {
        name,
        variables,
        revision: revisionOf(request),
      });
      if (isRefusal(done)) return sendProblem(reply, done);
      return withRevision(reply, revisionIn(done.answer)).send(done.answer);
    },
  );
}
