import t from 'tap';
import { bindCalls } from '../../src/commands/bindCalls.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { processModel } from '../engine/models.ts';
import type { ActiveVersion } from '../../src/domain/snapshot.ts';
import type { ProcessModel } from '../../src/bpmn/model.ts';

/** A process that calls these, one after the other. */
function calling(id: string, ...called: string[]): ProcessModel {
  const shapes = Object.fromEntries(
    called.map((calledElement, at) => [`c${at}`, { type: 'callActivity' as const, calledElement }]),
  );
  const flows = called.map((_each, at) => `${at === 0 ? 'start' : `c${at - 1}`} -> c${at}`);
  return processModel({ start: { type: 'startEvent' }, ...shapes }, flows, id);
}

/** Binds the first of these files, all of them active; a file is the list of its processes, the first its key. */
function bound(...files: readonly (readonly ProcessModel[])[]) {
  const versions = files.map(([first], at): ActiveVersion => ({ id: `v${at}`, key: first!.id, sha256: `sha-${at}` }));
  const modelOf = (sha256: string) => {
    const processes = files[Number(sha256.slice(4))]!;
    return { processes: Object.fromEntries(processes.map((process) => [process.id, process])) };
  };
  const result = bindCalls(versions[0]!, versions.slice(1), { modelOf });
  return isRefusal(result) ? result : result.bindings;
}
const to = (at: number) => ({ definitionId: `v${at}`, sha256: `sha-${at}` });

t.test('what calls nothing is bound to nothing', async (t) => {
  t.equal(bound([calling('p')]), null);
});

t.test('a process may be called refused', async (t) => {
  t.strictSame(bound([calling('p', 'refused')], [calling('refused')]), { refused: to(1) });
});

t.test('calls are bound through what is called, once for each name, in order', async (t) => {
  const bindings = bound([calling('p', 'r', 'q', 'q')], [calling('q', 'r')], [calling('r')]);
  t.strictSame(bindings, { q: to(1), r: to(2) });
  t.strictSame(Object.keys(bindings ?? {}), ['q', 'r']);
});

t.test('a process of the same file comes before the key of another', async (t) => {
  t.strictSame(bound([calling('p', 'q'), calling('q')], [calling('q')]), { q: to(0) });
  t.strictSame(bound([calling('p'), calling('second', 'q')], [calling('q')]), { q: to(1) }, 'any process of the file');
});

t.test('calls inside sub-processes count', async (t) => {
  const process = processModel(
    {
      start: { type: 'startEvent' },
      sub: { type: 'subProcess' },
      in: { type: 'startEvent', scope: 'sub' },
      call: { type: 'callActivity', calledElement: 'q', scope: 'sub' },
    },
    ['start -> sub', 'in -> call'],
    'p',
  );
  t.strictSame(bound([process], [calling('q')]), { q: to(1) });
});

t.test('a key without an active version is named with its caller', async (t) => {
  t.match(bound([calling('p', 'q')], [calling('q', 'gone')]), {
    refused: true,
    code: 'callee-not-active',
    detail: /q calls gone, which has no active version.*key is gone/,
  });
  t.match(bound([calling('p', 'constructor')]), { code: 'callee-not-active' });
});

t.test('a process that calls itself through others is refused with the way', async (t) => {
  t.match(bound([calling('p', 'q')], [calling('q', 'r')], [calling('r', 'p')]), {
    code: 'call-recursive',
    detail: /p calls q calls r calls p/,
  });
  t.match(bound([calling('p', 'q')], [calling('q', 'r')], [calling('r', 'q')]), {
    code: 'call-recursive',
    detail: /q calls r calls q/,
  });
});

t.test('one name for processes of two files is refused, be it no circle', async (t) => {
  const result = bound([calling('p', 'q', 'r')], [calling('q', 'r'), calling('r')], [calling('r')]);
  t.match(result, { code: 'conflict', detail: /name r means processes of two files/ });
  t.strictSame(bound([calling('p', 'q')], [calling('q', 'p'), calling('p')]), { p: to(1), q: to(1) });
});

t.test('calls nested too deep are refused', async (t) => {
  const chain = Array.from({ length: 60 }, (_, at) => [calling(`p${at}`, ...(at < 59 ? [`p${at + 1}`] : []))]);
  t.match(bound(...chain), { code: 'conflict', detail: /nested too deep/ });
});

t.test('many ways to the same process are walked once', async (t) => {
  const files = Array.from({ length: 40 }, (_, at) => [
    calling(`p${at}`, ...(at < 38 ? [`p${at + 1}`, `p${at + 2}`] : [])),
  ]);
  t.equal(Object.keys(bound(...files) ?? {}).length, 39);
});
