/** The last number that a register has given in a year; 0 before the first. */
export interface RegisterValue {
  readonly register: string;
  /** What the numbers begin with: `麒审许`. */
  readonly prefix: string;
  readonly year: number;
  readonly last: number;
}

/** A number drawn: `after` replaces `before` in the register, and only where that still stands there. */
export interface RegisterDraw {
  readonly register: string;
  readonly year: number;
  readonly before: number;
  readonly after: number;
  readonly number: string;
}

/** The next number of a register: one more than the last, so that none is missing and none comes twice (R2). */
export function drawNumber(value: RegisterValue): RegisterDraw {
  const { register, prefix, year, last } = value;
  return { register, year, before: last, after: last + 1, number: numberText(prefix, year, last + 1) };
}

/** The number of an official document, `麒审许〔2026〕15号`. RangeError when a part cannot stand in one. */
export function numberText(prefix: string, year: number, n: number): string {
  if (!prefixPattern.test(prefix)) throw new RangeError('A register needs a prefix without spaces and brackets.');
  if (!Number.isInteger(year) || year < 1900 || year > 9999) throw new RangeError(`${year} is no year of a register.`);
  if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`${n} is no number of a register; they count from 1.`);
  return `${prefix}〔${year}〕${n}号`;
}
const prefixPattern = /^[^\s〔〕]+$/u;

/** The value of the register that a number is drawn from, beginning at 0 in a year that has none. */
export function registerOf(
  values: readonly Omit<RegisterValue, 'prefix'>[],
  wanted: Omit<RegisterValue, 'last'>,
): RegisterValue {
  const known = values.find(({ register, year }) => register === wanted.register && year === wanted.year);
  return { ...wanted, last: known?.last ?? 0 };
}
