import { boundedText } from './budget.ts';
import { define, wrongKind, type BuiltIn } from './builtIn.ts';
import { listFunctions } from './listFunctions.ts';
import { construct, nowIn, temporalWork, todayIn } from './temporal.ts';
import { exact, isTemporal, kindOf, Undecidable, type Value } from './value.ts';

/** The built-in functions by name; `matches`, `replace` and `split` stand in `pattern.ts`. */
export const builtIns: ReadonlyMap<string, BuiltIn> = new Map([
  ...Object.entries(listFunctions),
  ...Object.entries({
    not: define(1, 1, ([negand]) => {
      if (typeof negand !== 'boolean') throw wrongKind('not', negand);
      return !negand;
    }),

    'string length': onTexts(1, ([text]) => Array.from(text).length),
    'upper case': onTexts(1, ([text]) => boundedText(text.toUpperCase())),
    'lower case': onTexts(1, ([text]) => boundedText(text.toLowerCase())),
    contains: onTexts(2, ([text, part]) => text.includes(part)),
    'starts with': onTexts(2, ([text, part]) => text.startsWith(part)),
    'ends with': onTexts(2, ([text, part]) => text.endsWith(part)),
    'substring before': onTexts(2, ([text, part]) => text.slice(0, Math.max(0, text.indexOf(part)))),
    'substring after': onTexts(2, ([text, part]) => {
      const at = text.indexOf(part);
      return at < 0 ? '' : text.slice(at + part.length);
    }),
    substring: define(2, 3, ([text, start, length]) => {
      if (typeof text !== 'string') throw wrongKind('substring', text);
      if (length !== undefined && !isInteger(length)) throw wrongKind('substring', length);
      if (!isInteger(start)) throw wrongKind('substring', start);
      const symbols = Array.from(text);
      const from = start < 0 ? symbols.length + start : start - 1;
      return symbols.slice(from, length === undefined ? undefined : from + Math.max(0, length)).join('');
    }),
    string: define(1, 1, ([from]) => {
      if (from !== undefined && isTemporal(from)) return from.iso;
      if (typeof from === 'string' || typeof from === 'number' || typeof from === 'boolean') return String(from);
      throw wrongKind('string', from);
    }),
    number: define(1, 1, ([from]) => {
      if (typeof from !== 'string' || !/^-?\d{1,15}(?:\.\d{1,15})?$/.test(from)) throw wrongKind('number', from);
      return exact(Number(from));
    }),

    abs: onNumber('abs', Math.abs),
    floor: onNumber('floor', Math.floor),
    ceiling: onNumber('ceiling', Math.ceil),
    'round half up': define(2, 2, ([value, digits]) => {
      if (typeof value !== 'number') throw wrongKind('round half up', value);
      if (!isInteger(digits) || Math.abs(digits) > 15) throw wrongKind('round half up', digits);
      const shifted = exact(Math.abs(value) * 10 ** digits);
      return exact((Math.sign(value) * Math.floor(shifted + 0.5)) / 10 ** digits);
    }),
    modulo: define(2, 2, ([dividend, divisor]) => {
      if (typeof dividend !== 'number') throw wrongKind('modulo', dividend);
      if (typeof divisor !== 'number' || divisor === 0) throw wrongKind('modulo', divisor);
      return exact(dividend - divisor * Math.floor(dividend / divisor));
    }),

    now: temporal(0, 0, (_args, { now }) => nowIn(now)),
    today: temporal(0, 0, (_args, { now }) => todayIn(now)),
    date: temporal(1, 3, (args) => construct('date', args)),
    time: temporal(1, 3, (args) => construct('time', args)),
    'date and time': temporal(1, 2, (args) => construct('date and time', args)),
    duration: temporal(1, 1, (args) => construct('duration', args)),
    'years and months duration': temporal(2, 2, (args) => construct('years and months duration', args)),
  }),
]);

function temporal(least: number, most: number, call: BuiltIn['call']): BuiltIn {
  return define(least, most, (args, surroundings) => {
    surroundings.budget.work(temporalWork);
    return call(args, surroundings);
  });
}

type Texts = readonly [string, string];

function onTexts(count: number, call: (texts: Texts) => Value): BuiltIn {
  return define(count, count, (args) => {
    const texts = args.map((arg) => {
      if (typeof arg !== 'string') throw new Undecidable(`a text is needed, not this ${kindOf(arg)}`);
      return arg;
    });
    return call([texts[0] ?? '', texts[1] ?? '']);
  });
}

function onNumber(name: string, call: (value: number) => number): BuiltIn {
  return define(1, 1, ([value]) => {
    if (typeof value !== 'number') throw wrongKind(name, value);
    return exact(call(value));
  });
}

function isInteger(value: Value | undefined): value is number {
  return Number.isSafeInteger(value);
}
