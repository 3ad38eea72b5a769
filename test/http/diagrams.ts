const head = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:enf="urn:sanzhi:enforcement:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="urn:test">`;

function file(id: string, content: string): string {
  return `${head}<bpmn:process id="${id}" name="Process ${id}" isExecutable="true">${content}</bpmn:process></bpmn:definitions>`;
}

const flow = (source: string, target: string) =>
  `<bpmn:sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}"/>`;
const line = (...nodes: string[]) =>
  nodes
    .slice(1)
    .map((node, at) => flow(nodes[at]!, node))
    .join('');

/** Start, one user task, end. */
export const oneTask = (id = 'oneTask') =>
  file(
    id,
    `<bpmn:startEvent id="Start"/><bpmn:userTask id="Check" name="Check it"/><bpmn:endEvent id="End"/>${line('Start', 'Check', 'End')}`,
  );

/** Two user tasks, one after the other. */
export const twoTasks = file(
  'twoTasks',
  `<bpmn:startEvent id="Start"/><bpmn:userTask id="Check"/><bpmn:userTask id="Sign"/><bpmn:endEvent id="End"/>${line('Start', 'Check', 'Sign', 'End')}`,
);

/** One service task for external workers of the topic. */
export const oneService = (topic = 'payment') =>
  file(
    `service-${topic}`,
    `<bpmn:startEvent id="Start"/><bpmn:serviceTask id="Pay" name="Pay" implementation="${topic}"/><bpmn:endEvent id="End"/>${line('Start', 'Pay', 'End')}`,
  );

/** Waits for a payment or for a receipt, whichever message comes first; `twice` waits for the payment on both sides. */
export const race = (id = 'race', twice = false) =>
  file(
    id,
    `<bpmn:startEvent id="Start"/><bpmn:eventBasedGateway id="First"/><bpmn:endEvent id="End"/>
    <bpmn:intermediateCatchEvent id="Paid" name="Paid"><bpmn:messageEventDefinition messageRef="Payment"/></bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="Received"><bpmn:messageEventDefinition messageRef="${twice ? 'Payment' : 'Receipt'}"/></bpmn:intermediateCatchEvent>
    <bpmn:userTask id="Check"/>${line('Start', 'First', 'Paid', 'Check', 'End')}${line('First', 'Received', 'End')}`,
  ).replace(
    '<bpmn:process',
    '<bpmn:message id="Payment" name="payment"/><bpmn:message id="Receipt" name="receipt"/><bpmn:process',
  );

/** Calls the process of this id and then has a task. */
export const calling = (callee: string, id = 'caller') =>
  file(
    id,
    `<bpmn:startEvent id="Start"/><bpmn:callActivity id="Call" calledElement="${callee}"/><bpmn:userTask id="Check" name="Check the call"/><bpmn:endEvent id="End"/>${line('Start', 'Call', 'Check', 'End')}`,
  );

/** A gateway that cannot decide without `amount`. */
export const gateway = file(
  'gateway',
  `<bpmn:startEvent id="Start"/><bpmn:exclusiveGateway id="Big"/><bpmn:endEvent id="Yes"/><bpmn:endEvent id="No"/>${flow('Start', 'Big')}
  <bpmn:sequenceFlow id="toYes" sourceRef="Big" targetRef="Yes"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &gt; 10</bpmn:conditionExpression></bpmn:sequenceFlow>
  <bpmn:sequenceFlow id="toNo" sourceRef="Big" targetRef="No"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">amount &lt;= 10</bpmn:conditionExpression></bpmn:sequenceFlow>`,
);

/** A task for a role with a limit of one day, after which the case ends. */
export const limited = (role = 'handler') =>
  file(
    `limited-${role}`,
    `<bpmn:startEvent id="Start"/><bpmn:userTask id="Decide" name="Decide"><bpmn:extensionElements><enf:step key="decide" role="${role}" outcomes="yes no"/></bpmn:extensionElements></bpmn:userTask>
    <bpmn:boundaryEvent id="Late" attachedToRef="Decide" cancelActivity="true"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P1D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>
    <bpmn:endEvent id="End"/><bpmn:endEvent id="TooLate"/>${line('Start', 'Decide', 'End')}${flow('Late', 'TooLate')}`,
  );
