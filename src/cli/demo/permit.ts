import { askForReview, decide, file, pass, publish, redact, tellPublic, writeDraft } from './lawSteps.ts';
import type { Desk } from './desk.ts';

const materials = ['application-form', 'business-licence', 'equipment-and-layout', 'food-safety-rules'];

/** How the case has to end: decided before the Mid-Autumn Festival, published after the National Day holiday, in time. */
export const permitEnding = {
  number: '麒审许〔2026〕1号',
  decidedOn: '2026-09-24',
  publishedAt: '2026-10-09T02:30:00.000Z',
  dueOn: '2026-10-12',
};

/** When the first word is said. */
export const permitBegins = ['2026-09-07', '08:30'] as const;

/** A food business permit 食品经营许可 of the Qilin approval bureau, from submission to archive, in seventeen commands. */
export async function foodBusinessPermit(desk: Desk): Promise<void> {
  desk.title('An application for a food business permit 食品经营许可 arrives and is accepted the next day.');
  await desk.hire('handler-2', 'handler');
  await desk.at('2026-09-07', '09:10');
  await desk.open('clerk', {
    matter: 'food-business-permit',
    variables: {
      applicantName: '示例餐饮有限公司',
      applicantKind: 'enterprise',
      premisesAddress: '示例路 3 号',
      businessForm: 'caterer',
      businessItems: ['hot-dishes'],
      materialsSubmitted: materials,
    },
  });
  await desk.at('2026-09-08', '10:00');
  await desk.complete('clerk', 'formCheck', { outcome: 'accepted' });
  await desk.complete('leader', 'assignHandler');
  await desk.clocks();

  desk.title('It is examined, and two officers see the premises; without their records the step is not done.');
  await desk.at('2026-09-10', '14:00');
  await desk.complete('handler', 'examine', {
    outcome: 'inquire',
    variables: { inquiries: ['site-check'] },
    records: [{ item: 'R7-9', kind: 'text', note: '材料齐全，需实地核查经营场所。' }],
  });
  await desk.at('2026-09-14', '09:30');
  await desk.refused('record-missing', () => desk.complete('handler', 'siteCheck'));
  await desk.record('handler-2', 'siteCheck', { item: 'R7-5', kind: 'video', unbroken: true, ...file(11) });
  const seen = '两名执法人员出示证件，核查布局与设备，与申请材料一致。';
  await desk.complete('handler', 'siteCheck', { records: [{ item: 'R7-5', kind: 'text', note: seen }] });

  desk.title('The draft is written; the catalogue asks for a legal review, by somebody who did not handle the case.');
  await desk.at('2026-09-16', '16:00');
  const digest = await writeDraft(desk, {
    kind: 'grant',
    object: '示例餐饮有限公司',
    facts: '申请材料齐全，经营场所布局与设备符合要求。',
    evidence: [file(11)],
    basis: [{ title: '行政许可法', article: '38' }],
    conclusion: '准予食品经营许可。',
    triggers: ['marketEntry'],
  });
  await desk.complete('handler', 'draft', { outcome: 'submitted', variables: { deliberationRequired: false } });
  const review = await askForReview(desk, digest);
  await desk.at('2026-09-17', '09:00');
  await desk.post('reviewer', `${review}/accept-materials`, {});
  await desk.refused('not-cleared', () => desk.post('leader', `${desk.path()}/decision`, { draftDigest: digest }));
  await desk.at('2026-09-18', '17:00');
  await pass(desk, 'reviewer', review);

  desk.title('It is decided on Thursday before the Mid-Autumn Festival: service and publication start side by side.');
  await desk.at('2026-09-24', '10:00');
  await decide(desk, 'leader', digest);
  await desk.clocks();
  await desk.complete('clerk', 'sealDocument', { records: [{ item: 'R7-10', kind: 'document', ...file(12) }] });
  await desk.at('2026-09-28', '10:00');
  await desk.complete('clerk', 'serve', { records: [{ item: 'R7-10', kind: 'text', note: '申请人签收。' }] });
  await desk.at('2026-09-29', '15:00');
  const redacted = await redact(desk, {
    authority: '曲靖市麒麟区行政审批局',
    category: '行政许可',
    conclusion: '准予食品经营许可',
    object: { name: '示例餐饮有限公司', isNaturalPerson: false },
    hidden: [{ name: '经营场所', value: '示例路 3 号', tag: 'address' }],
    shown: [{ name: '决定', value: '准予食品经营许可', tag: 'none' }],
  });
  await tellPublic(desk);

  desk.title('A second person approves after National Day: public on the fifth of seven working days.');
  await desk.at('2026-10-09', '10:30');
  await publish(desk, 'checker', redacted);

  desk.title('The file is archived.');
  await desk.at('2026-10-12', '09:00');
  await desk.complete('clerk', 'archive');
  await desk.clocks();
}
