import fc from 'fast-check';
import t from 'tap';
import {
  isPlainSchema,
  splitVariables,
  withDates,
  type PrivacyRules,
  type SplitVariables,
} from '../../src/domain/privacy.ts';
import { isRefusal, type Refusal } from '../../src/domain/refusal.ts';
import type { Json, JsonObject, Variables } from '../../src/domain/json.ts';

const generic: PrivacyRules = { kind: 'generic' };

function enforcement(properties: Record<string, JsonObject>): PrivacyRules {
  return { kind: 'enforcement', properties };
}

function split(variables: Variables, rules: PrivacyRules): SplitVariables {
  const parts = splitVariables(variables, rules);
  if (isRefusal(parts)) throw new Error(JSON.stringify(parts));
  return parts;
}

/** What is wrong with `value` as a variable of this schema; undefined when nothing is. */
function faultOf(value: Json, schema: JsonObject): string | undefined {
  const parts: SplitVariables | Refusal = splitVariables({ v: value }, enforcement({ v: schema }));
  return isRefusal(parts) ? parts.errors?.[0]?.message : undefined;
}

const plainSchemas: [string, JsonObject, good: Json, bad: Json][] = [
  ['a list of values', { enum: ['shop', 'stall'] }, 'stall', '张三'],
  ['a constant', { const: 'CN' }, 'CN', '张三'],
  ['a date', { type: 'string', format: 'date' }, '2026-03-02', '张三'],
  ['text that is tagged none', { type: 'string', 'x-pii': 'none' }, 'any text', 5],
  ['a number', { type: 'number' }, 1.5, '张三'],
  ['an integer', { type: 'integer' }, 3, 1.5],
  ['a boolean', { type: 'boolean' }, true, '张三'],
  ['null', { type: 'null' }, null, '张三'],
  ['an array of plain items', { type: 'array', items: { enum: ['a', 'b'] } }, ['a', 'b'], ['a', '张三']],
  ['an array of plain items, given no array', { type: 'array', items: { type: 'number' } }, [], '张三'],
  [
    'a closed object of plain parts',
    { type: 'object', additionalProperties: false, properties: { kind: { enum: ['shop'] }, size: { type: 'number' } } },
    { kind: 'shop', size: 3 },
    { kind: '张三' },
  ],
  [
    'arrays of objects of arrays',
    {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: { days: { type: 'array', items: { type: 'string', format: 'date' } } },
      },
    },
    [{ days: ['2026-03-02'] }, {}],
    [{ days: ['2026-03-02', '张三'] }],
  ],
];

for (const [name, schema, good, bad] of plainSchemas) {
  t.test(`${name} is plain, and nothing but that`, async (t) => {
    t.equal(isPlainSchema(schema), true);
    t.strictSame(split({ v: good }, enforcement({ v: schema })), { plain: { v: good }, personal: {} });
    const fault = faultOf(bad, schema);
    t.type(fault, 'string');
    t.notMatch(fault, /张三/, 'the fault does not repeat the value');
    t.strictSame(split({ v: null }, enforcement({ v: schema })).plain, { v: null }, 'null clears it');
  });
}

