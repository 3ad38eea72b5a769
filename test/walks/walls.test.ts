import t, { type Test } from 'tap';
import { careless, lawless, rulesOff } from './loose.ts';
import { bypassed, withoutDatabaseWall, withoutModelWall, type Stone } from './walls.ts';
import { diceOf } from './dice.ts';
import { migratedPglite } from '../helpers/databases.ts';
import { openOffice, type Office } from './office.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { proveClearance } from '../../src/bpmn/clearance/prove.ts';
import { shippedDiagrams } from '../processes/bpmnFile.ts';
import { storyOf, tally, type Tally } from './tally.ts';
import { verbs, type Verbs } from './verbs.ts';
import { readFileSync } from 'node:fs';
import type { DefinitionModel } from '../../src/bpmn/model.ts';
import type { Fault } from './oracle.ts';

/** Commands within which a hole has to be found; and those for which a wall alone has to hold. */
const [within, held] = [10_000, 300];
const seed = 118;
const deciding = ['permit', 'penalty-ordinary', 'penalty-summary'] as const;

t.test('the deciding command alone holds: way round in the models, no constraint in the database', async (t) => {
  const office = await withoutModelWall(await officeFor(t));
  await withoutDatabaseWall(office);
  for (const procedure of deciding) holds(t, await walked(office, verbs, procedure, held));
});

t.test('the database alone holds: way round in the models, commands that ask for nothing', async (t) => {
  const office = await withoutModelWall(await officeFor(t));
  for (const procedure of deciding) {
    const tallied = await walked(office, lawless(diceOf(seed)), procedure, held);
    holds(t, tallied);
    t.ok((tallied.refused.get('database') ?? 0) > 0, `${procedure}: the database refused`);
  }
});

t.test('the models alone hold: a decision that asks for nothing, no constraint in the database', async (t) => {
  const office = await officeFor(t);
  await withoutDatabaseWall(office);
  // a model knows the ways of a draft, neither people nor what happens to a case besides
  for (const procedure of deciding) holds(t, await walked(office, careless(), procedure, held, ['review-required']));
});

t.test('with all three walls off the hole is found', async (t) => {
  const office = await withoutModelWall(await officeFor(t));
  await withoutDatabaseWall(office);
  const faults = {
    permit: 'not-passed',
    'penalty-ordinary': 'not-passed',
    'penalty-summary': 'review-required',
  } as const;
  for (const procedure of deciding) finds(t, await walked(office, careless(), procedure, within), faults[procedure]);
});

t.test('a model with such a way round is not put into force', async (t) => {
  const readings = await Promise.all(shippedDiagrams().map((path) => parseDefinition(readFileSync(path))));
  const models = readings.flatMap((reading) => (reading.ok ? [reading.model] : []));
  const called = Object.assign({}, ...models.map(({ processes }) => processes)) as DefinitionModel['processes'];
  for (const procedure of deciding) {
    const honest = models.find(({ key }) => key === procedure)!;
    const found = (model: DefinitionModel) =>
      proveClearance(model.processes[procedure]!, called).map(({ rule }) => rule);
    t.strictSame(found(honest), [], procedure);
    t.strictSame(found(bypassed(honest)), ['decision-without-clearance'], procedure);
  }
});

interface Rule {
  readonly rule: keyof typeof rulesOff;
  readonly finds: Fault;
  readonly in: string;
  /** What else stands before the hole. */
  readonly also: readonly (Stone | 'model')[];
}
const rules: readonly Rule[] = [
  { rule: 'passed', finds: 'not-passed', in: 'permit', also: ['model', 'clearance', 'decision'] },
  { rule: 'same draft', finds: 'of-another-draft', in: 'permit', also: ['model', 'clearance', 'decision'] },
  { rule: 'not voided', finds: 'review-required', in: 'hearing', also: ['clearance', 'decision'] },
  { rule: 'levels', finds: 'too-few-levels', in: 'legal-review', also: ['decision'] },
  { rule: 'decider', finds: 'decided-by-a-reviewer', in: 'permit', also: ['decision'] },
  {
    rule: 'reviewer is no handler',
    finds: 'reviewed-by-a-handler',
    in: 'legal-review',
    also: ['opinions', 'decision'],
  },
  { rule: 'a person a level', finds: 'one-person-at-two-levels', in: 'legal-review', also: ['persons', 'opinions'] },
  { rule: 'second person publishes', finds: 'published-by-one-person', in: 'publication', also: ['publication'] },
];

for (const { rule, finds: fault, in: procedure, also } of rules) {
  t.test(`the rule "${rule}" off: the hole is found as soon as nothing else stands before it`, async (t) => {
    const office = await officeFor(t);
    if (also.length > 0) holds(t, await walked(office, rulesOff[rule](), procedure, held));
    const open = also.includes('model') ? await withoutModelWall(office) : office;
    await withoutDatabaseWall(
      open,
      also.filter((wall) => wall !== 'model'),
    );
    finds(t, await walked(open, rulesOff[rule](), procedure, within), fault);
  });
}

async function officeFor(t: Test): Promise<Office> {
  const db = await migratedPglite();
  t.teardown(() => db.close());
  return openOffice(db);
}

function walked(
  office: Office,
  means: Verbs,
  procedure: string,
  commands: number,
  overlooked: readonly Fault[] = [],
): Promise<Tally> {
  return tally({ office, means, databaseRefuses: true }, procedure, commands, seed, overlooked);
}

function holds(t: Test, { procedure, faulty, sent, byReview, byScope }: Tally): void {
  t.strictSame(faulty.map(storyOf), [], `${procedure}: no hole in ${sent} commands`);
  t.ok(byReview + byScope > 0, `${procedure}: ${byReview} decisions by review, ${byScope} by the catalogue`);
}

function finds(t: Test, { procedure, faulty, sent }: Tally, fault: Fault): void {
  t.ok(
    faulty[0]?.faults.includes(fault),
    `${procedure}: ${faulty[0]?.faults.join(', ') ?? 'nothing'} after ${sent} commands`,
  );
}
