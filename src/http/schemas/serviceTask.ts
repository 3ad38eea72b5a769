import { Type } from 'typebox';
import {
  anyObject,
  count,
  exactly,
  givenVariables,
  instant,
  nullableInstant,
  nullableText,
  oneOf,
  text,
} from './common.ts';
import { errorCode, moved } from './task.ts';

const leaseSeconds = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 3600, default: 60, description: 'Length of the lease from now, seconds.' }),
);
const lease = Type.Optional(
  Type.Integer({
    minimum: 1,
    maximum: 2_147_483_647,
    description: 'Fencing number from fetch. Without it the worker is known by its person.',
  }),
);

export const fetchBody = exactly({
  topics: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 100,
      description: 'Topics to fetch; absent: all.',
    }),
  ),
  worker: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Name of the worker, for the log.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 10, description: 'Tasks of one answer.' })),
  leaseSeconds,
});
export const completeBody = exactly({ lease, variables: Type.Optional(givenVariables) });
export const errorBody = exactly({ lease, code: errorCode, variables: Type.Optional(givenVariables) });
export const failBody = exactly({
  lease,
  message: Type.String({
    minLength: 1,
    maxLength: 10_000,
    description: 'What went wrong; kept with the personal data when it becomes an incident.',
  }),
  retry: Type.Optional(
    Type.Boolean({ default: true, description: '`false`: raise an incident at once instead of trying again.' }),
  ),
});
export const heartbeatBody = exactly({ lease, leaseSeconds });

const leaseHeld = exactly({
  no: Type.Integer({ description: 'Fencing number: grows whenever the task is handed out.' }),
  until: instant('When the lease runs out.'),
});
export const fetched = exactly({
  items: Type.Array(
    exactly({
      id: text('Id of the service task.'),
      caseId: text('Case that it belongs to.'),
      elementId: text('BPMN element.'),
      name: nullableText('Name of the element.'),
      topic: text('Topic.'),
      since: instant('When the case began to wait for it.'),
      dueAt: nullableInstant('When it falls due; null: no limit.'),
      attempts: count('How often it was handed out, this time included.'),
      lease: leaseHeld,
      variables: anyObject(
        'Variables of the case, without personal data; of an instance of a loop, with its own on top.',
      ),
    }),
  ),
});
export const heartbeat = exactly({ id: text('Id of the service task.'), lease: leaseHeld });

/** A failed try: to be handed out again, or, after the last try, an incident. */
export const failed = exactly({
  id: text('Id of the service task.'),
  state: oneOf(['waiting', 'incident'], '`waiting`: handed out again after `retryAt`.'),
  attempts: count('How often it was handed out.'),
  retryAt: nullableInstant('When it is handed out again; null: an incident was raised.'),
  case: Type.Optional(moved.properties.case),
});
