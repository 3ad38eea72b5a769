import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { thrown } from './result.ts';
import { compileExpression, languageOf } from './condition.ts';
import type { Activity, InstanceThrow, LoopData, MultiInstance, StandardLoop } from '../activityModel.ts';
import type { FlowNode } from '../model.ts';
import type { Result } from '../eventModel.ts';
import type { SequenceFlow } from '../nodeModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

const listTypes = /^(DataObject|DataObjectReference|Property|DataInput|DataOutput)$/;

/** What the loop characteristics of an activity say. */
export function compileLoop(
  activity: ModdleElement,
  id: string,
  findings: Finding[],
): Pick<Activity, 'loop' | 'multiInstance'> {
  const loop = activity.loopCharacteristics;
  if (loop === undefined) return {};
  if (typeOf(loop) === 'StandardLoopCharacteristics') return { loop: compileStandard(loop, id, findings) };
  return { multiInstance: compileMultiInstance(activity, loop, id, findings) };
}

function compileStandard(loop: ModdleElement, id: string, findings: Finding[]): StandardLoop {
  const maximum = loop.loopMaximum ?? null;
  const condition = textOf(loop.loopCondition, id, findings);
  if (maximum === null && condition === null) {
    findings.push(finding('loop-condition', id, 'Write a loopCondition in FEEL such as open > 0, or a loopMaximum.'));
  }
  if (maximum !== null && !(Number.isSafeInteger(maximum) && maximum >= 1)) {
    findings.push(finding('loop-condition', id, `loopMaximum is ${String(maximum)}; write a whole number from 1.`));
  }
  return { testBefore: loop.testBefore === true, maximum, condition };
}

function compileMultiInstance(
  activity: ModdleElement,
  loop: ModdleElement,
  id: string,
  findings: Finding[],
): MultiInstance {
  const cardinality = textOf(loop.loopCardinality, id, findings);
  const number = /^-?[\d.]+$/.exec(cardinality ?? '') === null ? 0 : Number(cardinality);
  if ((cardinality === null) === (loop.loopDataInputRef === undefined)) {
    const advice = 'Write either a loopCardinality or a loopDataInputRef: it says how many instances there are.';
    findings.push(finding('loop-cardinality', id, advice));
  } else if (!Number.isInteger(number) || number < 0) {
    findings.push(finding('loop-cardinality', id, `loopCardinality is ${cardinality ?? ''}; write a whole number.`));
  }
  const throws = compileThrows(loop, id, findings);
  return {
    sequential: loop.isSequential === true,
    cardinality,
    input: inputOf(activity, loop, id, findings),
    output: outputOf(activity, loop, id, findings),
    completionCondition: textOf(loop.completionCondition, id, findings),
    ...(throws.length > 0 && { throws }),
  };
}

/** What instances throw, by their `behavior`. An event of none or one that is not named carries no name to catch it by. */
function compileThrows(loop: ModdleElement, id: string, findings: Finding[]): InstanceThrow[] {
  const { behavior = 'All', noneBehaviorEventRef, oneBehaviorEventRef, complexBehaviorDefinition = [] } = loop;
  const made = (first: boolean, condition: string | null, definitions: readonly ModdleElement[]): InstanceThrow[] => {
    const results = definitions.flatMap((definition) => resultOf(definition, id, findings) ?? []);
    return results.length === 0 ? [] : [{ first, condition, results }];
  };
  if (behavior === 'None') return made(false, null, noneBehaviorEventRef === undefined ? [] : [noneBehaviorEventRef]);
  if (behavior === 'One') return made(true, null, oneBehaviorEventRef === undefined ? [] : [oneBehaviorEventRef]);
  if (behavior === 'All') return [];
  if (behavior !== 'Complex' || complexBehaviorDefinition.length === 0) {
    const advice = 'write None, One, All, or Complex with a complexBehaviorDefinition';
    findings.push(finding('loop-behavior', id, `behavior is "${behavior.slice(0, 60)}"; ${advice}.`));
  }
  return complexBehaviorDefinition.flatMap(({ condition, event }) => {
    const text = textOf(condition, id, findings);
    if (text === null) findings.push(finding('loop-behavior', id, 'Give the complexBehaviorDefinition a condition.'));
    return made(false, text, [...(event?.eventDefinitions ?? []), ...(event?.eventDefinitionRef ?? [])]);
  });
}

