import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { format } from 'prettier';
import t, { type Test } from 'tap';
import { copiesOf, copyFaults, execForm, readStages } from './docker/dockerfile.ts';

const run = promisify(execFile);
const dockerfile = readFileSync('Dockerfile', 'utf8');
const ignore = readFileSync('.dockerignore', 'utf8');
const compose = readFileSync('compose.yaml', 'utf8');
const image = readStages(dockerfile).at(-1)!.instructions;
const nobody = 65_534;

t.test('every COPY source exists and reaches the builder', async (t) => {
  t.strictSame(copyFaults(dockerfile, ignore, '.'), []);

  const wrong = dockerfile.replace('COPY migrations ', 'COPY nowhere ').replace('--from=build', '--from=elsewhere');
  t.strictSame(copyFaults(wrong, ignore, '.'), ['there is no stage elsewhere', 'nowhere does not exist']);
  t.strictSame(copyFaults(dockerfile, ignore.replace('!calendars\n', ''), '.'), ['.dockerignore keeps calendars out']);
  t.strictSame(copyFaults(dockerfile, '', '.'), ['.dockerignore does not begin with nothing']);
});

t.test('the image runs as an ordinary user, says how it is, and hides nothing from the builder', async (t) => {
  const words = image.map(({ word }) => word);
  t.strictSame(image.find(({ word }) => word === 'USER')?.rest, 'node');
  t.ok(words.indexOf('USER') < words.indexOf('CMD'), 'before the start command');
  t.ok(words.includes('HEALTHCHECK'));
  t.match(image.find(({ word }) => word === 'EXPOSE')?.rest, '3000');
  t.match(dockerfile, /^FROM node:24-slim AS build$/m);
});

t.test('the start command serves as an ordinary user on what the image copies', async (t) => {
  const app = await assemble(t);
  const port = await freePort();
  const data = join(dirname(app), 'data');
  mkdirSync(data);
  const asNobody = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};
  if ('uid' in asNobody) chownSync(data, nobody, nobody);
  const options = { cwd: app, ...asNobody };
  const variables = { ...imageEnv(), PATH: process.env.PATH, PORT: port, DATA_DIR: join(data, 'db') };
  // exactly the image's environment: tap adds its own to whatever is spawned
  const bare = ['-i', ...Object.entries(variables).map(([name, value]) => `${name}=${String(value)}`)];
  const inImage = (command: readonly string[]) => run('env', [...bare, ...command], options);
  const command = execForm(image.find(({ word }) => word === 'CMD')!.rest);
  const health = execForm(image.find(({ word }) => word === 'HEALTHCHECK')!.rest);
  t.strictSame(command, ['node', 'dist/src/main.js', 'serve']);

  await t.rejects(inImage(command), { code: 2, stderr: /trial cannot begin here/ }, 'no demo in here');

  const keysFile = join(data, 'keys.json');
  await inImage(['node', 'dist/src/main.js', 'bootstrap', '--agency', 'qilin', '--keys-file', keysFile]);
  t.not(statSync(keysFile).uid, 0, 'written by an ordinary user');
  await t.rejects(inImage(health), { code: 1 }, 'the health check fails while nothing serves');

  const service = spawn('env', [...bare, ...command], { ...options, stdio: 'ignore' });
  t.teardown(() => service.kill('SIGKILL'));
  await healthy(service, () => inImage(health));
  const url = `http://127.0.0.1:${port}`;
  t.equal((await fetch(`${url}/livez`)).status, 200);
  t.equal((await fetch(`${url}/readyz`)).status, 200);
  t.equal((await fetch(`${url}/problems/not-found`)).status, 200, 'the documents are there');
  const { clerk, designer } = JSON.parse(readFileSync(keysFile, 'utf8')) as Record<string, string>;
  const matters = await fetch(`${url}/v1/matters`, { headers: { authorization: `Bearer ${clerk}` } });
  t.match(await matters.json(), { items: [{ id: 'food-business-permit' }] });
  const deployed = await fetch(`${url}/v1/definitions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${designer}`, 'content-type': 'application/xml' },
    body: readFileSync(join(app, 'processes/acceptance/acceptance.bpmn')),
  });
  t.equal(deployed.status, 201, 'files are read in a thread of the built program');

  const exited = new Promise<number | null>((resolve) => service.once('exit', resolve));
  service.kill('SIGTERM');
  t.equal(await exited, 0, 'SIGTERM ends it in order');
});

