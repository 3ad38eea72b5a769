import assert from 'node:assert/strict';
import t from 'tap';
import fc from 'fast-check';
import type { ProcessModel } from '../../src/bpmn/model.ts';
import type { Json, Variables } from '../../src/domain/json.ts';
import type { Wait } from '../../src/domain/wait.ts';
import { advance } from '../../src/engine/advance.ts';
import type { Advanced, EngineCommand, EngineContext, EngineState } from '../../src/engine/state.ts';
import { calendarOf } from './models.ts';
import { randomModel } from './randomModels.ts';

const variables: fc.Arbitrary<Variables> = fc.dictionary(
  fc.constantFrom('n', 'missing', 'receivedOn', 'outcome'),
  fc.oneof(fc.integer({ min: -5, max: 9 }), fc.boolean(), fc.constantFrom<Json>('yes', '2026-03-02', null, [1])),
  { maxKeys: 3 },
);
const move = fc.record({
  pick: fc.nat(),
  variables,
  outcome: fc.option(fc.constantFrom('yes', 'no'), { nil: undefined }),
  fails: fc.boolean(),
  lateByDays: fc.nat({ max: 3 }),
  calendar: fc.boolean(),
  cancels: fc.nat({ max: 60 }).map((n) => n === 0),
});
type Move = typeof move extends fc.Arbitrary<infer M> ? M : never;

const short = calendarOf(2026);
const long = calendarOf(...Array.from({ length: 30 }, (_, index) => 2026 + index));

t.test('invariants hold over random processes and random commands', async () => {
  let commands = 0;
  const ends: Record<string, number> = {};
  const check = fc.property(randomModel, variables, fc.array(move, { maxLength: 25 }), (model, first, moves) => {
    deepFreeze(model);
    const open = new Map<number, Wait>();
    let now = '2026-12-21T01:00:00.000Z';
    let state: EngineState | null = null;
    let status = 'running';
    for (const step of [undefined, ...moves]) {
      const command: EngineCommand = step === undefined ? { type: 'start', variables: first } : commandOf(step, open);
      if (command.type === 'fire') now = later(now, command.dueAt, step?.lateByDays ?? 0);
      const calendar = step?.calendar === true ? long : short;
      const done = checked(model, state, command, { now, calendar, maxSteps: 60 }, open);
      commands += 1;
      ({ state, status } = done);
      if (status !== 'running') break;
    }
    ends[status] = (ends[status] ?? 0) + 1;
  });
  fc.assert(check, { numRuns: Number(process.env['RUNS'] ?? 1_500) });
  t.comment(`${commands} commands, cases ended ${JSON.stringify(ends)}`);
});

function commandOf(step: Move, open: ReadonlyMap<number, Wait>): EngineCommand {
  const waits = [...open.values()];
  const { no, kind, dueAt, provisional } = waits[step.pick % waits.length]!;
  if (step.cancels) return { type: 'cancel' };
  if (kind === 'incident') return { type: 'retry', wait: no };
  if (kind === 'timer') return { type: 'fire', wait: no, dueAt: dueAt!, provisional };
  if (kind === 'service' && step.fails) {
    const incident = { code: 'service-failed', message: 'Failed.', nextAction: 'Retry.' } as const;
    return { type: 'fail', wait: no, incident };
  }
  const outcome = step.outcome === undefined || kind === 'service' ? {} : { outcome: step.outcome };
  return { type: 'complete', wait: no, variables: step.variables, ...outcome };
}

function checked(
  model: ProcessModel,
  state: EngineState | null,
  command: EngineCommand,
  context: EngineContext,
  open: Map<number, Wait>,
): Advanced {
  deepFreeze(state);
  deepFreeze(command);
  const done = advance(model, state, command, context);
  assert.deepEqual(advance(model, state, command, context), done, 'same inputs, same outputs');
  assert.deepEqual(JSON.parse(JSON.stringify(done)), done, 'plain JSON');
  assert.equal(done.state.events, (state?.events ?? 0) + done.events.length, 'events are counted');

  for (const { no } of done.closed) assert.ok(open.delete(no), `closed wait ${no} was open`);
  for (const wait of done.opened) {
    assert.ok(wait.no >= (state?.nextWait ?? 1) && wait.no < done.state.nextWait, `wait ${wait.no} is new`);
    open.set(wait.no, wait);
  }
  const remembered = done.state.waits.map(({ no, kind, at }) => [no, kind, at]);
  assert.deepEqual(
    remembered,
    [...open.values()].map(({ no, kind, elementId }) => [no, kind, elementId]),
  );
  const tokens = new Set(done.state.tokens.map((token) => token.id));
  assert.equal(tokens.size, done.state.tokens.length, 'token ids are unique');
  for (const wait of done.state.waits) assert.ok(tokens.has(wait.token), `wait ${wait.no} has its token`);
  for (const token of done.state.tokens) {
    assert.ok(Object.hasOwn(model.nodes, token.at), `token ${token.id} stands at a node`);
    assert.ok(
      done.state.waits.some((wait) => wait.token === token.id),
      `token ${token.id} waits for something`,
    );
  }
  assert.equal(done.status === 'running', tokens.size > 0, 'a case runs as long as it has tokens');
  for (const [name, value] of Object.entries(done.changed)) assert.deepEqual(done.state.variables[name], value);
  if (command.type === 'fire' && !command.provisional) {
    const onTime = advance(model, state, command, { ...context, now: command.dueAt });
    assert.deepEqual(onTime.state, done.state, 'a late timer leads where a punctual one does');
    assert.deepEqual(
      onTime.opened.map((wait) => wait.dueAt),
      done.opened.map((wait) => wait.dueAt),
    );
  }
  return done;
}

function later(now: string, dueAt: string, days: number): string {
  const moment = Math.max(Date.parse(now), Date.parse(dueAt) + days * 86_400_000);
  return new Date(moment).toISOString();
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}
