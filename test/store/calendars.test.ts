import { join } from 'node:path';
import t from 'tap';
import { loadCalendars } from '../../src/store/calendars.ts';

const year = (region: string, of: number, date = `${of}-05-01`): string =>
  JSON.stringify({
    region,
    year: of,
    notice: { title: 'notice', number: null, published: '2019-11-01', url: 'https://example.org/notice' },
    days: [{ date, name: 'May Day', kind: 'off' }],
  });

void t.test('calendars are loaded by region, every year of each', (t) => {
  const folder = t.testdir({ cn: { '2030.json': year('CN', 2030), '2031.json': year('CN', 2031), 'README.md': 'x' } });
  const calendars = loadCalendars(folder);
  t.same([...calendars.keys()], ['CN']);
  t.same([...(calendars.get('CN')?.publishedYears ?? [])], [2030, 2031]);
  t.end();
});

void t.test('an unusable file is named with its day', (t) => {
  const folder = t.testdir({ cn: { '2030.json': year('CN', 2030, '2030-02-30') } });
  t.throws(() => loadCalendars(folder), { message: `${join(folder, 'cn', '2030.json')} days[0] 2030-02-30 is no day` });
  t.end();
});

void t.test('a file that is no JSON, or in the wrong place, is named', (t) => {
  t.throws(() => loadCalendars(t.testdir({ cn: { '2030.json': '{' } })), { message: /2030\.json is no JSON/ });
  const misplaced = t.testdir({ cn: { '2030.json': year('CN', 2031) } });
  t.throws(() => loadCalendars(misplaced), { message: /2030\.json says CN 2031; its place is for CN 2030/ });
  t.end();
});

void t.test('a folder without a year is refused', (t) => {
  t.throws(() => loadCalendars(t.testdir({ cn: {} })), { message: /no calendar in/ });
  t.end();
});
