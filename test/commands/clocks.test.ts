import t from 'tap';
import { accepted, bodyOf, contextAt, noAt, person, startSnapshot } from '../helpers/casebook.ts';
import { blankLaw, relawed } from '../helpers/lawbook.ts';
import { cancelCase } from '../../src/commands/cancelCase.ts';
import { clockDue, clockState } from '../../src/domain/clock.ts';
import { clockNamed } from '../../src/commands/clockProgress.ts';
import { codeOf } from '../domain/lawCast.ts';
import { completeTask } from '../../src/commands/completeTask.ts';
import { correlateMessage } from '../../src/commands/correlateMessage.ts';
import { limits } from '../fixtures/law/limits.ts';
import { parseDefinition } from '../../src/bpmn/parse.ts';
import { reloaded } from '../helpers/casebook.ts';
import { retryIncident } from '../../src/commands/retryIncident.ts';
import { startCase } from '../../src/commands/startCase.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { CaseChangeset } from '../../src/domain/changeset.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { PublishedRules } from '../../src/domain/agencyRules.ts';
import type { Refusal } from '../../src/domain/refusal.ts';

const reading = await parseDefinition(Buffer.from(limits));
if (!reading.ok) throw new Error(JSON.stringify(reading.findings));
const model = reading.model.processes['limits']!;
const lena = person('lena', 'leader', 'handler');
const leo = person('leo', 'leader');
const hanna = person('hanna', 'handler');
const clara = person('clara', 'clerk');
const calendar = contextAt('', model, lena).calendar;
const at = (date: string, time = '10:00') => new Date(`${date}T${time}:00.000+08:00`).toISOString();

function begin(variables: object = { acceptedOn: '2026-03-02' }, rules: PublishedRules = {}): CaseSnapshot {
  const snapshot = { ...startSnapshot(), rules };
  const changeset = accepted(
    startCase(snapshot, { variables: { ...variables } }, contextAt(at('2026-03-03'), model, clara)),
  );
  const fresh: CaseSnapshot = { ...reloaded(changeset), law: { ...blankLaw(), rules } };
  return relawed({ ...changeset, expected: 1 }, { ...fresh, waits: [] });
}

function decided(
  before: CaseSnapshot,
  who: Actor,
  element: string,
  when: string,
  outcome?: string,
): CaseChangeset | Refusal {
  const command = {
    no: noAt(before, element),
    variables: {},
    revision: null,
    ...(outcome !== undefined && { outcome }),
  };
  const decision = completeTask(before, command, contextAt(when, model, who));
  return decision;
}

const done = (before: CaseSnapshot, who: Actor, element: string, when: string, outcome?: string): CaseSnapshot =>
  relawed(accepted(decided(before, who, element, when, outcome)), before);

function told(before: CaseSnapshot, who: Actor, name: string, when: string): CaseSnapshot {
  const command = { name, variables: {}, revision: null };
  return relawed(accepted(correlateMessage(before, command, contextAt(when, model, who))), before);
}

function clock({ law }: CaseSnapshot, name: string) {
  const found = clockNamed(law?.clocks ?? [], name);
  if (found === undefined) return undefined;
  return { id: found.id, state: clockState(found), due: clockDue(found, calendar)?.due ?? null };
}
const taskDue = (snapshot: CaseSnapshot, element: string) =>
  snapshot.waits.find(({ elementId, kind }) => elementId === element && kind === 'task')?.dueAt;

/** A case that waits for its conclusion, everything before it done in one day. */
function concluding(): CaseSnapshot {
  const day = at('2026-03-04');
  return ['testing', 'experts', 'goods'].reduce(
    (each, element) => done(each, hanna, element, day),
    done(begin(), leo, 'assign', day, 'done'),
  );
}

