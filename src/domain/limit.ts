/** How long a limit of the law is. Days and months end at 24:00 of their last day; hours are an exact span. */
export interface LimitLength {
  /** A whole number from 1 to 9999. */
  readonly count: number;
  readonly unit: LimitUnit;
}
export type LimitUnit = 'workingDay' | 'naturalDay' | 'month' | 'hour';

const letters = { workingDay: 'WD', naturalDay: 'D', month: 'M' } as const;
const names: Readonly<Record<LimitUnit, string>> = {
  workingDay: 'working days',
  naturalDay: 'natural days',
  month: 'months',
  hour: 'hours',
};
const LIMIT = /^P(?:([1-9]\d{0,3})(WD|D|M)|T([1-9]\d{0,3})H)$/;

/** Reads `P20WD`, `P90D`, `P3M` or `PT24H`; undefined when the text is none. `P1D` is a day that ends at 24:00, `PT24H` a span. */
export function readLimit(text: string): LimitLength | undefined {
  const [, count, letter, hours] = LIMIT.exec(text) ?? [];
  if (hours !== undefined) return { count: Number(hours), unit: 'hour' };
  if (letter === 'WD') return { count: Number(count), unit: 'workingDay' };
  if (letter === 'D') return { count: Number(count), unit: 'naturalDay' };
  return letter === 'M' ? { count: Number(count), unit: 'month' } : undefined;
}

/** The text that `readLimit` reads. */
export function limitText({ count, unit }: LimitLength): string {
  return unit === 'hour' ? `PT${count}H` : `P${count}${letters[unit]}`;
}

/** `20 working days`, for people. */
export function spokenLimit({ count, unit }: LimitLength): string {
  return `${count} ${count === 1 ? names[unit].slice(0, -1) : names[unit]}`;
}
