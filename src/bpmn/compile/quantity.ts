import { finding } from '../rules.ts';
import type { Activity } from '../activityModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

type Quantities = Pick<Activity, 'startQuantity' | 'completionQuantity'>;

/** How many tokens an activity takes to start and sends along each flow; what is one is left out. */
export function compileQuantities(element: ModdleElement, id: string, findings: Finding[]): Quantities {
  const quantities: Record<string, number> = {};
  for (const name of ['startQuantity', 'completionQuantity'] as const) {
    const quantity = element[name] ?? 1;
    if (!Number.isSafeInteger(quantity) || quantity < 1) {
      findings.push(finding('quantity', id, `Write a whole number from 1 as ${name}, or leave it out.`));
    } else if (quantity > 1) quantities[name] = quantity;
  }
  return quantities;
}
