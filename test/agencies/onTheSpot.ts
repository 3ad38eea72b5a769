import { decide, publish, redact, writeDraft } from '../../src/cli/demo/lawSteps.ts';
import type { Desk } from '../../src/cli/demo/desk.ts';

export const onTheSpotBegins = ['2026-07-06', '08:30'] as const;

const text = (item: string, note: string) => ({ item, kind: 'text', note });

/** A small fine of a citizen, decided and delivered on the spot, paid at the bank, filed, published, archived. */
export async function onTheSpot(desk: Desk): Promise<void> {
  await desk.hire('handler-2', 'handler');
  await desk.at('2026-07-06', '09:00');
  await desk.open('handler', { definitionKey: 'penalty-summary', variables: { partyName: '张三' } });
  await desk.complete('handler', 'establish', { outcome: 'summary', records: [text('R1-2', '占道经营，出示证件。')] });
  await desk.refused('record-missing', () =>
    desk.complete('handler', 'tellAndHear', { records: [text('R1-2', '一人在场。')] }),
  );
  await desk.record('handler-2', 'tellAndHear', text('R1-2', '出示证件，在场见证。'));
  await desk.complete('handler', 'tellAndHear', { records: [text('R1-2', '已告知并听取，当事人无申辩。')] });
  const digest = await writeDraft(desk, {
    kind: 'penalize',
    object: '张三',
    facts: '占道经营。',
    evidence: [],
    basis: [{ title: '行政处罚法', article: '51' }],
    conclusion: '罚款一百元。',
    amountFen: 10_000,
  });
  await desk.complete('handler', 'fillForm');
  await decide(desk, 'handler', digest);
  await desk.refused('record-missing', () => desk.complete('handler', 'deliver', { outcome: 'bank' }));
  await desk.complete('handler', 'deliver', { outcome: 'bank', records: [text('R1-6', '当场交付，当事人签收。')] });
  await desk.at('2026-07-07', '09:00');
  await desk.complete('handler', 'fileWithAgency', { records: [text('R1-5', '报队备案。')] });
  const redacted = await redact(desk, {
    authority: '如皋市城市管理局',
    category: '行政处罚',
    conclusion: '罚款一百元',
    object: { name: '张三', isNaturalPerson: true },
    hidden: [{ name: '当事人', value: '张三', tag: 'person-name' }],
    shown: [{ name: '处罚决定', value: '罚款一百元', tag: 'none' }],
  });
  await desk.at('2026-07-08', '09:00');
  await publish(desk, 'checker', redacted);
  await desk.at('2026-07-10', '09:00');
  await desk.complete('clerk', 'awaitPayment', { outcome: 'paid', records: [text('R1-7', '银行缴款凭证，一百元。')] });
  await desk.complete('clerk', 'archive');
}
