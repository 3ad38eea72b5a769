import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { between, bytes, flows } from '../test/fixtures/bpmn/build.ts';
import { calibrate, median } from './lab/measure.ts';
import { advance } from '../src/engine/advance.ts';
import { loadCalendars } from '../src/store/calendars.ts';
import { parseDefinition } from '../src/bpmn/parse.ts';
import { report } from './lab/findings.ts';
import { rounds } from './lab/length.ts';
import type { Advanced, EngineContext, EngineState } from '../src/engine/state.ts';
import type { CaseModel } from '../src/bpmn/model.ts';

// What does the kernel itself cost: an instance from start to end, reading a file, a join, many instances of a task?
const calibrations: number[] = [];
const context: EngineContext = {
  now: '2026-03-05T09:00:00.000Z',
  calendar: loadCalendars('calendars').get('CN')!,
  maxSteps: 2_000,
};
const permit = await modelOf(readFileSync(join(import.meta.dirname, 'models/kernel.bpmn')));
const nodes = Object.keys(permit.nodes).length;
const inMemory = cpuMs(400, () => instance(permit, (state) => state));
const stored = cpuMs(400, () => instance(permit, (state) => JSON.parse(JSON.stringify(state)) as EngineState));
const compiled = [await compileMs(100, 60), await compileMs(990, 20)];
const wide = wideJoin();
const joins = { first: joinMs(() => structuredClone(wide)), later: joinMs(() => wide) };
const slowest = await slowestStep();
report({
  question: 'What the kernel costs, without a database',
  calibration: median(calibrations),
  findings: [
    { what: `an instance of ${nodes} nodes, in memory, CPU`, value: inMemory, unit: 'ms', gate: { atMost: 0.5 } },
    { what: 'its state loaded and saved as JSON at each wait, CPU', value: stored, unit: 'ms', gate: { atMost: 1 } },
    { what: 'a file of 100 nodes read, checked and compiled', value: compiled[0]!, unit: 'ms', gate: { atMost: 10 } },
    { what: 'a file of 990 nodes', value: compiled[1]!, unit: 'ms', gate: { atMost: 60 } },
    { what: 'inclusive join of 200 nodes, first time', value: joins.first, unit: 'ms', gate: { atMost: 1 } },
    { what: 'inclusive join of 200 nodes, later', value: joins.later, unit: 'ms', gate: { atMost: 1 } },
    { what: '1,000 parallel instances of a task, slowest step', value: slowest, unit: 'ms', gate: { atMost: 20 } },
  ],
  notes: [
    'The instance has 6 user tasks, a sub-process, a call activity, a boundary timer in working days and 8 waits.',
    'A file may have 2,000 elements, so 990 nodes and their flows are the largest that are read.',
  ],
});

async function modelOf(source: Uint8Array): Promise<CaseModel> {
  const reading = await parseDefinition(source);
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
  const { processes, key } = reading.model;
  return { ...processes[key]!, called: processes };
}

/** A whole instance; `store` is what happens to its state at each wait. */
function instance(model: CaseModel, store: (state: EngineState) => EngineState): void {
  const start = { type: 'start', variables: { missing: 1, defects: 2, grant: true } } as const;
  let done: Advanced = advance(model, null, start, context);
  for (let count = 0; done.status === 'running'; count += 1) {
    const state = store(done.state);
    const wait = state.waits.find(({ kind }) => kind !== 'timer')!;
    const variables = { missing: count > 0 ? 0 : 1 };
    done = advance(model, state, { type: 'complete', wait: wait.no, variables }, context);
  }
}

/** CPU of one call in ms; not the clock: whoever shares the core does not make it slower. */
function cpuMs(calls: number, call: () => void): number {
  for (let warm = 0; warm < calls; warm += 1) call();
  const batches = Array.from({ length: rounds * 3 }, () => {
    const before = process.cpuUsage();
    for (let count = 0; count < calls; count += 1) call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / calls;
  });
  calibrations.push(calibrate());
  return median(batches);
}

