export type Shape = Readonly<Record<string, unknown>>;

const notes = new Set(['$schema', '$defs', 'title', 'description']);

/** Where a value breaks a JSON Schema, as `pointer: fault`. Reads the keywords that our schemas use; throws on another. */
export function shapeFaults(value: unknown, schema: Shape, root: Shape = schema, at = ''): string[] {
  return Object.entries(schema).flatMap(([keyword, rule]) => {
    if (notes.has(keyword)) return [];
    const check = checks[keyword];
    if (check === undefined) throw new Error(`Keyword ${keyword} is not read here; add it to shape.ts.`);
    return check({ value, rule, schema, root, at });
  });
}

interface Question {
  readonly value: unknown;
  readonly rule: unknown;
  readonly schema: Shape;
  readonly root: Shape;
  readonly at: string;
}

const checks: Readonly<Record<string, (question: Question) => string[]>> = {
  $ref: ({ value, rule, root, at }) => {
    const name = String(rule).replace('#/$defs/', '');
    const target = asObject(asObject(root.$defs)?.[name]);
    if (target === undefined) throw new Error(`${String(rule)} leads nowhere.`);
    return shapeFaults(value, target, root, at);
  },
  type: ({ value, rule, at }) => {
    const types = Array.isArray(rule) ? rule.map(String) : [String(rule)];
    return unless(types.includes(typeOf(value)), at, `must be ${types.join(' or ')}`);
  },
  const: ({ value, rule, at }) => unless(value === rule, at, `must be ${JSON.stringify(rule)}`),
  enum: ({ value, rule, at }) =>
    unless(Array.isArray(rule) && rule.includes(value), at, `must be one of ${JSON.stringify(rule)}`),
  pattern: ({ value, rule, at }) =>
    unless(typeof value !== 'string' || new RegExp(String(rule), 'u').test(value), at, `must match ${String(rule)}`),
  minLength: ({ value, rule, at }) =>
    unless(typeof value !== 'string' || value.length >= Number(rule), at, 'must not be empty'),
  minItems: ({ value, rule, at }) =>
    unless(!Array.isArray(value) || value.length >= Number(rule), at, `must have ${String(rule)} or more items`),
  minimum: ({ value, rule, at }) =>
    unless(typeof value !== 'number' || value >= Number(rule), at, `must be ${String(rule)} or more`),
  items: ({ value, rule, root, at }) =>
    Array.isArray(value)
      ? value.flatMap((item, index) => shapeFaults(item, asObject(rule) ?? {}, root, `${at}/${index}`))
      : [],
  required: ({ value, rule, at }) => {
    const object = asObject(value);
    if (object === undefined || !Array.isArray(rule)) return [];
    return rule.map(String).flatMap((name) => unless(Object.hasOwn(object, name), `${at}/${name}`, 'is missing'));
  },
  properties: ({ value, rule, root, at }) => {
    const object = asObject(value) ?? {};
    const parts = Object.entries(asObject(rule) ?? {}).filter(([name]) => Object.hasOwn(object, name));
    return parts.flatMap(([name, part]) => shapeFaults(object[name], asObject(part) ?? {}, root, `${at}/${name}`));
  },
  additionalProperties: ({ value, rule, schema, root, at }) => {
    const known = asObject(schema.properties) ?? {};
    const others = Object.entries(asObject(value) ?? {}).filter(([name]) => !Object.hasOwn(known, name));
    return others.flatMap(([name, part]) =>
      rule === false ? [`${at}/${name}: is unknown`] : shapeFaults(part, asObject(rule) ?? {}, root, `${at}/${name}`),
    );
  },
};

export function asObject(value: unknown): Shape | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function unless(sound: boolean, at: string, fault: string): string[] {
  return sound ? [] : [`${at === '' ? '/' : at}: ${fault}`];
}
