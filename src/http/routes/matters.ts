import { codes, responses, type App } from '../route.ts';
import { limitOf, listAnswer } from '../list.ts';
import { listMatters } from '../../store/matters.ts';
import { listOf } from '../schemas/common.ts';
import { pageOf } from '../../store/page.ts';
import { readCursor } from '../cursor.ts';
import * as schemas from '../schemas/matter.ts';
import type { House } from '../../service/house.ts';
import type { JsonObject } from '../../domain/json.ts';

/** Matters (事项): what is applied for or punished, as the agency keeps it. */
export function matterRoutes(app: App, house: House): void {
  app.get(
    '/v1/matters',
    {
      config: { action: 'case.read' },
      schema: {
        tags: ['Matters'],
        summary: 'Matters of the agency, each in its newest version',
        querystring: schemas.mattersQuery,
        response: responses({ 200: listOf(schemas.matter) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const [last] = readCursor<[string]>(query.cursor, 'text') ?? [''];
      const matters = (await listMatters(house.db, caller.actor.agencyId))
        .map((row) => ({
          id: row.matter_id,
          version: row.version,
          name: row.name,
          definitionKey: row.definition_key,
          content: JSON.parse(row.body) as JsonObject,
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
        .filter((matter) => matter.id > last);
      return listAnswer(pageOf(matters, limitOf(query)), ({ id }) => [id], asOf);
    },
  );
}
