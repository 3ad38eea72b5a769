import { createHash, randomBytes } from 'node:crypto';
import { bootstrapAgency } from '../../src/commands/bootstrapAgency.ts';
import { buildApp } from '../../src/http/app.ts';
import { firstStaff, noAgencyLaw, type AgencyLaw, type MatterData } from '../../src/domain/agency.ts';
import { formatApiKey } from '../../src/domain/apiKey.ts';
import { insertAgency } from '../../src/store/agencies.ts';
import { loadCalendars } from '../../src/store/calendars.ts';
import { matterCache } from '../../src/service/matters.ts';
import { modelCache } from '../../src/service/models.ts';
import { roles, type Role } from '../../src/domain/people.ts';
import type { App } from '../../src/http/route.ts';
import type { Database } from '../../src/store/db.ts';
import type { House } from '../../src/service/house.ts';
import type { Test } from 'tap';

export const monday = '2026-03-02T01:00:00.000Z';

/** What came back over HTTP; `body` is parsed where it is JSON. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Answered;
  readonly text: string;
}
/** Whatever JSON was answered; a list has `items`. */
export interface Answered {
  readonly [name: string]: unknown;
  readonly items: readonly Answered[];
}

/** Asks as the holder of one role's key (null: nobody); `bytes` instead of `body` to send something else than JSON. */
export type Ask = (
  role: Role | null,
  request: string,
  body?: unknown,
  more?: { readonly headers?: Record<string, string>; readonly bytes?: string | Uint8Array; readonly type?: string },
) => Promise<Answer>;

export interface Service {
  readonly app: App;
  readonly house: House;
  readonly url: string;
  readonly clock: { now: string };
  /** Opens an agency with a key for each role, and answers how to ask in its name. */
  readonly open: (
    agencyId: string,
    matters?: readonly MatterData[],
    law?: AgencyLaw,
  ) => Promise<Ask & { readonly keys: Record<Role, string> }>;
}

/** The service listening on a port of its own, with a clock that the test moves. */
export async function serve(t: Test, db: Database): Promise<Service> {
  const clock = { now: monday };
  const house: House = {
    db,
    calendar: loadCalendars('calendars').get('CN')!,
    models: modelCache(db),
    matters: matterCache(db),
    now: () => clock.now,
    wake: () => undefined,
    log: () => undefined,
  };
  const app = await buildApp(house);
  t.teardown(() => app.close());
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const open: Service['open'] = async (agencyId, matters = [], law = noAgencyLaw) => {
    const keys = await hire(db, agencyId, matters, law);
    return Object.assign(asking(url, keys), { keys });
  };
  return { app, house, url, clock, open };
}

/** The query that goes on behind a list's answer; null when it was the last part. */
export function nextOf({ body: { next } }: Answer): string | null {
  return typeof next === 'string' ? `&cursor=${next}` : null;
}

/** Deploys a file, active at once, and starts a case of it. */
export async function startOf(ask: Ask, xml: string, body: object = {}): Promise<Answered> {
  const deployed = await ask('designer', 'POST /v1/definitions', undefined, { bytes: xml, type: 'application/xml' });
  const started = await ask('clerk', 'POST /v1/cases', { definitionId: deployed.body['id'], ...body });
  if (started.status !== 201) throw new Error(`${deployed.text}\n${started.text}`);
  return started.body;
}

async function hire(
  db: Database,
  agencyId: string,
  matters: readonly MatterData[],
  law: AgencyLaw,
): Promise<Record<Role, string>> {
  const keys: Partial<Record<Role, string>> = {};
  const people = firstStaff(roles, monday).map((person) => {
    const id = randomBytes(8).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    keys[person.roles[0]!.role] = formatApiKey(agencyId, id, secret);
    return { ...person, key: { id, secretHash: createHash('sha256').update(secret).digest('hex') } };
  });
  const agency = { id: agencyId, name: agencyId, region: 'CN', mode: 'demo', autoActivateGeneric: true } as const;
  await insertAgency(db, bootstrapAgency({ agency, people, matters, law, at: monday }));
  return keys as Record<Role, string>;
}

function asking(url: string, keys: Record<Role, string>): Ask {
  return async (role, request, body, more = {}) => {
    const [method = 'GET', path = '/'] = request.split(' ');
    const sent = more.bytes ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(role !== null && { authorization: `Bearer ${keys[role]}` }),
        ...(sent !== undefined && { 'content-type': more.type ?? 'application/json' }),
        ...more.headers,
      },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (json ? JSON.parse(text) : null) as Answered,
    };
  };
}
