import t from 'tap';
import { between, flows } from '../../fixtures/bpmn/build.ts';
import { eachDatabase } from '../../helpers/databases.ts';
import { serve, startOf, type Answered, type Ask } from '../served.ts';

const expression = (name: string, text: string): string =>
  `<bpmn:${name} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${name}>`;
const many = (content: string, attributes = ''): string =>
  `<bpmn:multiInstanceLoopCharacteristics ${attributes}>${content}</bpmn:multiInstanceLoopCharacteristics>`;
const next = `<bpmn:userTask id="next"/>${flows('start>step', 'step>next', 'next>end')}`;

eachDatabase(t, 'loops', async (t, db) => {
  const service = await serve(t, db);

  await t.test('each member of a list votes at once; the votes are seen when all have voted', async (t) => {
    const ask = await service.open(`votes-${db.kind}`);
    const data = '<bpmn:dataObject id="members" isCollection="true"/><bpmn:dataObject id="votes" isCollection="true"/>';
    const lists =
      '<bpmn:loopDataInputRef>members</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>votes</bpmn:loopDataOutputRef><bpmn:inputDataItem id="member"/><bpmn:outputDataItem id="vote"/>';
    const xml = between(`${data}<bpmn:userTask id="step">${many(lists)}</bpmn:userTask>${next}`);
    const one = await startOf(ask, xml, { variables: { members: ['m-1', 'm-2', 'm-3'] } });
    t.match(await waits(ask, one), [
      { elementId: 'step', loopCounter: 1, locals: { member: 'm-1', vote: null } },
      { elementId: 'step', loopCounter: 2, locals: { member: 'm-2', vote: null } },
      { elementId: 'step', loopCounter: 3, locals: { member: 'm-3', vote: null } },
    ]);
    t.match(one['tasks'], [{ loopCounter: 1 }, { loopCounter: 2 }, { loopCounter: 3 }]);
    for (const [counter, vote] of [
      [2, 'no'],
      [3, 'yes'],
      [1, 'yes'],
    ] as const) {
      t.equal((await variablesOf(ask, one))['votes'], undefined);
      const task = (await waits(ask, one)).find(({ loopCounter }) => loopCounter === counter);
      t.match((await ask('clerk', `GET /v1/tasks/${String(task?.['id'])}`)).body, { loopCounter: counter });
      await complete(ask, task, { vote });
    }
    t.strictSame((await variablesOf(ask, one))['votes'], ['yes', 'no', 'yes']);
    t.match(await waits(ask, one), [{ elementId: 'next', loopCounter: null, locals: null }]);
    const { body } = await ask('monitor', `GET /v1/cases/${String(one['id'])}/history?limit=200`);
    const completed = body.items.filter(({ type, elementId }) => type === 'element.completed' && elementId === 'step');
    t.strictSame(
      completed.map(({ loopCounter, instance }) => [loopCounter, instance]),
      [
        [2, true],
        [3, true],
        [1, true],
        [undefined, undefined],
      ],
    );
  });

  await t.test('workers perform instances one after the other, until the completion condition holds', async (t) => {
    const ask = await service.open(`workers-${db.kind}`);
    const content =
      expression('loopCardinality', 'n') + expression('completionCondition', 'numberOfCompletedInstances = 2');
    const xml = between(
      `<bpmn:serviceTask id="step" implementation="probe">${many(content, 'isSequential="true"')}</bpmn:serviceTask>${next}`,
    );
    const one = await startOf(ask, xml, { variables: { n: 5 } });
    for (const loopCounter of [1, 2]) {
      const { body } = await ask('handler', 'POST /v1/service-tasks/fetch', { topics: ['probe'] });
      t.match(body.items, [{ elementId: 'step', variables: { n: 5, loopCounter } }]);
      t.equal(
        (await ask('handler', `POST /v1/service-tasks/${String(body.items[0]?.['id'])}/complete`, {})).status,
        200,
      );
    }
    t.match(await waits(ask, one), [{ elementId: 'next' }]);
  });

  await t.test(
    'a loop without an end or of too many instances is an incident, and its cardinality 0 is none',
    async (t) => {
      const ask = await service.open(`limits-${db.kind}`);
      const xml = between(
        `<bpmn:userTask id="step">${many(expression('loopCardinality', 'n'))}</bpmn:userTask>${next}`,
      );
      const huge = await startOf(ask, xml, { variables: { n: 1e9 } });
      t.match(await waits(ask, huge), [{ kind: 'incident', elementId: 'step', incident: { code: 'limit-reached' } }]);
      const none = await startOf(ask, xml, { variables: { n: 0 } });
      t.match(await waits(ask, none), [{ elementId: 'next' }]);
      const half = await startOf(ask, xml, { variables: { n: 0.5 } });
      t.match(await waits(ask, half), [{ kind: 'incident', incident: { code: 'loop-unusable' } }]);
    },
  );

  await t.test('a standard loop is performed while its condition holds', async (t) => {
    const ask = await service.open(`standard-${db.kind}`);
    const loop = `<bpmn:standardLoopCharacteristics loopMaximum="3">${expression('loopCondition', 'again')}</bpmn:standardLoopCharacteristics>`;
    const one = await startOf(ask, between(`<bpmn:userTask id="step">${loop}</bpmn:userTask>${next}`));
    for (const loopCounter of [1, 2]) {
      const [task] = await waits(ask, one);
      t.match(task, { elementId: 'step', loopCounter });
      await complete(ask, task, { again: loopCounter < 2 });
    }
    t.match(await waits(ask, one), [{ elementId: 'next' }]);
  });

  await t.test('an ad-hoc sub-process offers its tasks until its condition holds', async (t) => {
    const ask = await service.open(`adhoc-${db.kind}`);
    const content = `<bpmn:userTask id="a"/><bpmn:userTask id="b"/><bpmn:userTask id="c"/>${flows('b>c')}${expression('completionCondition', 'enough')}`;
    const xml = between(`<bpmn:adHocSubProcess id="step">${content}</bpmn:adHocSubProcess>${next}`);
    const one = await startOf(ask, xml, { variables: { enough: false } });
    const at = async (element: string) => (await waits(ask, one)).find(({ elementId }) => elementId === element);
    t.match(await waits(ask, one), [{ elementId: 'a' }, { elementId: 'b' }]);
    await complete(ask, await at('a'));
    await complete(ask, await at('b'));
    t.strictSame((await waits(ask, one)).map(({ elementId }) => elementId).sort(), ['a', 'b', 'c']);
    await complete(ask, await at('c'), { enough: true });
    t.match(await waits(ask, one), [{ elementId: 'next' }]);
  });
});

async function waits(ask: Ask, { id }: Answered): Promise<readonly Answered[]> {
  return (await ask('monitor', `GET /v1/cases/${String(id)}/waits`)).body.items;
}

async function variablesOf(ask: Ask, { id }: Answered): Promise<Record<string, unknown>> {
  const { body } = await ask('clerk', `GET /v1/cases/${String(id)}`);
  return body['variables'] as Record<string, unknown>;
}

async function complete(ask: Ask, task: Answered | undefined, variables = {}): Promise<void> {
  const { status, text } = await ask('clerk', `POST /v1/tasks/${String(task?.['id'])}/complete`, { variables });
  if (status !== 200) throw new Error(text);
}
