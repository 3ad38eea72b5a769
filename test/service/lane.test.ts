import t from 'tap';
import { inLane } from '../../src/service/lane.ts';

/** Work that waits until the test lets it go. */
function gate() {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { open, passed };
}

/** Lets everything that can go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

t.test('the work of one key is done one after the other, in the order asked', async (t) => {
  const log: string[] = [];
  const works = Array.from({ length: 50 }, (_, index) =>
    inLane('case:a', async () => {
      log.push(`begin ${index}`);
      await settled();
      log.push(`end ${index}`);
      return index;
    }),
  );
  t.strictSame(
    await Promise.all(works),
    works.map((_, index) => index),
  );
  t.strictSame(
    log,
    works.flatMap((_, index) => [`begin ${index}`, `end ${index}`]),
  );
});

t.test('other keys do not wait', async (t) => {
  const { open, passed } = gate();
  const slow = inLane('case:slow', () => passed);
  t.equal(await inLane('case:other', async () => 'done'), 'done');
  open();
  await slow;
});

t.test('work that fails fails for its own caller alone', async (t) => {
  const failing = inLane('case:b', () => Promise.reject(new Error('lost')));
  const throwing = inLane('case:b', () => {
    throw new Error('thrown');
  });
  const fine = inLane('case:b', async () => 'fine');
  await t.rejects(failing, { message: 'lost' });
  await t.rejects(throwing, { message: 'thrown' });
  t.equal(await fine, 'fine');
});

t.test('a lane that was empty is as good as new', async (t) => {
  t.equal(await inLane('case:c', async () => 1), 1);
  await t.rejects(inLane('case:c', () => Promise.reject(new Error('lost'))));
  const { open, passed } = gate();
  const log: string[] = [];
  const first = inLane('case:c', async () => {
    await passed;
    log.push('first');
  });
  const second = inLane('case:c', async () => void log.push('second'));
  await settled();
  t.strictSame(log, []);
  open();
  await Promise.all([first, second]);
  t.strictSame(log, ['first', 'second']);
});

t.test('work asked for from within a lane’s end still waits its turn', async (t) => {
  const log: string[] = [];
  const first = inLane('case:d', async () => void log.push('first'));
  const third = first.then(() => inLane('case:d', async () => void log.push('third')));
  const second = inLane('case:d', async () => {
    await settled();
    log.push('second');
  });
  await Promise.all([first, second, third]);
  t.strictSame(log, ['first', 'second', 'third']);
});
