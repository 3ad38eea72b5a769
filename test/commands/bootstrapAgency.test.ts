import t from 'tap';
import { bootstrapAgency } from '../../src/commands/bootstrapAgency.ts';
import { firstStaff } from '../../src/domain/agency.ts';
import { genesis } from '../../src/ledger/chain.ts';
import { monday } from '../helpers/casebook.ts';
import { roles } from '../../src/domain/people.ts';
import { verifyChain } from '../../src/ledger/verifyChain.ts';

const agency = { id: 'qilin', name: '麒麟区', region: 'CN', mode: 'demo', autoActivateGeneric: true } as const;
const people = firstStaff(roles, monday).map((person, index) => ({
  ...person,
  key: { id: `key-${index}`, secretHash: 'f00d'.repeat(16) },
}));
const matters = [{ id: 'food', version: 1, name: '食品', definitionKey: 'acceptance', body: '{}' }];

t.test('an agency begins with the record that says in which mode, with whom and for what', async (t) => {
  const wanted = { agency, people, matters, law: { catalogue: null, rules: {} }, at: monday };
  const { record, ...rest } = bootstrapAgency(wanted);
  t.strictSame(rest, wanted);
  t.match(JSON.parse(record.body), {
    v: 1,
    agency: 'qilin',
    stream: 'agency',
    seq: 1,
    prev: genesis,
    at: monday,
    command: 'bootstrapAgency',
    actor: { system: 'bootstrap' },
    facts: { mode: 'demo', region: 'CN', autoActivateGeneric: true, matters: [{ id: 'food', version: 1 }] },
  });
  const stored = { ...record, agencyId: 'qilin' };
  t.equal(verifyChain('agency', [stored], { seq: 1, hash: record.hash }), undefined);
});

t.test('names, certificates and the digests of keys stay off the record', async (t) => {
  const { record } = bootstrapAgency({ agency, people, matters, at: monday });
  t.match(record.body, /"id":"reviewer","key":"key-5","roles":\["reviewer"\]/);
  t.notMatch(record.body, /f00d|审核|qualification|certificate/);
});
