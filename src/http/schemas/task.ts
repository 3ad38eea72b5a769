import { Type } from 'typebox';
import {
  dueFilters,
  exactly,
  filter,
  givenVariables,
  instant,
  nullable,
  nullableInstant,
  nullableText,
  oneOf,
  paging,
  text,
} from './common.ts';
import { givenRecord } from './record.ts';
import type { Variables } from '../../domain/json.ts';

/** The instance of a loop that a wait stands in. */
export const instanceOfLoop = {
  loopCounter: nullable<number>({
    type: 'integer',
    description: 'Instance of a loop, from 1; the nearest where loops are nested. Null: in none.',
  }),
  locals: Type.Unsafe<Variables | null>({
    type: ['object', 'null'],
    additionalProperties: true,
    description: 'Variables of that instance only, such as its item; null: none.',
  }),
};
const states = ['open', 'claimed', 'completed', 'cancelled'] as const;
const open = {
  id: text('Id of the task.'),
  caseId: text('Case that the task belongs to.'),
  elementId: text('BPMN element.'),
  name: nullableText('Name of the element.'),
  state: oneOf(states, 'Open, claimed by somebody, completed, or cancelled.'),
  role: nullableText('Role that may do it; null: any staff.'),
  assignee: nullableText('Person who claimed it.'),
  since: instant('When it became open.'),
  dueAt: nullableInstant('When it falls due; null: no limit.'),
  provisional: Type.Boolean({
    description: 'The due moment rests on a year whose holidays are not published; it has no legal effect yet.',
  }),
  ...instanceOfLoop,
};

/** A task as its case shows it. */
export const openTask = exactly(open);
/** A task in full; `revision` is its case's. */
export const task = exactly({
  ...open,
  caseNumber: text('Number of the case.'),
  definitionId: text('Definition that the case runs by.'),
  revision: Type.Integer({ description: 'Revision of the case, for If-Match.' }),
  closedAt: nullableInstant('When it was completed or cancelled.'),
  closedBy: nullableText('Person who closed it; null: open, or closed by the service.'),
});
export const assignedTask = exactly({
  ...open,
  revision: Type.Integer({ description: 'Revision of the case after the change.' }),
});

const caseRef = exactly({
  id: text('Id of the case.'),
  revision: Type.Integer({ description: 'Revision of the case after the change.' }),
  state: oneOf(['running', 'suspended', 'completed', 'cancelled'], 'State of the case after the change.'),
});
/** What every change of a case answers: where the case is now, and the tasks that became open by it. */
export const moved = exactly({ case: caseRef, tasks: Type.Array(openTask) });

export const completeBody = exactly({
  variables: Type.Optional(givenVariables),
  outcome: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'One of the outcomes that the step declares.' }),
  ),
  records: Type.Optional(
    Type.Array(exactly(givenRecord), { maxItems: 50, description: 'Records that the step asks for.' }),
  ),
});
/** Code of a BPMN error: a key of the definition, since it stands on the record. */
export const errorCode = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .:-]*$',
  description: 'Code of the error, as the definition names it; never personal data, since it is recorded.',
});
export const errorBody = exactly({ code: errorCode, variables: Type.Optional(givenVariables) });
export const emptyBody = exactly({});
export const tasksQuery = exactly({
  ...paging,
  ...dueFilters,
  state: Type.Optional(oneOf(states, '`open` includes claimed tasks.')),
  definition: filter('Tasks of cases of this definition (id).'),
  case: filter('Tasks of this case (id).'),
  candidateRole: filter('Tasks for this role.'),
  assignee: filter('Tasks claimed by this person (id).'),
});
