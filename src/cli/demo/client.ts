import type { Json, JsonObject, Instant } from '../../domain/json.ts';

/** A case, a task and a history event, as far as the demo reads them. */
export interface CaseAnswer {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly revision: number;
  readonly tasks: readonly TaskAnswer[];
  readonly variables: JsonObject;
}
export interface TaskAnswer {
  readonly id: string;
  readonly elementId: string;
}
export interface EventAnswer {
  readonly seq: number;
  readonly at: Instant;
  readonly dueAt?: Instant;
  readonly type: string;
  readonly elementId: string | null;
  readonly elementType: string | null;
  readonly elementName: string | null;
  readonly actor: { readonly person?: string; readonly system?: string };
  readonly outcome?: string;
  readonly effective?: string;
}
export interface StuckAnswer {
  readonly caseNumber: string;
  readonly name: string | null;
  readonly reason: string | null;
  readonly role: string | null;
  /** Seconds. */
  readonly age: number;
}

/** A program of the agency that speaks to the service over HTTP with one person's key. */
export interface Client {
  readonly get: <T>(path: string) => Promise<T>;
  readonly post: <T>(path: string, body: Json) => Promise<T>;
  readonly put: <T>(path: string, body: Json) => Promise<T>;
}

/** The service said no. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code = '', detail = '' }: Problem, asked: string) {
    super(`${asked} answered ${status}: ${detail}`);
    this.status = status;
    this.code = code;
  }
}
interface Problem {
  readonly code?: string;
  readonly detail?: string;
}

/** A client of the service at `url`; `key` null: the public. Its calls reject with `Refused` when the service says no. */
export function clientOf(url: string, key: string | null): Client {
  const ask = async <T>(method: string, path: string, body?: Json): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & Problem;
    if (!response.ok) throw new Refused(response.status, answer, `${method} ${path}`);
    return answer;
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    put: (path, body) => ask('PUT', path, body),
  };
}
