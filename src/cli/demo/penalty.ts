import {
  askForReview,
  decide,
  file,
  pass,
  publish,
  redact,
  tellPublic,
  writeDraft,
  type Redaction,
} from './lawSteps.ts';
import type { Desk } from './desk.ts';
import type { DecidedEnding } from './ending.ts';
import type { DraftContent } from '../../domain/draft.ts';

/** How the case has to end. */
export const penaltyEnding: DecidedEnding = {
  number: '皋城管罚〔2026〕1号',
  decidedOn: '2026-05-18',
  publishedAt: '2026-05-26T02:00:00.000Z',
  dueOn: '2026-05-27',
};

/** When the first word is said. */
export const penaltyBegins = ['2026-03-30', '08:30'] as const;

const text = (item: string, note: string) => ({ item, kind: 'text', note });
const document = (item: string, n: number) => ({ item, kind: 'document', ...file(n) });

/** A penalty of Rugao's urban management for dumped construction waste, in the ordinary procedure with a hearing. */
export async function constructionWaste(desk: Desk): Promise<void> {
  await desk.hire('handler-2', 'handler');
  await desk.hire('reviewer-2', 'reviewer');
  await investigate(desk);
  await hear(desk);
  await decideAtTwoLevels(desk);
  await execute(desk);
}

async function investigate(desk: Desk): Promise<void> {
  desk.title('A clue is verified, filed with the approval of the head, and investigated by two officers.');
  await desk.at('2026-03-30', '09:20');
  await desk.open('handler', {
    matter: 'dumping-construction-waste',
    variables: {
      source: 'inspection',
      partyName: '示例建设有限公司',
      siteAddress: '示例河西岸',
      conductOn: '2026-03-29',
      quantityCubicMetres: 12,
    },
  });
  await desk.complete('handler', 'verifyClue', {
    outcome: 'file',
    records: [text('R1-1', '巡查发现河岸倾倒建筑垃圾。')],
  });
  await desk.at('2026-03-31', '10:00');
  await desk.complete('leader', 'approveFiling', { outcome: 'approved', records: [text('R1-1', '同意立案。')] });
  await desk.complete('leader', 'assignOfficers');
  await desk.clocks();
  await desk.at('2026-04-01', '09:00');
  await desk.refused('record-missing', () =>
    desk.complete('handler', 'inspectScene', { records: [text('R1-2', '两名执法人员出示证件。')] }),
  );
  await desk.record('handler-2', 'inspectScene', { item: 'R1-2', kind: 'video', unbroken: true, ...file(31) });
  await desk.complete('handler', 'inspectScene', {
    variables: { measures: [] },
    records: [text('R1-2', '两名执法人员出示证件，勘查现场约十二立方米。')],
  });
  await desk.at('2026-04-08', '15:00');
  await desk.record('handler-2', 'collectEvidence', { item: 'R1-3', kind: 'photo', ...file(34) });
  await desk.complete('handler', 'collectEvidence', {
    variables: { evidenceTaken: ['scene-record', 'interview', 'quantity'] },
    records: [text('R1-3', '询问现场负责人，承认未经核准倾倒。')],
  });
  await desk.at('2026-04-13', '11:00');
  const found = '事实清楚，证据充分，建议处罚款十二万元。';
  await desk.complete('handler', 'finalReport', { outcome: 'penalize', records: [text('R1-4', found)] });
}

