import t from 'tap';
import { csvCell, csvOf, rssOf } from '../../src/http/publicFeeds.ts';
import type { PublicDecision } from '../../src/store/publicRegister.ts';

const withdrawn: PublicDecision = {
  id: '01a2004d-52a9-70fb-8059-fbadb96d794c',
  agency: '某局',
  number: null,
  decidedOn: '2026-03-02',
  publishedAt: '2026-03-03T02:00:00.000Z',
  view: { shows: 'tombstone', reason: '=HYPERLINK("x")', withdrawnAt: '2026-03-05T02:00:00.000Z' },
};

t.test('no cell of the CSV is a formula, and none breaks out of its quotes', async (t) => {
  for (const text of ['=1', '+1', '-1', '@x', '\t=1', '\r=1', ' =1', '\u200B=1', '＝1', '＋1', '－1', '＠x', '\nx']) {
    t.equal(csvCell(text), `"'${text}"`, JSON.stringify(text));
  }
  for (const text of ['', '许〔2026〕1号', '1-1', 'a=b', '"'.repeat(0)]) t.equal(csvCell(text), `"${text}"`);
  t.equal(csvCell('a","b'), '"a"",""b"');
  const lines = csvOf([withdrawn]).split('\r\n');
  t.equal(lines.length, 3);
  t.ok(lines[0]?.startsWith('\uFEFF"id","agency"'));
  t.match(lines[1], '"tombstone","","","","","\'=HYPERLINK(""x"")","/public/decisions/01a2004d');
});

t.test('a tombstone in the feed is dated by the withdrawal', async (t) => {
  const feed = rssOf([withdrawn], 'https://a.example"><x', '');
  t.match(feed, '<pubDate>Thu, 05 Mar 2026 02:00:00 GMT</pubDate>');
  t.match(feed, '<title>2026-03-02</title>');
  t.notMatch(feed, /"><x/);
});
