import t from 'tap';
import fc from 'fast-check';
import { rehearse } from '../../../src/engine/rehearsal/rehearse.ts';
import { at, processModel, thursday, timer, type Shape } from '../models.ts';
import { rehearsedModel } from '../randomModels.ts';
import { bpmnXml } from './bpmnXml.ts';

const permit = processModel(
  {
    start: { type: 'startEvent' },
    receive: { type: 'serviceTask', service: { builtIn: 'record-receipt-day' } },
    check: { type: 'userTask', outcomes: ['complete', 'incomplete'] },
    limit: { type: 'boundaryEvent', attachedTo: 'check', interrupting: true, timer: timer('duration', 'P5WD') },
    reminder: { type: 'boundaryEvent', attachedTo: 'check', interrupting: false, timer: timer('cycle', 'R2/P1WD') },
    remind: { type: 'serviceTask', service: { topic: 'mail' } },
    result: { type: 'exclusiveGateway' },
    tell: { type: 'manualTask' },
    supplement: { type: 'userTask' },
    cooling: { type: 'intermediateCatchEvent', timer: timer('date', '2026-03-20') },
    deem: { type: 'serviceTask', service: { builtIn: 'deem-accepted' } },
    end: { type: 'endEvent' },
  },
  [
    'start -> receive',
    'receive -> check',
    'check -> result',
    'result -> cooling : outcome = "complete"',
    'result -> tell : default',
    'tell -> supplement',
    'supplement -> receive',
    'cooling -> end',
    'limit -> deem',
    'deem -> end',
    'reminder -> remind',
  ],
);

t.test('paths that cover every flow are replayed and both engines wait at the same elements', async (t) => {
  const report = await rehearse(bpmnXml(permit), permit, at(thursday));
  t.strictSame(report.disagreements, []);
  t.strictSame(report.uncovered, []);
  t.equal(report.flowsCovered, 11);
  t.equal(report.flowsTotal, 11);
  t.strictSame(report.known, ['manual-task-waits', 'one-token-per-node']);
  t.comment(`${report.paths} paths`);
});

t.test('a file that behaves otherwise than the model is found out at its step', async (t) => {
  const xml = bpmnXml(permit).replace(
    'attachedToRef="check" cancelActivity="true"',
    'attachedToRef="check" cancelActivity="false"',
  );
  const { disagreements } = await rehearse(xml, permit, at(thursday));
  t.match(disagreements[0], { move: 'fire limit', ours: [] });
  t.ok(disagreements[0]?.theirs.includes('check'));
});

t.test('a file in which bpmn-engine fails or misses an element is a disagreement, not a crash', async (t) => {
  const unknown = bpmnXml(permit).replaceAll('exclusiveGateway', 'complexGateway');
  t.match((await rehearse(unknown, permit, at(thursday))).disagreements[0], {
    move: 'start',
    failure: /ComplexGateway/,
  });
  const elsewhere = bpmnXml(permit).replace(
    'sourceRef="cooling" targetRef="end"',
    'sourceRef="cooling" targetRef="tell"',
  );
  const { disagreements } = await rehearse(elsewhere, permit, at(thursday));
  t.match(disagreements[0], { move: 'fire cooling', ours: [], theirs: ['supplement'] });
  const renamed = bpmnXml(permit).replaceAll('"supplement"', '"other"');
  t.match((await rehearse(renamed, permit, at(thursday))).disagreements[0], {
    ours: ['supplement'],
    theirs: ['other'],
  });
});

t.test('a flow that no path takes is reported', async (t) => {
  const island = processModel(
    { start: { type: 'startEvent' }, end: { type: 'endEvent' }, a: { type: 'manualTask' }, b: { type: 'manualTask' } },
    ['start -> end', 'a -> b'],
  );
  const report = await rehearse(bpmnXml(island), island, at(thursday));
  t.strictSame(report.uncovered, ['a-b']);
  t.equal(report.flowsCovered, 1);
});

const task = { type: 'userTask' } as const;

t.test('joins, sub-processes, races and messages are replayed; what a call does inside is not', async (t) => {
  const model = processModel(
    {
      start: { type: 'startEvent' },
      split: { type: 'parallelGateway' },
      sub: { type: 'subProcess' },
      bell: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: false, message: 'bell' },
      stop: { type: 'boundaryEvent', attachedTo: 'sub', interrupting: true, message: 'stop' },
      in: { type: 'startEvent', scope: 'sub' },
      race: { type: 'eventBasedGateway', scope: 'sub' },
      paid: { type: 'intermediateCatchEvent', message: 'payment', scope: 'sub' },
      late: { type: 'intermediateCatchEvent', timer: timer('duration', 'P5WD'), scope: 'sub' },
      ask: { ...task, scope: 'sub' },
      call: { type: 'callActivity', calledElement: 'elsewhere' },
      receive: { type: 'receiveTask', message: 'letter' },
      ring: { type: 'manualTask' },
      merge: { type: 'exclusiveGateway' },
      join: { type: 'parallelGateway' },
      end: { type: 'endEvent' },
    },
    [
      'start -> split',
      'split -> sub',
      'split -> call',
      'in -> race',
      'race -> paid',
      'race -> late',
      'late -> ask',
    ].concat([
      'call -> receive',
      'sub -> merge',
      'merge -> join',
      'receive -> join',
      'bell -> ring',
      'stop -> merge',
      'join -> end',
    ]),
  );
  const report = await rehearse(bpmnXml(model), model, at(thursday));
  t.strictSame(report.disagreements, []);
  t.strictSame(report.uncovered, []);
  t.strictSame(report.known, [
    'manual-task-waits',
    'one-token-per-node',
    'join-takes-discards',
    'message-boundary-once',
    'call-elsewhere',
  ]);
  const elsewhere = bpmnXml(model).replace('id="race-late" sourceRef="race"', 'id="race-late" sourceRef="in"');
  const [first] = (await rehearse(elsewhere, model, at(thursday))).disagreements;
  t.match(first, { move: 'fire late', ours: ['ask', 'call', 'stop'] });
});

