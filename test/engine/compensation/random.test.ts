import t from 'tap';
import fc from 'fast-check';
import { event, from, sub, undo, undoable } from '../../fixtures/bpmn/compensation.ts';
import { bytes, conditional, flows, process, timer } from '../../fixtures/bpmn/build.ts';
import { advance } from '../../../src/engine/advance.ts';
import { at, started, thursday } from '../models.ts';
import { parseDefinition } from '../../../src/bpmn/parse.ts';
import type { Advanced, EngineCommand, EngineState } from '../../../src/engine/state.ts';
import type { CaseModel } from '../../../src/bpmn/model.ts';

const loop =
  '<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>';
const handler = sub(
  'h',
  `${event('startEvent', 'hs', 'compensate')}<bpmn:userTask id="look"/>${undo('again', '', 'endEvent')}${flows('hs>look', 'look>again')}`,
  'subProcess',
  'triggeredByEvent="true"',
);
const part = sub('part', `${from('pin', 'c', 'd')}${undoable('c', loop)}${undoable('d')}${handler}`);
const hour = `<bpmn:boundaryEvent id="bell" attachedToRef="b" cancelActivity="false">${timer('timeDuration', 'PT1H')}</bpmn:boundaryEvent>`;
const inside = `${from('in', 'split', 'a', 'g')}<bpmn:parallelGateway id="split"/>${flows('split>b', 'split>part', 'part>some', 'bell>e')}${undoable('a')}${undoable('b')}${undoable('e')}${part}${hour}${undo('some', 'waitForCompletion="false"')}<bpmn:exclusiveGateway id="g" default="g-ok"/>${conditional('g>cancel', 'pick = 1')}${conditional('g>broken', 'pick = 2')}${conditional('g>a', 'pick = 3')}${flows('g>ok')}${event('endEvent', 'cancel', 'cancel')}<bpmn:endEvent id="broken"><bpmn:errorEventDefinition errorRef="e1"/></bpmn:endEvent><bpmn:endEvent id="ok"/>`;
const source = process(
  `${from('start', 'trip', 'call', 'all', 'next')}${sub('trip', inside, 'transaction')}${event('boundaryEvent', 'way', 'cancel', 'attachedToRef="trip"')}<bpmn:boundaryEvent id="failed" attachedToRef="trip"><bpmn:errorEventDefinition errorRef="e1"/></bpmn:boundaryEvent>${flows('way>call', 'failed>call')}<bpmn:callActivity id="call" calledElement="q"/>${undo('all')}<bpmn:userTask id="next"/>`,
)
  .replace('<bpmn:process', '<bpmn:error id="e1" errorCode="broken"/><bpmn:process')
  .replace(
    '</bpmn:definitions>',
    `<bpmn:process id="q" isExecutable="true">${from('qs', 'f')}${undoable('f')}</bpmn:process></bpmn:definitions>`,
  );

t.test('whatever is done in which order, nothing is lost and nothing stays', async (t) => {
  const reading = await parseDefinition(bytes(source));
  if (!reading.ok) throw new Error(JSON.stringify(reading.findings, null, 1));
  const { processes } = reading.model;
  const model: CaseModel = { ...processes['p']!, called: processes };
  const seen = { compensated: 0, cancelled: 0, completed: 0 };
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(3)), { minLength: 1, maxLength: 40 }), (choices) => {
      let done = started(model, { pick: 0 });
      const undone = new Map<string, number>();
      for (const [index, pick] of choices) {
        if (done.status !== 'running') break;
        const wait = done.state.waits[index % done.state.waits.length];
        if (wait === undefined) throw new Error(`nothing to do in ${JSON.stringify(done.state)}`);
        const command = commandAt(wait.no, wait.kind, pick);
        const before = JSON.parse(JSON.stringify(done.state)) as EngineState;
        done = advance(model, before, command, at(thursday));
        checkState(done);
        for (const { type, elementId = '' } of done.events) {
          const completed = /^(?:[a-f]|part|call)$/.test(elementId) && type === 'element.completed' ? 1 : 0;
          const compensated = type === 'element.compensated' ? 1 : 0;
          undone.set(elementId, (undone.get(elementId) ?? 0) + completed - compensated);
          seen.compensated += compensated;
          if (type === 'transaction.cancelled') seen.cancelled += 1;
        }
        // parts that were broken off are compensated without having been completed
        for (const id of 'abcdef') if ((undone.get(id) ?? 0) < 0) throw new Error(`${id} was compensated too often`);
      }
      if (done.status === 'completed') seen.completed += 1;
    }),
    { numRuns: 500, seed: 20_260_930 },
  );
  t.comment(JSON.stringify(seen));
  t.ok(seen.compensated > 100 && seen.cancelled > 20 && seen.completed > 20, JSON.stringify(seen));
});

function commandAt(wait: number, kind: string, pick: number): EngineCommand {
  if (kind === 'timer') return { type: 'fire', wait, dueAt: thursday, provisional: false };
  if (kind === 'incident') return { type: 'retry', wait };
  return { type: 'complete', wait, variables: { pick } };
}

function checkState({ state, status }: Advanced): void {
  const tokens = new Set(state.tokens.map(({ id }) => id));
  const scopes = new Set(state.scopes.map(({ id }) => id));
  const fail = (what: string): never => {
    throw new Error(`${what}: ${JSON.stringify(state)}`);
  };
  if (JSON.stringify(JSON.parse(JSON.stringify(state))) !== JSON.stringify(state)) fail('does not round-trip');
  for (const wait of state.waits) if (!tokens.has(wait.token)) fail(`wait ${wait.no} without token`);
  for (const scope of state.scopes) {
    if (!tokens.has(scope.token)) fail(`scope ${scope.id} without host`);
    if (!state.tokens.some((token) => token.scope === scope.id)) fail(`scope ${scope.id} is empty`);
  }
  for (const token of state.tokens) {
    if (token.scope !== undefined && !scopes.has(token.scope)) fail(`token ${token.id} without scope`);
    const isHost = state.scopes.some((scope) => scope.token === token.id);
    if (!isHost && !state.waits.some((wait) => wait.token === token.id)) fail(`token ${token.id} waits for nothing`);
  }
  if (status === 'completed' && (state.tokens.length > 0 || state.done !== undefined)) fail('something stays');
}
