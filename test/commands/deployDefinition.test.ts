import t from 'tap';
import { accepted, bodyOf, monday, person } from '../helpers/casebook.ts';
import { decidedBy, definition, version } from './definitions.ts';
import { deployDefinition, type DeployDefinition } from '../../src/commands/deployDefinition.ts';
import { processModel } from '../engine/models.ts';
import { genesis, recordHash } from '../../src/ledger/chain.ts';

const dora = person('dora', 'designer');
const context = decidedBy(dora, monday);
const findings = [{ rule: 'r', severity: 'warning', elementId: 'e', message: 'm', docs: 'd' }] as const;

function file(sha256: string, enforcement = false): DeployDefinition {
  return {
    model: { key: 'permit', name: 'Permit', sha256, enforcement },
    file: Buffer.from('<definitions/>'),
    findings,
  };
}

t.test('the first file of a key is version 1 and begins the stream of that key', async (t) => {
  const changeset = accepted(deployDefinition(definition([]), file('sha-1'), decidedBy(dora, monday)));
  t.match(changeset, { kind: 'definition', agencyId: 'qilin', key: 'permit', at: monday, actor: dora, expected: 0 });
  t.strictSame(changeset.insert, {
    id: 'id-1',
    key: 'permit',
    version: 1,
    name: 'Permit',
    sha256: 'sha-1',
    xml: Buffer.from('<definitions/>').toString('base64'),
    findings: JSON.stringify(findings),
    enforcement: false,
    status: 'deployed',
    bindings: null,
  });
  const answer = { id: 'id-1', key: 'permit', version: 1, sha256: 'sha-1', name: 'Permit', status: 'deployed' };
  t.strictSame(changeset.answer, { ...answer, findings });
  t.strictSame(bodyOf(changeset), {
    v: 1,
    agency: 'qilin',
    stream: 'definition:permit',
    seq: 1,
    prev: genesis,
    at: monday,
    command: 'deployDefinition',
    actor: { person: 'dora', key: 'key-dora' },
    facts: answer,
  });
  t.equal(changeset.record.hash, recordHash(changeset.record.body));
});

t.test('the same bytes are the same version, whatever has become of it', async (t) => {
  const retired = version(1, { status: 'retired' });
  const again = deployDefinition(definition([retired, version(2)]), file('sha-1'), context);
  t.match(again, { kind: 'unchanged', answer: { id: 'v1', version: 1, status: 'retired', findings } });
});

t.test('other bytes are the version after the highest, in the order of records', async (t) => {
  const snapshot = definition([version(7), version(3)]);
  const changeset = accepted(deployDefinition(snapshot, file('sha-new'), context));
  t.match(changeset, { expected: 2, insert: { version: 8 }, setStatus: [] });
  t.match(bodyOf(changeset), { seq: 3, prev: 'ab'.repeat(32) });
});

t.test('only designers and administrators deploy', async (t) => {
  for (const role of ['activator', 'leader', 'monitor'] as const) {
    const decision = deployDefinition(definition([]), file('x'), decidedBy(person('p', role), monday));
    t.match(decision, { code: 'forbidden', detail: /definition\.deploy/ });
  }
});

t.test('generic BPMN is active at once where the agency says so, and retires the version before it', async (t) => {
  const snapshot = definition([version(1, { status: 'retired' }), version(2, { status: 'active' })], true);
  const changeset = accepted(deployDefinition(snapshot, file('sha-new'), context));
  t.match(changeset, { insert: { status: 'active', version: 3 }, answer: { status: 'active' } });
  t.strictSame(changeset.setStatus, [{ id: 'v2', from: 'active', to: 'retired' }]);
  t.match(bodyOf(changeset), { facts: { status: 'active', retired: ['v2'] } });
  t.match(deployDefinition(definition([], true), file('x'), context), { insert: { status: 'active' }, setStatus: [] });
});

t.test('a procedure of enforcement is never active at once', async (t) => {
  t.match(deployDefinition(definition([], true), file('x', true), context), { insert: { status: 'deployed' } });
});

t.test('generic BPMN does not take the place of a procedure of enforcement by itself', async (t) => {
  for (const status of ['active', 'retired', 'deployed'] as const) {
    const snapshot = definition([version(1, { enforcement: true, status })], true);
    const decision = deployDefinition(snapshot, file('sha-new'), context);
    t.match(decision, { insert: { status: 'deployed' }, setStatus: [] }, status);
  }
});

const calls = (id: string, calledElement: string) =>
  processModel({ start: { type: 'startEvent' }, call: { type: 'callActivity', calledElement } }, ['start -> call'], id);

t.test('a version that is active at once is bound to what it calls', async (t) => {
  const snapshot = { ...definition([], true), active: [{ id: 'r1', key: 'review', sha256: 'sha-r' }] };
  const files = {
    'sha-1': [calls('permit', 'review')],
    'sha-r': [processModel({ s: { type: 'startEvent' } }, [], 'review')],
  };
  const changeset = accepted(deployDefinition(snapshot, file('sha-1'), decidedBy(dora, monday, files)));
  const bindings = { review: { definitionId: 'r1', sha256: 'sha-r' } };
  t.match(changeset.insert, { status: 'active', bindings: JSON.stringify(bindings) });
  t.match(bodyOf(changeset).facts, { bindings });
});

t.test('one that calls what is not active stays deployed, and its findings say why', async (t) => {
  const context = decidedBy(dora, monday, { 'sha-1': [calls('permit', 'review')] });
  const changeset = accepted(deployDefinition(definition([], true), file('sha-1'), context));
  t.match(changeset.insert, { status: 'deployed', bindings: null });
  t.match(changeset.answer, {
    status: 'deployed',
    findings: [{ rule: 'r' }, { rule: 'callee-not-active', severity: 'warning', message: /permit calls review/ }],
  });
  t.match(changeset.insert?.findings, /callee-not-active/);
  const later = accepted(deployDefinition(definition([], false), file('sha-1'), context));
  t.strictSame(later.insert?.findings, JSON.stringify(findings), 'what is not to be active yet is not asked');
});

t.test('one that would call itself through others is refused', async (t) => {
  const snapshot = { ...definition([], true), active: [{ id: 'r1', key: 'review', sha256: 'sha-r' }] };
  const files = { 'sha-1': [calls('permit', 'review')], 'sha-r': [calls('review', 'permit')] };
  t.match(deployDefinition(snapshot, file('sha-1'), decidedBy(dora, monday, files)), { code: 'call-recursive' });
});