function resultOf(definition: ModdleElement, id: string, findings: Finding[]): Result | undefined {
  const compile = thrown[typeOf(definition)];
  if (compile !== undefined) return compile(definition, id, findings);
  const advice = `An instance does not throw a ${typeOf(definition)}; write one of ${Object.keys(thrown).join(', ')}.`;
  findings.push(finding('loop-behavior', id, advice));
  return undefined;
}

function textOf(expression: ModdleElement | undefined, id: string, findings: Finding[]): string | null {
  return expression === undefined ? null : compileExpression(expression, id, languageOf(expression), findings);
}

function inputOf(activity: ModdleElement, loop: ModdleElement, id: string, findings: Finding[]): LoopData | null {
  const { loopDataInputRef: ref, inputDataItem } = loop;
  const { dataInputAssociations = [] } = activity;
  if (ref === undefined) {
    if (inputDataItem !== undefined)
      complain('inputDataItem is taken from a list; name it in loopDataInputRef', id, findings);
    return null;
  }
  const from = dataInputAssociations.find(({ targetRef }) => targetRef === ref);
  const list = [from?.sourceRef ?? ref].flat()[0];
  return {
    list: named(list, 'loopDataInputRef', id, findings),
    item: itemOf(inputDataItem, 'inputDataItem', id, findings),
  };
}

function outputOf(activity: ModdleElement, loop: ModdleElement, id: string, findings: Finding[]): LoopData | null {
  const { loopDataOutputRef: ref, outputDataItem } = loop;
  const { dataOutputAssociations = [] } = activity;
  if (ref === undefined && outputDataItem === undefined) return null;
  if (ref === undefined || outputDataItem === undefined) {
    complain(
      'loopDataOutputRef and outputDataItem stand together: the list, and what of an instance is put there',
      id,
      findings,
    );
  }
  const to = dataOutputAssociations.find(({ sourceRef }) => [sourceRef].flat().includes(ref));
  const list = to?.targetRef ?? ref;
  return {
    list: ref === undefined ? '' : named(list, 'loopDataOutputRef', id, findings),
    item: itemOf(outputDataItem, 'outputDataItem', id, findings),
  };
}

function named(element: ModdleElement | undefined, what: string, id: string, findings: Finding[]): string {
  const name = variableOf(element);
  const isData = element !== undefined && listTypes.test(typeOf(element));
  if (!isData || name === '')
    complain(`${what} names no data object, property, data input or output with a name`, id, findings);
  return name;
}

function itemOf(item: ModdleElement | undefined, what: string, id: string, findings: Finding[]): string | null {
  if (item === undefined) return null;
  if (variableOf(item) === '') complain(`${what} has no name; it is that of the variable of an instance`, id, findings);
  return variableOf(item);
}

function complain(what: string, id: string, findings: Finding[]): void {
  findings.push(finding('loop-data', id, `${what}.`));
}

/** The variable that an item-aware element stands for: its name, else that of its data object, else an id. */
function variableOf(element: ModdleElement | undefined): string {
  const { name, id, dataObjectRef } = element ?? {};
  return (
    [name, dataObjectRef?.name, dataObjectRef?.id, id].map((text) => text?.trim() ?? '').find((text) => text !== '') ??
    ''
  );
}

/** Checks that what loops can be performed several times. */
export function checkLoops(
  nodes: Readonly<Record<string, FlowNode>>,
  flows: Readonly<Record<string, SequenceFlow>>,
): Finding[] {
  return Object.values(nodes).flatMap((node) => {
    if (!('multiInstance' in node || 'loop' in node)) return [];
    const outgoing = node.outgoing.flatMap((id) => flows[id] ?? []);
    const why = reasonAgainst(node, outgoing);
    return why === undefined
      ? []
      : [finding('loop-misplaced', node.id, `${why}, and is performed once; remove its loop.`)];
  });
}

function reasonAgainst(node: FlowNode, outgoing: readonly SequenceFlow[]): string | undefined {
  if ('law' in node && node.law !== null) return 'The activity has a form in law';
  if (outgoing.some(({ outcome }) => outcome !== null)) return 'The activity is left by its outcome';
  if ('instantiate' in node) return 'The task starts a case';
  return undefined;
}
