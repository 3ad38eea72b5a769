import { readFileSync } from 'node:fs';
import t from 'tap';
import { readBpmnFile, shippedDiagrams, type BpmnFile } from './bpmnFile.ts';

const files = new Map<string, BpmnFile>();
for (const path of shippedDiagrams()) {
  const file = await readBpmnFile(readFileSync(path, 'utf8'));
  files.set(file.process.id, file);
}

t.test('the limits of the procedures are those of the law', async (t) => {
  const found = [...files].flatMap(([id, file]) =>
    said(file, 'deadline').map(({ at, clock, limit, from, lastDay, extension }) =>
      [`${id}/${at}`, clock, limit, from, ...(lastDay === undefined ? [] : [lastDay]), extension].join(' '),
    ),
  );
  t.strictSame(found.sort(), [
    'hearing/appointHost hearing P20WD entry none',
    'legal-review/firstOpinion review P3WD reviewReceivedOn P5WD',
    'legal-review/secondOpinion review-second P3WD entry P5WD',
    'penalty-ordinary/applyToCourt court-application P3M remedyEndsOn stays none',
    'penalty-ordinary/assignOfficers case-handling P90D entry stays none',
    'penalty-ordinary/awaitPayment payment P15D entry rolls none',
    'penalty-ordinary/decideTransfer transfer-decision P3WD entry none',
    'penalty-ordinary/handOver transfer PT24H entry none',
    'penalty-ordinary/handlePreserved preservation P7WD entry none',
    'penalty-ordinary/handleSeized seizure P30D entry stays P30D',
    'penalty-ordinary/serve service P7WD decidedOn none',
    'penalty-summary/awaitPayment payment P15D entry rolls none',
    'penalty-summary/bankCash cash-to-bank P2WD entry none',
    'penalty-summary/handInCash cash-hand-in P2WD entry none',
    'permit/assignHandler decision P20WD acceptedOn P10WD',
    'permit/serve issue P10WD decidedOn none',
    'publication/prepare publication P7WD decidedOn none',
    'revocation/serve service P7WD decidedOn none',
  ]);
});

t.test(
  'the decision clock stands still for what Art. 45 of the Licensing Law names, and for nothing else',
  async (t) => {
    const stops = [...files].flatMap(([id, file]) =>
      said(file, 'clock').flatMap(({ at, clock, event, ground }) =>
        event === 'pause' || event === 'resume' ? [[`${id}/${at}`, clock, event, ground].join(' ')] : [],
      ),
    );
    t.strictSame(stops.sort(), [
      'hearing/appointHost decision pause hearing',
      'hearing/holdHearing decision resume hearing',
      'permit/expertReview decision pause expert-review',
      'permit/expertReview decision resume expert-review',
      'permit/testing decision pause testing',
      'permit/testing decision resume testing',
    ]);
  },
);

t.test('the decision, or the end without one, stops its clock, and only the head extends it', async (t) => {
  for (const [id, clock] of [
    ['permit', 'decision'],
    ['penalty-ordinary', 'case-handling'],
  ] as const) {
    const stopping = said(files.get(id), 'clock').filter((each) => each.clock === clock && each.event === 'stop');
    t.strictSame(
      stopping.map(({ at }) => at),
      ['decide', 'closeUndecided'],
    );
  }
  const [extension] = said(files.get('permit'), 'clock').filter(({ event }) => event === 'extend');
  t.match(extension, { at: 'extendLimit', clock: 'decision', by: 'P10WD' });
  const { elements } = files.get('permit') ?? { elements: new Map<string, never>() };
  const into = [...elements.values()].filter(({ flow }) => flow?.target === 'extendLimit');
  t.match(
    into,
    [{ flow: { source: 'extensionResult', condition: 'outcome = "approved"' } }],
    'not where it is refused',
  );
  t.match(
    [elements.get('approveExtension'), elements.get('extendLimit')],
    [{ step: { role: 'leader' } }, { type: 'bpmn:ManualTask' }],
  );
});

t.test(
  'timers with effect: five days to ask for a hearing, seven before it, seven to publish, ten to perform',
  async (t) => {
    const timers = [...files].flatMap(([id, { elements }]) =>
      [...elements.values()].flatMap(({ id: at, timer, host, interrupting }) =>
        timer === null ? [] : [[`${id}/${at}`, timer, ...(host === null ? [] : [host, interrupting])].join(' ')],
      ),
    );
    t.strictSame(timers.sort(), [
      'acceptance/formCheckTimeout P5WD formCheck true',
      'hearing/noticePeriod P7WD',
      'hearing/requestLimit P5WD',
      'penalty-ordinary/reminderLimit P10WD',
      'publication/publicationLimit P7WD prepare false',
    ]);
  },
);

/** The extension elements of this name with the element that they stand on, as `at`. */
function said(file: BpmnFile | undefined, name: string): Readonly<Record<string, string>>[] {
  return [...(file?.elements.values() ?? [])].flatMap(({ id, extensions }) =>
    extensions.filter((each) => each.name === name).map(({ attributes }) => ({ ...attributes, at: id })),
  );
}
