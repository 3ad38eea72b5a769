import { connect, type Socket } from 'node:net';

/** An answer of the service. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A keep-alive connection for one request after the other: little more than the bytes, so that the load costs little itself. */
export interface Connection {
  readonly post: (path: string, body: string) => Promise<Answer>;
  readonly close: () => void;
}

/** Opens a connection to the service at `url` that sends `key` with every request. */
export function openConnection(url: string, key: string): Connection {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.setEncoding('utf8');
  let received = '';
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  socket.on('data', (text: string) => {
    received += text;
    const answer = readAnswer(received);
    if (answer === undefined) return;
    received = '';
    waiting?.resolve(answer);
  });
  const fail = (error: Error) => waiting?.reject(error);
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The service closed the connection.')));
  return {
    post: (path, body) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(
          `POST ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${key}\r\n` +
            `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
      }),
    close: () => socket.destroy(),
  };
}

function readAnswer(text: string): Answer | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const [, length = '0'] = /content-length: (\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  const body = text.slice(headEnd + 4);
  return Buffer.byteLength(body) < Number(length) ? undefined : { status: Number(text.slice(9, 12)), body };
}
