import { beijing, caseLineOf, endOf, momentOf } from './timeline.ts';
import { clientOf, Refused, type CaseAnswer, type Client, type EventAnswer } from './client.ts';
import type { Json, JsonObject, LegalDate } from '../../domain/json.ts';
import type { Role } from '../../domain/people.ts';
import type { Stage } from './stage.ts';

/** A record that is handed in: a text in words, or a file by digest and size. */
export interface GivenRecord {
  readonly [name: string]: Json;
  readonly item: string;
  readonly kind: string;
}
export interface ClockAnswer {
  readonly id: string;
  readonly state: string;
  readonly dueAt: string | null;
  readonly provisional: boolean;
  readonly explanation?: readonly string[];
}

/** The people of an agency at work on one case over HTTP; everything that happens to it is told, line by line. */
export interface Desk {
  readonly title: (text: string) => void;
  readonly tell: (text: string) => void;
  readonly at: (date: LegalDate, time: string) => Promise<void>;
  /** A further person of the agency. */
  readonly hire: (person: string, role: Role) => Promise<void>;
  /** What a person, or (null) the public, is answered. */
  readonly get: <T>(who: string | null, path: string) => Promise<T>;
  readonly open: (who: string, start: JsonObject) => Promise<void>;
  /** Path of the case, `/v1/cases/<id>`. */
  readonly path: () => string;
  readonly post: <T>(who: string, path: string, body: Json) => Promise<T>;
  readonly put: <T>(who: string, path: string, body: Json) => Promise<T>;
  /** Completes the open task at an element. */
  readonly complete: (who: string, elementId: string, completion?: Completion) => Promise<void>;
  /** Puts a record on the open task at an element. */
  readonly record: (who: string, elementId: string, given: GivenRecord) => Promise<void>;
  /** Tells how the service refuses this, with the code that it has to have; an error when it does not. */
  readonly refused: (code: string, attempt: () => Promise<unknown>) => Promise<void>;
  /** Tells which clocks the case has, how they stand, and what was not told before of how they are reckoned. */
  readonly clocks: () => Promise<void>;
}
export interface Completion {
  readonly outcome?: string;
  readonly variables?: JsonObject;
  readonly records?: readonly GivenRecord[];
}

/** Whoever watches: is told each line, and when a command has changed the case. */
export interface Onlooker {
  readonly say: (line: string) => void;
  readonly changed?: (caseId: string) => Promise<void>;
}

/** A desk on a stage. */
export function openDesk(stage: Stage, { say, changed = () => Promise.resolve() }: Onlooker): Desk {
  const keys: Record<string, string> = { ...stage.keys };
  let caseId = '';
  let shown = 0;
  const explained = new Set<string>();
  const as = (who: string | null): Client => {
    const key = who === null ? null : keys[who];
    if (key === undefined) throw new Error(`Nobody at the desk is called ${who ?? ''}.`);
    return clientOf(stage.url, key);
  };
  const path = () => `/v1/cases/${caseId}`;
  const tell = (text: string) => say(`    ${text}`);
  const show = async (): Promise<void> => {
    let next: string | null = '';
    while (next !== null) {
      const cursor: string = next === '' ? '' : `&cursor=${next}`;
      const part: Part = await as('monitor').get<Part>(`${path()}/history?limit=200${cursor}`);
      for (const event of part.items.filter(({ seq }) => seq > shown)) {
        shown = event.seq;
        const line = caseLineOf(event);
        if (line !== undefined) say(line);
      }
      next = part.next;
    }
  };
  const post = async <T>(who: string, where: string, body: Json): Promise<T> => {
    const answer = await as(who).post<T>(where, body);
    await changed(caseId);
    await show();
    return answer;
  };
  const taskAt = async (elementId: string): Promise<string> => {
    const { tasks, number } = await as('monitor').get<CaseAnswer>(path());
    const task = tasks.find((open) => open.elementId === elementId);
    if (task === undefined) throw new Error(`Case ${number} has no open task ${elementId}.`);
    return task.id;
  };
  return {
    tell,
    title: (text) => say(`\n${text}`),
    path,
    post,
    at: async (date, time) => {
      await stage.moveTo(beijing(date, time));
      if (caseId === '') return;
      await changed(caseId);
      await show();
    },
    hire: async (person, role) => {
      keys[person] = await stage.hire(person, role);
    },
    get: (who, where) => as(who).get(where),
    open: async (who, start) => {
      const started = await as(who).post<CaseAnswer>('/v1/cases', start);
      caseId = started.id;
      tell(`case ${started.number}`);
      await changed(caseId);
      await show();
    },
    put: async <T>(who: string, where: string, body: Json) => {
      const answer = await as(who).put<T>(where, body);
      await changed(caseId);
      return answer;
    },
    complete: async (who, elementId, { outcome, variables, records } = {}) => {
      await post(who, `/v1/tasks/${await taskAt(elementId)}/complete`, {
        ...(outcome !== undefined && { outcome }),
        ...(variables !== undefined && { variables }),
        ...(records !== undefined && { records }),
      });
      for (const record of records ?? []) tell(onRecord(record));
    },
    record: async (who, elementId, given) => {
      await post(who, `${path()}/records`, { taskId: await taskAt(elementId), ...given });
      say(`${momentOf(stage.now())}  ${who.padEnd(10)}  ${onRecord(given)}`);
    },
    refused: async (code, attempt) => {
      const answer: unknown = await attempt().catch((error: unknown) => error);
      if (!(answer instanceof Refused) || answer.code !== code)
        throw new Error(`Not refused as ${code}.`, { cause: answer });
      tell(`refused, ${answer.status} ${answer.code}: ${answer.message.replace(/^.*? answered \d+: /, '')}`);
    },
    clocks: async () => {
      const { items } = await as('monitor').get<{ items: readonly ClockAnswer[] }>(`${path()}/clocks`);
      for (const clock of items) {
        tell(clockLine(clock));
        const news = (clock.explanation ?? []).filter((line) => !explained.has(`${clock.id} ${line}`));
        for (const line of news) {
          explained.add(`${clock.id} ${line}`);
          tell(`    ${line}`);
        }
      }
    },
  };
}

interface Part {
  readonly items: readonly EventAnswer[];
  readonly next: string | null;
}

function onRecord({ item, kind, unbroken }: GivenRecord): string {
  return `on record: ${item} ${kind}${unbroken === true ? ', from start to end without a break' : ''}`;
}

function clockLine({ id, state, dueAt, provisional }: ClockAnswer): string {
  const until = dueAt === null ? 'no end yet' : `until ${endOf(dueAt)}${provisional ? ', provisional' : ''}`;
  return `clock ${id} is ${state}, ${until}`;
}
