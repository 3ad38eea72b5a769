import t from 'tap';
import { execFile } from 'node:child_process';
import { smallTree, asleep, noticing } from './fixtures.ts';

t.setTimeout(120_000);

/** The command as it is typed, on another tree. */
function run(root: string): Promise<{ code: number; out: string }> {
  return new Promise((done) => {
    const args = ['--import', 'tsx', 'test/sabotage/run.ts', '--root', root];
    const child = execFile(process.execPath, args, (_, out, err) =>
      done({ code: child.exitCode ?? -1, out: out + err }),
    );
  });
}

t.test('a rule whose test notices is killed', async (t) => {
  const { code, out } = await run(t.testdir({ ...smallTree(noticing) }));
  t.match(out, /killed +[\d.]+ s +src\/domain\/gate\.ts +test\/domain\/gate\.test\.ts +requireGate refuses nothing/);
  t.match(out, /1 rules of 1 files in \d+ s: 1 killed, 0 survived, 0 broken, 0 hung/);
  t.equal(code, 0);
});

t.test('a rule whose test asserts nothing about it survives, and the run fails', async (t) => {
  const { code, out } = await run(t.testdir({ ...smallTree(asleep) }));
  t.match(out, /survived: requireGate refuses nothing \(src\/domain\/gate\.ts, test\/domain\/gate\.test\.ts\)/);
  t.match(out, /0 killed, 1 survived/);
  t.equal(code, 1);
});

t.test('a test that is red with every rule in force judges nothing', async (t) => {
  const { code, out } = await run(t.testdir({ ...smallTree(`${noticing}t.fail('red');\n`) }));
  t.match(out, /gate\.test\.ts is not green with every rule in force/);
  t.match(out, /no rule was switched off/);
  t.equal(code, 1);
});

t.test('a test without an assertion judges nothing', async (t) => {
  const { code, out } = await run(t.testdir({ ...smallTree('export {};\n') }));
  t.match(out, /gate\.test\.ts asserts nothing/);
  t.equal(code, 1);
});
