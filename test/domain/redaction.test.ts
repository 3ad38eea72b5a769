import t from 'tap';
import {
  publicObject,
  requireHidden,
  requireNoHiddenValue,
  requireWholeSummary,
  showOnly,
  tagFields,
  type Field,
  type FieldTag,
  type DecisionObject,
  type Summary,
} from '../../src/domain/redaction.ts';

const field = (name: string, value: string, tag: FieldTag = 'none'): Field => ({ name, value, tag });
const summary = { authority: '麒麟区行政审批局', object: '某公司', category: '食品经营许可', conclusion: '准予' };
void t.test('only fields that are named are shown', (t) => {
  const fields = [
    field('conclusion', '准予'),
    field('note', 'internal'),
    field('legalRep', '张三', 'legal-representative'),
  ];
  t.same(showOnly(fields, []), []);
  t.same(showOnly(fields, ['conclusion', 'nothing']), [{ name: 'conclusion', value: '准予' }]);
  t.same(showOnly(fields, ['legalRep']), [{ name: 'legalRep', value: '张三' }], 'by explicit show');
  t.end();
});

void t.test('the schema says what a field is, by name or title; whoever redacts can only hide more', (t) => {
  const properties = {
    owner: { type: 'string', title: '申请人', 'x-pii': 'person-name' },
    legalRep: { type: 'string', title: '法定代表人', 'x-pii': 'legal-representative' },
    remarks: { type: 'string', 'x-pii': 'free-text' },
    plate: { type: 'string', 'x-pii': 'number-plate' },
    kind: { enum: ['a', 'b'] },
    organ: { type: 'string', 'x-pii': 'none' },
  };
  const tagOf = (name: string, tag: FieldTag) => tagFields([field(name, 'x', tag)], properties)[0]?.tag;
  t.equal(tagOf('owner', 'none'), 'person-name');
  t.equal(tagOf('申请人', 'none'), 'person-name', 'by its title');
  t.equal(tagOf('owner', 'legal-representative'), 'person-name', 'not made less of');
  t.equal(tagOf('legalRep', 'none'), 'legal-representative');
  t.equal(tagOf('legalRep', 'person-name'), 'person-name', 'more is hidden');
  t.equal(tagOf('remarks', 'none'), 'free-text');
  t.equal(tagOf('remarks', 'address'), 'address');
  t.equal(tagOf('plate', 'none'), 'person-name', 'a kind that is not known is hidden');
  t.equal(tagOf('kind', 'none'), 'none');
  t.equal(tagOf('organ', 'id'), 'id');
  t.equal(tagOf('unknown', 'bank'), 'bank');
  t.equal(tagOf('unknown', 'none'), 'none');
  t.end();
});

void t.test('the object of a summary is named or abridged, never empty', (t) => {
  t.equal(publicObject({ name: '某公司', isNaturalPerson: false }, null), '某公司');
  t.equal(publicObject({ name: '张三', isNaturalPerson: true }, null), '张某某');
  t.equal(publicObject({ name: '𠮷野', isNaturalPerson: true }, null), '𠮷某某', 'a character of two units');
  t.equal(publicObject({ name: '张三', isNaturalPerson: true }, '市场监管总局令第45号'), '张三');
  t.end();
});

void t.test('a summary has its four fields', (t) => {
  t.equal(requireWholeSummary(summary), undefined);
  for (const part of ['authority', 'object', 'category', 'conclusion'] as const) {
    t.match(requireWholeSummary({ ...summary, [part]: ' ' }), { errors: [{ pointer: `/summary/${part}` }] });
  }
  t.end();
});

void t.test('what the law hides is not shown even when it is named', (t) => {
  const tags: FieldTag[] = ['person-name', 'address', 'id', 'phone', 'bank', 'cert', 'asset', 'health'];
  for (const tag of tags) {
    t.match(requireHidden([field('secret', 'value', tag)], ['secret']), { code: 'bad-request' }, tag);
    t.equal(requireHidden([field('secret', 'value', tag)], []), undefined);
  }
  for (const tag of ['none', 'legal-representative', 'free-text'] as const)
    t.equal(requireHidden([field('open', 'value', tag)], ['open']), undefined);
  t.end();
});

const company = { name: '张三食品店', isNaturalPerson: false };
const phone = field('phone', '138-0013-8000', 'phone');
const party = field('party', '张三', 'person-name');
const facts = (value: string) => field('facts', value, 'free-text');
/** What is wrong when these fields are shown beside the hidden ones. */
const leaks = (hidden: Field[], shown: Field[], object: DecisionObject = company, change: Partial<Summary> = {}) => {
  const fullText = shown.map(({ name, value }) => ({ name, value }));
  return requireNoHiddenValue([...hidden, ...shown], { fullText, summary: { ...summary, ...change } }, object)?.errors;
};

void t.test('a hidden value is not read in a shown text, however it is written', (t) => {
  for (const leak of ['电话13800138000。', '１３８００１３８０００', '138 0013\n8000', 'tel:138.0013.8000']) {
    t.match(leaks([phone], [facts(leak)]), [{ pointer: '/shown', message: /phone/ }], leak);
  }
  t.match(leaks([field('card', 'E-AB12', 'cert')], [facts('护照eab12')]), [{ pointer: '/shown', message: /card/ }]);
  t.equal(leaks([phone], [facts('电话不公开')]), undefined);
  t.match(leaks([phone], [], company, { conclusion: '准予,13800138000' }), [{ pointer: '/summary' }]);
  t.match(leaks([phone], [], company, { category: '许可13800138000' }), [{ pointer: '/summary' }]);
  t.match(leaks([field('rep', '张三', 'legal-representative')], [facts('由张三负责')]), [{ message: /rep/ }]);
  t.end();
});

void t.test('the legal representative is shown though a witness has the same name', (t) => {
  const witness = field('witness', '李四', 'person-name');
  const rep = field('rep', '李四', 'legal-representative');
  t.equal(leaks([witness], [rep]), undefined);
  t.match(leaks([witness], [rep, facts('李四称')]), [{ message: /witness/ }], 'in a text nobody can tell them apart');
  t.end();
});

void t.test("a shop that bears its owner's name keeps it", (t) => {
  t.equal(leaks([party], [facts('张三食品店申请')]), undefined);
  t.match(leaks([party], [facts('张三食品店由张三经营')]), [{ message: /party/ }]);
  t.end();
});

void t.test('one character, and what is not personal, is not looked for', (t) => {
  t.equal(leaks([field('size', '大', 'asset')], [facts('大小')]), undefined);
  t.equal(leaks([field('basis', '行政许可法')], [facts('依行政许可法')]), undefined);
  t.equal(leaks([field('note', '已核实', 'free-text')], [facts('现场已核实')]), undefined);
  t.end();
});

void t.test('a name that the summary may say stays hidden in the full text', (t) => {
  const person = { name: '张三', isNaturalPerson: true };
  t.equal(leaks([party], [], person, { object: '张三' }), undefined);
  t.match(leaks([party], [facts('张三于三月')], person, { object: '张三' }), [{ pointer: '/shown' }]);
  t.end();
});
