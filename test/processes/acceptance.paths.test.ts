import { readFileSync } from 'node:fs';
import t from 'tap';
import { after, at, processModel, started, timer, waitAt, waiting } from '../engine/models.ts';
import { loadCalendars } from '../../src/store/calendars.ts';
import { readBpmnFile, type Element } from './bpmnFile.ts';
import type { Advanced, EngineCommand, EngineContext } from '../../src/engine/state.ts';

const file = await readBpmnFile(readFileSync('processes/acceptance/acceptance.bpmn', 'utf8'));
const elements = [...file.elements.values()];
const calendar = loadCalendars('calendars').get('CN')!;
const acceptance = processModel(
  Object.fromEntries(elements.filter(({ flow }) => flow === null).map((node) => [node.id, shapeOf(node)])),
  elements.flatMap(({ id, flow }) => (flow === null ? [] : [`${flow.source} -> ${flow.target}${guardOf(id, flow)}`])),
);

t.test('complete materials are accepted on the day of the answer', async (t) => {
  const done = answered('2026-03-02', '2026-03-04', 'accepted');
  t.strictSame(ending(done), { end: 'accepted', receivedOn: '2026-03-02', acceptedOn: '2026-03-04', deemed: false });
  t.strictSame(waiting(done.state), [], 'the clock is gone');
});

t.test('a correction on the spot is accepted without a second check', async (t) => {
  const done = answered('2026-03-02', '2026-03-04', 'correct-on-spot');
  t.strictSame(ending(done), { end: 'accepted', receivedOn: '2026-03-02', acceptedOn: '2026-03-04', deemed: false });
  t.ok(
    done.events.some((event) => event.elementId === 'correctOnSpot'),
    'and stands in the history',
  );
});

t.test('no permit needed, not our matter, withdrawn: each ends where it says, nothing is accepted', async (t) => {
  for (const [outcome, end] of [
    ['not-needed', 'notNeeded'],
    ['not-ours', 'notOurs'],
    ['withdrawn', 'withdrawn'],
  ] as const) {
    const done = answered('2026-03-02', '2026-03-02', outcome);
    t.match(ending(done), { end, acceptedOn: undefined, deemed: false });
  }
});

t.test('silence until the end of a make-up Saturday is acceptance as of the receipt day', async (t) => {
  const received = started(acceptance, {}, on('2026-02-09'));
  t.equal(clockOf(received), '2026-02-14T16:00:00.000Z', '24:00 of Saturday 2026-02-14 in Shanghai');
  const done = silent(received);
  t.strictSame(ending(done), {
    end: 'deemedAccepted',
    receivedOn: '2026-02-09',
    acceptedOn: '2026-02-09',
    deemed: true,
  });
});

t.test('waiting for a supplement runs no clock; its receipt starts a new one', async (t) => {
  const noticed = answered('2026-03-02', '2026-03-03', 'notice');
  t.strictSame(waiting(noticed.state), ['task supplement']);
  const supplemented = complete(noticed, 'supplement', 'supplemented', on('2026-04-30'));
  t.strictSame(waiting(supplemented.state), ['task formCheck', 'timer formCheckTimeout']);
  t.equal(clockOf(supplemented), '2026-05-11T16:00:00.000Z', 'five working days after Labour Day');
  const accepted = complete(supplemented, 'formCheck', 'accepted', on('2026-05-06'));
  t.strictSame(ending(accepted), {
    end: 'accepted',
    receivedOn: '2026-04-30',
    acceptedOn: '2026-05-06',
    deemed: false,
  });
  t.strictSame(ending(silent(supplemented)), {
    end: 'deemedAccepted',
    receivedOn: '2026-04-30',
    acceptedOn: '2026-04-30',
    deemed: true,
  });
});

t.test('an applicant who withdraws instead of supplementing ends the case', async (t) => {
  const noticed = answered('2026-03-02', '2026-03-03', 'notice');
  t.match(ending(complete(noticed, 'supplement', 'withdrawn', on('2026-03-09'))), { end: 'withdrawn' });
});

t.test('an unknown result decides nothing: it stops in an incident', async (t) => {
  const done = answered('2026-03-02', '2026-03-03', 'whatever');
  t.strictSame(waiting(done.state), ['incident formResult']);
});

function answered(received: string, day: string, outcome: string): Advanced {
  return complete(started(acceptance, {}, on(received)), 'formCheck', outcome, on(day));
}

function complete(from: Advanced, task: string, outcome: string, context: EngineContext): Advanced {
  const command: EngineCommand = { type: 'complete', wait: waitAt(from.state, task), variables: {}, outcome };
  return after(acceptance, from, [command, context]);
}

/** The clock of the form check runs out. */
function silent(from: Advanced): Advanced {
  const dueAt = clockOf(from);
  const wait = waitAt(from.state, 'formCheckTimeout');
  return after(acceptance, from, [{ type: 'fire', wait, dueAt, provisional: false }, at(dueAt, { calendar })]);
}

function clockOf({ opened }: Advanced): string {
  return opened.find((wait) => wait.elementId === 'formCheckTimeout')?.dueAt ?? 'no clock';
}

function ending({ state, events, status }: Advanced): Record<string, unknown> {
  const { receivedOn, acceptedOn, deemedAccepted: deemed } = state.variables;
  const last = events.filter((event) => event.type === 'element.completed').at(-1);
  return { end: status === 'completed' ? last?.elementId : status, receivedOn, acceptedOn, deemed };
}

/** Ten in the morning in Shanghai. */
function on(day: string): EngineContext {
  return at(`${day}T02:00:00.000Z`, { calendar });
}

function shapeOf(node: Element): Parameters<typeof processModel>[0][string] {
  const type = node.type.replace('bpmn:', '');
  switch (type) {
    case 'UserTask':
      return { type: 'userTask', role: node.step?.role ?? '', outcomes: node.step?.outcomes?.split(' ') ?? [] };
    case 'ServiceTask':
      return { type: 'serviceTask', service: { builtIn: (node.implementation ?? '').replace('sanzhi:', '') } };
    case 'BoundaryEvent': {
      const { interrupting, host, timer: text } = node;
      return { type: 'boundaryEvent', attachedTo: host ?? '', interrupting, timer: timer('duration', text ?? '') };
    }
    case 'ManualTask':
      return { type: 'manualTask' };
    case 'ExclusiveGateway':
      return { type: 'exclusiveGateway' };
    case 'StartEvent':
      return { type: 'startEvent' };
    case 'EndEvent':
      return { type: 'endEvent' };
    default:
      throw new Error(`${node.id}: ${type} is not read here.`);
  }
}

function guardOf(id: string, flow: NonNullable<Element['flow']>): string {
  if (flow.condition !== null) return ` : ${flow.condition}`;
  return file.elements.get(flow.source)?.defaultFlow === id ? ' : default' : '';
}
