import { Type } from 'typebox';
import {
  anyJson,
  anyObject,
  count,
  dueFilters,
  exactly,
  filter,
  givenVariables,
  instant,
  nullableInstant,
  nullableText,
  oneOf,
  paging,
  text,
} from './common.ts';
import { instanceOfLoop, openTask } from './task.ts';
import { shownKinds } from '../../store/shownKind.ts';

const states = ['running', 'suspended', 'completed', 'cancelled'] as const;

/** A case as lists show it. */
export const caseItem = exactly({
  id: text('Id of the case.'),
  number: text('Number of the case for people; may have gaps.'),
  state: oneOf(states, 'State of the case.'),
  incidents: count('Open incidents.'),
  definitionId: text('Definition that the case runs by.'),
  definitionKey: text('Key of the definition.'),
  definitionVersion: Type.Integer({ description: 'Version of the definition.' }),
  processId: text('Process of the definition that the case runs.'),
  matter: Type.Unsafe<{ id: string; version: number } | null>({
    type: ['object', 'null'],
    properties: { id: { type: 'string' }, version: { type: 'integer' } },
    required: ['id', 'version'],
    additionalProperties: false,
    description: 'Matter that is applied for or punished.',
  }),
  externalRef: nullableText('Reference of another system.'),
  relatedTo: nullableText('Case that it follows, such as the one whose decision it is to end (id).'),
  revision: Type.Integer({ description: 'Grows by one with each change; the number of the newest record.' }),
  startedBy: nullableText('Person who started it.'),
  startedAt: instant('When it was started.'),
  endedAt: nullableInstant('When it was completed or cancelled.'),
  tasks: Type.Array(openTask, { description: 'Open tasks.' }),
});

/** One case, with its variables. */
export const caseDetail = exactly({
  ...caseItem.properties,
  variables: anyObject('Variables by name; personal ones only for people who work on cases.'),
});

export const startBody = exactly({
  matter: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Id of a matter.' })),
  definitionId: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Id of a definition.' })),
  definitionKey: Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, description: 'Key of a definition; its active version is taken.' }),
  ),
  version: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 2_147_483_647,
      description: 'Version of `definitionKey`, which has to be active.',
    }),
  ),
  processId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 500,
      description: 'Process of the file; default is its first executable one.',
    }),
  ),
  variables: Type.Optional(givenVariables),
  parties: Type.Optional(anyJson('Applicant, representative, agent …: personal data, never on the record itself.')),
  externalRef: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'Reference of another system.' }),
  ),
});
export const messageBody = exactly({
  name: Type.String({ minLength: 1, maxLength: 128, description: 'Name of the message.' }),
  variables: Type.Optional(givenVariables),
});
export const casesQuery = exactly({
  ...paging,
  ...dueFilters,
  state: Type.Optional(oneOf(states, 'Cases in this state.')),
  matter: filter('Cases of this matter (id).'),
  definition: filter('Cases of this definition (id).'),
  relatedTo: filter('Cases that follow this case (id).'),
  assignee: filter('Cases with a task claimed by this person (id).'),
  q: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'Start of the number or of the external reference, or part of a personal value such as a party’s name (only for people who may read personal data).',
    }),
  ),
});
export const parties = exactly({
  caseId: text('Id of the case.'),
  parties: anyJson('As given at the start; null: none.'),
});

const actor = Type.Unsafe<{ person: string; key: string } | { system: string }>({
  type: 'object',
  properties: { person: { type: 'string' }, key: { type: 'string' }, system: { type: 'string' } },
  additionalProperties: false,
  description: 'A person by one of their keys, or the service itself (`system`).',
});
export const historyEvent = exactly({
  seq: count('Number of the event in the case, from 1.'),
  recordSeq: count('Record that the event stands in.'),
  at: instant('When it was recorded.'),
  dueAt: Type.Optional(instant('Due moment; the legal effect of a fired timer dates from it.')),
  type: text('What happened, such as `task.completed`.'),
  elementId: nullableText('BPMN element; null: the case as a whole.'),
  elementType: nullableText('Type of the element, such as `userTask`.'),
  elementName: nullableText('Name of the element.'),
  calledProcess: Type.Optional(text('Called process that the element stands in; absent: the process of the case.')),
  loopCounter: Type.Optional(
    count('Instance of a loop that it happened in, from 1; the nearest where loops are nested.'),
  ),
  instance: Type.Optional(
    Type.Boolean({ description: 'Of that one instance of the element, not of the element as a whole.' }),
  ),
  locals: Type.Optional(anyObject('Variables of the instance that were set; those of the case stand in the record.')),
  actor,
  command: text('Command that the record is of.'),
  wait: Type.Optional(count('Number of the wait that was opened or closed.')),
  waitId: Type.Optional(text('Id of that wait: task, service task or incident.')),
  provisional: Type.Optional(Type.Boolean({ description: 'The due moment is not final yet.' })),
  conditions: Type.Optional(anyObject('Results of the conditions asked at a gateway, by flow.')),
  outcome: Type.Optional(text('Outcome that the step was completed with.')),
  name: Type.Optional(text('Name of a message.')),
  code: Type.Optional(text('Code of an incident or of a BPMN error.')),
  message: Type.Optional(text('What an incident is about.')),
  effective: Type.Optional(text('Legal date (Asia/Shanghai) of the effect, where it is not the day of recording.')),
});
export const recordItem = exactly({
  seq: count('Number of the record in the case.'),
  hash: text('SHA-256 of the record, hex.'),
  at: instant('When it was written.'),
  body: anyObject('The body as it was hashed, parsed; personal values only as commitments.'),
});
export const waitItem = exactly({
  id: text('Id of the wait.'),
  no: count('Number of the wait in the case.'),
  kind: oneOf(shownKinds, 'What the case waits for; `review`, `decision` and `publication` are tasks of law.'),
  elementId: text('BPMN element.'),
  calledProcess: nullableText('Called process that the element stands in; null: the process of the case.'),
  name: nullableText('Name of the element.'),
  ...instanceOfLoop,
  state: oneOf(['open', 'claimed'], 'Open, or claimed by somebody.'),
  role: nullableText('Role that may do the task.'),
  topic: nullableText('Topic that external workers fetch it by, or name of the message.'),
  owner: nullableText('Person it waits on: assignee, or whose worker holds it.'),
  since: instant('Since when.'),
  dueAt: nullableInstant('Until when; null: no limit.'),
  provisional: Type.Boolean({ description: 'The due moment is not final yet.' }),
  incident: Type.Unsafe<{ code: string; message: string; nextAction: string } | null>({
    type: ['object', 'null'],
    properties: { code: { type: 'string' }, message: { type: 'string' }, nextAction: { type: 'string' } },
    required: ['code', 'message', 'nextAction'],
    additionalProperties: false,
    description: 'What an incident is about.',
  }),
});
export const partQuery = exactly(paging);
