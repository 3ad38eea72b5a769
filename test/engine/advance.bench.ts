import { performance } from 'node:perf_hooks';
import { advance } from '../../src/engine/advance.ts';
import { at, processModel, started, thursday, timer, waitAt } from './models.ts';

/** Prints the cost of completing a task with a boundary timer, passing a gateway and arming the next one. */
const limit = (attachedTo: string) =>
  ({ type: 'boundaryEvent', attachedTo, interrupting: true, timer: timer('duration', 'P5WD') }) as const;
const model = processModel(
  {
    start: { type: 'startEvent' },
    check: { type: 'userTask', role: 'clerk', outcomes: ['complete', 'incomplete'] },
    checkLimit: limit('check'),
    gate: { type: 'exclusiveGateway' },
    supplement: { type: 'userTask', role: 'clerk' },
    supplementLimit: limit('supplement'),
    end: { type: 'endEvent' },
  },
  [
    'start -> check',
    'check -> gate',
    'gate -> end : outcome = "complete"',
    'gate -> supplement : default',
    'checkLimit -> end',
    'supplement -> check',
    'supplementLimit -> end',
  ],
);
const first = started(model, { receivedOn: '2026-03-05', materials: 7 });
const command = { type: 'complete', wait: waitAt(first.state, 'check'), variables: {}, outcome: 'incomplete' } as const;
const text = JSON.stringify(first.state);
const rounds = 20_000;
const samples: number[] = [];
for (let sample = 0; sample < 9; sample += 1) {
  const begin = performance.now();
  for (let round = 0; round < rounds; round += 1) advance(model, first.state, command, at(thursday));
  samples.push(((performance.now() - begin) * 1_000) / rounds);
}
const median = samples.toSorted((a, b) => a - b)[4] ?? 0;
console.log(`advance: ${median.toFixed(1)} µs a completion (median of 9 × ${rounds}); state ${text.length} bytes`);
