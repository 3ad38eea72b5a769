import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Whether a flow element is a drawing of data; everything else but sequence flows is a flow node. */
export function isData(element: ModdleElement): boolean {
  return /^Data(?:ObjectReference|Object|StoreReference)$/.test(typeOf(element));
}

/** Notes where data is drawn into or out of a step: nothing is moved, since every step sees the variables of the case. */
export function checkData(element: ModdleElement): Finding[] {
  const { ioSpecification, dataInputAssociations = [], dataOutputAssociations = [], loopCharacteristics } = element;
  // what a loop runs over is read there
  if (loopCharacteristics !== undefined) return [];
  if (ioSpecification === undefined && dataInputAssociations.length + dataOutputAssociations.length === 0) return [];
  const advice = 'The data drawn here moves nothing: every step reads and writes the variables of the case.';
  return [finding('data-drawn', element.id ?? null, advice)];
}