const personalSchemas: [string, JsonObject, Json][] = [
  ['text', { type: 'string' }, 'x'],
  ['text of any other format', { type: 'string', format: 'email' }, 'a@b.cn'],
  ['a date without the type of a text', { format: 'date' }, '2026-03-02'],
  ['a schema that says nothing', {}, 'x'],
  ['several types', { type: ['string', 'null'] }, 'x'],
  ['a list of values that is tagged', { enum: ['a'], 'x-pii': 'health' }, 'a'],
  ['a constant that is tagged', { const: 'a', 'x-pii': 'id' }, 'a'],
  ['a date that is tagged', { type: 'string', format: 'date', 'x-pii': 'asset' }, '2026-03-02'],
  ['a number that is tagged', { type: 'number', 'x-pii': 'phone' }, 13_800_138_000],
  ['a boolean that is tagged', { type: 'boolean', 'x-pii': 'health' }, true],
  ['null of what is tagged', { type: 'string', 'x-pii': 'phone' }, null],
  ['a tag that is no text', { type: 'number', 'x-pii': true }, 5],
  ['an enum that is no list', { enum: 'shop' }, 'x'],
  ['an array of no items known', { type: 'array' }, ['x']],
  ['an array of text', { type: 'array', items: { type: 'string' } }, ['x']],
  ['an open object', { type: 'object', properties: { a: { type: 'number' } } }, { a: 1, b: 'x' }],
  ['an object of no properties known', { type: 'object', additionalProperties: false }, {}],
  [
    'an object with one personal part',
    { type: 'object', additionalProperties: false, properties: { a: { type: 'number' }, b: { type: 'string' } } },
    { a: 1, b: 'x' },
  ],
  [
    'a tag inside an object that is tagged none',
    { type: 'object', 'x-pii': 'none', properties: { owner: { type: 'string', 'x-pii': 'person-name' } } },
    { owner: 'x' },
  ],
  ['a tag on the items of an array tagged none', { type: 'array', 'x-pii': 'none', items: { 'x-pii': 'bank' } }, ['x']],
];

for (const [name, schema, value] of personalSchemas) {
  t.test(`${name} is personal`, async (t) => {
    t.equal(isPlainSchema(schema), false);
    t.strictSame(split({ v: value }, enforcement({ v: schema })), { plain: {}, personal: { v: value } });
  });
}

t.test('what no schema names: numbers, booleans and null are plain, all the rest is personal', async (t) => {
  const variables = { n: 1, b: false, nothing: null, text: 'x', list: [1], object: { a: 1 } };
  t.strictSame(split(variables, enforcement({})), {
    plain: { n: 1, b: false, nothing: null },
    personal: { text: 'x', list: [1], object: { a: 1 } },
  });
});

t.test('generic BPMN keeps everything plain but the parties', async (t) => {
  const parts = split({ text: 'x', parties: 5 }, generic);
  t.strictSame(parts, { plain: { text: 'x' }, personal: { parties: 5 } });
});

t.test('what is said about the parties is personal whatever a schema says', async (t) => {
  const rules = enforcement({ parties: { 'x-pii': 'none' } });
  t.strictSame(split({ parties: 'x' }, rules), { plain: {}, personal: { parties: 'x' } });
});

t.test('a date is a day of the calendar', async (t) => {
  const date = { type: 'string', format: 'date' };
  for (const day of ['2026-02-28', '2024-02-29', '1900-01-01', '9999-12-31'])
    t.equal(faultOf(day, date), undefined, day);
  const wrong: Json[] = [
    '2026-02-31',
    '2025-02-29',
    '2026-13-01',
    '0000-00-00',
    '2026-00-10',
    '2026-3-2',
    '',
    20260302,
  ];
  for (const day of [...wrong, '2026-03-02T00:00:00Z', ' 2026-03-02', '2026-03-02\n', '-000001-01-01', []]) {
    t.match(faultOf(day, date), /must be (a day of the calendar|of type string)/, JSON.stringify(day));
  }
});

t.test('a fault names variable, part and rule, never the value or what the caller named', async (t) => {
  const firm = {
    type: 'object',
    additionalProperties: false,
    properties: { kind: { enum: ['shop', 'stall'] }, size: { type: 'integer' } },
  };
  t.equal(faultOf({ kind: '张三' }, firm), 'kind must be one of shop, stall');
  t.equal(faultOf({ size: '张三' }, firm), 'size must be of type integer');
  t.equal(faultOf({ 张三: 1 }, firm), 'must have no properties but kind, size');
  t.equal(faultOf('张三', { const: 'CN' }), 'must be "CN"');
  const rules = enforcement({ 'a/b~c': { enum: ['x'] }, ok: { type: 'number' }, n: { type: 'number' } });
  t.match(splitVariables({ 'a/b~c': 'y', ok: 1, n: 'z' }, rules), {
    refused: true,
    code: 'invalid-variables',
    errors: [{ pointer: '/variables/a~1b~0c' }, { pointer: '/variables/n', message: 'must be of type number' }],
  });
});

