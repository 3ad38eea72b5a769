import fc from 'fast-check';
import t from 'tap';
import { anyGraph, likelyGraph } from './graphs.ts';
import { faultOfWalk } from './walk.ts';
import { play } from './player.ts';
import { proveClearance } from '../../../src/bpmn/clearance/prove.ts';
import type { ProcessModel } from '../../../src/bpmn/model.ts';

interface Tally {
  graphs: number;
  reached: number;
  bypasses: number;
  safe: number;
  cautious: number;
  notModelled: number;
  cutOff: number;
}

/** Holds the check against every play of a process, and counts what it said. */
function judge(process: ProcessModel, tally: Tally): void {
  const findings = proveClearance(process, {});
  const { bypass, decided, complete } = play({ [process.id]: process }, process.id);
  tally.graphs++;
  if (!complete) tally.cutOff++;
  if (decided) tally.reached++;
  if (bypass) tally.bypasses++;
  if (bypass && findings.length === 0) throw new Error(`proved, but there is a bypass: ${JSON.stringify(process)}`);
  for (const { rule, path = [], elementId } of findings) {
    if (rule === 'clearance-not-modelled') {
      tally.notModelled++;
      continue;
    }
    const fault = path.at(-1) === elementId ? faultOfWalk(process, path) : 'ends elsewhere';
    if (fault !== undefined) throw new Error(`${path.join(' ')}: ${fault}`);
  }
  if (decided && findings.length === 0) tally.safe++;
  if (decided && !bypass && complete && findings.length > 0) tally.cautious++;
}

function tallyOf(graphs: fc.Arbitrary<ProcessModel>, numRuns: number, seed: number): Tally {
  const tally = { graphs: 0, reached: 0, bypasses: 0, safe: 0, cautious: 0, notModelled: 0, cutOff: 0 };
  fc.assert(
    fc.property(graphs, (process) => judge(process, tally)),
    { numRuns, seed },
  );
  return tally;
}

t.test('what is proved has no bypass in any play of random processes', async (t) => {
  const tally = tallyOf(anyGraph, 4_000, 20_260_930);
  t.comment(JSON.stringify(tally));
  t.ok(tally.bypasses > 200, 'bypasses were there to be found');
});

t.test('what is proved has no bypass in any play of processes that lead through clearance by and large', async (t) => {
  const tally = tallyOf(likelyGraph, 4_000, 20_261_008);
  t.comment(JSON.stringify(tally));
  t.ok(tally.bypasses > 200, 'bypasses were there to be found');
  t.ok(tally.safe > 200, 'and processes that come to a decision were proved');
});
