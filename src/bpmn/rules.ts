import type { Finding } from './finding.ts';

type Severity = Finding['severity'];

/** Every rule that a BPMN file is checked against: its severity and what it asks, in one sentence. */
export const rules = {
  'too-large': ['error', 'A file has at most 1 MiB (1,048,576 bytes).'],
  'wrong-encoding': ['error', 'A file is UTF-8, and its XML declaration names no other encoding.'],
  'invalid-utf8': ['error', 'Every byte of the file belongs to well-formed UTF-8.'],
  'forbidden-character': ['error', 'XML 1.0 forbids NUL and most control characters, also as character references.'],
  doctype: ['error', 'A file has no DOCTYPE and declares no entities.'],
  'unknown-entity': ['error', 'Only &lt; &gt; &amp; &quot; &apos; and character references are entities.'],
  'malformed-xml': ['error', 'A file is well-formed XML.'],
  'not-bpmn': ['error', 'The root element is definitions in the BPMN 2.0 namespace.'],
  'too-many-elements': [
    'error',
    'A file has at most 2,000 elements, not counting its diagrams and incoming and outgoing.',
  ],
  'too-deep': ['error', 'Elements are nested at most 100 deep.'],
  'duplicate-id': ['error', 'An id is used once in a file.'],
  'invalid-id': [
    'error',
    'An id starts with a Latin letter or _, goes on with letters, digits, . _ - and has at most 128 characters.',
  ],
  'id-missing': ['error', 'Every process, flow node and sequence flow has an id.'],
  'too-costly': ['error', 'A file is read within its limits of time and memory.'],
  'unreadable-element': ['error', 'An element stands where BPMN 2.0 allows it.'],
  'unknown-attribute': ['error', 'An attribute without namespace is one that BPMN 2.0 defines for the element.'],
  'unresolved-reference': ['error', 'A reference names an element of the same file.'],
  'diagram-unreadable': ['warning', 'Diagrams name elements of the file, by attributes that BPMN 2.0 defines.'],
  'vendor-ignored': [
    'warning',
    'Of the extensions of other engines, those with a meaning for execution are replaced by what BPMN or docs/enf.md has for it.',
  ],
  'flow-end': ['error', 'A sequence flow joins events, activities and gateways.'],
  'flow-not-immediate': ['error', 'No sequence flow of an executable process has isImmediate="false".'],
  'flow-lists': ['warning', 'The flows that a flow node lists as incoming and outgoing are those that lead there.'],
  'event-leads-nowhere': [
    'warning',
    'A flow leaves every intermediate and boundary event, but links and compensation.',
  ],
  'gateway-direction': ['error', 'A gateway joins or splits as its gatewayDirection says.'],
  'message-flow-end': [
    'error',
    'A message flow leads from a pool, an activity or a throwing message event to a pool, an activity or a catching message event.',
  ],
  'message-flow-none': ['warning', 'An event that a message flow joins has a message event definition.'],
  'message-flow-in-pool': ['error', 'A message flow joins two pools.'],
  'extension-unknown': ['error', 'No extension that must be understood is declared: none is known.'],
  'import-refused': ['error', 'A file imports types and services only; its processes stand in it.'],
  'import-ignored': ['warning', 'Types and services that a file imports are not read.'],
  'operation-ignored': ['warning', 'An operation of an interface has no effect.'],
  'data-drawn': ['info', 'Data that is drawn moves nothing: every step sees the variables of the case.'],
  'lane-without-role': ['info', 'A lane with user tasks that have no role is named after a role.'],
  'performer-ignored': [
    'warning',
    'Who performs a task is said by a potential owner of a user task, whose resource is named after a role.',
  ],
  'executable-missing': ['error', 'At least one process has isExecutable="true".'],
  'executable-assumed': [
    'warning',
    'No process says whether it is executable, so all of them are taken as executable.',
  ],
  'unsupported-element': [
    'error',
    'An executable process uses supported elements only; docs/bpmn-support.md lists them.',
  ],
  'unsupported-attribute': [
    'error',
    'An attribute that would change how an element runs is not set where it is not supported.',
  ],
  'start-missing': [
    'error',
    'A process or sub-process with an end event has a start event; one without both begins where no flow leads to.',
  ],
  'several-starts': ['error', 'An executable process, and a sub-process in it, has at most one none start event.'],
  'incoming-to-start': ['error', 'No sequence flow leads to a start event.'],
  'incoming-to-boundary': ['error', 'No sequence flow leads to a boundary event.'],
  'outgoing-from-end': ['error', 'No sequence flow leaves an end event.'],
  'dangling-flow': ['error', 'A sequence flow has a source and a target.'],
  'flow-leaves-process': ['error', 'A sequence flow joins two flow nodes of its own process or sub-process.'],
  unreachable: ['warning', 'Every flow node can be reached from the start event.'],
  'boundary-detached': ['error', 'A boundary event is attached to an activity of its own process or sub-process.'],
  'event-definition': [
    'error',
    'What catches has an event definition: an intermediate catch event, a boundary event, the start of an event sub-process.',
  ],
  'event-position': [
    'error',
    'An event has a trigger that BPMN 2.0 allows where it stands (table 10.93 of the standard).',
  ],
  'message-name': ['error', 'What waits for a message names one that has a literal name of at most 128 characters.'],
  'signal-name': ['error', 'A signal event names a signal that has a literal name of at most 128 characters.'],
  'escalation-code': ['error', 'An event throws an escalation that has a code of at most 128 characters.'],
  'parallel-multiple': ['error', 'A parallel multiple event waits for messages, signals, timers and conditions only.'],
  'link-name': ['error', 'A link has a name of at most 128 characters.'],
  'link-alone': ['error', 'A link is the only event definition of its event.'],
  'link-flow': ['error', 'No sequence flow leaves a link throw event, and none leads to a link catch event.'],
  'link-target': ['error', 'A link throw event has exactly one link catch event of its name beside it.'],
  'link-unused': ['warning', 'A link catch event has a link throw event of its name beside it.'],
  'event-sub-process': [
    'error',
    'An event sub-process has one start event, and no sequence flows, boundary events or loop of its own.',
  ],
  'error-code': ['error', 'An error end event names an error that has a code of at most 128 characters.'],
  'error-boundary-host': ['warning', 'An error is caught on the boundary of an activity in which one can be thrown.'],
  'error-boundary-interrupts': ['error', 'An error boundary event interrupts its activity.'],
  'error-caught-twice': ['error', 'Of the error boundary events of an activity, each catches another code.'],
  'correlation-binding': [
    'error',
    'A correlation subscription binds each property of its key to the data of its process.',
  ],
  'instantiate-misplaced': [
    'error',
    'A receive task or event-based gateway that starts cases has no incoming flow, and behind such a gateway stand messages and signals only.',
  ],
  'compensation-handler': [
    'error',
    'An association leads from a compensation boundary event to one activity beside it with isForCompensation="true".',
  ],
  'compensation-flow': ['error', 'No sequence flow leads to an activity for compensation, or leaves it or its event.'],
  'compensation-twice': ['error', 'The compensation of an activity, or of a process, has one handler.'],
  'compensation-target': [
    'error',
    'activityRef of a compensation names an activity that can be compensated: beside the event, or beside the event sub-process that it stands in.',
  ],
  'cancel-misplaced': ['error', 'A cancel end event stands inside a transaction, a cancel boundary event at one.'],
  'cancel-twice': ['error', 'A transaction has one cancel boundary event.'],
  'cancel-uncaught': ['error', 'A transaction with a cancel end event has a cancel boundary event.'],
  'event-gateway-flows': ['error', 'At least two flows leave an event-based gateway.'],
  'event-gateway-target': [
    'error',
    'A flow out of an event-based gateway leads to a timer, message, signal or conditional event, or to a receive task without boundary events, and no other flow leads there.',
  ],
  'event-gateway-mixed': [
    'error',
    'Message events and receive tasks do not stand behind the same event-based gateway.',
  ],
  'join-unmatched': ['error', 'A parallel join can get a token on each of its flows at the same time.'],
  'join-starves': ['warning', 'A parallel join gets a token on each of its flows, whichever way is chosen before it.'],
  quantity: ['error', 'startQuantity and completionQuantity are whole numbers from 1.'],
  'call-target': ['error', 'calledElement is the id of an executable process.'],
  'callee-not-active': ['warning', 'Every definition that is called is active when its caller is activated.'],
  'call-recursive': ['error', 'A process does not call itself, directly or through others.'],
  'condition-missing': [
    'error',
    'Of several flows out of an exclusive gateway, each has a condition or is the default.',
  ],
  'condition-misplaced': [
    'error',
    'Conditions stand on flows out of activities and of exclusive, inclusive and complex gateways.',
  ],
  'condition-empty': ['error', 'A condition has a text.'],
  'condition-language': ['error', 'A condition is written in FEEL.'],
  'condition-unreadable': ['error', 'The FEEL text of a condition can be read and is supported.'],
  'ad-hoc': [
    'error',
    'In an ad-hoc sub-process stands at least one activity without incoming flows, and no start or end event; its ordering is Parallel or Sequential.',
  ],
  'loop-condition': [
    'error',
    'A standard loop has a loopCondition, or a loopMaximum; a loopMaximum is a whole number from 1.',
  ],
  'loop-cardinality': [
    'error',
    'A multi-instance activity has either a loopCardinality or a loopDataInputRef; a number in it is whole, from 0.',
  ],
  'loop-data': [
    'error',
    'loopDataInputRef and loopDataOutputRef name a data object, a property, or a data input or output of the activity; inputDataItem and outputDataItem have a name and stand beside them.',
  ],
  'loop-misplaced': [
    'error',
    'An activity that has a form in law, is left by its outcome, starts a case or starts by an event does not loop.',
  ],
  'loop-behavior': [
    'error',
    'The behavior of a multi-instance activity is None, One, All or Complex; what instances throw is a message, a signal or an escalation.',
  ],
  'default-flow-foreign': ['error', 'A default flow leaves the gateway or activity that names it.'],
  'condition-ignored': ['warning', 'A flow out of a parallel gateway has no condition: it is taken in any case.'],
  'default-flow-conditional': ['warning', 'A default flow has no condition; one that it has is ignored.'],
  'timer-definition': ['error', 'A timer has exactly one of timeDate, timeDuration and timeCycle.'],
  'timer-expression': ['error', 'The text of a timer is literal, not an expression.'],
  'timer-unreadable': ['error', 'The text of a timer is a date, a duration or a cycle as documented.'],
  'timer-cycle-misplaced': ['error', 'An intermediate timer event has no cycle: it fires once.'],
  'timer-cycle-once': ['warning', 'A cycle on an interrupting boundary event fires once only.'],
  'script-language': ['error', 'A script is written in FEEL, and its scriptFormat says so.'],
  'script-unreadable': ['error', 'The FEEL text of a script can be read and is supported.'],
  'service-unknown': ['error', 'The implementation sanzhi:<name> names a built-in service.'],
  'implementation-ignored': ['warning', 'The implementation of a user task has no effect.'],
  'step-key': ['error', 'enf:step has a key: a letter, then letters, digits, . _ - (at most 64 characters).'],
  'step-key-duplicate': ['error', 'The key of enf:step is used once in a process.'],
  'step-role': ['error', 'The role of enf:step is one of the roles a person can hold.'],
  'step-officers': ['error', 'A step is done by one officer with a certificate, or by two.'],
  'step-outcomes': ['error', 'The outcomes of enf:step are different words: a letter, then letters, digits and -.'],
  'enf-misplaced': [
    'error',
    'An element of the enforcement extension stands directly in the extensionElements of an element that docs/enf.md names for it, and as often as it may.',
  ],
  'extension-approval': [
    'error',
    'A limit is extended directly after a user task approved it, which somebody asked for by a task or a message.',
  ],
  'enf-attribute': ['error', 'The attributes of an enforcement element are written out; none has a default.'],
  'enf-unsupported': [
    'error',
    'Of the namespace urn:sanzhi:enforcement:1, only the elements and attributes of docs/enf.md exist.',
  ],
  'law-form-twice': ['error', 'A task is one of draft, scope, review, decision and publication only.'],
  'record-unanswerable': ['error', 'enf:record with required="true" stands on a user task, where somebody gives it.'],
  'scope-service': [
    'error',
    'enf:scope stands on the service tasks with implementation="sanzhi:scope", and on all of them.',
  ],
  'opinion-outcomes': ['error', 'The opinion of a legal review has the outcomes passed, returned and rejected.'],
  'outcome-misplaced': ['error', 'enf:outcome stands on flows that leave a scope or the opinion of a legal review.'],
  'outcome-flows': [
    'error',
    'A scope, and the opinion of a legal review, is left directly by one flow for each of its outcomes, and by no other.',
  ],
  'outcome-condition': ['error', 'The condition of a flow with enf:outcome is outcome = "<value>".'],
  'decision-without-clearance': [
    'error',
    'Every way to enf:decision leads through a passed legal review of the draft, or through notRequired of its scope, and not past a task where the draft can be changed after that. Ways are looked at, not the data on which one is chosen.',
  ],
  'clearance-not-modelled': [
    'error',
    'Beside enf:decision, in its file and the processes called, only what the check of its clearance knows is used.',
  ],
} as const satisfies Record<string, readonly [Severity, string]>;
export type Rule = keyof typeof rules;

/** A finding of `rule`; the message tells the designer what to do. `path`: element ids, where the rule is about a way. */
export function finding(rule: Rule, elementId: string | null, message: string, path?: readonly string[]): Finding {
  const found = { rule, severity: rules[rule][0], elementId, message, docs: `/docs/rules#${rule}` };
  return path === undefined ? found : { ...found, path };
}
