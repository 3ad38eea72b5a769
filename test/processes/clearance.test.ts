import { readFileSync } from 'node:fs';
import t from 'tap';
import { readBpmnFile, shippedDiagrams, type BpmnFile, type Element } from './bpmnFile.ts';

const files = new Map<string, BpmnFile>();
for (const path of shippedDiagrams()) {
  const file = await readBpmnFile(readFileSync(path, 'utf8'));
  files.set(file.process.id, file);
}
const deciding = [...files.values()].filter((file) => withForm(file, 'decision').length > 0);

t.test('permits, penalties and revocations decide, and nobody else does', async (t) => {
  t.strictSame(deciding.map(({ process }) => process.id).sort(), [
    'penalty-ordinary',
    'penalty-summary',
    'permit',
    'revocation',
  ]);
  for (const file of deciding) t.equal(withForm(file, 'decision').length, 1, file.process.id);
});

for (const file of deciding) {
  const [decide = ''] = withForm(file, 'decision');
  const [draft = ''] = withForm(file, 'draft');

  t.test(`${file.process.id}: a decision is reached through a passed review or notRequired only`, async (t) => {
    const clearing = flowsOf(file).filter((flow) => clears(file, flow));
    t.ok(clearing.length > 0);
    const uncleared = reach(file, startsOf(file), (flow) => !clears(file, flow));
    t.notOk(uncleared.has(decide), 'without the clearing flows there is no way');
    for (const id of clearing) {
      const ways = reach(file, startsOf(file), (flow) => flow === id || !clears(file, flow));
      t.ok(ways.has(decide), `${id} is a way`);
    }
  });

  t.test(`${file.process.id}: whoever touches the draft has it cleared anew`, async (t) => {
    const afterDraft = reach(file, [draft], (flow) => !clears(file, flow));
    t.notOk(afterDraft.has(decide));
  });

  t.test(`${file.process.id}: what a review does not pass leads to the draft and nowhere else`, async (t) => {
    const catching = nodesOf(file).filter(({ error }) => error !== null);
    const calls = nodesOf(file).filter((node) => node.calls === 'legal-review');
    if (calls.length === 0) return;
    t.strictSame(catching.map(({ error }) => error).sort(), ['newDraft', 'rejected', 'returned']);
    for (const { id, host, interrupting } of catching) {
      t.strictSame([host, interrupting], [calls[0]?.id, true], id);
      t.strictSame(targetsOf(file, id), [draft], id);
    }
  });

  t.test(
    `${file.process.id}: publication and service start with the decision, the archive waits for both`,
    async (t) => {
      const [fork = ''] = targetsOf(file, decide);
      t.equal(elementOf(file, fork).type, 'bpmn:ParallelGateway');
      const branches = targetsOf(file, fork);
      t.ok(branches.some((id) => elementOf(file, id).calls === 'publication'));
      t.ok(branches.length >= 2);
      const joins = flowsOf(file).flatMap((id) => {
        const { source = '', target = '' } = elementOf(file, id).flow ?? {};
        return target === 'archive' && elementOf(file, source).type === 'bpmn:ParallelGateway' ? [source] : [];
      });
      t.equal(joins.length, 1);
      for (const branch of branches) t.ok(reach(file, [branch], () => true).has(joins[0] ?? ''), branch);
    },
  );
}

t.test('a review ends normally only when it was passed at every level', async (t) => {
  const review = files.get('legal-review');
  t.ok(review);
  if (review === undefined) return;
  const passing = (flow: string): boolean => elementOf(review, flow).flow?.outcome === 'passed';
  const unpassed = reach(review, startsOf(review), (flow) => !passing(flow));
  const ends = nodesOf(review).filter(({ type }) => type === 'bpmn:EndEvent');
  const normal = ends.filter(({ error }) => error === null).map(({ id }) => id);
  t.strictSame(normal, ['passed']);
  t.notOk(unpassed.has('passed'));
  t.strictSame(
    ends.flatMap(({ error }) => error ?? []).sort(),
    ['newDraft', 'rejected', 'returned'],
    'everything else is an error',
  );
  const opinions = nodesOf(review).filter((node) => partOf(node) === 'opinion');
  t.strictSame(
    opinions.map(({ id }) => id),
    ['firstOpinion', 'secondOpinion'],
  );
  for (const { id } of opinions) {
    const outcomes = flowsOf(review).filter((flow) => elementOf(review, flow).flow?.source === id);
    t.strictSame(outcomes.map((flow) => elementOf(review, flow).flow?.outcome).sort(), [
      'passed',
      'rejected',
      'returned',
    ]);
  }
});

t.test('a procedure with a shorter way to the decision is caught', async (t) => {
  const path = shippedDiagrams().find((file) => file.endsWith('permit.bpmn')) ?? '';
  const xml = readFileSync(path, 'utf8');
  const shorter = xml.replace(
    '<bpmn:sequenceFlow id="toDraft" sourceRef="examination" targetRef="draft" />',
    '<bpmn:sequenceFlow id="toDraft" sourceRef="examination" targetRef="decide" />',
  );
  t.not(shorter, xml);
  const file = await readBpmnFile(shorter);
  t.ok(reach(file, startsOf(file), (flow) => !clears(file, flow)).has('decide'));
});

function withForm(file: BpmnFile, form: string): string[] {
  return nodesOf(file)
    .filter(({ extensions }) => extensions.some(({ name }) => name === form))
    .map(({ id }) => id);
}

/** The normal way out of a review, and `notRequired` out of the catalogue: nothing else clears. */
function clears(file: BpmnFile, flow: string): boolean {
  const { source = '', outcome } = elementOf(file, flow).flow ?? {};
  const { calls, extensions } = elementOf(file, source);
  const isScope = extensions.some(({ name }) => name === 'scope');
  return calls === 'legal-review' || (isScope && outcome === 'notRequired');
}

function partOf({ extensions }: Element): string | undefined {
  return extensions.find(({ name }) => name === 'legalReview')?.attributes.part;
}

function startsOf(file: BpmnFile): string[] {
  return nodesOf(file)
    .filter(({ type, parent }) => type === 'bpmn:StartEvent' && parent === null)
    .map(({ id }) => id);
}

/** The nodes that a token can come to along flows that may be taken; boundary events with their activity. */
function reach(file: BpmnFile, from: readonly string[], mayTake: (flow: string) => boolean): Set<string> {
  const seen = new Set(from);
  for (const id of seen) {
    for (const [other, { flow, host }] of file.elements) {
      if (host === id) seen.add(other);
      if (flow?.source === id && mayTake(other)) seen.add(flow.target);
    }
  }
  return seen;
}

function targetsOf(file: BpmnFile, id: string): string[] {
  return [...file.elements.values()].flatMap(({ flow }) => (flow?.source === id ? [flow.target] : []));
}

function nodesOf({ elements }: BpmnFile): Element[] {
  return [...elements.values()].filter(({ flow }) => flow === null);
}

function flowsOf({ elements }: BpmnFile): string[] {
  return [...elements.values()].filter(({ flow }) => flow !== null).map(({ id }) => id);
}

function elementOf({ elements, process }: BpmnFile, id: string): Element {
  const element = elements.get(id);
  if (element === undefined) throw new Error(`${process.id} has no element ${id}`);
  return element;
}
