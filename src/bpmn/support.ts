/**
 * How this release treats an element of BPMN 2.0 in an executable process. `part`: read as part of the element around
 * it; `ignored`: loads, and has no effect; `refused`: refused at deployment.
 */
export type Treatment = 'executed' | 'part' | 'ignored' | 'refused';
export interface Support {
  readonly treatment: Treatment;
  readonly note: string;
}

const executed = (note: string): Support => ({ treatment: 'executed', note });
const part = (note: string): Support => ({ treatment: 'part', note });
const ignored = (note = 'For readers of the diagram.'): Support => ({ treatment: 'ignored', note });
const refused = (note: string): Support => ({ treatment: 'refused', note });

const scripts = 'Scripts are not run; use a service task and an external worker.';
const noMessages =
  'Messages are not supported yet; wait in a user task, or let an external worker complete a service task.';
const noSubProcess = 'Draw its content in the process itself.';
const noData = 'Data lives in the variables of the case; remove it, or describe it in a text annotation.';
const noChoreography = 'Choreographies and conversations are not executed; keep them in a file of their own.';
const noGateway = 'Use exclusive gateways, or several flows out of an activity to go on side by side.';
const noPerformer = 'Name the candidate role in enf:step.';
const noLoop = 'Draw the loop with an exclusive gateway.';
const noCorrelation = 'Correlation is not supported yet.';

/** Every element type of BPMN 2.0 that a file may hold, by its name in the metamodel. */
export const support: Readonly<Record<string, Support>> = {
  Definitions: part('The root of the file.'),
  Process: executed('Executable processes only; the others load and are not looked into.'),
  SequenceFlow: executed('With a FEEL condition only out of an exclusive gateway.'),
  StartEvent: executed('None start event, one in a process.'),
  EndEvent: executed('None end event: the token is consumed.'),
  UserTask: executed('Waits until a person completes it.'),
  ManualTask: executed('Done outside the system: passed through, and on the record.'),
  ServiceTask: executed(
    'A built-in service (`implementation="sanzhi:<name>"`), or waits for an external worker of its topic: the text of `implementation`, or the id of the task.',
  ),
  ExclusiveGateway: executed('Conditions are asked in document order; then the default flow is taken.'),
  IntermediateCatchEvent: executed('With a timer: timeDate or timeDuration.'),
  BoundaryEvent: executed(
    'With a timer on an activity, interrupting or not; a cycle repeats where it is not interrupting.',
  ),
  TimerEventDefinition: part('Literal ISO 8601 text, or working days such as `P7WD`.'),
  Expression: part('The text of a condition or timer.'),
  FormalExpression: part('The text of a condition or timer; FEEL in a condition.'),
  ExtensionElements: part('enf:step is read; elements of other namespaces load and have no effect.'),
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
  LaneSet: ignored('Lanes assign nobody; name the role in enf:step.'),
  Lane: ignored('Lanes assign nobody; name the role in enf:step.'),
  Collaboration: ignored('The pool around a process.'),
  Participant: ignored('The pool around a process.'),
  Auditing: ignored('Every step is on the record anyway.'),
  Monitoring: ignored('Every wait is monitored anyway.'),
  Message: ignored('Declared and used by nothing that runs.'),
  Signal: ignored('Declared and used by nothing that runs.'),
  Error: ignored('Declared and used by nothing that runs.'),
  Escalation: ignored('Declared and used by nothing that runs.'),
  ItemDefinition: ignored('Declared and used by nothing that runs.'),
  Resource: ignored('Declared and used by nothing that runs.'),
  ResourceParameter: ignored('Declared and used by nothing that runs.'),
  DataStore: ignored('Declared and used by nothing that runs.'),
  Interface: ignored('Declared and used by nothing that runs.'),
  Operation: ignored('Declared and used by nothing that runs.'),
  EndPoint: ignored('Declared and used by nothing that runs.'),
  PartnerEntity: ignored('Declared and used by nothing that runs.'),
  PartnerRole: ignored('Declared and used by nothing that runs.'),
  CorrelationProperty: ignored('Declared and used by nothing that runs.'),
  CorrelationPropertyRetrievalExpression: ignored('Declared and used by nothing that runs.'),

  Task: refused('Say who or what does it: a user, manual or service task.'),
  SendTask: refused(noMessages),
  ReceiveTask: refused(noMessages),
  ScriptTask: refused(scripts),
  BusinessRuleTask: refused('Decision tables are not supported yet; use FEEL conditions or a service task.'),
  CallActivity: refused('Call activities are not supported yet. Draw the called process in the process itself.'),
  SubProcess: refused(noSubProcess),
  AdHocSubProcess: refused(noSubProcess),
  Transaction: refused(noSubProcess),
  MultiInstanceLoopCharacteristics: refused(noLoop),
  StandardLoopCharacteristics: refused(noLoop),
  LoopCharacteristics: refused(noLoop),
  ComplexBehaviorDefinition: refused(noLoop),
  ParallelGateway: refused(noGateway),
  InclusiveGateway: refused(noGateway),
  ComplexGateway: refused(noGateway),
  EventBasedGateway: refused('Use a user task with boundary timers.'),
  IntermediateThrowEvent: refused(
    'Use a service task where something is to happen; remove it where it only marks a place.',
  ),
  ImplicitThrowEvent: refused('Use a service task where something is to happen.'),
  MessageEventDefinition: refused(noMessages),
  SignalEventDefinition: refused('Signals are not supported yet.'),
  ErrorEventDefinition: refused('BPMN errors are not supported yet; give the task outcomes and branch on them.'),
  EscalationEventDefinition: refused('Escalations are not supported yet; give the task outcomes and branch on them.'),
  ConditionalEventDefinition: refused('Conditional events are not supported yet; branch at an exclusive gateway.'),
  LinkEventDefinition: refused('Draw a sequence flow instead of the link.'),
  TerminateEventDefinition: refused('A case ends when its last token is consumed; let every branch end.'),
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
  ResourceRole: refused(noPerformer),
  Performer: refused(noPerformer),
  HumanPerformer: refused(noPerformer),
  PotentialOwner: refused(noPerformer),
  ResourceAssignmentExpression: refused(noPerformer),
  ResourceParameterBinding: refused(noPerformer),
  Rendering: refused('Forms are not supported yet.'),
  MessageFlow: refused(noMessages),
  MessageFlowAssociation: refused(noMessages),
  ParticipantMultiplicity: refused('Start one case for each.'),
  ParticipantAssociation: refused(noChoreography),
  CorrelationKey: refused(noCorrelation),
  CorrelationSubscription: refused(noCorrelation),
  CorrelationPropertyBinding: refused(noCorrelation),
  Import: refused('A file stands alone; bring in what it imports.'),
  GlobalTask: refused('Draw the task in the process.'),
  GlobalManualTask: refused('Draw the task in the process.'),
  GlobalUserTask: refused('Draw the task in the process.'),
  GlobalScriptTask: refused(scripts),
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
  default: 'Default flows leave exclusive gateways only.',
} as const;
