import { Type } from 'typebox';
import {
  count,
  exactly,
  filter,
  instant,
  nullable,
  nullableInstant,
  nullableText,
  oneOf,
  paging,
  text,
} from './common.ts';
import { shownKinds } from '../../store/shownKind.ts';
import { stuckReasons } from '../../store/monitor.ts';

export const stuckWait = exactly({
  id: text('Id of the wait.'),
  caseId: text('Case that waits.'),
  caseNumber: text('Number of the case.'),
  definitionId: text('Definition that the case runs by.'),
  elementId: text('BPMN element.'),
  calledProcess: nullableText('Called process that the element stands in; null: the process of the case.'),
  name: nullableText('Name of the element.'),
  kind: oneOf(shownKinds, 'What the case waits for.'),
  reason: nullable<string>({
    type: 'string',
    enum: [...stuckReasons, null],
    description: 'Why it is stuck; null: nothing is late, it is only older than `olderThan`.',
  }),
  since: instant('Since when it waits.'),
  age: count('How long it waits, seconds.'),
  expectedP95: nullable<number>({
    type: 'integer',
    description: 'How long 95 % of such waits took, seconds; null while it is not known.',
  }),
  dueAt: nullableInstant('When it falls due; null: no limit.'),
  overdueBy: nullable<number>({
    type: 'integer',
    description: 'How long it is past its due moment, seconds; null: it is not.',
  }),
  role: nullableText('Role that may do the task.'),
  topic: nullableText('Topic of the service task, or name of the message.'),
  owner: nullableText('Person it waits on: assignee, or whose worker holds it; null: nobody.'),
  nextAction: text('What to do about it.'),
});

export const stuckQuery = exactly({
  ...paging,
  agency: filter('Waits of this agency (id). A key sees its own agency only.'),
  matter: filter('Waits of cases of this matter (id).'),
  definition: filter('Waits of cases of this definition (id).'),
  kind: Type.Optional(oneOf(shownKinds, 'Waits of this kind.')),
  reason: Type.Optional(oneOf(stuckReasons, 'Waits that are stuck for this reason.')),
  olderThan: Type.Optional(
    Type.String({
      default: 'P7D',
      maxLength: 100,
      description: 'List waits of this age even when nothing is late: ISO 8601 duration, such as P7D or PT36H.',
    }),
  ),
  overdue: Type.Optional(Type.Boolean({ description: '`true`: only what is past its due moment.' })),
});
export const scheduleQuery = exactly(paging);
export const scheduledStart = exactly({
  definitionId: text('Definition that starts a case then.'),
  definitionKey: text('Key of the definition.'),
  processId: text('Process that the case will run.'),
  elementId: text('Timer start event.'),
  no: count('Place among the triggers of the file.'),
  dueAt: instant('When a case is started.'),
  provisional: Type.Boolean({ description: 'Not final: the calendar lacks a year that it crosses.' }),
  fired: count('How often it has started a case.'),
  lateBy: nullable<number>({ type: 'integer', description: 'Seconds since it was due; null: it is not.' }),
});