t.test('the compose file holds no secret and starts commands that there are', async (t) => {
  await t.resolves(format(compose, { parser: 'yaml' }), 'is YAML');
  await t.rejects(format('services: [', { parser: 'yaml' }));
  t.strictSame(composeFaults(compose), []);

  t.strictSame(composeFaults(compose.replace(/POSTGRES_PASSWORD: .*/, 'POSTGRES_PASSWORD: secret')), [
    'a password stands in the file',
  ]);
  t.strictSame(composeFaults(compose.replace("'migrate']", "'upgrade']")), ['there is no command upgrade']);
  t.strictSame(composeFaults(compose.replace(/^ {2}node-b:\n {4}.*\n/m, '')), ['there are not two nodes']);
});

/** The file tree of the image: what the Dockerfile copies, with the build and the packages that it would make. */
async function assemble(t: Test): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'sanzhi-image-'));
  t.teardown(() => rmSync(root, { recursive: true, force: true }));
  const app = join(root, 'app');
  mkdirSync(app);
  if (process.getuid?.() === 0) chownSync(root, nobody, nobody);
  for (const { from, sources, to } of copiesOf(image)) {
    for (const source of from === null ? sources : []) {
      cpSync(source, to.endsWith('/') ? join(app, to, source) : join(app, to), { recursive: true });
    }
  }
  await run(process.execPath, [
    'node_modules/typescript/bin/tsc',
    '-p',
    'tsconfig.build.json',
    '--outDir',
    join(app, 'dist'),
  ]);
  for (const path of productionPackages()) cpSync(path, join(app, path), { recursive: true, verbatimSymlinks: true });
  return app;
}

/** What `npm prune --omit=dev` leaves, outermost folders only. */
function productionPackages(): string[] {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: true; devOptional?: true; optional?: true }>;
  };
  return Object.entries(lock.packages)
    .filter(([path, { dev, devOptional }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !devOptional)
    .filter(([path, { optional }]) => !optional || statSync(path, { throwIfNoEntry: false }) !== undefined)
    .map(([path]) => path);
}

/** What ENV sets in the image. */
function imageEnv(): Record<string, string> {
  const pairs = image.filter(({ word }) => word === 'ENV').flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}

async function healthy(service: ChildProcess, check: () => Promise<unknown>): Promise<void> {
  for (;;) {
    if (service.exitCode !== null) throw new Error(`The service ended with ${service.exitCode}.`);
    try {
      await check();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function composeFaults(text: string): string[] {
  const main = readFileSync('src/main.ts', 'utf8');
  const started = [...text.matchAll(/command: \['node', 'dist\/src\/main\.js', '([a-z]+)'/g)].map(
    ([, name = '']) => name,
  );
  const passwords = [...text.matchAll(/(?:PASSWORD: |sanzhi:)(?!\$\{)\S+@?/g)].map(([match]) => match);
  const nodes = [...text.matchAll(/^ {2}node-[a-z]:\n {4}<<: \*node$/gm)];
  return [
    ...(passwords.length > 0 ? ['a password stands in the file'] : []),
    ...started.filter((name) => !main.includes(`  ${name}: {`)).map((name) => `there is no command ${name}`),
    ...(started.length < 2 ? ['nothing migrates or bootstraps'] : []),
    ...(nodes.length === 2 ? [] : ['there are not two nodes']),
  ];
}
