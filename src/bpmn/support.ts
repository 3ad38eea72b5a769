/**
 * How this release treats an element of BPMN 2.0 in an executable process. `part`: read as part of the element around
 * it; `ignored`: loads, and has no effect; `refused`: refused at deployment.
 */
export type Treatment = 'executed' | 'part' | 'ignored' | 'refused';
export interface Support {
  readonly treatment: Treatment;
  readonly note: string;
  /** Path of the test that shows it. */
  readonly test: string;
}

/** Shows of every element that it is treated as it says here. */
const everyElement = 'test/bpmn/support.test.ts';
const executed = (note: string, test = everyElement): Support => ({ treatment: 'executed', note, test });
const part = (note: string, test = everyElement): Support => ({ treatment: 'part', note, test });
const ignored = (note = 'For readers of the diagram.'): Support => ({ treatment: 'ignored', note, test: everyElement });
const refused = (note: string): Support => ({ treatment: 'refused', note, test: everyElement });

const noSending = 'Let a service task and an external worker send it.';
const noSubProcess = 'Draw it as an embedded sub-process.';
const noData = 'Data lives in the variables of the case; remove it, or describe it in a text annotation.';
const noChoreography = 'Choreographies and conversations are not executed; keep them in a file of their own.';
const noGateway = 'Use exclusive and parallel gateways.';
const noPerformer = 'Assigns nobody, with a warning; name the candidate role.';
const noLoop = 'Draw the loop with an exclusive gateway.';
const noCorrelation = 'Correlation is not supported yet.';

