import { Type } from 'typebox';
import { exactly, text } from './common.ts';
import { MAX_WORKING_DAYS } from '../../domain/deadline.ts';

const legalDate = (description: string) =>
  Type.String({ description: `${description} Legal date, YYYY-MM-DD in Asia/Shanghai.` });
const noted = exactly({
  date: legalDate('The day.'),
  reason: text('Holiday, or day of the week.'),
  source: text('Notice or rule that says so.'),
});

export const workingDaysQuery = exactly({
  from: legalDate('Start day, which is not counted.'),
  days: Type.Integer({ minimum: 1, maximum: MAX_WORKING_DAYS, description: 'Working days.' }),
  region: Type.Optional(Type.String({ default: 'CN', maxLength: 6, description: 'Region of the calendar.' })),
});
export const workingDays = exactly({
  from: legalDate('Start day.'),
  days: Type.Integer({ description: 'Working days.' }),
  region: text('Region of the calendar.'),
  due: legalDate('Last day of the limit, which ends at 24:00.'),
  provisional: Type.Boolean({ description: 'The limit crosses a year whose holidays are not published.' }),
  unpublished: Type.Array(Type.Integer(), { description: 'Those years.' }),
  skipped: Type.Array(noted, { description: 'Days that are not counted.' }),
  makeUp: Type.Array(noted, { description: 'Saturdays and Sundays that are counted.' }),
  explanation: Type.Array(Type.String(), { description: 'The reckoning, one line a fact.' }),
});
