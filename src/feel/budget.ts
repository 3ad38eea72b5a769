import { Undecidable } from './value.ts';

/** What one evaluation may cost; running out makes it undecidable. */
export class Budget {
  #iterations = 10_000;
  #work = 100_000;

  /** One turn of `for`, `some`, `every` or a filter, over a body of this weight. */
  turn(weight: number): void {
    if (--this.#iterations < 0) throw new Undecidable('it takes more than 10,000 steps');
    this.work(1 + weight);
  }

  /** Work that grows with its input: about 20 ns a unit. */
  work(units: number): void {
    this.#work -= units;
    if (this.#work < 0) throw new Undecidable('it takes too much work');
  }
}

const maxText = 100_000;
const maxList = 10_000;

/** A text that an expression has built. */
export function boundedText(text: string): string {
  if (text.length > maxText) throw new Undecidable(`a text grows beyond ${String(maxText)} characters`);
  return text;
}

/** A list that an expression has built. */
export function boundedList<T>(list: readonly T[]): readonly T[] {
  if (list.length > maxList) throw new Undecidable(`a list grows beyond ${String(maxList)} entries`);
  return list;
}
