import { boundedText, type Budget } from './budget.ts';
import { temporalOperation, temporalWork } from './temporal.ts';
import { exact, isEntries, isList, isTemporal, kindOf, Undecidable, type Value } from './value.ts';

/** `+ - * / **` on two numbers, `+` on two texts, `+ -` on dates and durations. */
export function arithmetic(sign: string, left: Value, right: Value, budget: Budget): Value {
  if (typeof left === 'number' && typeof right === 'number') return exact(calculate(sign, left, right));
  if (isTemporal(left) && isTemporal(right) && (sign === '+' || sign === '-')) {
    budget.work(temporalWork);
    return temporalOperation(sign, left, right);
  }
  if (typeof left === 'string' && typeof right === 'string' && sign === '+') {
    budget.work((left.length + right.length) / 32);
    return boundedText(left + right);
  }
  throw new Undecidable(`${kindOf(left)} ${sign} ${kindOf(right)} has no answer`);
}

function calculate(sign: string, left: number, right: number): number {
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new Undecidable('a number is divided by zero');
      return left / right;
    default:
      return left ** right;
  }
}

/** `= != < <= > >=`; null and values of different kinds cannot be compared. */
export function compare(sign: string, left: Value, right: Value, budget: Budget): boolean {
  const kind = kindOf(left);
  if (left === null || right === null || kind !== kindOf(right)) {
    throw new Undecidable(`${kind} cannot be compared with ${kindOf(right)}`);
  }
  if (sign === '=') return equal(left, right, budget);
  if (sign === '!=') return !equal(left, right, budget);
  if (typeof left === 'number' && typeof right === 'number') return inOrder(sign, left, right);
  if (typeof left === 'string' && typeof right === 'string') {
    budget.work(Math.min(left.length, right.length) / 32);
    return inOrder(sign, left, right);
  }
  if (isTemporal(left)) return holds(sign, left, right, budget);
  throw new Undecidable(`${kind} values have no order`);
}

function holds(sign: string, left: Value, right: Value, budget: Budget): boolean {
  budget.work(temporalWork);
  return temporalOperation(sign, left, right) === true;
}

function inOrder<T extends number | string>(sign: string, left: T, right: T): boolean {
  switch (sign) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    default:
      return left >= right;
  }
}

/** Whether `value` equals an entry of `list`; null entries equal nothing but null. */
export function isMember(value: Value, list: readonly Value[], budget: Budget): boolean {
  return list.some((entry) => {
    budget.work(1);
    return value === null || entry === null ? value === entry : compare('=', entry, value, budget);
  });
}

function equal(left: Value, right: Value, budget: Budget): boolean {
  if (isTemporal(left)) return holds('=', left, right, budget);
  if (typeof left === 'string') budget.work(left.length / 32);
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((entry, at) => equalInside(entry, right[at] ?? null, budget));
  }
  if (isEntries(left) && isEntries(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && equalInside(left[name] ?? null, right[name] ?? null, budget))
    );
  }
  return left === right;
}

function equalInside(left: Value, right: Value, budget: Budget): boolean {
  budget.work(1);
  return left === null || right === null ? left === right : compare('=', left, right, budget);
}
