import { conditional, file, flows } from '../fixtures/bpmn/build.ts';

const step = (id: string, role: string, inside: string): string =>
  `<bpmn:userTask id="${id}" name="${id}"><bpmn:extensionElements><enf:step key="${id}" role="${role}"/>${inside}</bpmn:extensionElements></bpmn:userTask>`;
const call = (id: string): string => `<bpmn:callActivity id="${id}" calledElement="${id}"/>`;
const by = (pair: string, outcome: string): string => {
  const extension = `<bpmn:extensionElements><enf:outcome value="${outcome}"/></bpmn:extensionElements>`;
  return conditional(pair, `outcome = "${outcome}"`).replace(
    '<bpmn:conditionExpression',
    `${extension}<bpmn:conditionExpression`,
  );
};
const errors = ['returned', 'rejected', 'newDraft'];

/** Procedures that decide nothing themselves: others call them. */
export const called = ['acceptance', 'hearing', 'legal-review', 'publication'] as const;
export type Called = (typeof called)[number];

/** Key of the frame around a called procedure. */
export function frameKey(callee: Called): string {
  return `walk-${callee}`;
}

/**
 * The shortest lawful procedure in which a called one has its place: draft, catalogue, decision, with the called
 * procedure before the draft (acceptance), as the review, between the clearance and the decision (hearing), or behind it
 * (publication).
 */
export function frameOf(callee: Called): string {
  const order = {
    acceptance: ['start>acceptance', 'acceptance>draft', 'decide>end'],
    hearing: ['start>draft', 'hearing>decide', 'decide>end'],
    'legal-review': ['start>draft', 'decide>end'],
    publication: ['start>draft', 'decide>publication', 'publication>end'],
  }[callee];
  const reviews = callee === 'legal-review' || callee === 'hearing';
  return file(
    [
      '<bpmn:message id="message" name="draft-sent-back"/>',
      ...errors.map((error) => `<bpmn:error id="error-${error}" name="${error}" errorCode="${error}"/>`),
      `<bpmn:process id="${frameKey(callee)}" name="Frame" isExecutable="true">`,
      '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>' + (reviews ? '' : '<bpmn:endEvent id="elsewhere"/>'),
      step('draft', 'handler', '<enf:draft/>'),
      '<bpmn:serviceTask id="scope" implementation="sanzhi:scope"><bpmn:extensionElements>',
      '<enf:step key="scope"/><enf:scope act="permit"/></bpmn:extensionElements></bpmn:serviceTask>',
      ...(callee === 'legal-review' ? [] : [call(callee)]),
      ...(reviews ? [call('legal-review'), ...errors.map(boundary)] : []),
      step('decide', 'leader', '<enf:decision act="permit"/>'),
      '<bpmn:boundaryEvent id="sentBack" attachedToRef="decide"><bpmn:messageEventDefinition messageRef="message"/></bpmn:boundaryEvent>',
      flows('draft>scope', 'sentBack>draft', ...order),
      ...(reviews ? [flows('legal-review>decide', ...errors.map((error) => `${error}>draft`))] : []),
      by(reviews ? 'scope>legal-review' : 'scope>elsewhere', 'required'),
      by(callee === 'hearing' ? 'scope>hearing' : 'scope>decide', 'notRequired'),
      '</bpmn:process>',
    ].join('\n'),
    'expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/"',
  );
}

function boundary(error: string): string {
  const definition = `<bpmn:errorEventDefinition errorRef="error-${error}"/>`;
  return `<bpmn:boundaryEvent id="${error}" attachedToRef="legal-review">${definition}</bpmn:boundaryEvent>`;
}
