import t from 'tap';
import { between, bytes, declaring, flows, process, timer } from '../fixtures/bpmn/build.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import {
  positions,
  triggers,
  type Position,
  type PositionName,
  type Trigger,
} from '../../src/bpmn/compile/positions.ts';

const definitions: Readonly<Record<Trigger, string>> = {
  none: '',
  message: '<bpmn:messageEventDefinition messageRef="m"/>',
  timer: timer('timeDuration', 'P1D'),
  conditional:
    '<bpmn:conditionalEventDefinition><bpmn:condition xsi:type="bpmn:tFormalExpression">n = 1</bpmn:condition></bpmn:conditionalEventDefinition>',
  signal: '<bpmn:signalEventDefinition signalRef="sig"/>',
  error: '<bpmn:errorEventDefinition errorRef="err"/>',
  escalation: '<bpmn:escalationEventDefinition escalationRef="esc"/>',
  cancel: '<bpmn:cancelEventDefinition/>',
  compensate: '<bpmn:compensateEventDefinition/>',
  link: '<bpmn:linkEventDefinition name="x"/>',
  terminate: '<bpmn:terminateEventDefinition/>',
};
const declared =
  '<bpmn:message id="m" name="m"/><bpmn:signal id="sig" name="s"/><bpmn:error id="err" errorCode="e"/><bpmn:escalation id="esc" escalationCode="c"/>';

const eventSubProcess = (definition: string, attributes = ''): string =>
  between(
    `<bpmn:userTask id="a"/><bpmn:subProcess id="sub" triggeredByEvent="true"><bpmn:startEvent id="e" ${attributes}>${definition}</bpmn:startEvent><bpmn:endEvent id="se"/>${flows('e>se')}</bpmn:subProcess>${flows('start>a', 'a>end')}`,
  );
const boundary = (definition: string, attributes = ''): string =>
  between(
    `<bpmn:transaction id="tx"><bpmn:startEvent id="ts"/><bpmn:userTask id="a"/><bpmn:endEvent id="te"/><bpmn:endEvent id="tc"><bpmn:cancelEventDefinition/></bpmn:endEvent><bpmn:parallelGateway id="g"/>${flows('ts>g', 'g>a', 'a>te', 'g>tc')}</bpmn:transaction>
     ${definition.includes('cancelEvent') ? '' : '<bpmn:boundaryEvent id="c" attachedToRef="tx"><bpmn:cancelEventDefinition/></bpmn:boundaryEvent>'}
     <bpmn:boundaryEvent id="e" attachedToRef="tx" ${attributes}>${definition}</bpmn:boundaryEvent>
     ${definition.includes('compensate') ? '<bpmn:task id="undo" isForCompensation="true"/><bpmn:association id="as" associationDirection="One" sourceRef="e" targetRef="undo"/>' : flows('e>end')}${definition.includes('cancelEvent') ? '' : flows('c>end')}${flows('start>tx', 'tx>end')}`,
  );
const link = (kind: string): string =>
  `<bpmn:intermediate${kind}Event id="other">${definitions.link}</bpmn:intermediate${kind}Event>`;

/** A file around the event `e` in each position. */
const files: Readonly<Record<PositionName, (definition: string) => string>> = {
  start: (definition) =>
    process(`<bpmn:startEvent id="e">${definition}</bpmn:startEvent><bpmn:endEvent id="end"/>${flows('e>end')}`),
  subProcessStart: (definition) =>
    between(
      `<bpmn:subProcess id="sub"><bpmn:startEvent id="e">${definition}</bpmn:startEvent><bpmn:endEvent id="se"/>${flows('e>se')}</bpmn:subProcess>${flows('start>sub', 'sub>end')}`,
    ),
  eventSubProcessStart: (definition) => eventSubProcess(definition),
  eventSubProcessStartBeside: (definition) => eventSubProcess(definition, 'isInterrupting="false"'),
  catch: (definition) =>
    between(
      `<bpmn:intermediateCatchEvent id="e">${definition}</bpmn:intermediateCatchEvent>${definition === definitions.link ? link('Throw') + flows('start>other', 'e>end') : flows('start>e', 'e>end')}`,
    ),
  boundary: (definition) => boundary(definition),
  boundaryBeside: (definition) => boundary(definition, 'cancelActivity="false"'),
  throw: (definition) =>
    between(
      `<bpmn:intermediateThrowEvent id="e">${definition}</bpmn:intermediateThrowEvent>${definition === definitions.link ? link('Catch') + flows('start>e', 'other>end') : flows('start>e', 'e>end')}`,
    ),
  end: (definition) =>
    definition === definitions.cancel
      ? between(
          `<bpmn:transaction id="tx"><bpmn:startEvent id="ts"/><bpmn:endEvent id="e">${definition}</bpmn:endEvent>${flows('ts>e')}</bpmn:transaction><bpmn:boundaryEvent id="c" attachedToRef="tx">${definition}</bpmn:boundaryEvent>${flows('start>tx', 'tx>end', 'c>end')}`,
        )
      : process(`<bpmn:startEvent id="start"/><bpmn:endEvent id="e">${definition}</bpmn:endEvent>${flows('start>e')}`),
};

for (const [name, { what, allowed, later }] of Object.entries<Position>(positions)) {
  void t.test(
    `${what}: what the standard allows is executed or said to be missing, the rest is forbidden`,
    async (t) => {
      for (const trigger of triggers) {
        const source = declaring(declared, files[name as PositionName](definitions[trigger]));
        const { ok, findings } = await parseDefinition(bytes(source));
        const errors = findings.filter(({ severity }) => severity === 'error');
        const shown = `${trigger}: ${JSON.stringify(findings)}`;
        if (allowed.includes(trigger) && !later.includes(trigger)) t.ok(ok, shown);
        else if (allowed.includes(trigger)) t.match(errors[0], { rule: 'unsupported-element', elementId: 'e' }, shown);
        else {
          const missing = trigger === 'none' && /^(?:catch|boundary)/.test(name);
          t.match(errors[0], { rule: missing ? 'event-definition' : 'event-position', elementId: 'e' }, shown);
        }
      }
    },
  );
}

void t.test('of several triggers each has to be allowed', async (t) => {
  const several = (...some: readonly Trigger[]) => some.map((trigger) => definitions[trigger]).join('');
  const good = declaring(declared, files.catch(several('message', 'signal')));
  t.ok((await parseDefinition(bytes(good))).ok);
  const bad = declaring(declared, files.catch(several('message', 'terminate')));
  t.match((await parseDefinition(bytes(bad))).findings, [
    { rule: 'event-position', elementId: 'e', message: /terminate/ },
  ]);
});