/** CPU of reading a chain of tasks with so many nodes. */
async function compileMs(size: number, calls: number): Promise<number> {
  const ids = Array.from({ length: size - 2 }, (_, at) => `n${String(at)}`);
  const elements = ids.map((id) => `<bpmn:userTask id="${id}" name="Step ${id}"/>`);
  const pairs = ['start', ...ids].map((id, at) => `${id}>${ids[at] ?? 'end'}`);
  const source = bytes(between(elements.join('') + flows(...pairs)));
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const before = process.cpuUsage();
    await modelOf(source);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  return median(times);
}

/** 200 nodes: 24 branches of 8 tasks between an inclusive split and its join, and a loop around them. */
function wideJoin(): CaseModel {
  const branches = Array.from({ length: 24 }, (_, branch) =>
    Array.from({ length: 8 }, (_, at) => `t${String(branch)}x${String(at)}`),
  );
  const pairs = [
    ['start', 'split'],
    ...branches.flatMap((tasks) => ['split', ...tasks].map((id, at) => [id, tasks[at] ?? 'join'])),
    ['join', 'again'],
    ['again', 'split'],
    ['again', 'end'],
  ].map(([source = '', target = '']) => ({ id: `${source}-${target}`, source, target }));
  const base = (id: string) => ({
    id,
    name: null,
    incoming: pairs.filter(({ target }) => target === id).map((flow) => flow.id),
    outgoing: pairs.filter(({ source }) => source === id).map((flow) => flow.id),
  });
  const plain = { boundary: [], step: null, law: null, records: [], deadlines: [], clocks: [] };
  const tasks = branches.flat().map((id) => ({ ...base(id), ...plain, type: 'userTask' as const }));
  const others = [
    { ...base('start'), type: 'startEvent' as const },
    { ...base('split'), type: 'inclusiveGateway' as const, defaultFlow: null },
    { ...base('join'), type: 'inclusiveGateway' as const, defaultFlow: null },
    { ...base('again'), type: 'exclusiveGateway' as const, defaultFlow: 'again-end' },
    { ...base('end'), type: 'endEvent' as const },
    ...['x1', 'x2', 'x3'].map((id) => ({ ...base(id), ...plain, type: 'userTask' as const })),
  ];
  const drawn = [...others, ...tasks];
  return {
    id: 'wide',
    name: 'wide',
    start: 'start',
    nodes: Object.fromEntries(drawn.map((node) => [node.id, node])),
    flows: Object.fromEntries(pairs.map((flow) => [flow.id, { ...flow, name: null, condition: null, outcome: null }])),
  };
}

/** The step by which one token comes to the join while 23 are upstream; `model` may bring a copy that nobody knows yet. */
function joinMs(model: () => CaseModel): number {
  let done = advance(wide, null, { type: 'start', variables: {} }, context);
  for (let task = 0; task < 7; task += 1) done = complete(wide, done, 't0x');
  const wait = done.state.waits.find(({ at }) => at.startsWith('t0x'))!.no;
  const command = { type: 'complete', wait, variables: {} } as const;
  const times = Array.from({ length: 60 }, () => {
    const here = model();
    const before = performance.now();
    advance(here, done.state, command, context);
    return performance.now() - before;
  });
  return median(times);
}

function complete(model: CaseModel, { state }: Advanced, at: string): Advanced {
  const wait = state.waits.find((each) => each.at.startsWith(at))!.no;
  return advance(model, state, { type: 'complete', wait, variables: {} }, context);
}

/** Slowest of the steps by which 1,000 instances of a task are completed one after the other; of each, the best of five. */
async function slowestStep(): Promise<number> {
  const loop =
    '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">1000</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
  const model = await modelOf(
    bytes(between(`<bpmn:userTask id="each">${loop}</bpmn:userTask>${flows('start>each', 'each>end')}`)),
  );
  const best = Array<number>(1_000).fill(Infinity);
  for (let run = 0; run < 5; run += 1) {
    let done = advance(model, null, { type: 'start', variables: {} }, context);
    for (let step = 0; step < best.length; step += 1) {
      const before = performance.now();
      done = complete(model, done, 'each');
      best[step] = Math.min(best[step]!, performance.now() - before);
    }
    if (done.status !== 'completed') throw new Error(`The case is ${done.status} after 1,000 instances.`);
  }
  return Math.max(...best);
}
