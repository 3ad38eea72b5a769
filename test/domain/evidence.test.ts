import t from 'tap';
import type { Evidence, RecordHook, RecordKind } from '../../src/domain/evidence.ts';
import { missingRecords, recordsSince, requireRecords, requireSubstance } from '../../src/domain/evidence.ts';
import { codeOf, monday } from './lawCast.ts';

const hook = (item: string, kind: RecordKind, change: Partial<RecordHook> = {}): RecordHook => ({
  item,
  kind,
  required: true,
  continuous: false,
  ...change,
});
const record = (item: string, kind: RecordKind, change: Partial<Evidence> = {}): Evidence => ({
  id: `${item}-${kind}`,
  elementId: 'siteCheck',
  stepKey: 'site-check',
  item,
  kind,
  digest: 'a'.repeat(64),
  size: 10,
  note: null,
  unbroken: false,
  by: 'handler',
  at: monday,
  ...change,
});

void t.test('a step without its records is not completed, and what is missing is named', (t) => {
  const hooks = [hook('R7-5', 'text'), hook('R7-5', 'video', { continuous: true }), hook('R7-6', 'document')];
  t.match(requireRecords('siteCheck', hooks, [record('R7-5', 'text')]), {
    code: 'record-missing',
    detail: 'The step siteCheck has to be on record: R7-5 (video), R7-6 (document).',
    errors: [{ message: /R7-5: video, from start to end/ }, { message: /R7-6: document$/ }],
  });
  const all = [record('R7-5', 'text'), record('R7-5', 'video', { unbroken: true }), record('R7-6', 'document')];
  t.equal(requireRecords('siteCheck', hooks, all), undefined);
  t.end();
});

void t.test('another item or another kind is no answer', (t) => {
  const asked = [hook('R7-5', 'video')];
  t.same(missingRecords(asked, [record('R7-5', 'photo'), record('R7-6', 'video')]), asked);
  t.end();
});

void t.test('what is not required is not missed', (t) => {
  t.same(missingRecords([hook('R7-5', 'video', { required: false })], []), []);
  t.end();
});

void t.test('full-course recording is one without a break', (t) => {
  const asked = [hook('R7-5', 'video', { continuous: true })];
  t.same(missingRecords(asked, [record('R7-5', 'video')]), asked);
  t.same(missingRecords(asked, [record('R7-5', 'video', { unbroken: true })]), []);
  t.end();
});

void t.test('each record answers one hook', (t) => {
  const whole = hook('R7-5', 'video', { continuous: true });
  const any = hook('R7-5', 'video');
  const unbroken = record('R7-5', 'video', { unbroken: true });
  t.same(missingRecords([any, whole], [unbroken]), [any]);
  t.same(missingRecords([any, whole], [record('R7-5', 'video'), unbroken]), []);
  t.same(missingRecords([any, whole], [unbroken, record('R7-5', 'video')]), []);
  t.end();
});

void t.test('records of another step or an earlier visit do not count', (t) => {
  const now = record('R7-5', 'text');
  const others = [
    record('R7-5', 'text', { at: '2026-03-01T02:00:00.000Z' }),
    record('R7-5', 'text', { elementId: 'a' }),
  ];
  t.same(recordsSince([...others, now], 'siteCheck', monday), [now]);
  t.end();
});

void t.test('a record is a text in words or a file by digest and size', (t) => {
  const given = (kind: RecordKind, change: Partial<Evidence>) => codeOf(requireSubstance(record('R7-5', kind, change)));
  t.equal(given('video', {}), 'ok');
  t.equal(given('text', { digest: null, size: null, note: 'seen by two officers' }), 'ok');
  t.equal(given('text', {}), 'ok', 'a text as a file');
  t.equal(given('text', { digest: null, size: null, note: ' ' }), 'bad-request');
  t.equal(given('video', { digest: null, size: null, note: 'seen' }), 'bad-request', 'words are no video');
  t.equal(given('video', { size: 0 }), 'bad-request');
  t.equal(given('video', { size: 1.5 }), 'bad-request');
  t.equal(given('video', { size: null }), 'bad-request');
  t.equal(given('photo', { digest: 'A'.repeat(64) }), 'bad-request');
  t.end();
});
