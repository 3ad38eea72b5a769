import { compileCondition } from './condition.ts';
import type { ComplexGateway, InclusiveGateway } from '../model.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Base = Surroundings['base'];

export function compileInclusiveGateway(element: ModdleElement, base: Base): InclusiveGateway {
  return { type: 'inclusiveGateway', ...base, defaultFlow: element.default?.id ?? null };
}

export function compileComplexGateway(element: ModdleElement, base: Base, findings: Finding[]): ComplexGateway {
  const { $type, activationCondition: conditionExpression } = element;
  const condition = conditionExpression === undefined ? { $type } : { $type, conditionExpression };
  return {
    type: 'complexGateway',
    ...base,
    defaultFlow: element.default?.id ?? null,
    activationCondition: compileCondition(condition, base.id, languageOf(element), findings),
  };
}

/** The expression language of the file. */
function languageOf(element: ModdleElement): string {
  let root = element;
  while (root.$parent !== undefined) root = root.$parent;
  return root.expressionLanguage ?? '';
}
