import { connect } from 'node:net';
import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { oneTask } from './diagrams.ts';
import { serve, startOf } from './served.ts';

/** Sends bytes as they are, ends the sending side, and answers all that came back. */
function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.end(bytes));
    socket.on('data', (part) => (answer += part.toString('utf8')));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

eachDatabase(t, 'bad input', async (t, db) => {
  const service = await serve(t, db);
  const ask = await service.open(`bad-${db.kind}`);
  const started = await startOf(ask, oneTask());
  const id = String(started['id']);
  const complete = `POST /v1/tasks/${id}.1/complete`;

  await t.test('a body of the wrong form is refused, with a pointer to the fault', async (t) => {
    const bodies: [unknown, string][] = [
      [{ variabels: {} }, '/variabels'],
      [{ variables: [] }, '/variables'],
      [{ variables: 'x' }, '/variables'],
      [{ variables: null }, '/variables'],
      [{ outcome: 1 }, '/outcome'],
      [{ outcome: '' }, '/outcome'],
      [[], ''],
      ['text', ''],
      [null, ''],
      [7, ''],
      [{ record: [] }, '/record'],
    ];
    for (const [body, pointer] of bodies) {
      const answer = await ask('handler', complete, body);
      t.match(answer, { status: 400, body: { code: 'bad-request', errors: [{ pointer }] } }, JSON.stringify(body));
      t.match(answer.headers.get('content-type'), /^application\/problem\+json/);
      t.equal(answer.body['instance'], answer.headers.get('x-request-id'));
    }
  });

  await t.test('nothing is coerced in bodies', async (t) => {
    const bodies = [
      { definitionKey: 'oneTask', version: '1' },
      { definitionKey: 'oneTask', version: 1.5 },
      { definitionKey: 'oneTask', version: 0 },
      { definitionKey: 'oneTask', version: 2_147_483_648 },
      { definitionKey: ['oneTask'] },
      { definitionKey: 'oneTask', externalRef: 5 },
      { definitionKey: 'oneTask', unknown: true },
      { definitionKey: 'oneTask', matter: 'both' },
      { definitionId: started['definitionId'], version: 1 },
      {},
    ];
    for (const body of bodies) {
      t.match(
        await ask('clerk', 'POST /v1/cases', body),
        { status: 400, body: { code: 'bad-request' } },
        JSON.stringify(body),
      );
    }
  });

  await t.test('bytes that are no JSON of ours are refused', async (t) => {
    const texts = [
      '{"variables":',
      '{variables:1}',
      '{"variables":{"a":1e400}}',
      '{"variables":{"a":"\\u0000"}}',
      '{"variables":{"a":"\\ud800"}}',
      '{"variables":{"__proto__":1}}',
      '\u0000',
    ];
    for (const bytes of [
      ...texts,
      `{"variables":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
      Buffer.from([0x22, 0xff, 0x22]),
    ]) {
      t.match(
        await ask('handler', complete, undefined, { bytes }),
        { status: 400, body: { code: 'bad-request' } },
        String(bytes.slice(0, 40)),
      );
    }
  });

  await t.test('another content type, charset or encoding is not supported', async (t) => {
    const bytes = '{}';
    for (const type of [
      'text/plain',
      'application/xml',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/json; charset=gbk',
      'nonsense',
    ]) {
      t.match(
        await ask('handler', complete, undefined, { bytes, type }),
        { status: 415, body: { code: 'unsupported-media-type' } },
        type,
      );
    }
    t.match(await ask('handler', complete, {}, { headers: { 'content-encoding': 'gzip' } }), { status: 415 });
    t.match(await ask('designer', 'POST /v1/definitions', { xml: 1 }), { status: 415 }, 'JSON where a file belongs');
  });

  await t.test('a body of more than 1 MiB is too large', async (t) => {
    const bytes = `{"variables":{"a":"${'x'.repeat(1_048_576)}"}}`;
    t.match(await ask('handler', complete, undefined, { bytes }), { status: 413, body: { code: 'payload-too-large' } });
    t.match(await ask('designer', 'POST /v1/definitions', undefined, { bytes, type: 'application/xml' }), {
      status: 413,
    });
  });

  await t.test('query parameters of the wrong form are refused', async (t) => {
    const queries = [
      'limit=0',
      'limit=201',
      'limit=-1',
      'limit=1.5',
      'limit=1e2',
      'limit=',
      'limit=99999999999999999999',
      'limit=1&limit=2',
      'cursor=',
      'cursor=abc',
      'cursor=e30',
      'overdue=yes',
      'overdue=1',
      'state=OPEN',
      'dueBefore=tomorrow',
      'dueBefore=2026-02-30T00:00:00Z',
      'dueBefore=2026-03-02',
      'unknown=1',
      'case=%00',
      'assignee[]=x',
    ];
    for (const query of queries)
      t.match(await ask('clerk', `GET /v1/tasks?${query}`), { status: 400, body: { code: 'bad-request' } }, query);
    t.match(await ask('clerk', `GET /v1/cases/${id}?fields=all`), {
      status: 400,
      body: { errors: [{ pointer: '?fields' }] },
    });
    for (const query of ['olderThan=7', 'olderThan=P5WD', 'kind=x', 'reason=x', 'olderThan=P1000Y']) {
      t.match(await ask('monitor', `GET /v1/monitor/stuck?${query}`), { status: 400 }, query);
    }
    for (const query of [
      '',
      'from=2026-09-30',
      'days=3',
      'from=2026-02-30&days=3',
      'from=x&days=3',
      'from=2026-09-30&days=0',
      'from=2026-09-30&days=10000',
      'from=9999-12-01&days=9999',
      'from=2026-09-30&days=abc',
    ]) {
      t.match(await ask('monitor', `GET /v1/working-days?${query}`), { status: 400 }, query);
    }
    t.match(await ask('monitor', 'GET /v1/working-days?from=2026-09-30&days=3&region=US'), { status: 404 });
    const cursor = Buffer.from(JSON.stringify(['2026-03-02T01:00:00.000Z', `${id}'; drop table wait`, 1])).toString(
      'base64url',
    );
    t.match(await ask('clerk', `GET /v1/incidents?cursor=${cursor}`), { status: 400 });
  });

  await t.test('an id that cannot be one is not found', async (t) => {
    const nobody = '00000000-0000-7000-8000-000000000000';
    for (const wrong of [
      '1',
      'x'.repeat(400),
      'x'.repeat(4000),
      '%27%20or%201=1',
      '..%2f..%2fetc',
      '%F0%9F%98%80',
      id.toUpperCase(),
      `${id}x`,
      nobody,
      "a'b",
    ]) {
      for (const path of [
        `cases/${wrong}`,
        `cases/${wrong}/history`,
        `tasks/${wrong}`,
        `tasks/${wrong}.1`,
        `definitions/${wrong}`,
      ]) {
        t.match(await ask('clerk', `GET /v1/${path}`), { status: 404, body: { code: 'not-found' } }, path.slice(0, 60));
      }
    }
    for (const wait of ['.0', '.99', '.2147483648', '.-1', '.1e3', '.01', '']) {
      t.match(await ask('handler', `POST /v1/tasks/${id}${wait}/complete`, {}), { status: 404 }, wait);
    }
    for (const filter of ['case=1', 'definition=x', `case=${nobody}`]) {
      t.match(await ask('clerk', `GET /v1/tasks?${filter}`), { status: 200, body: { items: [] } }, filter);
    }
    t.match(await ask('clerk', 'POST /v1/cases', { definitionId: 'x' }), { status: 404 });
    t.match(await ask('clerk', 'POST /v1/cases', { definitionKey: 'none' }), { status: 404 });
    const nameless = { definitionKey: 'oneTask', processId: '__proto__' };
    t.match(await ask('clerk', 'POST /v1/cases', nameless), { status: 404 });
    t.match(await ask('clerk', 'POST /v1/cases', { matter: 'none' }), { status: 404 });
  });

  await t.test('a NUL or a broken escape in a path is refused', async (t) => {
    for (const path of [
      '/v1/cases/%00',
      `/v1/cases/${id}%00`,
      '/v1/nowhere%00',
      '/v1/cases?q=%00',
      '/v1/cases/%ZZ',
      '/v1/cases/%C0%80',
    ]) {
      const answer = await ask('clerk', `GET ${path}`);
      t.equal(answer.status, 400, path);
      t.match(answer.headers.get('content-type'), /^application\/problem\+json/, path);
    }
  });

  await t.test('headers of the wrong form are refused', async (t) => {
    for (const value of ['x', '"x"', '-1', '99999999999', '1.5', '"1', '1,2']) {
      t.match(await ask('handler', complete, {}, { headers: { 'if-match': value } }), { status: 400 }, value);
    }
    for (const value of ['', 'x'.repeat(201), 'a b', 'é']) {
      t.match(await ask('handler', complete, {}, { headers: { 'idempotency-key': value } }), { status: 400 }, value);
    }
  });

  await t.test('there is no such route or method', async (t) => {
    for (const request of [
      'GET /',
      'GET /v1',
      'GET /v1/nothing',
      'DELETE /v1/cases',
      'PUT /v1/tasks',
      `PATCH /v1/cases/${id}`,
      'GET /problems/none',
      'POST /livez',
    ]) {
      t.match(await ask('clerk', request), { status: 404, body: { code: 'not-found' } }, request);
    }
  });

  await t.test('an Accept that we cannot meet is no reason to refuse', async (t) => {
    t.match(await ask('clerk', `GET /v1/cases/${id}`, undefined, { headers: { accept: 'image/png' } }), {
      status: 200,
    });
  });

  await t.test('a body that is cut off, and bytes that are no HTTP, are answered with 400', async (t) => {
    const head = `POST /v1/tasks/${id}.1/complete HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ask.keys.handler}\r\ncontent-type: application/json\r\n`;
    for (const bytes of [
      `${head}content-length: 100\r\n\r\n{"variables":{`,
      `${head}transfer-encoding: chunked\r\n\r\n20\r\n{"variables":{`,
      `${head}content-length: abc\r\n\r\n{}`,
      `${head}x-bad: a\0b\r\n\r\n`,
      'nonsense\r\n\r\n',
    ]) {
      const answer = await raw(service.url, bytes);
      t.match(answer, /^HTTP\/1\.1 400 /, bytes.slice(-30));
      t.match(answer, /application\/problem\+json/);
    }
  });

  await t.test('a file that is no definition is refused with every finding', async (t) => {
    const good = oneTask();
    const files: (string | Uint8Array)[] = [
      'no xml',
      '<a/>',
      good.slice(0, 400),
      good.replace('<bpmn:process', '<!DOCTYPE x><bpmn:process'),
      good.replace('Check it', 'Check\0it'),
      Buffer.from(good, 'utf16le'),
      good.replaceAll('bpmn:userTask', 'bpmn:callActivity'),
      good.replace('id="End"', 'id="Start"'),
    ];
    for (const bytes of files) {
      const answer = await ask('designer', 'POST /v1/definitions', undefined, { bytes, type: 'application/xml' });
      t.match(
        answer,
        { status: 422, body: { code: 'invalid-definition', findings: [{ severity: 'error' }] } },
        String(bytes.slice(0, 30)),
      );
    }
    t.match(await ask('designer', 'POST /v1/definitions', undefined, { bytes: '', type: 'application/xml' }), {
      status: 400,
    });
  });

  await t.test('after all of that the case stands where it was', async (t) => {
    t.match((await ask('clerk', `GET /v1/cases/${id}`)).body, {
      revision: 1,
      state: 'running',
      tasks: [{ state: 'open' }],
    });
  });
});
