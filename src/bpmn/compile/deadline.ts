import { readLimit, type LimitLength } from '../../domain/limit.ts';
import { finding } from '../rules.ts';
import type { ClockMark, Deadline } from '../lawModel.ts';
import type { Extension } from './extensions.ts';
import type { Finding } from '../finding.ts';

/** Compiles the limits of the law that an activity starts. */
export function compileDeadlines(deadlines: readonly Extension[], id: string, findings: Finding[]): Deadline[] {
  return deadlines.flatMap((given) => {
    const { clock, limit, from, lastDay, extension, basis } = given;
    const length = lengthOf('limit of enf:deadline', limit, id, findings);
    const more = extension === 'none' ? null : lengthOf('extension of enf:deadline', extension, id, findings);
    if (clock === undefined || from === undefined || basis === undefined) return [];
    if (length === undefined || more === undefined) return [];
    const faults = [
      ...(more !== null && more.unit !== length.unit ? ['extension of enf:deadline has the unit of the limit'] : []),
      ...(length.unit === 'hour' && from !== 'entry' ? ['from of enf:deadline is entry for a limit in hours'] : []),
      ...faultsOfLastDay(length, lastDay),
    ];
    findings.push(...faults.map((fault) => finding('enf-attribute', id, `${fault}.`)));
    if (faults.length > 0) return [];
    const counted = from === 'entry' ? null : from;
    const extra = more === null ? null : more.count;
    return [
      { clock, limit: length, rolls: lastDay === 'rolls', from: counted, extension: extra, basis, onBreach: 'overdue' },
    ];
  });
}

/** A limit in natural days or months says what becomes of a last day on a rest day; for the others there is no question. */
function faultsOfLastDay({ unit }: LimitLength, lastDay: string | undefined): string[] {
  const asks = unit === 'naturalDay' || unit === 'month';
  if (asks && lastDay === undefined) {
    return ['lastDay of enf:deadline is missing; write rolls or stays, there is no default'];
  }
  return !asks && lastDay !== undefined
    ? ['lastDay of enf:deadline means nothing with working days and hours; remove it']
    : [];
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
      if (length === undefined || basis === undefined) return [];
      return [{ clock, event, by: length, basis, approval: [], asked: [] }];
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
function lengthOf(what: string, text: string | undefined, id: string, findings: Finding[]): LimitLength | undefined {
  if (text === undefined) return undefined;
  const length = readLimit(text);
  if (length !== undefined) return length;
  const advice = 'write working days, natural days, months or hours: P20WD, P90D, P3M or PT24H';
  findings.push(finding('enf-attribute', id, `${what} is "${text.slice(0, 60)}"; ${advice}.`));
  return undefined;
}
