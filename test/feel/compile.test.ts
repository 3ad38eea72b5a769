import t from 'tap';
import { compile, isFeelError, type Answer } from '../../src/feel/compile.ts';
import type { Json, Variables } from '../../src/domain/json.ts';

// 1 October 2026 in Shanghai, still 30 September in UTC
const now = '2026-09-30T16:00:00.000Z';

function answer(text: string, variables: Variables = {}): Answer<Json> {
  const compiled = compile(text);
  if (isFeelError(compiled)) throw new Error(compiled.error);
  return compiled.evaluate(variables, { now });
}

void t.test('answers', (t) => {
  const case1: Variables = {
    outcome: 'accepted',
    amount: 200,
    urgent: false,
    note: null,
    金额: 3000,
    filed: '2026-09-30',
    materials: [
      { kind: 'form', pages: 2 },
      { kind: 'map', pages: 9 },
    ],
  };
  const expected: readonly (readonly [string, Json])[] = [
    ['outcome = "accepted"', true],
    ['outcome != "accepted"', false],
    ['outcome in ("accepted", "refused")', true],
    ['outcome in ["refused"]', false],
    ['amount in [200..300)', true],
    ['amount in (200..300]', false],
    ['amount in (< 100, >= 200)', true],
    ['amount between 200 and 200', true],
    ['金额 >= 3000 and not(urgent)', true],
    ['0.1 + 0.2 = 0.3', true],
    ['-amount + 1', -199],
    ['2 ** 10 / 4', 256],
    ['urgent and missing', false],
    ['not(urgent) or missing', true],
    ['note = null', true],
    ['amount != null', true],
    ['if urgent then "a" else "b"', 'b'],
    ['count(materials[kind = "map"]) = 1', true],
    ['materials[item.pages > 5].kind', ['map']],
    ['materials[1].pages + materials[-1].pages', 11],
    ['sum(materials.pages)', 11],
    ['for a in 1..3, b in a..3 return a * b', [1, 2, 3, 4, 6, 9]],
    ['some m in materials satisfies m.pages > 5', true],
    ['every m in materials satisfies m.pages > 5', false],
    ['{amount: 1, b: amount + 1}.b', 2],
    ['{"two words": {a: [1, null]}} = {"two words": {a: [1, null]}}', true],
    ['today()', '2026-10-01'],
    ['now() = date and time("2026-09-30T16:00:00Z")', true],
    ['today() - date(filed)', 'P1D'],
    ['date(filed) + duration("P1M") = @"2026-10-30"', true],
    ['date("2026-10-01").weekday', 4],
    ['matches(outcome, "^ACC", "i")', true],
    ['replace("a-b-c", "[-]", "")', 'abc'],
    ['replace("2026-10", "(\\\\d+)-(\\\\d+)", "$2/$1")', '10/2026'],
    ['split("a;b", ";")', ['a', 'b']],
    ['substring("三制引擎", 2, 2)', '制引'],
    ['string length("三制") + count(["a"])', 3],
    ['upper case(substring before("ab-cd", "-"))', 'AB'],
    ['round half up(2.345, 2)', 2.35],
    ['round half up(-1.5, 0)', -2],
    ['modulo(-7, 3)', 2],
    ['number("12.50") = 12.5', true],
    ['distinct values([1, 2, 1])', [1, 2]],
    ['list contains(["a", null], null)', true],
    ['string join(["a", "b"], ", ")', 'a, b'],
    ['"line\\nbreak \\"quoted\\""', 'line\nbreak "quoted"'],
    ['/* why */ amount // the fine\n > 100', true],
  ];
  for (const [text, value] of expected) t.same(answer(text, case1), { value }, text);
  t.end();
});

