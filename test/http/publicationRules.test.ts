import t from 'tap';
import { complete } from './revocationCast.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { officeOf, published, redaction } from './publicationCast.ts';
import { serve } from './served.ts';
import { statePublicationRule } from '../../src/domain/publicationRule.ts';
import type { MatterData } from '../../src/domain/agency.ts';

const now = '2026-03-02T02:00:00.000Z';
/** What is applied for, in a schema that knows whose name and number is given. */
const matter: MatterData = {
  id: 'licence',
  version: 1,
  name: '许可',
  definitionKey: 'publishing',
  body: JSON.stringify({
    schema: {
      properties: {
        applicantName: { type: 'string', title: '当事人', 'x-pii': 'person-name' },
        legalRepresentative: { type: 'string', title: '法定代表人', 'x-pii': 'legal-representative' },
        permitNo: { type: 'string', title: '许可证号', 'x-pii': 'cert' },
      },
    },
  }),
};

eachDatabase(t, 'publications by rule and schema', async (t, db) => {
  const service = await serve(t, db);
  service.clock.now = now;

  await t.test('what a rule withholds is confirmed at its step, and the case goes on to its end', async (t) => {
    const permit = { ...statePublicationRule, publishable: false, basis: '本机关公示办法 3' };
    const rules = { publication: { permit, penalty: statePublicationRule } };
    const { ask, decide } = await officeOf(service, `kept-${db.kind}`, rules);
    const { caseId, id } = await decide('麒审许〔2026〕1号', now);
    const path = `/v1/publications/${id}`;
    t.match((await ask('monitor', `GET ${path}`)).body, { state: 'withheld', basis: permit.basis, reason: null });
    t.match(await ask('publisher', `POST ${path}/redaction`, redaction()), { body: { code: 'publication-state' } });
    const why = { reason: '依规则不公开', basis: permit.basis };
    const kept = await ask('publisher', `POST ${path}/withhold`, why);
    t.match(kept, { status: 200, body: { case: { state: 'completed' }, publication: { state: 'withheld' } } });
    t.match((await ask('monitor', `GET ${path}`)).body, { ...why, overdue: false, withdrawal: null });
    t.match(await ask('publisher', `POST ${path}/withhold`, why), { body: { code: 'publication-state' } });
    t.equal((await ask(null, `GET /public/decisions/${id}`)).status, 404);
    t.match((await ask('monitor', `GET /v1/cases/${caseId}/waits`)).body.items, []);
  });

  await t.test(
    'the schema of the matter hides what a request would show, before the archive and after it',
    async (t) => {
      const { ask, decide } = await officeOf(service, `schema-${db.kind}`, {}, [matter]);
      const { caseId, id } = await decide('麒审许〔2026〕2号', now);
      const path = `/v1/publications/${id}`;
      const asks = (fields: readonly object[], shown: readonly string[]) => ({
        ...redaction(),
        fields: [...fields, { name: '决定内容', value: '准予许可', tag: 'none' }],
        shown: ['决定内容', ...shown],
      });
      const number = { name: '许可证号', value: 'JY2530302', tag: 'none' };
      const head = { name: 'legalRepresentative', value: '李四光', tag: 'none' };
      const hidden = { status: 400, body: { detail: /stay hidden/ } };
      t.match(await ask('publisher', `POST ${path}/redaction`, asks([number], ['许可证号'])), hidden);
      const inText = { name: '说明', value: '证号 JY-2530302', tag: 'none' };
      t.match(await ask('publisher', `POST ${path}/redaction`, asks([number, inText], ['说明'])), {
        status: 400,
        body: { detail: /can be read/ },
      });
      const strict = asks([{ ...head, tag: 'person-name' }], ['legalRepresentative']);
      t.match(await ask('publisher', `POST ${path}/redaction`, strict), hidden, 'a request can add');
      const right = await ask('publisher', `POST ${path}/redaction`, asks([number, head], ['legalRepresentative']));
      t.match(right, { status: 200, body: { publication: { state: 'redacted' } } });
      await published(ask, id);
      await complete(ask, caseId, 'serve', 'clerk');
      const wrong = { ...asks([number], ['许可证号']), reason: '结论有误' };
      t.match(await ask('publisher', `POST ${path}/correct`, wrong), hidden);
    },
  );
});
