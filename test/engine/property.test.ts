import assert from 'node:assert/strict';
import t from 'tap';
import fc from 'fast-check';
import type { CaseModel, FlowNode, ProcessModel } from '../../src/bpmn/model.ts';
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

t.test('invariants hold over random processes and random commands', async (t) => {
  let commands = 0;
  const ends: Record<string, number> = {};
  const met: Record<string, number> = {};
  const check = fc.property(randomModel, variables, fc.array(move, { maxLength: 25 }), (model, first, moves) => {
    deepFreeze(model);
    const open = new Map<number, Wait>();
    let now = '2026-12-21T01:00:00.000Z';
    let state: EngineState | null = null;
    let status = 'running';
    const seen = new Map<string, number>();
    const log: [EngineCommand, EngineContext][] = [];
    for (const step of [undefined, ...moves]) {
      const command: EngineCommand = step === undefined ? { type: 'start', variables: first } : commandOf(step, open);
      if (command.type === 'fire') now = later(now, command.dueAt, step?.lateByDays ?? 0);
      const calendar = step?.calendar === true ? long : short;
      const done = checked(model, state, command, { now, calendar, maxSteps: 60 }, open);
      for (const { type, elementId = '', calledProcess = '' } of done.events) {
        const name = `${type} ${calledProcess} ${elementId}`;
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
      checkJoins(model, seen);
      count(met, model, done);
      commands += 1;
      ({ state, status } = done);
      log.push([command, { now, calendar, maxSteps: 60 }]);
      if (status !== 'running') break;
    }
    let replayed: EngineState | null = null;
    for (const [command, context] of log) replayed = advance(model, replayed, command, context).state;
    assert.equal(JSON.stringify(replayed), JSON.stringify(state), 'the same commands lead to the same bytes');
    ends[status] = (ends[status] ?? 0) + 1;
  });
  fc.assert(check, { numRuns: Number(process.env['RUNS'] ?? 1_500), seed: 13 });
  for (const what of ['inclusiveGateway', 'complexGateway', 'reset', 'held for a start quantity'])
    t.ok((met[what] ?? 0) > 20, `${what}: ${String(met[what])}`);
  t.comment(`${commands} commands, cases ended ${JSON.stringify(ends)}`);
});

/** What of the rarer things has happened. */
function count(met: Record<string, number>, { nodes }: CaseModel, { events, state }: Advanced): void {
  const add = (what: string) => (met[what] = (met[what] ?? 0) + 1);
  for (const { type, elementId = '', calledProcess } of events) {
    if (type === 'element.completed' && calledProcess === undefined) add(nodes[elementId]?.type ?? '');
  }
  if (state.resets !== undefined) add('reset');
  if (state.tokens.some(({ at, heldOn }) => heldOn !== undefined && nodes[at]?.type === 'userTask'))
    add('held for a start quantity');
}

function commandOf(step: Move, open: ReadonlyMap<number, Wait>): EngineCommand {
  const waits = [...open.values()];
  const { no, kind, dueAt, provisional } = waits[step.pick % waits.length]!;
  if (step.cancels) return { type: 'cancel' };
  if (kind === 'incident') return { type: 'retry', wait: no };
  if (kind === 'message') return { type: 'receive', wait: no, variables: step.variables };
  if (kind === 'timer') return { type: 'fire', wait: no, dueAt: dueAt!, provisional };
  if (kind === 'service' && step.fails) {
    const incident = { code: 'service-failed', message: 'Failed.', nextAction: 'Retry.' } as const;
    return { type: 'fail', wait: no, incident };
  }
  const outcome = step.outcome === undefined || kind === 'service' ? {} : { outcome: step.outcome };
  return { type: 'complete', wait: no, variables: step.variables, ...outcome };
}

function checked(
  model: CaseModel,
  state: EngineState | null,
  command: EngineCommand,
  context: EngineContext,
  open: Map<number, Wait>,
): Advanced {
  deepFreeze(state);
  deepFreeze(command);
  const done = advance(model, state, command, context);
  const loaded = JSON.parse(JSON.stringify(state)) as EngineState | null;
  const again = advance(model, loaded, command, context);
  assert.equal(JSON.stringify(again), JSON.stringify(done), 'a state that was stored leads to the same bytes');
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
  checkPlaces(model, done.state);
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

function isWaitingForTokens(node: FlowNode | undefined): node is FlowNode {
  if (node === undefined) return false;
  return ['parallelGateway', 'inclusiveGateway', 'complexGateway'].includes(node.type) || 'startQuantity' in node;
}

/** Where tokens and scopes are: each scope in an activity of its own token, each token in a living scope and with a reason to be. */
function checkPlaces(model: CaseModel, { tokens, scopes, waits, resets = [] }: EngineState): void {
  for (const { at, scope, consumed } of resets) {
    const inside = tokens.some((token) => token.scope === scope);
    assert.ok(inside && consumed.length > 0, `${at} waits for its reset where something goes on`);
  }
  const hosts = new Map(scopes.map((scope) => [scope.id, scope]));
  assert.equal(hosts.size, scopes.length, 'scope ids are unique');
  for (const scope of scopes) {
    const host = tokens.find((token) => token.id === scope.token);
    assert.equal(host?.at, scope.at, `scope ${scope.id} has its token at its activity`);
    assert.ok(
      tokens.some((token) => token.scope === scope.id),
      `scope ${scope.id} has a token inside`,
    );
  }
  for (const token of tokens) {
    assert.ok(token.scope === undefined || hosts.has(token.scope), `token ${token.id} is in a living scope`);
    const node = processAround(token.scope).nodes[token.at];
    const inner = scopes.filter((scope) => scope.token === token.id);
    const reasons = [
      waits.some((wait) => wait.token === token.id),
      token.heldOn !== undefined && isWaitingForTokens(node) && node.incoming.includes(token.heldOn),
      inner.length === 1 && (node?.type === 'subProcess' || node?.type === 'callActivity'),
    ];
    assert.ok(inner.length < 2, `token ${token.id} hosts one scope at most`);
    assert.ok(reasons.includes(true), `token ${token.id} waits, is held, or hosts a scope`);
    const around = tokens.filter(({ scope }) => scope === token.scope);
    const starved = around.every(({ id, heldOn }) => heldOn !== undefined && waits.every((wait) => wait.token !== id));
    assert.ok(!starved, `the scope of token ${token.id} is not left waiting for nothing`);
  }

  function processAround(scope: number | undefined): ProcessModel {
    const host = scope === undefined ? undefined : tokens.find((token) => token.id === hosts.get(scope)?.token);
    if (host === undefined) return model;
    const outer = processAround(host.scope);
    const activity = outer.nodes[host.at];
    return activity?.type === 'callActivity' ? model.called![activity.calledElement]! : outer;
  }
}

/** No join has passed more often than a token came along each of its flows. */
function checkJoins(model: CaseModel, seen: ReadonlyMap<string, number>): void {
  const processes = [['', model] as const, ...Object.entries(model.called ?? {})];
  for (const [called, { nodes }] of processes) {
    for (const { id, type, incoming } of Object.values(nodes)) {
      if (type !== 'parallelGateway') continue;
      const passed = seen.get(`element.completed ${called} ${id}`) ?? 0;
      for (const flow of incoming)
        assert.ok(passed <= (seen.get(`flow.taken ${called} ${flow}`) ?? 0), `join ${id} waits for ${flow}`);
    }
  }
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
