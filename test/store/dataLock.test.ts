import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { acquireDataLock } from '../../src/store/dataLock.ts';

t.test('stands beside the folder, names its holder, and goes on release', async (t) => {
  const dataDir = path.join(t.testdir(), 'data');
  const lock = acquireDataLock(dataDir);
  t.equal(lock.file, `${dataDir}.lock`);
  t.match(JSON.parse(fs.readFileSync(lock.file, 'utf8')), {
    pid: process.pid,
    host: hostname(),
    started: /^[-0-9a-f]+:\d+$/,
  });
  lock.release();
  t.strictSame(fs.readdirSync(path.dirname(dataDir)), []);
});

t.test('refuses the same process a second time, and says what to do', async (t) => {
  const dataDir = path.join(t.testdir(), 'data');
  const lock = acquireDataLock(dataDir);
  t.throws(() => acquireDataLock(dataDir), {
    message: new RegExp(`${dataDir} is in use by process ${process.pid} on host ${hostname()}\\. Stop that process`),
  });
  lock.release();
  acquireDataLock(dataDir).release();
});

t.test(
  'of several processes in a race exactly one wins, 20 times on a free folder and 20 on a dead one’s',
  async (t) => {
    const folder = t.testdir();
    const runners = await Promise.all([1, 2, 3].map(() => startRunner(t)));
    const dead = await deadOwner(t, folder);
    for (let round = 0; round < 40; round += 1) {
      const dataDir = path.join(folder, `data-${round}`);
      if (round >= 20) fs.writeFileSync(`${dataDir}.lock`, dead);
      const outcomes = Promise.all(runners.map(answerOf));
      const go = path.join(folder, `go-${round}`);
      for (const runner of runners) runner.send({ dataDir, go });
      fs.writeFileSync(go, '');
      const answers = await outcomes;
      const winner = runners[answers.indexOf('won')];
      t.equal(answers.filter((answer) => answer === 'won').length, 1, `round ${round}: ${answers.join(' | ')}`);
      const inUse = new RegExp(`in use by process ${winner?.pid}`);
      for (const answer of answers.filter((answer) => answer !== 'won')) t.match(answer, inUse);
      const released = answerOf(winner!);
      winner!.send('release');
      await released;
    }
    t.strictSame(
      fs.readdirSync(folder).filter((file) => !file.startsWith('go-')),
      [],
      'nothing is left beside the folders',
    );
  },
);

t.test('a killed process leaves a lock that the next one takes over', async (t) => {
  const dataDir = path.join(t.testdir({ go: '' }), 'data');
  const holder = await startRunner(t);
  const won = answerOf(holder);
  holder.send({ dataDir, go: path.join(t.testdirName, 'go') });
  t.equal(await won, 'won');
  t.throws(() => acquireDataLock(dataDir), { message: new RegExp(`process ${holder.pid}`) });
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  t.ok(fs.existsSync(`${dataDir}.lock`), 'the killed process could not release it');
  acquireDataLock(dataDir).release();
});

t.test('a process that ends releases it', async (t) => {
  const dataDir = path.join(t.testdir({ go: '' }), 'data');
  const holder = await startRunner(t);
  const won = answerOf(holder);
  holder.send({ dataDir, go: path.join(t.testdirName, 'go') });
  t.equal(await won, 'won');
  holder.send('exit');
  await once(holder, 'exit');
  t.notOk(fs.existsSync(`${dataDir}.lock`));
});

t.test('a process that got the pid of a dead one does not keep its lock', async (t) => {
  const dataDir = path.join(t.testdir(), 'data');
  writeOwner(dataDir, { pid: process.pid, host: hostname(), started: 'an-earlier-boot:1', token: 'dead' });
  acquireDataLock(dataDir).release();
});

t.test('does not judge a process of another host', async (t) => {
  const dataDir = path.join(t.testdir(), 'data');
  writeOwner(dataDir, { pid: 2 ** 22 + 1, host: 'elsewhere', started: null, token: 'far' });
  t.throws(() => acquireDataLock(dataDir), { message: /on host elsewhere.*delete .*data\.lock and retry/ });
});

t.test('refuses a lock file that it cannot read, and one whose taking over was interrupted', async (t) => {
  const dataDir = path.join(t.testdir({ 'data.lock': 'not json' }), 'data');
  t.throws(() => acquireDataLock(dataDir), { message: /no lock file of this program/ });
  const dead = { pid: 2 ** 22 + 1, host: hostname(), started: 'x:1', token: 'dead' };
  writeOwner(dataDir, dead);
  fs.writeFileSync(`${dataDir}.lock.reap`, JSON.stringify(dead));
  t.throws(() => acquireDataLock(dataDir), { message: /delete .*data\.lock\.reap and retry/ });
});

t.test('a release after the lock changed hands leaves the new holder alone', async (t) => {
  const dataDir = path.join(t.testdir(), 'data');
  const lock = acquireDataLock(dataDir);
  fs.rmSync(lock.file);
  const next = acquireDataLock(dataDir);
  lock.release();
  t.ok(fs.existsSync(next.file));
  next.release();
});

async function startRunner(t: Test): Promise<ChildProcess> {
  const runner = fork(path.resolve(import.meta.dirname, '../fixtures/store/takesLock.ts'), {
    execArgv: ['--import=tsx'],
  });
  t.teardown(() => void runner.kill('SIGKILL'));
  t.equal(await answerOf(runner), 'ready');
  return runner;
}

async function answerOf(runner: ChildProcess): Promise<string> {
  const [answer] = (await once(runner, 'message')) as [string];
  return answer;
}

function writeOwner(
  dataDir: string,
  owner: { pid: number; host: string; started: string | null; token: string },
): void {
  fs.writeFileSync(`${dataDir}.lock`, JSON.stringify(owner));
}

/** The lock file of a process that was killed. */
async function deadOwner(t: Test, folder: string): Promise<string> {
  const dataDir = path.join(folder, 'dead');
  const go = path.join(folder, 'go-dead');
  fs.writeFileSync(go, '');
  const holder = await startRunner(t);
  const won = answerOf(holder);
  holder.send({ dataDir, go });
  await won;
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const text = fs.readFileSync(`${dataDir}.lock`, 'utf8');
  fs.rmSync(`${dataDir}.lock`);
  return text;
}
