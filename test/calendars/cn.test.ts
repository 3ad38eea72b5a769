import chineseDays from 'chinese-days';
import t from 'tap';
import { dayKind, isWorkingDay } from '../../src/domain/calendar.ts';
import { dateOfDay, dayOfDate, isWeekend } from '../../src/domain/legalTime.ts';
import { loadCalendars } from '../../src/store/calendars.ts';

const calendar = loadCalendars('calendars').get('CN')!;

/** Every day of the published years. */
function* days(): Generator<string> {
  const last = dayOfDate('2026-12-31');
  for (let day = dayOfDate('2020-01-01'); day <= last; day += 1) yield dateOfDay(day);
}

/** What each notice says in words: days off by holiday (共…天), and the Saturdays and Sundays worked. */
const notices: Record<number, { off: string; makeUp: number; workingDays: number }> = {
  2020: { off: '元旦1 春节10 清明节3 劳动节5 端午节3 国庆节、中秋节8', makeUp: 6, workingDays: 249 },
  2021: { off: '元旦3 春节7 清明节3 劳动节5 端午节3 中秋节3 国庆节7', makeUp: 7, workingDays: 250 },
  2022: { off: '元旦3 春节7 清明节3 劳动节5 端午节3 中秋节3 国庆节7', makeUp: 7, workingDays: 249 },
  2023: { off: '元旦3 春节7 清明节1 劳动节5 端午节3 中秋节、国庆节8', makeUp: 7, workingDays: 249 },
  2024: { off: '元旦1 春节8 清明节3 劳动节5 端午节1 中秋节3 国庆节7', makeUp: 8, workingDays: 251 },
  2025: { off: '元旦1 春节8 清明节3 劳动节5 端午节3 国庆节、中秋节8', makeUp: 5, workingDays: 248 },
  2026: { off: '元旦3 春节9 清明节3 劳动节5 端午节3 中秋节3 国庆节7', makeUp: 6, workingDays: 248 },
};

void t.test('every day of 2020 to 2026 is worked or not as an independent package says', (t) => {
  let compared = 0;
  const different: string[] = [];
  for (const date of days()) {
    compared += 1;
    if (isWorkingDay(date, calendar) !== chineseDays.isWorkday(date)) different.push(date);
  }
  t.equal(compared, 2557);
  t.same(different, []);
  t.end();
});

void t.test('each notice gives its days off by holiday and its make-up days', (t) => {
  for (const [year, said] of Object.entries(notices)) {
    const named = [...calendar.special].filter(([, { notice }]) => notice.title.includes(`${year}年`));
    const off = new Map<string, number>();
    for (const [, { kind, name }] of named) if (kind === 'off') off.set(name, (off.get(name) ?? 0) + 1);
    t.equal([...off].map(([name, count]) => `${name}${count}`).join(' '), said.off, year);
    const makeUp = named.filter(([day, { kind }]) => kind === 'work' && isWeekend(day)).length;
    t.equal(makeUp, said.makeUp, `${year}: make-up days`);
  }
  t.end();
});

void t.test('each year has its number of working days', (t) => {
  const counted = new Map<string, number>();
  for (const date of days()) {
    const year = date.slice(0, 4);
    if (isWorkingDay(date, calendar)) counted.set(year, (counted.get(year) ?? 0) + 1);
  }
  t.same(
    [...counted].map(([year, count]) => `${year}: ${count}`),
    Object.entries(notices).map(([year, { workingDays }]) => `${year}: ${workingDays}`),
  );
  t.end();
});

void t.test('a working day named on a weekday restates it; only one does', (t) => {
  const restated = [...calendar.special].filter(([day, { kind }]) => kind === 'work' && !isWeekend(day));
  t.same(
    restated.map(([day]) => dateOfDay(day)),
    ['2020-02-03'],
  );
  t.end();
});

void t.test('the notice of January 2020 overrides the make-up Saturday of the notice before it', (t) => {
  t.same(dayKind('2020-02-01', calendar), {
    date: '2020-02-01',
    kind: 'holiday',
    working: false,
    reason: '春节',
    source: '国办发明电〔2020〕1号',
    published: true,
  });
  t.equal(dayKind('2020-01-30', calendar).source, '国办发明电〔2019〕16号');
  t.end();
});

void t.test('the last day of 2022 is off by the notice of 2023', (t) => {
  t.match(dayKind('2022-12-31', calendar), { kind: 'holiday', reason: '元旦', source: '国办发明电〔2022〕16号' });
  t.end();
});

void t.test('every notice has a number and an address on gov.cn', (t) => {
  const all = new Map([...calendar.special.values()].map(({ notice }) => [notice.title, notice]));
  t.equal(all.size, 8);
  for (const { number, url, published } of all.values()) {
    t.match(number, /^国办发明电〔20\d\d〕\d+号$/);
    t.equal(number?.slice(6, 10), published.slice(0, 4));
    t.match(url, /^https:\/\/www\.gov\.cn\/zhengce\//);
  }
  t.end();
});