async function hear(desk: Desk): Promise<void> {
  desk.title('The party is told beforehand, asks for a hearing within five working days, and is heard.');
  await desk.at('2026-04-15', '10:00');
  await desk.complete('handler', 'priorNotice', { outcome: 'hearing-right', records: [document('R1-4', 32)] });
  await desk.complete('handler', 'tellRight', {
    outcome: 'on-request',
    records: [text('R7-6', '已书面告知听证权利及五个工作日的期限。')],
  });
  await desk.at('2026-04-20', '16:00');
  await desk.post('clerk', `${desk.path()}/messages`, { name: 'hearing-requested' });
  await desk.at('2026-04-21', '09:00');
  await desk.complete('leader', 'appointHost');
  await desk.complete('handler', 'giveNotice', { records: [document('R7-6', 33)] });
  await desk.complete('handler', 'hearDefence', { records: [text('R1-4', '当事人请求从轻，称已清运。')] });
  await desk.at('2026-05-01', '00:00');
  await desk.at('2026-05-07', '09:30');
  const held = '当事人对事实无异议，请求从轻处罚；听证笔录经核对签字。';
  await desk.complete('checker', 'holdHearing', { outcome: 'held', records: [text('R7-6', held)] });
  await desk.at('2026-05-08', '14:00');
  const examined = '已清运属实，符合从轻情形；不因申辩加重。';
  await desk.complete('handler', 'examineDefence', { records: [text('R1-4', examined)] });
}

const draft: DraftContent = {
  kind: 'penalize',
  object: '示例建设有限公司',
  facts: '擅自倾倒工程施工过程中产生的建筑垃圾约十二立方米，已清运。',
  evidence: [file(31)],
  basis: [{ title: '固体废物污染环境防治法', article: '111' }],
  discretion: '主动消除危害后果，从轻。',
  conclusion: '责令改正，处罚款十万元。',
  amountFen: 10_000_000,
};

async function decideAtTwoLevels(desk: Desk): Promise<void> {
  desk.title('A hearing was held and the fine is large: the brigade and the bureau review, two people at two levels.');
  await desk.at('2026-05-11', '10:00');
  const digest = await writeDraft(desk, draft);
  await desk.complete('handler', 'draft', { variables: { deliberationRequired: true } });
  const review = await askForReview(desk, digest);
  await desk.at('2026-05-12', '09:00');
  await desk.post('reviewer', `${review}/accept-materials`, {});
  await desk.at('2026-05-13', '16:00');
  await pass(desk, 'reviewer', review);
  await desk.refused('separation', () => pass(desk, 'reviewer', review));
  await desk.at('2026-05-15', '11:00');
  await pass(desk, 'reviewer-2', review);
  await desk.at('2026-05-18', '09:00');
  const minutes = '集体讨论，同意承办意见。';
  await desk.complete('leader', 'deliberate', { outcome: 'agreed', records: [text('R1-5', minutes)] });
  await decide(desk, 'leader', digest);
  await desk.clocks();
}

const redaction: Redaction = {
  authority: '如皋市城市管理局',
  category: '行政处罚',
  conclusion: '责令改正，罚款十万元',
  object: { name: '示例建设有限公司', isNaturalPerson: false },
  hidden: [{ name: '违法地点', value: '示例河西岸', tag: 'address' }],
  shown: [
    { name: '违法事实', value: '擅自倾倒建筑垃圾', tag: 'none' },
    { name: '处罚决定', value: '责令改正，罚款十万元', tag: 'none' },
  ],
};

async function execute(desk: Desk): Promise<void> {
  desk.title('It is served and published side by side, the fine is paid, the file archived.');
  await desk.at('2026-05-20', '10:00');
  await desk.complete('clerk', 'serve', {
    outcome: 'payment-due',
    variables: { remedyEndsOn: '2026-11-20' },
    records: [document('R1-6', 34), text('R1-6', '当事人当日签收。')],
  });
  await desk.at('2026-05-22', '15:00');
  const redacted = await redact(desk, redaction);
  await tellPublic(desk);
  await desk.at('2026-05-26', '10:00');
  await publish(desk, 'checker', redacted);
  await desk.at('2026-06-01', '11:00');
  await desk.complete('clerk', 'awaitPayment', { outcome: 'paid', records: [text('R1-7', '银行缴款凭证，十万元。')] });
  await desk.at('2026-06-03', '09:00');
  await desk.complete('clerk', 'archive');
  await desk.clocks();
}