void t.test('undecidable instead of silently false or null', (t) => {
  const variables: Variables = {
    amount: 200,
    note: null,
    name: 'x',
    list: [1, 'a', null],
    days: '2026-10-01',
    far: 'P99999999Y',
  };
  const reasons: readonly (readonly [string, RegExp])[] = [
    ['missing = 1', /variable missing is missing/],
    ['missing = null', /variable missing is missing/],
    ['amount > 1 and missing', /missing/],
    ['note = "x"', /null cannot be compared with text/],
    ['note > 1', /null/],
    ['note and true', /"and" needs true or false/],
    ['amount = "200"', /number cannot be compared with text/],
    ['amount in ("200", "300")', /text cannot be compared with number/],
    ['note in (1, 2)', /cannot look for null/],
    ['amount in [300..100]', /wrong order/],
    ['amount between 300 and 100', /wrong order/],
    ['amount < "300"', /number cannot be compared/],
    ['days < today()', /text cannot be compared with date/],
    ['now() > date and time("2026-01-01T00:00:00")', /time zone/],
    ['today() > now()', /date cannot be compared with date and time/],
    ['date(name) = today()', /is not a date/],
    ['date(amount, 13, 1)', /is not a date/],
    ['today() + duration(far)', /is not a duration|no answer/],
    ['if amount then 1 else 2', /needs true or false/],
    ['not(amount)', /cannot take this number/],
    ['amount / 0', /divided by zero/],
    ['10 ** 400', /too large/],
    ['9007199254740991 + 1', /too large/],
    ['name + 1', /text \+ number/],
    ['list[7]', /no entry 7/],
    ['list = [1, "a", 2]', /^$/],
    ['sum(list)', /needs numbers/],
    ['min([])', /empty list/],
    ['name.first', /no entry first in this text/],
    ['{a: 1} < {a: 2}', /have no order/],
    ['list contains(list, "a")', /cannot be compared/],
    ['some x in amount satisfies true', /need a list/],
    ['every x in list satisfies x', /needs true or false/],
    ['upper case(amount)', /text is needed/],
  ];
  for (const [text, reason] of reasons) {
    const given = answer(text, variables);
    if (reason.source === '^$') t.same(given, { value: false }, `${text}: entries that are null differ from values`);
    else t.match(given, { undecidable: reason }, text);
  }
  t.end();
});

void t.test('a condition answers true or false, nothing else', (t) => {
  for (const text of ['1', '"true"', 'null', '[true]', 'today()']) {
    const compiled = compile(text);
    t.notOk(isFeelError(compiled), text);
    if (!isFeelError(compiled)) t.match(compiled.decide({}, { now }), { undecidable: /neither true nor false/ }, text);
  }
  t.end();
});

void t.test('reasons hold names and kinds, never values', (t) => {
  const given = answer('idNumber > 5', { idNumber: '11010519491231002X' });
  t.notMatch(JSON.stringify(given), /11010519491231002X/);
  t.end();
});

void t.test('the names an expression reads', (t) => {
  const names = (text: string): readonly string[] => {
    const compiled = compile(text);
    return isFeelError(compiled) ? [compiled.error] : compiled.names;
  };
  t.same(names('a = "x" and b.c > count(d)'), ['a', 'b', 'd']);
  t.same(names('for i in xs return i + j'), ['j', 'xs']);
  t.same(names('some i in xs, j in i.ys satisfies j = k'), ['k', 'xs']);
  t.same(names('xs[kind = "a"]'), ['kind', 'xs'], 'an entry of a filter may also be a variable');
  t.same(names('due date > today()'), ['due date']);
  t.end();
});

void t.test('what is not supported is refused with its position', (t) => {
  const refused: readonly (readonly [string, RegExp, number])[] = [
    ['', /cannot be read at the end/, 0],
    ['a +', /cannot be read at the end/, 3],
    ['a = "x', /cannot be read/, 4],
    ['a == 1', /not supported/, 3],
    ['a && b', /cannot be read/, 2],
    ['${a}', /cannot be read|not supported/, 0],
    ['a > 1, b', /cannot be read/, 5],
    ['x is 5', /reads as one name/, 0],
    ['function(x) x', /not supported/, 0],
    ['f(1)', /function f is not supported/, 0],
    ['a and f(1)', /function f is not supported/, 6],
    ['[1..5]', /not supported/, 0],
    ['a instance of number', /not supported/, 0],
    ['substring(string: "a", start position: 1)', /Named arguments/, 10],
    ['matches(a, b)', /literal text/, 0],
    ['matches(a, "(?=x)")', /Look-around/, 11],
    ['matches(a, "x", "x")', /flags/, 11],
    ['date("2026-02-30")', /is not a date/, 0],
    ['@"yesterday"', /is not a date/, 0],
    ['contains("a")', /does not take 1 argument/, 0],
    ['null < 1', /null has no order/, 0],
  ];
  for (const [text, error, position] of refused) {
    const compiled = compile(text);
    t.match(compiled, { error, position }, text);
  }
  t.end();
});
