import { parseTimer, type TimerLength } from '../../domain/timerText.ts';
import { finding } from '../rules.ts';
import type { ClockMark, Deadline } from '../model.ts';
import type { Extension } from './extensions.ts';
import type { Finding } from '../finding.ts';

/** Compiles the limits of the law that an activity starts. */
export function compileDeadlines(deadlines: readonly Extension[], id: string, findings: Finding[]): Deadline[] {
  return deadlines.flatMap(({ clock, limit, from, extension, basis }) => {
    if (clock === undefined || from === undefined || extension === undefined || basis === undefined) return [];
    const length = lengthOf('limit of enf:deadline', limit, id, findings);
    const more = extension === 'none' ? null : lengthOf('extension of enf:deadline', extension, id, findings);
    if (length === undefined || more === undefined) return [];
    const counted = from === 'entry' ? null : from;
    return [{ clock, limit: length, from: counted, extension: more, basis, onBreach: 'overdue' }];
  });
}

/** Compiles what an activity does to clocks. */
export function compileClocks(clocks: readonly Extension[], id: string, findings: Finding[]): ClockMark[] {
  return clocks.flatMap((mark): ClockMark[] => {
    const { clock, event, ground, by, basis } = mark;
    if (clock === undefined || event === undefined) return [];
    if (event === 'stop') return needs([]) ? [{ clock, event }] : [];
    if (event === 'extend') {
      if (!needs(['by', 'basis'])) return [];
      const length = lengthOf('by of enf:clock', by, id, findings);
      return length === undefined || basis === undefined ? [] : [{ clock, event, by: length, basis }];
    }
    if ((event !== 'pause' && event !== 'resume') || !needs(['ground', 'basis'])) return [];
    return ground === undefined || basis === undefined ? [] : [{ clock, event, ground, basis }];

    /** Whether exactly these attributes stand beside clock and event. */
    function needs(names: readonly string[]): boolean {
      const missing = names.filter((name) => !Object.hasOwn(mark, name));
      const idle = ['ground', 'by', 'basis'].filter((name) => Object.hasOwn(mark, name) && !names.includes(name));
      for (const name of missing) {
        findings.push(finding('enf-attribute', id, `${name} of enf:clock is missing; ${String(event)} needs it.`));
      }
      for (const name of idle) {
        findings.push(
          finding('enf-attribute', id, `${name} of enf:clock means nothing with ${String(event)}; remove it.`),
        );
      }
      return missing.length + idle.length === 0;
    }
  });
}

/** Undefined where a finding says why not; one about a missing text has been made already. */
function lengthOf(what: string, text: string | undefined, id: string, findings: Finding[]): TimerLength | undefined {
  if (text === undefined) return undefined;
  const spec = parseTimer('duration', text);
  if (!('error' in spec)) return spec.kind === 'duration' ? spec.length : undefined;
  findings.push(finding('enf-attribute', id, `${what}: ${spec.error}.`));
  return undefined;
}
