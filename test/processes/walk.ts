import { readFileSync } from 'node:fs';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import type { CaseModel, ProcessModel } from '../../src/bpmn/model.ts';
import type { Variables } from '../../src/domain/json.ts';
import { advance } from '../../src/engine/advance.ts';
import type { Advanced, EngineCommand, StateWait } from '../../src/engine/state.ts';
import { loadCalendars } from '../../src/store/calendars.ts';
import { shippedDiagrams } from './bpmnFile.ts';

const calendar = loadCalendars('calendars').get('CN')!;
const hour = 3_600_000;

/** One case, played to its end or to `maxCommands`. */
export interface Walk {
  readonly status: Advanced['status'];
  readonly commands: number;
  /** `process/element` of the incidents that stopped it. */
  readonly incidents: readonly string[];
  /** `process/flow` or `process/element`, in the order in which flows were taken and elements entered. */
  readonly way: readonly string[];
  /** Most bytes that the kernel's state had. */
  readonly stateBytes: number;
}

/** The procedures that ship, by process id; the catalogue's answer is given by the walk, not by a catalogue. */
export async function readProcedures(): Promise<Map<string, ProcessModel>> {
  const procedures = new Map<string, ProcessModel>();
  for (const path of shippedDiagrams()) {
    const reading = await parseDefinition(readFileSync(path));
    if (!reading.ok) throw new Error(`${path}: ${JSON.stringify(reading.findings[0])}`);
    for (const process of Object.values(reading.model.processes)) procedures.set(process.id, askedOutside(process));
  }
  return procedures;
}

function askedOutside(process: ProcessModel): ProcessModel {
  const nodes = Object.entries(process.nodes).map(([id, node]) => {
    const isScope = node.type === 'serviceTask' && 'builtIn' in node.service && node.service.builtIn === 'scope';
    return [id, isScope ? { ...node, service: { topic: 'scope' } } : node] as const;
  });
  return { ...process, nodes: Object.fromEntries(nodes) };
}

/** Plays a case with random outcomes, messages and timers; the same seed plays the same case. */
export function walk(
  procedures: ReadonlyMap<string, ProcessModel>,
  id: string,
  seed: number,
  maxCommands = 2000,
): Walk {
  const dice = diceOf(seed);
  const model = { ...procedures.get(id)!, called: Object.fromEntries(procedures) } satisfies CaseModel;
  const owners = new Map<number, string>();
  const way: string[] = [];
  let moment = Date.parse('2026-03-02T02:00:00.000Z');
  let done = play(null, { type: 'start', variables: variablesOf(dice) });
  let commands = 1;
  let stateBytes = 0;
  while (done.status === 'running' && commands < maxCommands && incidentsOf(done).length === 0) {
    const command = commandFor(dice.pick(done.state.waits), owners, procedures, dice, new Date(moment).toISOString());
    if (command === null) continue;
    moment += hour;
    done = play(done, command);
    commands += 1;
    stateBytes = Math.max(stateBytes, Buffer.byteLength(JSON.stringify(done.state)));
  }
  const incidents = incidentsOf(done).map(({ no, at }) => `${owners.get(no) ?? id}/${at}`);
  return { status: done.status, commands, incidents, way, stateBytes };

  function play(from: Advanced | null, command: EngineCommand): Advanced {
    const now = new Date(moment).toISOString();
    const next = advance(model, from?.state ?? null, command, { now, calendar, maxSteps: 2000 });
    for (const wait of next.opened) owners.set(wait.no, wait.calledProcess ?? id);
    for (const { type, elementId = '', calledProcess } of next.events) {
      if (type === 'flow.taken' || type === 'element.entered') way.push(`${calledProcess ?? id}/${elementId}`);
    }
    return next;
  }
}

/** What happens to a wait next; null: not this time. Messages that break in come seldom, or no case would end. */
function commandFor(
  { no, kind, at }: StateWait,
  owners: ReadonlyMap<number, string>,
  procedures: ReadonlyMap<string, ProcessModel>,
  dice: Dice,
  now: string,
): EngineCommand | null {
  const node = procedures.get(owners.get(no) ?? '')?.nodes[at];
  if (kind === 'timer') return { type: 'fire', wait: no, dueAt: now, provisional: false };
  if (kind === 'message') {
    if (node?.type === 'boundaryEvent' && dice.next() < 0.85) return null;
    return { type: 'receive', wait: no, variables: {} };
  }
  const outcomes = node?.type === 'userTask' ? (node.step?.outcomes ?? []) : ['required', 'notRequired'];
  const outcome = outcomes.length === 0 ? {} : { outcome: likely(outcomes, dice) };
  return { type: 'complete', wait: no, variables: {}, ...outcome };
}

/** Outcomes that end a case early come seldom, or few cases would reach a decision. */
function likely(outcomes: readonly string[], dice: Dice): string {
  const outcome = dice.pick(outcomes);
  return endsEarly.has(outcome) && dice.next() < 0.75 ? likely(outcomes, dice) : outcome;
}
const endsEarly: ReadonlySet<string> = new Set([
  'not-needed',
  'not-ours',
  'withdrawn',
  'no-file',
  'refused',
  'crime',
  'ordinary',
]);

function variablesOf(dice: Dice): Variables {
  const some = (words: readonly string[]): string[] => words.filter(() => dice.next() < 0.5);
  return {
    reviewLevels: dice.pick([1, 2]),
    inquiries: some(['site-check', 'testing', 'expert-review', 'hearing', 'opinions']),
    measures: some(['preservation', 'seizure']),
    deliberationRequired: dice.next() < 0.5,
    reviewReceivedOn: '2026-03-02',
    decidedOn: '2026-03-02',
    remedyEndsOn: '2026-09-02',
  };
}

function incidentsOf({ state }: Advanced): StateWait[] {
  return state.waits.filter(({ kind }) => kind === 'incident');
}

interface Dice {
  readonly next: () => number;
  readonly pick: <T>(from: readonly T[]) => T;
}

/** Mulberry32: small, and the same everywhere. */
function diceOf(seed: number): Dice {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, pick: (from) => from[Math.floor(next() * from.length)]! };
}
