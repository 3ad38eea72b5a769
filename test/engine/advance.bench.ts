import { performance } from 'node:perf_hooks';
import { advance } from '../../src/engine/advance.ts';
import type { Advanced } from '../../src/engine/state.ts';
import { at, done, processModel, started, thursday, timer, waitAt, type Shape } from './models.ts';

/**
 * Prints the cost of completing a task in a process of 20 nodes: one with a boundary timer, passing a gateway and arming
 * the next one; the last one inside a sub-process, passing its end and a join.
 */
const limit = (attachedTo: string): Shape => {
  return { type: 'boundaryEvent', attachedTo, interrupting: true, timer: timer('duration', 'P5WD') };
};
const inside = <S extends Shape>(shape: S) => ({ ...shape, scope: 'hearing' });
const model = processModel(
  {
    start: { type: 'startEvent' },
    check: { type: 'userTask', role: 'clerk', outcomes: ['complete', 'incomplete'] },
    checkLimit: limit('check'),
    gate: { type: 'exclusiveGateway' },
    supplement: { type: 'userTask', role: 'clerk' },
    supplementLimit: limit('supplement'),
    split: { type: 'parallelGateway' },
    hearing: { type: 'subProcess' },
    hearingLimit: limit('hearing'),
    begin: inside({ type: 'startEvent' }),
    notice: inside({ type: 'manualTask' }),
    hold: inside({ type: 'userTask', role: 'handler' }),
    closed: inside({ type: 'endEvent' }),
    answer: { type: 'eventBasedGateway' },
    paid: { type: 'intermediateCatchEvent', message: 'payment' },
    silent: { type: 'intermediateCatchEvent', timer: timer('duration', 'P15D') },
    merge: { type: 'exclusiveGateway' },
    join: { type: 'parallelGateway' },
    decide: { type: 'userTask', role: 'leader' },
    end: { type: 'endEvent' },
  },
  [
    'start -> check',
    'check -> gate',
    'gate -> split : outcome = "complete"',
    'gate -> supplement : default',
    'supplement -> check',
    'checkLimit -> end',
    'supplementLimit -> end',
    'split -> hearing',
    'split -> answer',
    'begin -> notice',
    'notice -> hold',
    'hold -> closed',
    'hearing -> join',
    'hearingLimit -> end',
    'answer -> paid',
    'answer -> silent',
    'paid -> merge',
    'silent -> merge',
    'merge -> join',
    'join -> decide',
    'decide -> end',
  ],
);

function measure(what: string, from: Advanced, element: string, outcome?: string): void {
  const wait = waitAt(from.state, element, 'task');
  const command = { type: 'complete', wait, variables: {}, ...(outcome !== undefined && { outcome }) } as const;
  const rounds = 20_000;
  const samples: number[] = [];
  for (let sample = 0; sample < 9; sample += 1) {
    const begin = performance.now();
    for (let round = 0; round < rounds; round += 1) advance(model, from.state, command, at(thursday));
    samples.push(((performance.now() - begin) * 1_000) / rounds);
  }
  const median = samples.toSorted((a, b) => a - b)[4] ?? 0;
  const bytes = JSON.stringify(from.state).length;
  console.log(`${what}: ${median.toFixed(1)} µs a completion (median of 9 × ${rounds}); state ${bytes} bytes`);
}

const first = started(model, { receivedOn: '2026-03-05', materials: 7 });
console.log(`${Object.keys(model.nodes).length} nodes`);
measure('gateway and timers', first, 'check', 'incomplete');
const split = advance(
  model,
  first.state,
  { type: 'complete', wait: waitAt(first.state, 'check', 'task'), variables: {}, outcome: 'complete' },
  at(thursday),
);
measure('end of a sub-process and join', done(model, split, 'paid'), 'hold');
