import t from 'tap';
import { readProcedures, walk, type Walk } from './walk.ts';

const procedures = await readProcedures();
const least = 50;
const most = 3000;

for (const [id, { flows }] of procedures) {
  t.test(`${id}: random cases take every flow ${least} times, and each comes to its end`, async (t) => {
    const taken = new Map<string, number>();
    let cases = 0;
    let decided = 0;
    let largest = 0;
    const rare = (): string[] => Object.keys(flows).filter((flow) => (taken.get(`${id}/${flow}`) ?? 0) < least);
    for (; cases < most && rare().length > 0; cases += 1) {
      const played = walk(procedures, id, cases + 1);
      for (const step of played.way) taken.set(step, (taken.get(step) ?? 0) + 1);
      largest = Math.max(largest, played.stateBytes);
      if (played.way.includes(`${id}/decide`)) decided += 1;
      const faults = faultsOf(id, played);
      if (faults.length > 0) {
        t.strictSame(faults, [], `seed ${cases + 1}`);
        return;
      }
    }
    t.strictSame(rare(), [], `after ${cases} cases`);
    t.ok(largest < 2048, `the state had at most ${largest} bytes`);
    if (procedures.get(id)?.nodes.decide !== undefined) t.ok(decided / cases >= 0.2, `${decided} of ${cases} decided`);
  });
}

t.test('a permit takes at most 25 commands from submission to archive where nothing goes wrong', async (t) => {
  const straight = [];
  for (let seed = 1; seed <= 2000; seed += 1) {
    const played = walk(procedures, 'permit', seed);
    if (isStraight(played)) straight.push(played.commands);
  }
  t.ok(straight.length >= 5, `${straight.length} straight ways`);
  // the draft is written by one command more, before its step is completed
  t.ok(Math.max(...straight) + 1 <= 25, `at most ${Math.max(...straight) + 1}`);
});

t.test('a way to the decision without clearance is seen', async (t) => {
  const way = ['permit/scope', 'permit/reviewRequired', 'permit/legalReview', 'permit/decide'];
  const played: Walk = { status: 'completed', commands: 4, incidents: [], way, stateBytes: 0 };
  t.strictSame(faultsOf('permit', played), ['decide: without clearance']);
  const passed = ['permit/reviewPassed', 'permit/draft', 'permit/decide'];
  t.strictSame(
    faultsOf('permit', { ...played, way: passed }),
    ['decide: without clearance'],
    'the draft was open again',
  );
  t.strictSame(faultsOf('permit', { ...played, way: ['permit/reviewPassed', 'permit/decide'] }), []);
});

/** What must not happen: an incident, an end that is none, or a decision on a draft that nobody cleared. */
function faultsOf(id: string, { status, incidents, way }: Walk): string[] {
  const faults = incidents.filter((at) => !thrownToNobody.has(at)).map((at) => `${at}: incident`);
  if (status !== 'completed' && incidents.length === 0) faults.push(`case: is ${status}`);
  let cleared = false;
  for (const step of way) {
    if (step === `${id}/reviewPassed` || step === `${id}/reviewNotRequired`) cleared = true;
    if (step === `${id}/draft` || step === `${id}/fillForm`) cleared = false;
    if (step === `${id}/decide` && !cleared) faults.push('decide: without clearance');
  }
  return faults;
}

/** A review that is played alone has no caller to catch its errors. */
const thrownToNobody: ReadonlySet<string> = new Set([
  'legal-review/sentBack',
  'legal-review/notPassed',
  'legal-review/newDraft',
]);

/** Accepted, reviewed once, decided, served, published and archived, without a loop. */
function isStraight({ status, way }: Walk): boolean {
  const once = [
    'permit/draft',
    'permit/decide',
    'legal-review/requestReview',
    'publication/redact',
    'acceptance/formCheck',
  ];
  return (
    status === 'completed' &&
    once.every((step) => way.filter((taken) => taken === step).length === 1) &&
    !way.includes('permit/approveExtension')
  );
}
