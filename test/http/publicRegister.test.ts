import t from 'tap';
import { eachDatabase } from '../helpers/databases.ts';
import { officeOf, published } from './publicationCast.ts';
import { nextOf, serve } from './served.ts';

const hostile = `</title><script>alert(1)</script>" onload='x' ]]> & =cmd|'/c calc'!A1`;
const decidedAt = '2026-09-24T02:00:00.000Z';

/** Well-formed XML has its tags closed in order, and no bare ampersand; the texts of the leaves, unescaped. */
function leaves(xml: string): string[] {
  const open: string[] = [];
  const texts: string[] = [];
  const body = xml.replace(/^<\?xml[^?]*\?>\s*/, '');
  for (const [, close, name = '', text = ''] of body.matchAll(/<(\/?)([a-z]\w*)[^<>]*>([^<]*)/gi)) {
    if (close === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
    } else {
      open.push(name);
      texts.push(text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code))));
      if (/&(?!#\d+;)/.test(text)) throw new Error(`a bare & in ${text}`);
    }
  }
  if (open.length > 0) throw new Error(`${open.join()} left open`);
  return texts;
}

eachDatabase(t, 'the public register', async (t, db) => {
  const service = await serve(t, db);
  const { clock } = service;
  clock.now = decidedAt;
  const qilin = await officeOf(service, `qilin-${db.kind}`);
  const rugao = await officeOf(service, `rugao-${db.kind}`);
  const nobody = (path: string) => qilin.ask(null, `GET ${path}`);

  await t.test(
    'says where nothing is published yet, and shows nothing before the second person approved',
    async (t) => {
      const { id } = await qilin.decide('麒审许〔2026〕1号', decidedAt);
      t.match(await nobody('/public'), { status: 200, text: /No decision has been published yet/ });
      t.match(await nobody(`/public/decisions/${id}`), { status: 404, body: { code: 'not-found' } });
      t.match(await nobody('/public/decisions/nothing'), { status: 404 });
      t.same((await nobody('/public/decisions.json')).body.items, []);
    },
  );

  await t.test('lists the decisions of all agencies, newest first, in parts', async (t) => {
    const ids: string[] = [];
    for (let n = 2; n <= 6; n += 1) {
      const { ask, decide } = n % 2 === 0 ? qilin : rugao;
      const { id } = await decide(`许〔2026〕${n}号`, decidedAt);
      clock.now = `2026-09-25T0${n}:00:00.000Z`;
      await published(ask, id);
      ids.unshift(id);
    }
    const seen: unknown[] = [];
    let next: string | null = '';
    for (let parts = 0; next !== null && parts < 9; parts += 1) {
      const answer = await nobody(`/public/decisions.json?limit=2${next}`);
      seen.push(...answer.body.items.map((item) => item['id']));
      next = nextOf(answer);
    }
    t.same(seen, ids);
    t.match((await nobody('/public/decisions.json')).body.items[0], {
      agency: qilin.agencyId,
      number: '许〔2026〕6号',
      shows: 'text',
      summary: { object: '张某某', conclusion: '准予许可' },
      fullText: [{ name: '决定内容', value: '准予许可' }],
      address: `/public/decisions/${String(ids[0])}`,
    });
    const first = await nobody('/public?limit=2');
    const [, query = ''] = /href="\/public\?([^"]+)">下一页/.exec(first.text) ?? [];
    t.match((await nobody(`/public?${query.replaceAll('&#38;', '&')}`)).text, /许〔2026〕4号[\s\S]*许〔2026〕3号/);
    t.match((await nobody('/public/decisions.csv?limit=2')).headers.get('link'), /cursor=.*rel="next"/);
    t.equal((await nobody('/public?cursor=x')).status, 400);
    t.notMatch((await nobody('/public/decisions.json')).text, /张三丰|publisher|checker|redactedBy/, 'no people');
  });

  await t.test('is searched by number, authority and conclusion, and by nothing that is not shown', async (t) => {
    const { id } = await rugao.decide('如审许〔2026〕77号', decidedAt);
    await published(rugao.ask, id, { authority: '如皋市市场监管局', conclusion: '不予100%许可' });
    const found = async (q: string) =>
      (await nobody(`/public/decisions.json?q=${encodeURIComponent(q)}`)).body.items.map((item) => item['id']);
    for (const q of ['〕77号', '如皋市市场', '不予100%许', ' 不予 ']) t.same(await found(q), [id], q);
    for (const q of ['张三丰', '张某某', '食品经营', 'publisher', '0%不', '_']) t.same(await found(q), [], q);
    t.match((await nobody('/public?q=nowhere')).text, /No decision was found/);
    t.equal((await nobody(`/public?q=${'x'.repeat(201)}`)).status, 400);
    await rugao.ask('publisher', `POST /v1/publications/${id}/withdraw`, { reason: '被撤销', basis: '令' });
    t.same(await found('不予100%许'), [], 'a withdrawn text is not found any more');
    t.same(await found('〕77号'), [id], 'its tombstone is');
  });

  await t.test('shows hostile texts as they stand', async (t) => {
    const { id } = await qilin.decide(`=1+1〔2026〕${hostile}`, decidedAt);
    await published(qilin.ask, id, { conclusion: `${hostile}\u0008\uFFFF`, authority: `＝${hostile}` });
    for (const path of ['/public', `/public/decisions/${id}`, `/public?q=${encodeURIComponent(hostile)}`]) {
      const { text, headers } = await nobody(path);
      t.notMatch(text, /<script|onload='|<link|src=/, path);
      t.match(text, /&#60;script&#62;/, path);
      t.match(headers.get('content-security-policy'), /^default-src 'none';style-src 'sha256-[^']+';base-uri 'none';/);
      t.match(headers.get('content-security-policy'), /form-action 'self';frame-ancestors 'none'|form-action 'none';/);
    }
    t.match((await nobody('/docs')).headers.get('content-security-policy'), /form-action 'none'/);

    const rss = await nobody('/public/decisions.rss');
    t.match(rss.headers.get('content-type'), 'application/rss+xml; charset=utf-8');
    const texts = leaves(rss.text);
    t.ok(texts.includes(`=1+1〔2026〕${hostile}`));
    t.ok(texts.includes(`${service.url}/public/decisions/${id}`));
    t.notMatch(rss.text, /[\u0008\uFFFF]/);
    t.throws(() => leaves('<a><b></a></b>'), /closes nothing/, 'a check that can fail');

    const csv = await nobody('/public/decisions.csv');
    t.match(csv.headers.get('content-type'), 'text/csv; charset=utf-8');
    const line = csv.text.split('\r\n').find((row) => row.includes(id)) ?? '';
    const cells = [...line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('""', '"'));
    t.equal(cells.length, 12);
    t.equal(cells[2], `'=1+1〔2026〕${hostile}`);
    t.equal(cells[6], `'＝${hostile}`);
    t.notOk(cells.some((cell) => /^[=+@＝-]/.test(cell)));
  });

  await t.test('a withdrawn decision leaves its reason and nothing else', async (t) => {
    const { id } = await qilin.decide('麒审许〔2026〕88号', decidedAt);
    await published(qilin.ask, id, { conclusion: '准予第八十八' });
    t.match((await nobody(`/public/decisions/${id}`)).text, /准予第八十八/);
    const withdrawn = await qilin.ask('leader', `POST /v1/publications/${id}/withdraw`, {
      reason: `决定被撤销 ${hostile}`,
      basis: '行政许可法 69',
    });
    t.equal(withdrawn.status, 200);
    const tombstone = await nobody(`/public/decisions/${id}`);
    t.match(tombstone, { status: 200, text: /已撤回 Withdrawn: 决定被撤销 &#60;/ });
    t.notMatch(tombstone.text, /准予第八十八|张某某|食品|<script/);
    for (const path of ['/public', '/public/decisions.json', '/public/decisions.csv', '/public/decisions.rss']) {
      const { text } = await nobody(path);
      t.match(text, /决定被撤销/, path);
      t.notMatch(text, /准予第八十八/, path);
    }
    t.ok(leaves((await nobody('/public/decisions.rss')).text).includes(`urn:uuid:${id}#tombstone`), 'told anew');
  });

  await t.test('a decision is shown to the end of its display, by the rule of its agency', async (t) => {
    clock.now = '2026-08-31T02:00:00.000Z';
    const rule = {
      publishable: true,
      days: 7,
      withdrawDays: 3,
      namingBasis: '令第45号',
      displayMonths: 6,
      basis: '令',
    };
    const agencyId = `short-${db.kind}`;
    const { ask, decide } = await officeOf(service, agencyId, { publication: { permit: rule, penalty: rule } });
    const { id } = await decide('短审许〔2026〕1号', '2026-08-31T02:00:00.000Z');
    await published(ask, id);
    t.match((await ask('monitor', `GET /v1/publications/${id}`)).body, { displayUntil: '2027-02-28' });
    clock.now = '2027-02-28T15:59:00.000Z';
    t.match(await nobody(`/public/decisions/${id}`), { status: 200, text: /张三丰/ }, 'named, with a basis');
    clock.now = '2027-02-28T16:00:00.000Z';
    t.equal((await nobody(`/public/decisions/${id}`)).status, 404);
    t.notMatch((await nobody('/public?limit=200')).text, /短审许/);
  });
});