t.test('a limit starts when its step is entered, from its date, and the record says so', async (t) => {
  const snapshot = { ...startSnapshot(), rules: {} };
  const context = contextAt(at('2026-03-03'), model, clara);
  const changeset = accepted(startCase(snapshot, { variables: { acceptedOn: '2026-03-02' } }, context));
  t.match(changeset.law?.clocks, [
    { row: { id: 'decision' }, state: 'running', end: { due: '2026-03-30' }, replaces: 0 },
    { row: { id: 'handling' }, state: 'running', end: { due: '2026-06-01' }, replaces: 0 },
  ]);
  t.match(bodyOf(changeset).facts, {
    clocks: [
      {
        id: 'decision',
        due: '2026-03-30',
        events: [{ type: 'start', on: '2026-03-02', count: 20, unit: 'workingDay' }],
      },
      {
        id: 'handling',
        due: '2026-06-01',
        events: [{ type: 'start', on: '2026-03-03', count: 90, unit: 'naturalDay' }],
      },
    ],
  });
});

t.test("an agency's own figures replace those of the procedure", async (t) => {
  const own = { decision: { count: 10, unit: 'workingDay', extension: null, basis: 'our plan' } } as const;
  t.match(clock(begin(undefined, { clocks: own }), 'decision'), { due: '2026-03-16' });
});

t.test('a limit without its date does not start: the step stops with an incident until there is one', async (t) => {
  const before = begin({});
  t.match(before.waits, [{ kind: 'incident', incident: { code: 'limit-without-date', message: /acceptedOn/ } }]);
  t.strictSame(before.law?.clocks, []);
  for (const acceptedOn of ['soon', 20260302, '2026-02-30', '9999-12-31', null]) {
    t.match(begin({ acceptedOn }).waits, [{ kind: 'incident' }], String(acceptedOn));
  }
  const state = JSON.stringify({ ...(JSON.parse(before.state) as object), variables: { acceptedOn: '2026-03-02' } });
  const command = { no: noAt(before, 'assign', 'incident') };
  const admin = person('ada', 'admin');
  const after = relawed(
    accepted(retryIncident({ ...before, state }, command, contextAt(at('2026-03-04'), model, admin))),
    before,
  );
  t.match(clock(after, 'decision'), { state: 'running', due: '2026-03-30' });
});

t.test('it stands still while an inquiry of Art. 45 goes on, and runs again when the last is over', async (t) => {
  const inquiring = done(begin(), leo, 'assign', at('2026-03-04'), 'done');
  t.match(clock(inquiring, 'decision'), { state: 'paused', due: null });
  t.match(clock(inquiring, 'handling'), { state: 'running' }, 'another limit has no such ground');
  const tested = done(inquiring, hanna, 'testing', at('2026-03-06'));
  t.match(clock(tested, 'decision'), { state: 'paused' }, 'the experts are still at it');
  const goods = done(tested, hanna, 'goods', at('2026-03-07'));
  const both = done(goods, hanna, 'experts', at('2026-03-10'));
  t.match(clock(both, 'decision'), { state: 'running', due: '2026-04-02' }, 'without the 5th, 6th and 9th of March');
});

t.test('what completes a limit is due when it ends, and moves with it', async (t) => {
  const inquiring = done(begin(), leo, 'assign', at('2026-03-04'), 'done');
  t.equal(taskDue(inquiring, 'goods'), '2026-03-09T16:00:00.000Z', 'Saturday rolls to Monday');
  t.equal(taskDue(inquiring, 'testing'), null);
  const before = concluding();
  t.equal(taskDue(before, 'conclude'), '2026-03-30T16:00:00.000Z');
  const asked = told(before, hanna, 'longer-asked', at('2026-03-20'));
  const changeset = accepted(decided(asked, leo, 'approve', at('2026-03-23'), 'approved'));
  t.match(changeset.law?.clocks, [{ row: { id: 'decision' }, waits: [noAt(asked, 'conclude')] }]);
  t.equal(taskDue(relawed(changeset, asked), 'conclude'), '2026-04-13T16:00:00.000Z');
});

