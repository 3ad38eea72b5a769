import { createRequire } from 'node:module';
import { protocol, type ExecProtocolResult, type PGlite } from '@electric-sql/pglite';
import type { Knex } from 'knex';
import pg from 'pg';
import { columnParser } from './columnTypes.ts';

/** What `pg.Client.query` takes, as far as knex and this store use it. */
export interface Query {
  name?: string;
  text: string;
  values?: readonly unknown[];
}

/** What `pg.Client.query` answers; `rowCount` is null where the command counts no rows. */
export interface QueryResult {
  command: string | null;
  rowCount: number | null;
  rows: Record<string, unknown>[];
}

type Callback = (error: unknown, result?: QueryResult | QueryResult[]) => void;
type Message = ExecProtocolResult['messages'][number];
type DatabaseError = InstanceType<typeof protocol.messages.DatabaseError>;
type Column = InstanceType<typeof protocol.messages.Field>;

/** A knex client whose only connection is this PGlite: knex's PostgreSQL dialect speaking to it instead of to a socket. */
export function pgliteClient(pglite: PGlite): typeof Knex.Client {
  return class extends PostgresClient {
    override async acquireRawConnection(): Promise<PgliteConnection> {
      const connection = new PgliteConnection(pglite);
      await connection.query('discard all'); // an earlier connection's prepared statements and settings
      return connection;
    }

    override async destroyRawConnection(): Promise<void> {
      // the PGlite outlives its connections; whoever opened it closes it
    }
  };
}

/** Whether PostgreSQL inside this PGlite has stopped for good, as it must when the disk fails a sync: it cannot even be closed then. */
export function hasStopped(pglite: PGlite): boolean {
  return stopped.has(pglite);
}

const stopped = new WeakMap<PGlite, Error>();

/**
 * Answers queries as `pg.Client` does, over PGlite's wire protocol: named statements are parsed once, statements without name and
 * values may hold several commands, errors carry the SQLSTATE in `code` and leave the connection usable.
 */
class PgliteConnection {
  readonly #pglite: PGlite;
  readonly #parsed = new Map<string, string>();

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  query(query: string | Query, callback?: Callback): Promise<QueryResult | QueryResult[]> {
    const config = typeof query === 'string' ? { text: query } : query;
    const result = this.#pglite.runExclusive(async () => readResults(await this.#send(config)));
    if (callback !== undefined) result.then((answer) => callback(null, answer), callback);
    return result;
  }

  async #send({ name = '', text, values = [] }: Query): Promise<Message[]> {
    const { serialize } = protocol;
    if (name === '' && values.length === 0) return this.#exchange(serialize.query(text));
    const known = this.#parsed.get(name);
    if (known !== undefined && known !== text) {
      throw new Error(`Prepared statements must be unique: "${name}" already stands for another text.`);
    }
    const parse = known === undefined ? [serialize.parse({ name, text })] : [];
    const bind = serialize.bind({ statement: name, values: values.map(prepareValue) });
    const rest = [bind, serialize.describe({ type: 'P' }), serialize.execute(), serialize.sync()];
    const messages = await this.#exchange(Buffer.concat([...parse, ...rest]));
    if (name !== '' && messages.some((message) => message.name === 'parseComplete')) this.#parsed.set(name, text);
    return messages;
  }

  async #exchange(request: Uint8Array): Promise<Message[]> {
    // our file system needs no sync of its own: PostgreSQL's fsync is real (durableFs.ts)
    const reason = stopped.get(this.#pglite);
    if (reason !== undefined) {
      throw new Error('The embedded database has stopped; restart the service and look at its disk.', {
        cause: reason,
      });
    }
    const { messages } = await this.#pglite.execProtocol(request, { syncToFs: false, throwOnError: false });
    const fatal = messages.find(isFatal);
    if (fatal !== undefined) stopped.set(this.#pglite, fatal);
    else if (!messages.some(({ name }) => endings.has(name))) {
      const trap = new Error('The embedded database broke off a command; restart the service.');
      stopped.set(this.#pglite, trap);
      throw trap;
    }
    return messages;
  }
}

const endings = new Set<Message['name']>(['commandComplete', 'emptyQuery', 'error']);

function isFatal(message: Message): message is DatabaseError {
  return message instanceof protocol.messages.DatabaseError && ['FATAL', 'PANIC'].includes(message.severity ?? '');
}

function readResults(messages: Message[]): QueryResult | QueryResult[] {
  const results: QueryResult[] = [];
  let columns: { name: string; parse: (text: string) => unknown }[] = [];
  let rows: QueryResult['rows'] = [];
  for (const message of messages) {
    if (message instanceof protocol.messages.DatabaseError) throw message;
    if (message instanceof protocol.messages.RowDescriptionMessage) {
      columns = message.fields.map(({ name, dataTypeID }: Column) => ({ name, parse: columnParser(dataTypeID) }));
    } else if (message instanceof protocol.messages.DataRowMessage) {
      const { fields } = message;
      const row: Record<string, unknown> = {};
      columns.forEach(({ name, parse }, at) => {
        const field = fields[at] ?? null;
        row[name] = field === null ? null : parse(field);
      });
      rows.push(row);
    } else if (message instanceof protocol.messages.CommandCompleteMessage) {
      results.push({ ...commandTag(message.text), rows });
      rows = [];
    }
  }
  const [first] = results;
  if (first === undefined) return { command: null, rowCount: null, rows: [] };
  return results.length === 1 ? first : results;
}

function commandTag(tag: string): Pick<QueryResult, 'command' | 'rowCount'> {
  const [command = null] = /^[A-Za-z]+/.exec(tag) ?? [];
  const [count = null] = /\d+$/.exec(tag) ?? [];
  return { command, rowCount: count === null ? null : Number(count) };
}

// Neither has public types: knex's PostgreSQL dialect, and pg's conversion of parameters to the wire's text.
const PostgresClient = createRequire(import.meta.url)('knex/lib/dialects/postgres/index.js') as typeof Knex.Client;
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => string | Buffer | null } })
  .utils;
