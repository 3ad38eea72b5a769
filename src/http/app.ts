import { randomUUID } from 'node:crypto';
import Fastify, { LogController } from 'fastify';
import { addAuth } from './plugins/auth.ts';
import { addBodies } from './plugins/bodies.ts';
import { addDocs } from './plugins/docs.ts';
import { addErrors, answer, answerSocket } from './plugins/errors.ts';
import { addHeaders } from './plugins/headers.ts';
import { casePartRoutes } from './routes/caseParts.ts';
import { caseRoutes } from './routes/cases.ts';
import { decisionRoutes } from './routes/decisions.ts';
import { definitionRoutes } from './routes/definitions.ts';
import { draftRoutes } from './routes/drafts.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { matterRoutes } from './routes/matters.ts';
import { messageRoutes } from './routes/messages.ts';
import { monitorRoutes } from './routes/monitor.ts';
import { publicationRoutes } from './routes/publications.ts';
import { publicRegisterRoutes } from './routes/publicRegister.ts';
import { reviewRoutes } from './routes/reviews.ts';
import { serviceTaskRoutes } from './routes/serviceTasks.ts';
import { systemRoutes } from './routes/system.ts';
import { taskRoutes } from './routes/tasks.ts';
import { workingDayRoutes } from './routes/workingDays.ts';
import type { App, TypeBox } from './route.ts';
import type { House } from '../service/house.ts';

export interface AppOptions {
  /** Level of the log on standard output; default `silent`. */
  readonly logLevel?: string;
  /** Newest migration of this release: the node is ready only with a database that has it. */
  readonly schema?: string;
  /** Say on every page that nothing here has legal effect. */
  readonly demo?: boolean;
}

const maxBodyBytes = 1_048_576;
/** Longest time for a whole request to arrive. */
const requestTimeoutMs = 30_000;

/** The HTTP service over a house, not listening yet. Throws when a route says neither whom it is for nor that it is public. */
export async function buildApp(house: House, options: AppOptions = {}): Promise<App> {
  const app: App = Fastify({
    logger: { level: options.logLevel ?? 'silent' },
    // no line a request: addresses hold what was searched for, and each command writes a line of its own
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, allErrors: false } },
    frameworkErrors: (error, request, reply) => void answer(error, request, reply),
    clientErrorHandler: answerSocket,
  }).withTypeProvider<TypeBox>();

  addErrors(app);
  await addHeaders(app);
  addBodies(app);
  addAuth(app, house);
  await addDocs(app);

  systemRoutes(app, house, options);
  definitionRoutes(app, house);
  matterRoutes(app, house);
  caseRoutes(app, house);
  casePartRoutes(app, house);
  messageRoutes(app, house);
  taskRoutes(app, house);
  serviceTaskRoutes(app, house);
  incidentRoutes(app, house);
  draftRoutes(app, house);
  reviewRoutes(app, house);
  decisionRoutes(app, house);
  publicationRoutes(app, house);
  publicRegisterRoutes(app, house, options);
  monitorRoutes(app, house);
  workingDayRoutes(app, house);
  return app;
}
