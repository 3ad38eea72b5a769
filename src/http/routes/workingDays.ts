import { addWorkingDays, explainWorkingDays } from '../../domain/deadline.ts';
import { codes, responses, type App } from '../route.ts';
import { malformed, notFound } from '../refused.ts';
import { readDate } from '../../domain/legalTime.ts';
import * as schemas from '../schemas/workingDays.ts';
import type { House } from '../../service/house.ts';

/** The working calendar: when a limit in working days ends, and why. */
export function workingDayRoutes(app: App, house: House): void {
  app.get(
    '/v1/working-days',
    {
      config: { action: 'case.read' },
      schema: {
        tags: ['Calendar'],
        summary: 'The end of a limit in working days',
        querystring: schemas.workingDaysQuery,
        response: responses({ 200: schemas.workingDays }, ...codes.read, 'not-found'),
      },
    },
    ({ query }) => {
      const { from, days, region = 'CN' } = query;
      const { calendar } = house;
      if (region !== calendar.region) throw notFound(`calendar of the region ${region}`);
      if (readDate(from) === undefined || Number(from.slice(0, 4)) > lastStartYear) {
        throw malformed('from has to be a day such as 2026-09-30.', [
          { pointer: '?from', message: `must be a day of the years 1900 to ${lastStartYear}, YYYY-MM-DD` },
        ]);
      }
      const limit = addWorkingDays(from, days, calendar);
      return { ...limit, region, explanation: explainWorkingDays(limit) };
    },
  );
}

/** So late a start that the longest limit still ends within four digits of a year. */
const lastStartYear = 9900;
