import t from 'tap';
import { readCalendarFile } from '../../src/domain/calendarFile.ts';

const day = { date: '2030-05-01', name: '劳动节', kind: 'off' };
const notice = { title: 'notice', number: null, published: '2029-11-01', url: 'https://example.org/notice' };
const good = { region: 'CN', year: 2030, notice, days: [day] };

void t.test('a good file is answered as it is, with its amendments', (t) => {
  t.same(readCalendarFile(good, 'f'), good);
  const amended = { ...good, amendedBy: [{ notice, days: [{ ...day, kind: 'work' }] }] };
  t.same(readCalendarFile(amended, 'f'), amended);
  const december = { ...good, days: [{ ...day, date: '2029-12-31' }, day] };
  t.same(readCalendarFile(december, 'f'), december);
  t.end();
});

void t.test('a bad file is refused by its name and the day', (t) => {
  const withDays = (...days: unknown[]) => ({ ...good, days });
  const bad: [string, unknown, RegExp][] = [
    ['no object', [], /^2030\.json is no object$/],
    ['null', null, /^2030\.json is no object$/],
    ['missing year', { region: 'CN', notice, days: [day] }, /^2030\.json has no "year"$/],
    ['unknown property', { ...good, extra: 1 }, /unknown property "extra"/],
    ['region', { ...good, region: 'china' }, /^2030\.json region/],
    ['year as text', { ...good, year: '2030' }, /^2030\.json year/],
    ['year without legal time', { ...good, year: 1899 }, /^2030\.json year/],
    ['notice title', { ...good, notice: { ...notice, title: ' ' } }, /notice title/],
    ['notice number', { ...good, notice: { ...notice, number: '' } }, /notice number/],
    ['notice date', { ...good, notice: { ...notice, published: '2029-02-30' } }, /notice published/],
    ['notice address', { ...good, notice: { ...notice, url: 'gov.cn' } }, /notice url/],
    ['no days', withDays(), /^2030\.json days is no list/],
    ['no such day', withDays({ ...day, date: '2030-02-30' }), /^2030\.json days\[0\] 2030-02-30 is no day/],
    ['other year', withDays({ ...day, date: '2031-01-01' }), /days\[0\] 2031-01-01 lies outside 2030/],
    ['November before', withDays({ ...day, date: '2029-11-30' }), /lies outside/],
    ['twice', withDays(day, day), /days\[1\] 2030-05-01 does not come after 2030-05-01/],
    ['no name', withDays({ ...day, name: '' }), /days\[0\] 2030-05-01 has no holiday name/],
    ['kind', withDays({ ...day, kind: 'half' }), /neither "off" nor "work"/],
    ['day with more', withDays({ ...day, half: true }), /unknown property "half"/],
    [
      'amendment',
      { ...good, amendedBy: [{ notice, days: [{ ...day, kind: '' }] }] },
      /amendedBy\[0\] days\[0\] 2030-05-01/,
    ],
    ['empty amendments', { ...good, amendedBy: [] }, /amendedBy is no list/],
  ];
  for (const [title, content, message] of bad) {
    t.throws(() => readCalendarFile(content, '2030.json'), { name: 'RangeError', message }, title);
  }
  t.end();
});
