import t from 'tap';
import { readdirSync, readFileSync } from 'node:fs';
import { support } from '../../../src/bpmn/support.ts';

/**
 * What is shown through the HTTP API alone: deployed as XML, started, driven, looked at. By file of this folder, the
 * constructs as the standard calls them, each with a word that stands in the file.
 */
const shown: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  'scopes.test.ts': {
    SequenceFlow: /several flows split and merge/,
    UserTask: /bpmn:userTask/,
    ManualTask: /bpmn:manualTask/,
    ReceiveTask: /bpmn:receiveTask/,
    SubProcess: /bpmn:subProcess/,
    CallActivity: /bpmn:callActivity/,
    ExclusiveGateway: /bpmn:exclusiveGateway/,
    ParallelGateway: /bpmn:parallelGateway/,
    EventBasedGateway: /bpmn:eventBasedGateway/,
    BoundaryEvent: /bpmn:boundaryEvent/,
    EndEvent: /bpmn:endEvent/,
    'error end event': /errorEventDefinition/,
    'terminate end event': /terminateEventDefinition/,
    'boundary timer, interrupting and not': /timers at a boundary/,
    Lane: /bpmn:lane/,
  },
  'tasks.test.ts': {
    Task: /abstract task/,
    ScriptTask: /scriptTask/,
    SendTask: /sendTask/,
    GlobalTask: /global tasks/,
    GlobalUserTask: /globalUserTask/,
    GlobalManualTask: /globalManualTask/,
    GlobalScriptTask: /globalScriptTask/,
  },
  'gateways.test.ts': {
    InclusiveGateway: /inclusiveGateway/,
    ComplexGateway: /complexGateway/,
    'conditional and default flows of activities': /default="step-c"/,
    startQuantity: /startQuantity/,
    completionQuantity: /completionQuantity/,
  },
  'loops.test.ts': {
    MultiInstanceLoopCharacteristics: /multiInstance/,
    StandardLoopCharacteristics: /standardLoop/,
    AdHocSubProcess: /adHoc/,
    'input and output items': /loopDataInputRef/,
    completionCondition: /completionCondition/,
    sequential: /isSequential/,
  },
  'events.test.ts': {
    IntermediateCatchEvent: /intermediateCatchEvent/,
    IntermediateThrowEvent: /intermediateThrowEvent/,
    signal: /signal/,
    conditional: /conditional/,
    error: /errorRef/,
    escalation: /escalationRef/,
    link: /link/,
    'multiple and parallel multiple': /parallelMultiple/,
    'event sub-process': /triggeredByEvent/,
    eventDefinitionRef: /eventDefinitionRef/,
    ServiceTask: /serviceTask/,
  },
  'starts.test.ts': {
    StartEvent: /startEvent/,
    'timer start': /timer start/,
    'message start': /message starts a case/,
    'instantiating receive task': /instantiat/,
  },
  'messages.test.ts': {
    'message across cases': /correlationKey/,
    'pools of one collaboration': /pools of one collaboration/,
    'signal across cases': /a signal comes to all cases/,
  },
  'compensation.test.ts': {
    Transaction: /[Tt]ransaction/,
    compensation: /compensat/,
    cancel: /cancel/,
  },
  'world.test.ts': { 'files of other tools': /files of other tools/ },
};

const here = new URL('.', import.meta.url);

void t.test('every file of the folder is listed, and shows what it is listed for', (t) => {
  const files = readdirSync(here).filter((file) => file !== 'index.test.ts' && file.endsWith('.test.ts'));
  t.strictSame(files.sort(), Object.keys(shown).sort());
  for (const [file, constructs] of Object.entries(shown)) {
    const text = readFileSync(new URL(file, here), 'utf8');
    for (const [construct, word] of Object.entries(constructs)) t.match(text, word, `${file}: ${construct}`);
  }
  t.end();
});

void t.test('every element that is executed is shown through the API', (t) => {
  const constructs = new Set(Object.values(shown).flatMap((listed) => Object.keys(listed)));
  const executed = Object.entries(support).flatMap(([type, { treatment }]) => (treatment === 'executed' ? [type] : []));
  t.ok(executed.length > 20);
  // a process is what each of them deploys
  t.strictSame(
    executed.filter((type) => type !== 'Process' && !constructs.has(type)),
    [],
  );
  t.end();
});
