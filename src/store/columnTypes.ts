import pg from 'pg';

type Parser = (text: string) => unknown;

/**
 * Parser for a column's text, the same on PostgreSQL and PGlite: bytea → Buffer, int8 → number (refused beyond 2^53 − 1),
 * timestamptz → RFC 3339 UTC with milliseconds (finer digits are cut), date, timestamp, numeric, interval and json → text as stored.
 */
export function columnParser(typeId: number): Parser {
  return parsers.get(typeId) ?? builtIn.getTypeParser(typeId, 'text');
}

/** pg's own parsers, typed more exactly than it types them. */
const builtIn = pg.types as unknown as {
  getTypeParser(typeId: number, format: 'text'): Parser;
  arrayParser: { create(text: string, parseEntry: (entry: string) => unknown): { parse(): unknown[] } };
};

const text: Parser = (value) => value;

const safeInteger: Parser = (value) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`The int8 ${value} is beyond 2^53 - 1; select it as text instead.`);
  }
  return number;
};

const instant: Parser = (value) => {
  const parts = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(value);
  if (parts === null) {
    throw new RangeError(`The timestamptz ${value} is no instant in UTC; connections must keep the time zone UTC.`);
  }
  const [, day, time, fraction = ''] = parts;
  return `${day ?? ''}T${time ?? ''}.${fraction.padEnd(3, '0').slice(0, 3)}Z`;
};

const bytes: Parser = (value) => Buffer.from(value.slice('\\x'.length), 'hex');

const arrayOf =
  (parse: Parser): Parser =>
  (value) =>
    builtIn.arrayParser.create(value, parse).parse();

/** Type ids of pg_type: built in, the same in every version. */
const scalars: [typeId: number, arrayTypeId: number, parse: Parser][] = [
  [17, 1001, bytes], // bytea
  [20, 1016, safeInteger], // int8
  [114, 199, text], // json
  [1082, 1182, text], // date
  [1114, 1115, text], // timestamp
  [1184, 1185, instant], // timestamptz
  [1186, 1187, text], // interval
  [1700, 1231, text], // numeric
  [3802, 3807, text], // jsonb
];

const parsers = new Map<number, Parser>(
  scalars.flatMap(([typeId, arrayTypeId, parse]) => [
    [typeId, parse],
    [arrayTypeId, arrayOf(parse)],
  ]),
);