t.test('where bpmn-engine is known to be wrong, a path is cut short and the report says why', async (t) => {
  const error = (attachedTo: string) =>
    ({ type: 'boundaryEvent', attachedTo, interrupting: true, catches: null }) as const;
  const model = processModel(
    {
      start: { type: 'startEvent' },
      outer: { type: 'subProcess' },
      far: error('outer'),
      in: { type: 'startEvent', scope: 'outer' },
      inner: { type: 'subProcess', scope: 'outer' },
      near: { ...error('inner'), scope: 'outer' },
      inside: { type: 'startEvent', scope: 'inner' },
      wait: { ...task, scope: 'inner' },
      fail: { type: 'endEvent', throws: 'refused', scope: 'inner' },
      handled: { ...task, scope: 'outer' },
      never: task,
    },
    [
      'start -> outer',
      'in -> inner',
      'inside -> wait',
      'wait -> fail',
      'near -> handled',
      'far -> never',
      'outer -> never',
    ],
  );
  const report = await rehearse(bpmnXml(model), model, at(thursday));
  t.strictSame(report.disagreements, []);
  t.strictSame(report.known, ['error-caught-again']);
  t.match(report.cutShort, [{ step: 1, known: ['error-caught-again'] }]);
});

t.test('gateways and quantities that bpmn-engine lacks are walked on our kernel alone, over every flow', async (t) => {
  const task = { type: 'userTask' } as const;
  const walked = async (split: Shape, join: Shape, last: Shape, guard = '') => {
    const model = processModel({ start: { type: 'startEvent' }, split, a: task, b: task, join, last }, [
      'start -> split',
      'split -> a : n > 0',
      `split -> b${guard}`,
      'a -> join',
      'b -> join',
      'join -> last',
    ]);
    const report = await rehearse('not read', model, at(thursday));
    t.strictSame([report.uncovered, report.disagreements], [[], []]);
    return report.known;
  };
  const inclusive = { type: 'inclusiveGateway' } as const;
  const complex = { type: 'complexGateway', activationCondition: 'enough' } as const;
  const two = { type: 'userTask', startQuantity: 2 } as const;
  t.match(await walked(inclusive, inclusive, task), ['one-token-per-node', 'inclusive-join-early']);
  t.match(await walked({ type: 'parallelGateway' }, complex, task), ['one-token-per-node', 'complex-gateway-unknown']);
  t.match(await walked({ type: 'parallelGateway' }, two, task), ['one-token-per-node', 'quantities-unread']);
  t.match(await walked(task, inclusive, task, ' : default'), [
    'one-token-per-node',
    'inclusive-join-early',
    'default-flow-of-activity',
  ]);
});

t.test('what loops is walked on our kernel alone, and performed once', async (t) => {
  const multiInstance = { sequential: false, cardinality: 'n', input: null, output: null, completionCondition: null };
  const model = processModel(
    {
      start: { type: 'startEvent' },
      many: { type: 'userTask', multiInstance },
      again: { type: 'manualTask', loop: { testBefore: false, maximum: null, condition: 'more' } },
      adhoc: { type: 'adHocSubProcess', completionCondition: 'enough' },
      a: { type: 'userTask', scope: 'adhoc' },
      b: { type: 'userTask', scope: 'adhoc' },
      end: { type: 'endEvent' },
    },
    ['start -> many', 'many -> again', 'again -> adhoc', 'a -> b', 'adhoc -> end'],
  );
  const report = await rehearse(bpmnXml(model), model, at(thursday));
  t.strictSame([report.uncovered, report.disagreements], [[], []]);
  t.ok(report.known.includes('loops-by-data'));
});

t.test('our kernel and bpmn-engine agree on random processes', async (t) => {
  let paths = 0;
  let cut = 0;
  let flows = 0;
  const agree = fc.asyncProperty(rehearsedModel, async (model) => {
    const report = await rehearse(bpmnXml(model), model, at(thursday));
    paths += report.paths;
    cut += report.cutShort.length;
    flows += report.flowsCovered;
    return report.disagreements.length === 0;
  });
  await fc.assert(agree, { numRuns: Number(process.env['RUNS'] ?? 40) });
  t.ok(cut * 4 < paths, `${cut} of ${paths} paths are cut short`);
  t.comment(`${paths} paths, ${cut} cut short, ${flows} flows`);
});

t.test('a process that is started by events is walked from each of its starts, on our kernel alone', async (t) => {
  const base = processModel({ start: { type: 'startEvent' }, a: { type: 'userTask' }, b: { type: 'userTask' } }, [
    'start -> a',
  ]);
  const toB = { id: 'told-b', name: null, source: 'told', target: 'b', condition: null, outcome: null };
  const told = {
    type: 'startEvent',
    id: 'told',
    name: null,
    incoming: [],
    outgoing: ['told-b'],
    message: 'go',
  } as const;
  const model = { ...base, nodes: { ...base.nodes, told }, flows: { ...base.flows, 'told-b': toB } };
  const report = await rehearse(bpmnXml(base), model, at(thursday));
  t.strictSame(report.uncovered, []);
  t.match(report.known, ['starts-by-events']);
  t.equal((await rehearse(bpmnXml(base), { ...model, start: '' }, at(thursday))).flowsCovered, 1);
});