/** Every element type of BPMN 2.0 that a file may hold, by its name in the metamodel. */
export const support: Readonly<Record<string, Support>> = {
  Definitions: part('The root of the file.'),
  Process: executed('Executable processes only; the others load and are not looked into.'),
  SequenceFlow: executed(
    'With a FEEL condition only out of an exclusive gateway, or with enf:outcome out of a scope or an opinion.',
  ),
  StartEvent: executed(
    'None: at most one in a process or sub-process. Of a process also timer, message or signal: each starts cases by itself while its version is active.',
  ),
  EndEvent: executed(
    'None: the token is consumed. Terminate: everything in the same process or sub-process ends. Error: the nearest activity around that catches its code is broken off.',
  ),
  UserTask: executed('Waits until a person completes it.'),
  ManualTask: executed('Done outside the system: passed through, and on the record.'),
  Task: executed('Of no specified kind: passed through like a manual task, and on the record.'),
  ScriptTask: executed(
    'In FEEL only (`scriptFormat="feel"`): its value is a context, whose entries become variables of the case.',
  ),
  ServiceTask: executed(
    'A built-in service (`implementation="sanzhi:<name>"`), or waits for an external worker of its topic: the text of `implementation`, or the id of the task.',
  ),
  ReceiveTask: executed('Waits for the message of its name, or with `instantiate` is started by it.'),
  SubProcess: executed('Embedded: completes when no token is left inside.'),
  CallActivity: executed(
    '`calledElement` is the id of a process of the same file, or the key of another definition, whose active version is bound when this one is activated. It runs inside the same case and shares its variables.',
  ),
  GlobalTask: executed('Called by call activities of the same file; as a Task.'),
  GlobalManualTask: executed('Called by call activities of the same file; as a ManualTask.'),
  GlobalUserTask: executed('Called by call activities of the same file; as a UserTask.'),
  GlobalScriptTask: executed('Called by call activities of the same file; as a ScriptTask, in its scriptLanguage.'),
  ParallelGateway: executed('A join waits for one token on each incoming flow.'),
  EventBasedGateway: executed(
    'Exclusive: the first of the timers and messages behind it ends the waiting for the others. With `instantiate` the first message or signal starts a case; of a parallel one the case then waits for the others.',
  ),
  ExclusiveGateway: executed('Conditions are asked in document order; then the default flow is taken.'),
  IntermediateCatchEvent: executed('With a message, or with a timer: timeDate or timeDuration.'),
  BoundaryEvent: executed(
    'With a timer or a message, interrupting or not (a cycle, and a message, repeat where it is not); with an error on a sub-process or call activity.',
  ),
  MessageEventDefinition: part('Of an intermediate catch or boundary event.'),
  ErrorEventDefinition: part(
    'Of an end or boundary event; a boundary event without an error code catches every error.',
  ),
  TerminateEventDefinition: part('Of an end event.'),
  SignalEventDefinition: part('Of a start event of a process.'),
  Signal: part('Its name is what the signal is broadcast by.'),
  Message: part('Its name is what the message is sent by.'),
  Error: part('Its errorCode tells errors apart.'),
  TimerEventDefinition: part('Literal ISO 8601 text, or working days such as `P7WD`.'),
  Expression: part('The text of a condition or timer.'),
  FormalExpression: part('The text of a condition or timer; FEEL in a condition.'),
  ExtensionElements: part(
    'Elements of the enforcement extension are read (docs/enf.md); those of other namespaces load and have no effect.',
  ),
  Extension: ignored('Declares extensions for editors.'),
  ExtensionDefinition: ignored('Declares extensions for editors.'),
  ExtensionAttributeDefinition: ignored('Declares extensions for editors.'),

  Documentation: ignored(),
  TextAnnotation: ignored(),
  Association: ignored(),
  Group: ignored(),
  Category: ignored(),
  CategoryValue: ignored(),
  Relationship: ignored(),
  LaneSet: part('The lanes of a process or sub-process.'),
  Lane: part(
    'A user task without a role has the role that its lane, or a lane around it, is named after (names of roles below), or the element that partitionElement names.',
  ),
  Collaboration: ignored('The pool around a process.'),
  Participant: ignored('The pool around a process.'),
  Auditing: ignored('Every step is on the record anyway.'),
  Monitoring: ignored('Every wait is monitored anyway.'),
  Escalation: ignored('Declared and used by nothing that runs.'),
  ItemDefinition: ignored('Declared and used by nothing that runs.'),
  Resource: part('Its name, or its id, means a role (names of roles below).'),
  ResourceParameter: ignored('Declared and used by nothing that runs.'),
  DataStore: ignored('Declared and used by nothing that runs.'),
  Interface: ignored('Declared and used by nothing that runs.'),
  Operation: ignored('Declared and used by nothing that runs.'),
  EndPoint: ignored('Declared and used by nothing that runs.'),
  PotentialOwner: part(
    'Of a user task without a role: it has the role that the resource, or the literal text of the assignment, names. Elsewhere it is a warning.',
  ),
  ResourceAssignmentExpression: part('Its literal text means a role (names of roles below).'),
  ResourceRole: ignored(noPerformer),
  Performer: ignored(noPerformer),
  HumanPerformer: ignored(noPerformer),
  ResourceParameterBinding: ignored('The role is the one that the resource names.'),
  Rendering: ignored('Forms are not supported yet; a task is completed with variables.'),
  PartnerEntity: ignored('Declared and used by nothing that runs.'),
  PartnerRole: ignored('Declared and used by nothing that runs.'),
  CorrelationProperty: ignored('Declared and used by nothing that runs.'),
  CorrelationPropertyRetrievalExpression: ignored('Declared and used by nothing that runs.'),

  SendTask: refused(noSending),
  BusinessRuleTask: refused('Decision tables are not supported yet; use FEEL conditions or a service task.'),
  AdHocSubProcess: refused(noSubProcess),
  Transaction: refused(noSubProcess),
  MultiInstanceLoopCharacteristics: refused(noLoop),
  StandardLoopCharacteristics: refused(noLoop),
  LoopCharacteristics: refused(noLoop),
  ComplexBehaviorDefinition: refused(noLoop),
  InclusiveGateway: refused(noGateway),
  ComplexGateway: refused(noGateway),
  IntermediateThrowEvent: refused(
    'Use a service task where something is to happen; remove it where it only marks a place.',
  ),
  ImplicitThrowEvent: refused('Use a service task where something is to happen.'),
  EscalationEventDefinition: refused('Escalations are not supported yet; give the task outcomes and branch on them.'),
  ConditionalEventDefinition: refused('Conditional events are not supported yet; branch at an exclusive gateway.'),
  LinkEventDefinition: refused('Draw a sequence flow instead of the link.'),
  CancelEventDefinition: refused('Transactions are not supported yet.'),
  CompensateEventDefinition: refused('Compensation is not supported yet.'),
  InputOutputSpecification: refused(noData),
  InputOutputBinding: refused(noData),
  InputSet: refused(noData),
  OutputSet: refused(noData),
  DataInput: refused(noData),
  DataOutput: refused(noData),
  DataInputAssociation: refused(noData),
  DataOutputAssociation: refused(noData),
  DataAssociation: refused(noData),
  Assignment: refused(noData),
  Property: refused(noData),
  DataObject: refused(noData),
  DataObjectReference: refused(noData),
  DataStoreReference: refused(noData),
  DataState: refused(noData),
  ItemAwareElement: refused(noData),
  MessageFlow: refused(noSending),
  MessageFlowAssociation: refused(noSending),
  ParticipantMultiplicity: refused('Start one case for each.'),
  ParticipantAssociation: refused(noChoreography),
  CorrelationKey: refused(noCorrelation),
  CorrelationSubscription: refused(noCorrelation),
  CorrelationPropertyBinding: refused(noCorrelation),
  Import: refused('A file stands alone; bring in what it imports.'),
  GlobalBusinessRuleTask: refused('Draw the task in the process.'),
  Choreography: refused(noChoreography),
  CallChoreography: refused(noChoreography),
  SubChoreography: refused(noChoreography),
  ChoreographyTask: refused(noChoreography),
  GlobalChoreographyTask: refused(noChoreography),
  Conversation: refused(noChoreography),
  CallConversation: refused(noChoreography),
  SubConversation: refused(noChoreography),
  GlobalConversation: refused(noChoreography),
  ConversationLink: refused(noChoreography),
  ConversationAssociation: refused(noChoreography),
};

/** Attributes that change how an element runs and are not supported, by what they say. */
export const refusedAttributes = {
  isForCompensation: 'Compensation is not supported yet.',
  startQuantity: 'An activity starts with one token.',
  completionQuantity: 'An activity leaves one token on each flow.',
  parallelMultiple: 'An event waits for one thing.',
  eventDefinitionRef: 'Write the event definition into the event itself.',
  operationRef: 'Name the topic in implementation.',
  triggeredByEvent: 'Event sub-processes are not supported yet; use boundary events.',
  default: 'Default flows leave exclusive gateways only.',
} as const;
