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

const drawnData = 'A drawing: values are the variables of the case, which every step sees.';
const noChoreography = 'What several parties agree on; the processes of the file run beside it.';
const noPerformer = 'Assigns nobody, with a warning; name the candidate role.';

/** Every element type of BPMN 2.0 that a file may hold, by its name in the metamodel. */
export const support: Readonly<Record<string, Support>> = {
  Definitions: part('The root of the file.'),
  Process: executed(
    'Executable processes only; the others load and are not looked into.',
    'test/engine/advance.test.ts',
  ),
  SequenceFlow: executed(
    'With a FEEL condition out of an activity or an exclusive, inclusive or complex gateway, or with enf:outcome out of a scope or an opinion. An activity is left by every flow without condition or whose condition holds, and by its default flow if no condition holds.',
    'test/engine/flowsOfActivities.test.ts',
  ),
  StartEvent: executed(
    'None: at most one in a process or sub-process. Of a process also timer, message or signal: each starts cases by itself while its version is active. Where neither a start nor an end event is drawn, everything begins that no flow leads to.',
    'test/http/conformance/starts.test.ts',
  ),
  EndEvent: executed(
    'None: the token is consumed. Terminate: everything in the same process or sub-process ends. Error: the nearest activity around that catches its code is broken off.',
    'test/engine/ends.test.ts',
  ),
  UserTask: executed('Waits until a person completes it.', 'test/engine/activities/tasks.test.ts'),
  ManualTask: executed('Done outside the system: passed through, and on the record.', 'test/engine/advance.test.ts'),
  Task: executed(
    'Of no specified kind: passed through like a manual task, and on the record.',
    'test/engine/activities/tasks.test.ts',
  ),
  Transaction: executed(
    'As a sub-process. A cancel end event cancels what is active in it and compensates what was completed; then it is left by its cancel boundary event. An error leaves it without compensation.',
    'test/engine/compensation/transaction.test.ts',
  ),
  ScriptTask: executed(
    'In FEEL only (`scriptFormat="feel"`): its value is a context, whose entries become variables of the case.',
    'test/engine/activities/tasks.test.ts',
  ),
  ServiceTask: executed(
    'A built-in service (`implementation="sanzhi:<name>"`), or waits for an external worker of its topic: the text of `implementation`, or the id of the task.',
    'test/engine/services.test.ts',
  ),
  SendTask: executed(
    'Sends its message at once, as a message throw event does; with a topic in `implementation`, it waits until an external worker has sent it.',
    'test/http/conformance/tasks.test.ts',
  ),
  ReceiveTask: executed(
    'Waits for the message of its name, or with `instantiate` is started by it.',
    'test/engine/messages.test.ts',
  ),
  SubProcess: executed(
    'Embedded: completes when no token is left inside. With `triggeredByEvent`: runs when its start event happens (timer, message, signal, condition, error, escalation, several), while the process or sub-process around it is at work; an interrupting one ends everything else in there.',
    'test/engine/subProcess.test.ts',
  ),
  AdHocSubProcess: executed(
    'What has no incoming flow inside is enabled from the start. User and receive tasks are offered all at once, and offered again when they have been done; other activities start by themselves, once; events without incoming flows never happen. completionCondition is FEEL and asked each time an activity inside completes; without one, each activity is performed once. With `ordering="Sequential"` one activity is performed at a time: while one other than an offered task is, the offers are taken back.',
    'test/engine/activities/adHocSubProcess.test.ts',
  ),
  CallActivity: executed(
    '`calledElement` is the id of a process of the same file, or the key of another definition, whose active version is bound when this one is activated. It runs inside the same case and shares its variables.',
    'test/engine/callActivity.test.ts',
  ),
  GlobalTask: executed('Called by call activities of the same file; as a Task.', 'test/http/conformance/tasks.test.ts'),
  GlobalManualTask: executed(
    'Called by call activities of the same file; as a ManualTask.',
    'test/http/conformance/tasks.test.ts',
  ),
  GlobalUserTask: executed(
    'Called by call activities of the same file; as a UserTask.',
    'test/http/conformance/tasks.test.ts',
  ),
  GlobalScriptTask: executed(
    'Called by call activities of the same file; as a ScriptTask, in its scriptLanguage.',
    'test/http/conformance/tasks.test.ts',
  ),
  ParallelGateway: executed(
    'A join waits for one token on each incoming flow. Conditions on its outgoing flows are ignored, with a warning.',
    'test/engine/parallelGateway.test.ts',
  ),
  InclusiveGateway: executed(
    'Every flow whose condition holds is taken, else the default. A join waits while a token in its scope can still come along a flow that has none.',
    'test/engine/inclusiveGateway.test.ts',
  ),
  ComplexGateway: executed(
    '`activationCondition` reads the variables, `activationCount` (tokens on all incoming flows) and the tokens on one flow by its id; without one any token activates the gateway. Conditions on its outgoing flows read `waitingForStart`: true at the activation, false at the reset; a flow without condition is taken at the activation only.',
    'test/engine/complexGateway.test.ts',
  ),
  EventBasedGateway: executed(
    'Exclusive: the first of the timers and messages behind it ends the waiting for the others. With `instantiate` the first message or signal starts a case; of a parallel one the case then waits for the others.',
    'test/engine/eventBasedGateway.test.ts',
  ),
  ExclusiveGateway: executed(
    'Conditions are asked in document order; then the default flow is taken.',
    'test/engine/advance.test.ts',
  ),
  IntermediateCatchEvent: executed(
    'With a message, signal, condition or timer (timeDate or timeDuration), with several of them (multiple: the first is enough; parallel multiple: all are needed), or with a link.',
    'test/engine/timers.test.ts',
  ),
  IntermediateThrowEvent: executed(
    'None: passed. With a message, signal, escalation or several of them: thrown, then passed. With a link: goes on at the catch event of its name beside it.',
    'test/http/conformance/events.test.ts',
  ),
  BoundaryEvent: executed(
    'With a timer, message, signal, condition or escalation, interrupting or not (where it is not, it happens again and again while the activity lasts: a timer by its cycle, a condition when it becomes true anew); with an error, interrupting; with several of them.',
    'test/engine/timers.test.ts',
  ),
  StandardLoopCharacteristics: part(
    'Of an activity. loopCondition is FEEL; in it loopCounter is how often the activity has been performed.',
    'test/http/conformance/loops.test.ts',
  ),
  MultiInstanceLoopCharacteristics: part(
    'Of an activity: by loopCardinality (FEEL), or for each item of the list that loopDataInputRef names, at most 1,000 times. The list is the variable of the case with the name (else the id) of the data object, property, or data input or output; of a data input or output, that of the data object which an association draws to it. Each instance has its item (inputDataItem) and what it puts out (outputDataItem) as variables of its own, beside loopCounter; the list of loopDataOutputRef is set when the activity is complete. completionCondition is asked each time an instance completes, and reads numberOfInstances, numberOfActiveInstances, numberOfCompletedInstances and numberOfTerminatedInstances too.',
    'test/http/conformance/loops.test.ts',
  ),
  ComplexBehaviorDefinition: part(
    'Of a multi-instance activity with `behavior="Complex"`: when an instance completes and the condition (FEEL) holds, its event is thrown.',
    'test/engine/activities/multiInstance.test.ts',
  ),
  ImplicitThrowEvent: part(
    'Of a complexBehaviorDefinition: a message, signal or escalation. With `behavior="None"` or `"One"` what noneBehaviorEventRef or oneBehaviorEventRef names is thrown when each instance, or the first one, completes.',
    'test/bpmn/loops.test.ts',
  ),
  MessageEventDefinition: part('Caught and thrown.'),
  ErrorEventDefinition: part(
    'Of an end event, a boundary event, or the start of an event sub-process; without an error code these catch every error.',
  ),
  TerminateEventDefinition: part('Of an end event.'),
  SignalEventDefinition: part('Caught, and thrown to everything that waits for its name at that moment.'),
  EscalationEventDefinition: part(
    'Thrown to the nearest event around that catches its code; one that nobody catches has no effect. Without a code every escalation is caught.',
  ),
  ConditionalEventDefinition: part(
    'A FEEL condition, asked when it begins to be waited for and whenever the case has come to rest; it happens when the condition becomes true, and goes on waiting while a variable that it reads is not set.',
  ),
  LinkEventDefinition: part('Of a throw and a catch event of the same process or sub-process, by its name.'),
  Signal: part('Its name is what the signal is broadcast by.'),
  CompensateEventDefinition: part(
    'Of a boundary event (with an association to its handler), of the start of an event sub-process, and of throw and end events: handlers run one after the other, of what was completed last first, once for each time it was completed. A sub-process or call activity without handler is compensated by compensating what was completed inside. Handlers see the variables as they are then.',
  ),
  CancelEventDefinition: part('Of an end event inside a transaction, and of the boundary event it is left by then.'),
  Message: part('Its name is what the message is sent by.'),
  Escalation: part('Its escalationCode tells escalations apart.'),
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
  Association: part('From a compensation boundary event to its handler; all others are for readers of the diagram.'),
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
  CorrelationProperty: part('Its retrieval expressions read it from messages.'),
  CorrelationPropertyRetrievalExpression: part('FEEL on the content of the message.'),

  BusinessRuleTask: refused('Decision tables are not supported yet; use FEEL conditions or a service task.'),
  LoopCharacteristics: refused('Say which: a standard loop or multiple instances.'),
  InputOutputSpecification: ignored(drawnData),
  InputOutputBinding: ignored(drawnData),
  InputSet: ignored(drawnData),
  OutputSet: ignored(drawnData),
  DataInput: ignored(drawnData),
  DataOutput: ignored(drawnData),
  DataInputAssociation: ignored(drawnData),
  DataOutputAssociation: ignored(drawnData),
  DataAssociation: ignored(drawnData),
  Assignment: refused('Values are not moved between data objects yet; they are variables of the case.'),
  Property: ignored(drawnData),
  DataObject: ignored(drawnData),
  DataObjectReference: ignored(drawnData),
  DataStoreReference: ignored(drawnData),
  DataState: ignored(drawnData),
  ItemAwareElement: ignored(drawnData),
  MessageFlow: ignored('Shows who sends a message to whom; it is sent and waited for by its name.'),
  MessageFlowAssociation: ignored(noChoreography),
  ParticipantMultiplicity: ignored('A case is started for each.'),
  ParticipantAssociation: ignored(noChoreography),
  CorrelationKey: part(
    'What a waiting message is found by, where each of its properties can be read from the message.',
  ),
  CorrelationSubscription: part(
    'The key of a waiting message is read from the variables when the case begins to wait.',
  ),
  CorrelationPropertyBinding: part('FEEL on the variables.'),
  Import: ignored('Of types (XML Schema) and services (WSDL), with a warning; any other import is refused.'),
  GlobalBusinessRuleTask: refused('Draw the task in the process.'),
  Choreography: ignored(noChoreography),
  CallChoreography: ignored(noChoreography),
  SubChoreography: ignored(noChoreography),
  ChoreographyTask: ignored(noChoreography),
  GlobalChoreographyTask: ignored(noChoreography),
  Conversation: ignored(noChoreography),
  CallConversation: ignored(noChoreography),
  SubConversation: ignored(noChoreography),
  GlobalConversation: ignored(noChoreography),
  ConversationLink: ignored(noChoreography),
  ConversationAssociation: ignored(noChoreography),
};

/** Attributes that change how an element runs and are not supported, by what they say. */
export const refusedAttributes = {
  transformation: 'Values are not moved between data objects yet; they are variables of the case.',
} as const;
