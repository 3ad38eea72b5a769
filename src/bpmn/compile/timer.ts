import { parseTimer, type TimerKind, type TimerSpec } from '../../domain/timerText.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** How often the timer of an event fires: an intermediate event once, a boundary event once or repeatedly. */
export type Firing = 'once' | 'interrupting' | 'repeating';

const properties: readonly (readonly ['timeDate' | 'timeDuration' | 'timeCycle', TimerKind])[] = [
  ['timeDate', 'date'],
  ['timeDuration', 'duration'],
  ['timeCycle', 'cycle'],
];

/** Reads a timer definition of the event with this id; undefined where a finding says why not. */
export function compileTimer(
  definition: ModdleElement,
  id: string,
  firing: Firing,
  findings: Finding[],
): TimerSpec | undefined {
  const given = properties.flatMap(([property, kind]) => {
    const expression = definition[property];
    return expression === undefined ? [] : [{ property, kind, text: (expression.body ?? '').trim() }];
  });
  const [timer] = given;
  if (timer === undefined || given.length > 1) {
    findings.push(
      finding('timer-definition', id, 'Give the timer exactly one of timeDate, timeDuration and timeCycle.'),
    );
    return undefined;
  }
  if (/^=|[$#]\{/.test(timer.text)) {
    findings.push(
      finding(
        'timer-expression',
        id,
        `Expressions in ${timer.property} are not supported; write literal text such as P5WD or PT1H.`,
      ),
    );
    return undefined;
  }
  if (timer.kind === 'cycle' && firing === 'once') {
    findings.push(
      finding('timer-cycle-misplaced', id, 'An intermediate event fires once; use timeDuration or timeDate.'),
    );
    return undefined;
  }
  if (timer.kind === 'cycle' && firing === 'interrupting') {
    findings.push(
      finding(
        'timer-cycle-once',
        id,
        'The event interrupts its activity, so the cycle fires once; use timeDuration, or cancelActivity="false".',
      ),
    );
  }
  const spec = parseTimer(timer.kind, timer.text);
  if (!('error' in spec)) return spec;
  findings.push(finding('timer-unreadable', id, `${timer.property}: ${spec.error}.`));
  return undefined;
}
