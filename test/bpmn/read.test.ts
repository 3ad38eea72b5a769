import t from 'tap';
import { spawnSync } from 'node:child_process';
import { between, bytes, file, flows, many, process as processOf } from '../fixtures/bpmn/build.ts';
import { createReader, readDefinition } from '../../src/bpmn/read.ts';

const good = bytes(between(flows('start>end')));

void t.test('a file is read in another thread', async (t) => {
  const reading = await readDefinition(good);
  t.match(reading, { ok: true, findings: [], model: { key: 'p' } });
});

void t.test('a good file costs milliseconds once a thread is warm', async (t) => {
  await readDefinition(good);
  const times: number[] = [];
  for (let at = 0; at < 20; at++) times.push((await timed(() => readDefinition(good))).ms);
  times.sort((a, b) => a - b);
  t.comment(`median ${(times[10] ?? 0).toFixed(1)} ms`);
  t.ok((times[10] ?? Infinity) < 200);
});

const hostile: Readonly<Record<string, { readonly rule: string; readonly source: Uint8Array }>> = {
  '20,000 duplicate ids': { rule: 'duplicate-id', source: bytes(processOf(many(20_000, () => '<bpmn:task id="a"/>'))) },
  '10,000 ids twice': {
    rule: 'duplicate-id',
    source: bytes(processOf(many(20_000, (at) => `<bpmn:task id="a${String(at % 10_000)}"/>`))),
  },
  '1 MB of junk': { rule: 'malformed-xml', source: bytes('x<'.repeat(500_000)) },
  '1 MB of random bytes': {
    rule: 'invalid-utf8',
    source: Uint8Array.from({ length: 1_000_000 }, (_, at) => 128 + ((at * 7919) % 128)),
  },
  '1 MB of open tags': { rule: 'too-deep', source: bytes('<a>'.repeat(340_000)) },
  '1 MB of empty tags': { rule: 'too-many-elements', source: bytes(file('<a/>'.repeat(250_000))) },
  '1 MB of spaces in a tag': { rule: 'malformed-xml', source: bytes(`<a${' '.repeat(1_000_000)}`) },
  '1 MB of attributes': {
    rule: 'not-bpmn',
    source: bytes(`<a${many(90_000, (at) => ` a${String(at)}="1"`).slice(0, 1_000_000)}/>`),
  },
  '1 MB of broken attributes': { rule: 'malformed-xml', source: bytes(`<a${' a="1"'.repeat(160_000)} b`) },
  '1 MB of ampersands': { rule: 'unknown-entity', source: bytes(file('&'.repeat(1_000_000))) },
  '1 MB of open comments': { rule: 'malformed-xml', source: bytes('<!--'.repeat(250_000)) },
  '1 MB of quotes': { rule: 'malformed-xml', source: bytes(`<a b="${"'".repeat(1_000_000)}`) },
  'a long id': { rule: 'invalid-id', source: bytes(processOf(`<bpmn:task id="${'a'.repeat(1_000_000)}"/>`)) },
};

void t.test('hostile files end within a second, and other work goes on', async (t) => {
  await Promise.all([readDefinition(good), readDefinition(good)]);
  for (const [name, { rule, source }] of Object.entries(hostile)) {
    // the better of two: others use this machine too
    const runs = [await timed(() => readDefinition(source)), await timed(() => readDefinition(source))];
    const [ms, delay] = [Math.min(...runs.map((run) => run.ms)), Math.min(...runs.map((run) => run.delay))];
    const found = runs.flatMap((run) => run.value.findings);
    t.ok(
      found.some((finding) => finding.rule === rule),
      `${name}: ${rule}`,
    );
    t.ok(found.length <= 400, `${name}: a bounded list`);
    t.ok(ms < 1000, `${name} took ${ms.toFixed(0)} ms`);
    t.ok(delay < 100, `${name} delayed others by ${delay.toFixed(0)} ms`);
  }
});

void t.test('a thread over its time is killed, and the next file is read', async (t) => {
  const slow = bytes(processOf(many(1900, (at) => `<bpmn:userTask id="u${String(at)}"/>`)));
  const impatient = createReader({ timeMs: 1, heapMb: 256 });
  t.match(await impatient(slow), {
    ok: false,
    findings: [{ rule: 'too-costly', elementId: null, message: /longer than 1 ms/ }],
  });
  t.match(await readDefinition(good), { ok: true });
});

void t.test('a thread that loops, eats memory or dies is replaced, and the file refused', async (t) => {
  const bad: Readonly<Record<string, readonly [string, RegExp]>> = {
    loops: ['for (;;);', /longer than 500 ms/],
    'eats memory': [
      'const all = []; for (;;) all.push(new Array(100_000).fill(all.length))',
      /too much memory|longer than/,
    ],
    throws: ['throw new Error("x")', /Reading failed/],
    exits: ['process.exit(0)', /Reading failed/],
  };
  for (const [name, [deed, message]] of Object.entries(bad)) {
    const code = `import { parentPort } from 'node:worker_threads';
      parentPort.on('message', () => { ${deed} }); parentPort.postMessage('ready');`;
    const entry = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
    const read = createReader({ timeMs: name === 'loops' ? 500 : 20_000, heapMb: 64 }, entry);
    const { value, delay } = await timed(() => Promise.all([read(good), read(good), read(good)]));
    for (const reading of value) t.match(reading, { ok: false, findings: [{ rule: 'too-costly', message }] }, name);
    t.ok(delay < 1000, `${name}: this thread was not held up (${delay.toFixed(0)} ms)`);
  }
});

void t.test('many files at once are read two at a time, each answered', async (t) => {
  const readings = await Promise.all(
    Array.from({ length: 12 }, (_, at) => readDefinition(at % 3 === 0 ? bytes('junk') : good)),
  );
  t.same(
    readings.map(({ ok }) => ok),
    Array.from({ length: 12 }, (_, at) => at % 3 !== 0),
  );
});

void t.test('idle threads do not keep a process alive', (t) => {
  const script = t.testdir({
    'once.ts': `import { readDefinition } from ${JSON.stringify(new URL('../../src/bpmn/read.ts', import.meta.url).href)};
      void readDefinition(Buffer.from(${JSON.stringify(Buffer.from(good).toString())})).then(({ ok }) => console.log('read', ok));`,
  });
  const args = ['--import', 'tsx', `${script}/once.ts`];
  const { stdout, status, stderr } = spawnSync(process.execPath, args, { timeout: 30_000, encoding: 'utf8' });
  t.equal(stdout.trim(), 'read true', stderr);
  t.equal(status, 0);
  t.end();
});

/** How long `work` took, and the longest time that this thread did not answer meanwhile. */
async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number; delay: number }> {
  const begin = performance.now();
  let last = begin;
  let delay = 0;
  const beat = setInterval(() => {
    delay = Math.max(delay, performance.now() - last - 1);
    last = performance.now();
  }, 1);
  try {
    const value = await work();
    return { value, ms: performance.now() - begin, delay: Math.max(delay, performance.now() - last - 1) };
  } finally {
    clearInterval(beat);
  }
}
