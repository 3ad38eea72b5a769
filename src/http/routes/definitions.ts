import { activateDefinition, deployDefinition, retireDefinition } from '../../service/definitions.ts';
import { addXmlBodies } from '../plugins/bodies.ts';
import { askOf } from '../ask.ts';
import { codes, responses, type App } from '../route.ts';
import { existingId } from '../ids.ts';
import { commandHeaders, idParams, listOf, reason } from '../schemas/common.ts';
import { isRefusal } from '../../domain/refusal.ts';
import { limitOf, listAnswer } from '../list.ts';
import { listDefinitions, readDefinitionItem, readXml, type DefinitionKey } from '../../store/definitions.ts';
import { malformed, notFound, sendProblem } from '../refused.ts';
import { readCursor } from '../cursor.ts';
import { readDefinition } from '../../bpmn/read.ts';
import * as schemas from '../schemas/definition.ts';
import type { Finding } from '../../bpmn/finding.ts';
import type { House } from '../../service/house.ts';

const tags = ['Definitions'];

/** Definitions: BPMN files, deployed, put into force by a second person, retired. */
export function definitionRoutes(app: App, house: House): void {
  void app.register((ofFiles: App, _options, done) => {
    addXmlBodies(ofFiles);
    deployRoute(ofFiles, house);
    done();
  });

  app.get(
    '/v1/definitions',
    {
      config: { action: 'definition.read' },
      schema: {
        tags,
        summary: 'Versions of definitions',
        querystring: schemas.definitionsQuery,
        response: responses({ 200: listOf(schemas.definition) }, ...codes.read),
      },
    },
    async ({ caller, query }) => {
      const asOf = house.now();
      const { key, status, cursor } = query;
      const after = readCursor<DefinitionKey>(cursor, 'text', 'number');
      const page = await listDefinitions(house.db, caller.actor.agencyId, { key, status }, after, limitOf(query));
      return listAnswer(page, (last) => [last.key, last.version], asOf);
    },
  );

  app.get(
    '/v1/definitions/:id',
    {
      config: { action: 'definition.read' },
      schema: {
        tags,
        summary: 'One version of a definition',
        params: idParams,
        response: responses({ 200: schemas.definition }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => existing(house, caller.actor.agencyId, params.id),
  );

  app.get(
    '/v1/definitions/:id/findings',
    {
      config: { action: 'definition.read' },
      schema: {
        tags,
        summary: 'What was found in the file when it was deployed',
        params: idParams,
        response: responses({ 200: schemas.findings }, ...codes.read, 'not-found'),
      },
    },
    async ({ caller, params }) => {
      const { findings } = await existing(house, caller.actor.agencyId, params.id);
      return { items: JSON.parse(findings) as Finding[] };
    },
  );

  app.get(
    '/v1/definitions/:id/xml',
    {
      config: { action: 'definition.read' },
      schema: {
        tags,
        summary: 'The BPMN file as it was deployed',
        params: idParams,
        produces: ['application/xml'],
        response: responses(
          { 200: { description: 'The file.', content: { 'application/xml': { schema: { type: 'string' } } } } },
          ...codes.read,
          'not-found',
        ),
      },
    },
    async ({ caller, params }, reply) => {
      const id = existingId('definition', params.id);
      const xml = await readXml(house.db, caller.actor.agencyId, id);
      if (xml === null) throw notFound(`definition ${id}`);
      return reply.type('application/xml; charset=utf-8').send(xml);
    },
  );

  const changes = [
    {
      verb: 'activate',
      summary: 'A second person puts a version into force; its calls are bound to the versions that are active now',
      clashes: ['not-found', 'four-eyes', 'conflict', 'callee-not-active', 'call-recursive', 'uncleared-decision'],
      change: activateDefinition,
    },
    {
      verb: 'retire',
      summary: 'Takes a version out of use; its cases run on, and so do calls that are bound to it',
      clashes: ['not-found', 'four-eyes', 'conflict'],
      change: retireDefinition,
    },
  ] as const;
  for (const { verb, summary, clashes, change } of changes) {
    app.post(
      `/v1/definitions/:id/${verb}`,
      {
        config: { action: 'definition.activate' },
        schema: {
          tags,
          summary,
          params: idParams,
          headers: commandHeaders,
          body: reason,
          response: responses({ 200: schemas.changed }, ...codes.command, ...clashes),
        },
      },
      async (request, reply) => {
        const id = existingId('definition', request.params.id);
        const done = await change(house, askOf(request), { id, reason: request.body.reason });
        return isRefusal(done) ? sendProblem(reply, done) : reply.send(done.answer);
      },
    );
  }
}

function deployRoute(app: App, house: House): void {
  app.post(
    '/v1/definitions',
    {
      config: { action: 'definition.deploy' },
      schema: {
        tags,
        summary: 'Deploys a BPMN file',
        description:
          'Body: BPMN 2.0 as `application/xml`, at most 1 MiB. The same bytes again answer the same version with 200.',
        headers: commandHeaders,
        body: { content: { 'application/xml': { schema: { description: 'A BPMN 2.0 file.' } } } },
        querystring: schemas.deployQuery,
        response: responses(
          { 200: schemas.checked, 201: schemas.deployed },
          ...codes.command,
          'invalid-definition',
          'conflict',
          'call-recursive',
        ),
      },
    },
    async (request, reply) => {
      const { body } = request;
      if (!Buffer.isBuffer(body) || body.length === 0) {
        throw malformed('The body is empty; send a BPMN file as application/xml.');
      }
      const read = await readDefinition(body);
      const { findings } = read;
      if (!read.ok) {
        return sendProblem(reply, {
          code: 'invalid-definition',
          detail: 'The file was refused; correct every finding of severity error and deploy it again.',
          findings,
        });
      }
      const { model } = read;
      if (request.query.dryRun === true) {
        const { key, name, sha256 } = model;
        return reply.send({ id: null, key, version: null, name, sha256, status: null, findings });
      }
      const done = await deployDefinition(house, askOf(request), { model, file: body, findings });
      if (isRefusal(done)) return sendProblem(reply, done);
      return reply.code(done.result === 'unchanged' ? 200 : 201).send(done.answer);
    },
  );
}

async function existing(house: House, agencyId: string, id: string) {
  const found = await readDefinitionItem(house.db, agencyId, existingId('definition', id));
  if (found === null) throw notFound(`definition ${id}`);
  return found;
}
