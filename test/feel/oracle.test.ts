import fc from 'fast-check';
import t from 'tap';
import { evaluate } from 'feelin';
import { compile, isFeelError } from '../../src/feel/compile.ts';
import type { Variables } from '../../src/domain/json.ts';

const now = '2026-09-30T16:00:00.000Z';
const variables: Variables = {
  a: 3,
  b: -2,
  c: 'x',
  d: 'yz',
  e: true,
  f: false,
  g: [1, 2, 3],
  h: [{ k: 1 }, { k: 5 }],
  i: null,
};

const { expression } = fc.letrec<{ expression: string; number: string; text: string; truth: string; list: string }>(
  (tie) => {
    const [number, text, truth, list] = [tie('number'), tie('text'), tie('truth'), tie('list')];
    const write = (parts: TemplateStringsArray, ...values: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
      fc.tuple(...values).map((filled) => String.raw({ raw: parts }, ...filled));
    const sign = fc.constantFrom('=', '!=', '<', '<=', '>', '>=');
    return {
      expression: fc.oneof(truth, number, text, list),
      number: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('a', 'b', '0', '7', '2.5'),
        write`(${number} ${fc.constantFrom('+', '-', '*')} ${number})`,
        write`(${number} / 2)`,
        write`(if ${truth} then ${number} else ${number})`,
        write`${fc.constantFrom('abs', 'floor', 'ceiling')}(${number})`,
        write`${fc.constantFrom('count', 'sum', 'min', 'max')}(${list})`,
        write`modulo(${number}, ${number})`,
        write`string length(${text})`,
      ),
      text: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('c', 'd', '""', '"xyz"'),
        write`(${text} + ${text})`,
        write`upper case(${text})`,
        write`substring(${text}, 1, ${fc.constantFrom('1', '2')})`,
        write`substring before(${text}, ${text})`,
        write`substring after(${text}, ${text})`,
        write`replace(${text}, "[xy]", "z")`,
      ),
      truth: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('e', 'f', 'true', 'false'),
        write`(${number} ${sign} ${number})`,
        write`(${text} ${sign} ${text})`,
        write`(${text} ${sign} ${number})`,
        write`(i = null and ${truth})`,
        write`(${truth} ${fc.constantFrom('and', 'or')} ${truth})`,
        write`not(${truth})`,
        write`(${number} between ${number} and ${number})`,
        write`(${number} in [${number}..${number}])`,
        write`(${number} in (${number}, > ${number}))`,
        write`${fc.constantFrom('contains', 'starts with', 'ends with')}(${text}, ${text})`,
        write`(${fc.constantFrom('some', 'every')} n in ${list} satisfies n ${sign} ${number})`,
        write`list contains(${list}, ${number})`,
        write`matches(${text}, "^[xz]")`,
      ),
      list: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('g', 'h.k', '[1, 5]'),
        write`(for n in ${list} return n + ${number})`,
        write`${list}[item ${sign} ${number}]`,
        write`concatenate(${list}, ${list})`,
        write`reverse(${list})`,
        write`distinct values(${list})`,
        write`h[k ${sign} ${number}].k`,
      ),
    };
  },
);

void t.test('an answer is the answer of feelin', (t) => {
  let decided = 0;
  let undecidable = 0;
  const seed = 20260930;
  fc.assert(
    fc.property(expression, (text) => {
      const compiled = compile(text);
      if (isFeelError(compiled)) throw new Error(compiled.error);
      const ours = compiled.evaluate(variables, { now });
      if ('undecidable' in ours) {
        undecidable++;
        return true;
      }
      decided++;
      const theirs: unknown = evaluate(text, { ...variables }).value;
      return JSON.stringify(ours.value) === JSON.stringify(rounded(theirs));
    }),
    { numRuns: 3000, seed },
  );
  t.comment(`seed ${String(seed)}: ${String(decided)} decided, ${String(undecidable)} undecidable`);
  t.ok(decided > 1500, 'most expressions have an answer');
  t.end();
});

/** To 15 digits, as ours are; feelin computes with the plain numbers of the host. */
function rounded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rounded);
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(15)) : value;
}
