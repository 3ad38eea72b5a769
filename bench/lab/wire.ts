import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** What went over the wire to PostgreSQL since the last look. */
export interface Wire {
  /** Statements executed (Execute and simple Query messages). */
  readonly statements: number;
  /** Times that the server answered that it is ready for the next (ReadyForQuery). */
  readonly roundTrips: number;
}

/** A wire to the database that can be looked at. */
export interface WatchedWire {
  readonly url: string;
  readonly look: () => Wire;
  readonly close: () => void;
}

/** Puts a proxy that reads along before the PostgreSQL at `url`. */
export async function watchWire(url: string): Promise<WatchedWire> {
  const counts = { statements: 0, roundTrips: 0 };
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connectTo(url);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => undefined));
    const fromClient = messages(true, (type) => (counts.statements += type === 'E' || type === 'Q' ? 1 : 0));
    const fromServer = messages(false, (type) => (counts.roundTrips += type === 'Z' ? 1 : 0));
    client.on('data', (bytes) => {
      fromClient(bytes);
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      fromServer(bytes);
      client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.search = '';
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    look: () => {
      const seen = { ...counts };
      counts.statements = 0;
      counts.roundTrips = 0;
      return seen;
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function connectTo(url: string): Socket {
  const { hostname, port, searchParams } = new URL(url);
  const folder = searchParams.get('host');
  const number = port === '' ? '5432' : port;
  return folder === null
    ? connect({ host: hostname, port: Number(number) })
    : connect({ path: `${folder}/.s.PGSQL.${number}` });
}

/** Cuts a stream of the PostgreSQL protocol into messages; a client's first one has no type. */
function messages(fromClient: boolean, see: (type: string) => void): (bytes: Buffer) => void {
  let rest = Buffer.alloc(0);
  let started = !fromClient;
  return (bytes) => {
    rest = Buffer.concat([rest, bytes]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const end = head + rest.readInt32BE(head);
      if (rest.length < end) return;
      if (started) see(String.fromCharCode(rest[0]!));
      started = true;
      rest = rest.subarray(end);
    }
  };
}
