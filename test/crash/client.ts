import { setTimeout as sleep } from 'node:timers/promises';

/** A command as a client sent it, and what it was told: nothing, where the service was killed before it answered. */
export interface Sent {
  /** Number of the command, unique in the run: it stands in the record of a start or a completion. */
  readonly n: number;
  readonly command: 'startCase' | 'claimTask' | 'releaseTask' | 'completeTask';
  readonly path: string;
  readonly body: string;
  /** Idempotency-Key. */
  readonly key: string | null;
  /** The task it is about. */
  readonly task: { readonly caseId: string; readonly no: number } | null;
  told: Told;
}
export type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string }
  | { readonly kind: 'acked'; readonly caseId: string; readonly revision: number; readonly body: string };

/** A case as the clients know it: its open task, which changes hands only while nobody else is busy with it. */
export interface KnownCase {
  readonly id: string;
  task: { no: number; elementId: string; assignee: string | null } | null;
  busy: boolean;
}

/** What both clients of a run share. */
export interface Office {
  readonly key: string;
  readonly random: () => number;
  readonly log: Sent[];
  readonly cases: Map<string, KnownCase>;
}

/** Sends commands one after the other until the service is gone. */
export async function work(office: Office, url: string): Promise<void> {
  for (;;) {
    const sent = next(office);
    if (!(await send(office, url, sent))) return;
    const { told } = sent;
    if (sent.key !== null && told.kind === 'acked' && office.random() < 0.4) {
      const again = await ask(office, url, sent);
      if (again === null) return;
      if (again.kind !== 'acked' || again.body !== told.body || again.revision !== told.revision) {
        throw new Error(`Command ${sent.n} was answered ${told.body}, its repeat ${JSON.stringify(again)}.`);
      }
    }
  }
}

/** Sends one command and learns from the answer; false when the service gave none. */
export async function send(office: Office, url: string, sent: Sent): Promise<boolean> {
  const known = sent.task && office.cases.get(sent.task.caseId);
  const told = await ask(office, url, sent);
  if (known) known.busy = false;
  if (told === null) return false;
  sent.told = told;
  if (told.kind === 'acked') learn(office, sent, told);
  else if (told.status !== 409) throw new Error(`Command ${sent.n} was refused: ${told.status} ${told.body}`);
  return true;
}

function next(office: Office): Sent {
  const { random, log, cases } = office;
  const n = log.length + 1;
  const open = [...cases.values()].filter(({ task, busy }) => task !== null && !busy).slice(-12);
  const known = random() < 0.2 ? undefined : open[Math.floor(random() * open.length)];
  const key = random() < 0.4 ? `crash-${n}` : null;
  const sent: Sent = known === undefined ? startOf(n, key) : onTask(known, n, key, random);
  log.push(sent);
  return sent;
}

function startOf(n: number, key: string | null): Sent {
  const body = JSON.stringify({ definitionKey: 'acceptance', externalRef: `crash-${n}`, variables: { n } });
  return { n, command: 'startCase', path: '/v1/cases', body, key, task: null, told: { kind: 'nothing' } };
}

function onTask(known: KnownCase, n: number, key: string | null, random: () => number): Sent {
  const { no, elementId, assignee } = known.task!;
  const task = { caseId: known.id, no };
  const about = { n, key, task, told: { kind: 'nothing' } } as const;
  const path = `/v1/tasks/${known.id}.${no}`;
  if (random() < 0.4) {
    known.busy = true;
    return assignee === null
      ? { ...about, command: 'claimTask', path: `${path}/claim`, body: '{}' }
      : { ...about, command: 'releaseTask', path: `${path}/release`, body: '{}' };
  }
  // both clients may be at the same task: one of them completes it, the other is told so
  const outcomes = elementId === 'formCheck' ? ['notice', 'notice', 'notice', 'accepted'] : ['supplemented'];
  const outcome = outcomes[Math.floor(random() * outcomes.length)]!;
  const body = JSON.stringify({ outcome, variables: { n } });
  return { ...about, command: 'completeTask', path: `${path}/complete`, body };
}

async function ask({ key }: Office, url: string, sent: Sent): Promise<Exclude<Told, { kind: 'nothing' }> | null> {
  try {
    const answer = await fetch(url + sent.path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        ...(sent.key !== null && { 'idempotency-key': sent.key }),
      },
      body: sent.body,
    });
    const body = await answer.text();
    if (!answer.ok) return { kind: 'refused', status: answer.status, body };
    const { id, case: moved } = JSON.parse(body) as { id?: string; case?: { id: string } };
    const caseId = sent.task?.caseId ?? moved?.id ?? id ?? '';
    return { kind: 'acked', caseId, revision: Number(answer.headers.get('etag')?.replaceAll('"', '')), body };
  } catch {
    await sleep(1); // the kill is on its way through the sockets
    return null;
  }
}

function learn({ cases }: Office, sent: Sent, told: Extract<Told, { kind: 'acked' }>): void {
  const known = cases.get(told.caseId) ?? { id: told.caseId, task: null, busy: false };
  cases.set(told.caseId, known);
  if (sent.command === 'claimTask' || sent.command === 'releaseTask') {
    const { assignee } = JSON.parse(told.body) as { assignee: string | null };
    if (known.task?.no === sent.task?.no && known.task !== null) known.task.assignee = assignee;
    return;
  }
  const { tasks } = JSON.parse(told.body) as { tasks: { id: string; elementId: string }[] };
  const [task] = tasks;
  known.task =
    task === undefined
      ? null
      : { no: Number(task.id.slice(told.caseId.length + 1)), elementId: task.elementId, assignee: null };
}
