import t from 'tap';
import { codeOf } from './lawCast.ts';
import { requireCertificate, requireOfficers } from '../../src/domain/officers.ts';
import type { Actor } from '../../src/domain/people.ts';

const certificate = { kind: 'enforcement-certificate', number: 'A-1', from: '2026-01-01', to: '2026-06-30' } as const;
const officer: Actor = {
  agencyId: 'qilin',
  personId: 'hanna',
  keyId: 'key-1',
  revision: 1,
  roles: [{ role: 'handler', from: '2026-01-01' }],
  qualifications: [certificate],
};

t.test('an officer shows a certificate that is valid on that day', async (t) => {
  const code = (actor: Actor, day = '2026-03-02', asked: 0 | 1 | 2 = 1) =>
    codeOf(requireCertificate('siteCheck', asked, actor, day));
  t.equal(code(officer), 'ok');
  t.equal(code(officer, '2026-06-30'), 'ok', 'the last day');
  t.equal(code(officer, '2026-07-01'), 'forbidden');
  t.equal(code(officer, '2025-12-31'), 'forbidden');
  t.equal(code(officer, '2026-07-01', 2), 'forbidden');
  t.equal(code(officer, '2026-07-01', 0), 'ok', 'nobody asks');
  t.equal(code({ ...officer, qualifications: [] }), 'forbidden');
  t.equal(code({ ...officer, qualifications: [{ ...certificate, kind: 'legal-qualification' }] }), 'forbidden');
});

t.test('two officers are two people, whichever keys they use', async (t) => {
  const code = (asked: 0 | 1 | 2, ...by: string[]) =>
    codeOf(
      requireOfficers(
        'siteCheck',
        asked,
        officer,
        by.map((person) => ({ by: person })),
      ),
    );
  t.equal(code(2), 'record-missing');
  t.equal(code(2, 'hanna', 'hanna'), 'record-missing');
  t.equal(code(2, 'bert'), 'ok');
  t.equal(code(1), 'ok');
  t.equal(code(0), 'ok');
  t.match(requireOfficers('siteCheck', 2, officer, []), {
    detail: /two officers.*\/records/,
    errors: [{ pointer: '/records' }],
  });
});