t.test('names that every object knows are names like others', async (t) => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];
  const variables = JSON.parse(`{${names.map((name) => `"${name}":"x"`).join()}}`) as Variables;
  const { plain, personal } = split(variables, enforcement({}));
  t.strictSame(Object.keys(personal), names);
  t.strictSame(Object.keys(plain), []);
  t.strictSame(Object.keys(split(variables, generic).plain), names);
  t.equal(Object.getPrototypeOf(personal), Object.prototype);
  const inside = { type: 'object', additionalProperties: false, properties: {} };
  const hostile = JSON.parse('{"__proto__":{"x":1}}') as Json;
  t.match(faultOf(hostile, inside), /must have no properties/);
  t.match(faultOf({ constructor: 1 }, inside), /must have no properties/);
  const kept = split({ v: hostile }, generic).plain;
  t.equal(JSON.stringify(kept), '{"v":{"__proto__":{"x":1}}}');
});

t.test('values nested without end are parted all the same', async (t) => {
  let deep: Json = '张三';
  for (let level = 0; level < 100_000; level += 1) deep = [deep];
  const list = { type: 'array', items: { type: 'number' } };
  t.equal(split({ deep }, enforcement({})).personal['deep'], deep);
  t.equal(split({ deep }, generic).plain['deep'], deep);
  t.equal(faultOf(deep, list), 'must be of type number');
});

t.test('nothing is lost or told, and no free text is plain, whatever schemas and values there are', async (t) => {
  const schema = fc.letrec<{ any: JsonObject }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.record(
        {
          type: fc.constantFrom<Json>('string', 'number', 'integer', 'boolean', 'null', ['string']),
          format: fc.constantFrom('date', 'email'),
          enum: fc.constant<Json>(['a', 'b', 1]),
          const: fc.constantFrom<Json>('a', 1),
          'x-pii': fc.constantFrom('phone', 'id'),
        },
        { requiredKeys: [] },
      ),
      fc.record({ type: fc.constant('array'), items: tie('any') }),
      fc.record({
        type: fc.constant('object'),
        additionalProperties: fc.boolean(),
        properties: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), tie('any'), { maxKeys: 3 }),
      }),
    ),
  })).any;
  const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'parties');
  const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const marked = fc.constantFrom<Json>('§', ['§'], { a: '§' }, { '§': 1 }, { b: { a: ['§'] } }, 'a', 1, '2026-03-02');
  let refused = 0;
  const property = fc.property(
    fc.dictionary(name, schema, { maxKeys: 4 }),
    fc.dictionary(name, fc.oneof(value, marked), { maxKeys: 4 }),
    (properties, variables) => {
      const parts = splitVariables(variables, enforcement(properties));
      if (isRefusal(parts)) {
        refused += 1;
        return !JSON.stringify(parts).includes('§');
      }
      const { plain, personal } = parts;
      const names = [...Object.keys(plain), ...Object.keys(personal)].sort();
      const told = JSON.stringify(plain);
      return names.join() === Object.keys(variables).sort().join() && !told.includes('§') && !told.includes('parties');
    },
  );
  fc.assert(property, { numRuns: 5_000 });
  t.ok(refused > 100, `${refused} of 5000 were refused`);
});

t.test('a variable from which a limit counts is a date, unless the matter says otherwise', async (t) => {
  const rules = withDates(enforcement({ tagged: { type: 'string', 'x-pii': 'birth-date' } }), ['from', 'tagged']);
  t.strictSame(split({ from: '2026-03-02', tagged: '2026-03-02', other: '2026-03-02' }, rules), {
    plain: { from: '2026-03-02' },
    personal: { tagged: '2026-03-02', other: '2026-03-02' },
  });
  t.match(splitVariables({ from: '张三' }, rules), { code: 'invalid-variables' });
  t.strictSame(withDates(generic, ['from']), generic);
});