t.test('an extension counts who asked and who approved, and applies only where it was approved', async (t) => {
  const asked = told(concluding(), hanna, 'longer-asked', at('2026-03-20'));
  const refused = done(asked, leo, 'approve', at('2026-03-23'), 'refused');
  t.match(clock(refused, 'decision'), { due: '2026-03-30' });
  const longer = done(asked, leo, 'approve', at('2026-03-23'), 'approved');
  t.match(clock(longer, 'decision'), { due: '2026-04-13' });
  t.match(clockNamed(longer.law!.clocks, 'decision')?.events.at(-1), {
    type: 'extend',
    count: 10,
    askedBy: 'hanna',
    approvedBy: 'leo',
  });
});

t.test('nobody extends a limit for themselves, twice, or after its end', async (t) => {
  const byLena = told(concluding(), lena, 'longer-asked', at('2026-03-20'));
  t.equal(codeOf(decided(byLena, lena, 'approve', at('2026-03-23'), 'approved')), 'separation');
  const own = { ...lena, keyId: 'another key of hers' };
  t.equal(codeOf(decided(byLena, own, 'approve', at('2026-03-23'), 'approved')), 'separation');
  const asked = told(concluding(), hanna, 'longer-asked', at('2026-03-20'));
  t.match(decided(asked, leo, 'approve', at('2026-03-31', '00:00'), 'approved'), { detail: /ended on 2026-03-30/ });
  t.equal(codeOf(decided(asked, leo, 'approve', at('2026-03-31', '00:00'), 'refused')), 'ok');
  const again = told(
    done(asked, leo, 'approve', at('2026-03-23'), 'approved'),
    hanna,
    'longer-asked',
    at('2026-03-24'),
  );
  t.match(decided(again, leo, 'approve', at('2026-03-24'), 'approved'), {
    code: 'conflict',
    detail: /10 working days at most/,
  });
});

t.test('what is called off ends its own limit, and a limit that ran anew is another clock', async (t) => {
  const inquiring = done(begin(), leo, 'assign', at('2026-03-04'), 'done');
  t.match(clock(inquiring, 'goods'), { id: 'goods', state: 'running' });
  const off = told(inquiring, hanna, 'called-off', at('2026-03-05'));
  t.match(clock(off, 'goods'), { state: 'stopped' });
  t.match(clock(off, 'decision'), { state: 'paused' });
  const ready = ['testing', 'experts'].reduce((each, element) => done(each, hanna, element, at('2026-03-06')), off);
  const again = done(ready, leo, 'conclude', at('2026-03-09'), 'again');
  t.match(clock(again, 'decision'), { id: 'decision.2', state: 'running' });
  t.match(again.law?.clocks.find(({ id }) => id === 'decision')?.events.at(-1), { type: 'stop' });
});

t.test('a limit that runs is not started anew by coming back', async (t) => {
  const before = begin();
  const back = done(before, leo, 'assign', at('2026-03-05'), 'redo');
  t.strictSame(back.law?.clocks, before.law?.clocks);
});

t.test('the end of a case, and its cancellation, stop every clock', async (t) => {
  const inquiring = done(begin(), leo, 'assign', at('2026-03-04'), 'done');
  const command = { reason: 'opened by mistake', revision: null };
  const cancelled = relawed(
    accepted(cancelCase(inquiring, command, contextAt(at('2026-03-05'), model, leo))),
    inquiring,
  );
  t.strictSame(cancelled.law?.clocks.map(clockState), ['stopped', 'stopped', 'stopped']);
  const ended = done(concluding(), leo, 'conclude', at('2026-03-09'), 'done');
  t.strictSame([...new Set(ended.law?.clocks.map(clockState))], ['stopped']);
});

t.test('a node whose time is a little behind puts nothing in before what has happened', async (t) => {
  const inquiring = done(begin(), leo, 'assign', at('2026-03-04'), 'done');
  const tested = done(inquiring, hanna, 'testing', at('2026-03-04', '09:59'));
  const events = clockNamed(tested.law!.clocks, 'decision')?.events ?? [];
  t.match(events.at(-1), { type: 'resume', at: at('2026-03-04') });
});
