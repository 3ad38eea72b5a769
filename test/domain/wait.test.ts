import fc from 'fast-check';
import t from 'tap';
import { parseWaitId, waitId } from '../../src/domain/wait.ts';

const caseId = '019c8f3e-1b2a-7c4d-8e5f-0123456789ab';

t.test('a public id is case and number, there and back', async (t) => {
  t.equal(waitId(caseId, 12), `${caseId}.12`);
  const numbers = fc.integer({ min: 1, max: 999_999_999 });
  fc.assert(
    fc.property(fc.uuid(), numbers, (id, no) => {
      const parsed = parseWaitId(waitId(id, no));
      return parsed?.caseId === id && parsed.no === no;
    }),
  );
});

t.test('other texts are no ids', async (t) => {
  const wrong = [
    '',
    caseId,
    `${caseId}.`,
    `${caseId}.0`,
    `${caseId}.01`,
    `${caseId}.-1`,
    `${caseId}.1.2`,
    `${caseId}.1e3`,
  ];
  wrong.push(`${caseId}.1234567890`, `${caseId.toUpperCase()}.1`, ` ${caseId}.1`, `${caseId}.1\n`, `x${caseId}.1`);
  wrong.push(`${caseId.replaceAll('-', '')}.1`, `${caseId}\0.1`, '.1');
  for (const id of wrong) t.equal(parseWaitId(id), undefined, JSON.stringify(id));
});
