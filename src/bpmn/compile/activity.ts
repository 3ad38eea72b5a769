import { compileClocks, compileDeadlines } from './deadline.ts';
import { compileQuantities } from './quantity.ts';
import { compileLoop } from './loop.ts';
import { compileRecords } from './record.ts';
import { compileStep } from './step.ts';
import { readExtensions } from './extensions.ts';
import { withCandidate } from './candidate.ts';
import type { Activity } from '../activityModel.ts';
import type { Extensions } from './extensions.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type CompiledProperties = Pick<
  Activity,
  'boundary' | 'step' | 'records' | 'deadlines' | 'clocks' | 'defaultFlow' | 'startQuantity' | 'completionQuantity'
>;

/** What all activities have; their law forms differ and are compiled from `extensions`. */
export interface CompiledActivity {
  readonly common: Surroundings['base'] & CompiledProperties;
  readonly extensions: Extensions;
}

/** Compiles what an activity is besides its kind. */
export function compileActivity(
  element: ModdleElement,
  { base, boundary }: Surroundings,
  findings: Finding[],
): CompiledActivity {
  const extensions = readExtensions(element, base.id, findings);
  const common = {
    ...base,
    boundary,
    step: withCandidate(compileStep(extensions.step?.[0], base.id, findings), element),
    records: compileRecords(element, extensions.record ?? [], base.id, findings),
    deadlines: compileDeadlines(extensions.deadline ?? [], base.id, findings),
    ...(element.default?.id !== undefined && { defaultFlow: element.default.id }),
    ...compileQuantities(element, base.id, findings),
    clocks: compileClocks(extensions.clock ?? [], base.id, findings),
    ...compileLoop(element, base.id, findings),
    ...(element.isForCompensation === true && ({ forCompensation: true } as const)),
  };
  return { common, extensions };
}
