import type { Office, Sent } from './client.ts';
import type { RecordBody } from '../../src/domain/record.ts';

export interface CaseAnswer {
  readonly id: string;
  readonly state: string;
  readonly revision: number;
  readonly externalRef: string | null;
  readonly tasks: readonly { readonly id: string; readonly elementId: string; readonly assignee: string | null }[];
}
export interface RecordAnswer {
  readonly seq: number;
  readonly body: RecordBody;
}

/**
 * Compares what the service holds with what its clients were told: every acknowledged command has its record at the
 * revision it was told, no command has two, no refused one has any, and the open task of each case is the one that its
 * records leave open. A command without an answer may have been committed or not. Answers the faults.
 */
export async function check(office: Office, url: string, log: readonly Sent[]): Promise<string[]> {
  const faults: string[] = [];
  const ids = new Set(
    log.flatMap(({ told, task }) => (told.kind === 'acked' ? [told.caseId] : task ? [task.caseId] : [])),
  );
  for (const { id } of await startedUnheard(office, url, log)) ids.add(id);
  for (const id of ids) {
    const one = await get<CaseAnswer>(office, url, `/v1/cases/${id}`);
    const records = await all<RecordAnswer>(office, url, `/v1/cases/${id}/records`);
    faults.push(...faultsOf(one, records, office.log));
    remember(office, one);
  }
  return faults;
}

/** Every case of the service: none that nobody asked for, none twice. */
export async function checkCases(office: Office, url: string): Promise<string[]> {
  const cases = await all<CaseAnswer>(office, url, '/v1/cases');
  const starts = new Map(office.log.filter(isStart).map((sent) => [`crash-${sent.n}`, sent]));
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const { id, externalRef } of cases) {
    const sent = starts.get(externalRef ?? '');
    if (sent === undefined || sent.told.kind === 'refused') faults.push(`case ${id}: nobody started it`);
    if (seen.has(externalRef ?? '')) faults.push(`case ${id}: ${String(externalRef)} was started twice`);
    seen.add(externalRef ?? '');
  }
  for (const [ref, { told }] of starts)
    if (told.kind === 'acked' && !seen.has(ref)) faults.push(`${ref}: case is lost`);
  return faults;
}

/** The faults of one case: what the service holds of it against the log of all commands. */
export function faultsOf(one: CaseAnswer, records: readonly RecordAnswer[], log: readonly Sent[]): string[] {
  const faults: string[] = [];
  const fault = (text: string) => void faults.push(`case ${one.id}: ${text}`);
  if (records.length !== one.revision) fault(`revision ${one.revision}, ${records.length} records`);
  const written = new Map<number, number>();
  for (const { seq, body } of records) {
    const sent = authorOf(one, body, seq, log, written);
    if (sent === undefined) {
      fault(`record ${seq} (${body.command}) is of no command that was sent`);
      continue;
    }
    const before = written.get(sent.n);
    if (before !== undefined) fault(`command ${sent.n} has the records ${before} and ${seq}`);
    written.set(sent.n, seq);
    if (sent.told.kind === 'refused') fault(`command ${sent.n} was refused and has record ${seq}`);
  }
  for (const sent of log) {
    const { n, told, command } = sent;
    if (told.kind !== 'acked' || told.caseId !== one.id) continue;
    const seq = written.get(n);
    if (seq === told.revision || (seq === undefined && wasTrueAlready(sent, records.slice(0, told.revision)))) continue;
    fault(`${command} ${n} was told revision ${told.revision}, its record is ${String(seq)}`);
  }
  const open = openTask(records);
  const [task] = one.tasks;
  if (one.tasks.length !== (one.state === 'running' ? 1 : 0)) fault(`${one.state} with ${one.tasks.length} open tasks`);
  else if (task !== undefined && (task.id !== `${one.id}.${open.no}` || (task.assignee !== null) !== open.claimed)) {
    fault(`its records leave task ${open.no} open (claimed: ${open.claimed}), the case has ${JSON.stringify(task)}`);
  }
  const told = log.filter(({ told, task }) => (told.kind === 'acked' ? told.caseId : task?.caseId) === one.id);
  if (faults.length > 0) fault(`its commands: ${told.map(inShort).join(', ')}`);
  return faults;
}

function inShort({ n, command, key, task, told }: Sent): string {
  const answer = told.kind === 'acked' ? `revision ${told.revision}` : told.kind;
  return `${n} ${command} ${String(task?.no ?? '')} ${key ?? 'without key'}: ${answer}`;
}

/**
 * The command behind a record: by its number; a claim or release by its task and by the revision it was told, else one
 * that nobody heard of and that has no record yet.
 */
function authorOf(
  one: CaseAnswer,
  body: RecordBody,
  seq: number,
  log: readonly Sent[],
  written: ReadonlyMap<number, number>,
): Sent | undefined {
  if (body.command === 'startCase' || body.command === 'completeTask') {
    return log.find(({ n, command }) => command === body.command && n === body.variables?.n);
  }
  const no = body.events?.at(-1)?.wait;
  const candidates = log.filter(
    ({ command, task }) => command === body.command && task?.caseId === one.id && task.no === no,
  );
  const unheard = candidates.filter(({ told }) => told.kind === 'nothing');
  return (
    candidates.find(({ told }) => told.kind === 'acked' && told.revision === seq) ??
    unheard.find(({ n }) => !written.has(n)) ??
    unheard[0]
  );
}

/** Who claims what he holds, or gives back what nobody holds, changes nothing and is told so. */
function wasTrueAlready({ command, task }: Sent, before: readonly RecordAnswer[]): boolean {
  const { no, claimed } = openTask(before);
  if (command !== 'claimTask' && command !== 'releaseTask') return false;
  return task?.no === no && claimed === (command === 'claimTask');
}

function openTask(records: readonly RecordAnswer[]): { no: number; claimed: boolean } {
  const open = { no: 0, claimed: false };
  for (const { type, wait = 0 } of records.flatMap(({ body }) => body.events ?? [])) {
    if (type === 'task.created') Object.assign(open, { no: wait, claimed: false });
    if (type === 'task.claimed') open.claimed = true;
    if (type === 'task.released') open.claimed = false;
  }
  return open;
}

/** Cases whose start was committed though nobody heard of it. */
async function startedUnheard(office: Office, url: string, log: readonly Sent[]): Promise<CaseAnswer[]> {
  const unheard = log.filter((sent) => isStart(sent) && sent.told.kind === 'nothing');
  const found = await Promise.all(unheard.map(({ n }) => all<CaseAnswer>(office, url, `/v1/cases?q=crash-${n}`)));
  return found.flat().filter(({ externalRef }) => unheard.some(({ n }) => externalRef === `crash-${n}`));
}

function isStart({ command }: Sent): boolean {
  return command === 'startCase';
}

/** The clients go on from what is there now. */
function remember({ cases }: Office, { id, tasks }: CaseAnswer): void {
  const [task] = tasks;
  const no = Number(task?.id.slice(id.length + 1));
  cases.set(id, {
    id,
    task: task === undefined ? null : { no, elementId: task.elementId, assignee: task.assignee },
    busy: false,
  });
}

async function get<T>({ key }: Office, url: string, path: string): Promise<T> {
  const answer = await fetch(url + path, { headers: { authorization: `Bearer ${key}` } });
  if (!answer.ok) throw new Error(`GET ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function all<T>(office: Office, url: string, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let next: string | null = ''; next !== null;) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=200${next === '' ? '' : `&cursor=${next}`}`;
    const page: { items: T[]; next: string | null } = await get(office, url, path + query);
    items.push(...page.items);
    next = page.next;
  }
  return items;
}
