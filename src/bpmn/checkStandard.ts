import { checkLane, checkPerformers } from './compile/candidate.ts';
import { checkData } from './compile/data.ts';
import { checkDirection, checkFlow, checkFlowLists, checkLeaving } from './compile/flowRules.ts';
import { checkOperation } from './compile/references.ts';
import { checkPosition } from './compile/positions.ts';
import { containedIn } from './checkSupport.ts';
import type { Finding } from './finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Rules of the standard about one element each. */
const checks: readonly ((element: ModdleElement) => Finding[])[] = [
  checkPosition,
  checkFlow,
  checkFlowLists,
  checkDirection,
  checkLeaving,
  checkLane,
  checkPerformers,
  checkOperation,
  checkData,
];

/** Checks an executable process against the rules of BPMN 2.0 that need no compiled model, element by element. */
export function checkStandard(process: ModdleElement): Finding[] {
  const findings: Finding[] = [];
  const ahead = [process];
  for (let element = ahead.pop(); element !== undefined; element = ahead.pop()) {
    for (const check of checks) findings.push(...check(element));
    ahead.push(
      ...containedIn(element)
        .map(({ child }) => child)
        .reverse(),
    );
  }
  return findings;
}
