import fc from 'fast-check';
import t from 'tap';
import { drawNumber, numberText, registerOf, type RegisterValue } from '../../src/domain/register.ts';

const permits: RegisterValue = { register: 'permit', prefix: '麒审许', year: 2026, last: 14 };

void t.test('a number is one more than the last', (t) => {
  t.same(drawNumber(permits), {
    register: 'permit',
    year: 2026,
    before: 14,
    after: 15,
    number: '麒审许〔2026〕15号',
  });
  t.end();
});

void t.test('a year begins at 1', (t) => {
  const wanted = { register: 'permit', prefix: '麒审许', year: 2027 };
  t.equal(drawNumber(registerOf([permits], wanted)).number, '麒审许〔2027〕1号');
  t.same(registerOf([permits], { ...wanted, year: 2026 }), permits);
  const penalty = { register: 'penalty', prefix: '麒审罚', year: 2026 };
  t.same(registerOf([permits], penalty), { ...penalty, last: 0 }, 'another register');
  t.end();
});

void t.test('a prefix that changes within a year goes on counting', (t) => {
  const renamed = registerOf([permits], { register: 'permit', prefix: '麒行审许', year: 2026 });
  t.equal(drawNumber(renamed).number, '麒行审许〔2026〕15号');
  t.end();
});

void t.test('what cannot stand in a number is no number', (t) => {
  const faulty: [prefix: string, year: number, n: number][] = [
    ['', 2026, 1],
    ['麒〔2025〕', 2026, 1],
    ['麒 审', 2026, 1],
    ['麒', 2026.5, 1],
    ['麒', 26, 1],
    ['麒', 2026, 0],
    ['麒', 2026, 2 ** 53],
  ];
  for (const [prefix, year, n] of faulty) t.throws(() => numberText(prefix, year, n), RangeError);
  t.end();
});

void t.test('however writers interleave, a guarded register gives every number once and misses none', (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { maxLength: 200 }), (turns) => {
      let last = 0;
      const held = new Map<number, number>();
      const given: string[] = [];
      for (const writer of turns) {
        const seen = held.get(writer);
        if (seen === undefined) {
          held.set(writer, last);
          continue;
        }
        held.delete(writer);
        const draw = drawNumber({ ...permits, last: seen });
        if (draw.before !== last) continue;
        last = draw.after;
        given.push(draw.number);
      }
      return given.every((number, index) => number === `麒审许〔2026〕${index + 1}号`);
    }),
  );
  t.end();
});

void t.test('two documents never have one number', (t) => {
  const part = fc.record({
    prefix: fc.constantFrom('麒审许', '麒审', '麒审许2026'),
    year: fc.integer({ min: 2020, max: 2029 }),
    n: fc.integer({ min: 1, max: 300 }),
  });
  fc.assert(
    fc.property(part, part, (one, two) => {
      const same = one.prefix === two.prefix && one.year === two.year && one.n === two.n;
      return same === (numberText(one.prefix, one.year, one.n) === numberText(two.prefix, two.year, two.n));
    }),
  );
  t.end();
});
