import type { Json, JsonObject, Instant } from '../../domain/json.ts';

/** A case, a task and a history event, as far as the demo reads them. */
export interface CaseAnswer {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly tasks: readonly { readonly id: string; readonly elementId: string }[];
  readonly variables: JsonObject;
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
}

/** A client of the service at `url`. Its calls reject with an Error that tells the problem's detail. */
export function clientOf(url: string, key: string): Client {
  const ask = async <T>(method: string, path: string, body?: Json): Promise<T> => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as T & { readonly detail?: string };
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${answer.detail ?? ''}`);
    return answer;
  };
  return { get: (path) => ask('GET', path), post: (path, body) => ask('POST', path, body) };
}
