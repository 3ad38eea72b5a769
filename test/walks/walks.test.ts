import t from 'tap';
import { decidedShare, storyOf, tally } from './tally.ts';
import { judgeDecision, judgePublications, type Fault } from './oracle.ts';
import { called } from './frames.ts';
import { migratedPglite } from '../helpers/databases.ts';
import { openOffice } from './office.ts';
import { verbs } from './verbs.ts';
import { walk } from './walker.ts';
import type { Evidence } from './evidence.ts';

const commands = 300;

t.test('random commands never reach a decision without clearance of that draft by other people', async (t) => {
  const db = await migratedPglite();
  t.teardown(() => db.close());
  const ground = { office: await openOffice(db), means: verbs, databaseRefuses: false };
  for (const procedure of ['permit', 'penalty-ordinary', 'penalty-summary', ...called]) {
    const walked = await tally(ground, procedure, commands, 20_260_302);
    t.strictSame(walked.faulty.map(storyOf), [], procedure);
    const { sent, accepted, walks, byReview, byScope } = walked;
    t.ok(decidedShare(walked) >= 0.2, `${procedure}: ${byReview + byScope} of ${walks} walks decided`);
    t.comment(`${procedure}: ${sent} commands, ${accepted} accepted, by review ${byReview}, by catalogue ${byScope}`);
  }

  const [once, again] = [await walk(ground, 'permit', 7, 80), await walk(ground, 'permit', 7, 80)];
  const nameless = (lines: readonly string[]) => lines.map((line) => line.replaceAll(/[0-9a-f-]{36}/g, 'id'));
  t.strictSame(nameless(once.trace), nameless(again.trace), 'a seed plays the same walk again');
});

t.test('what a decision must not rest on is seen', async (t) => {
  const faults = (change: Partial<Evidence>): Fault[] => judgeDecision({ ...passedByReview, ...change });
  const [review, opinion] = [passedByReview.reviews[0]!, passedByReview.opinions[0]!];
  const draft = passedByReview.drafts[0]!;
  const decision = passedByReview.decision!;
  t.strictSame(faults({}), [], 'a review that passed clears');
  t.strictSame(faults({ decision: null }), [], 'nothing is decided');
  t.strictSame(faults({ drafts: [] }), ['without-clearance']);
  t.strictSame(faults({ drafts: [{ ...draft, content: '{}' }] }), ['forged-digest']);
  t.strictSame(faults({ decision: { ...decision, reviewId: null } }), ['without-clearance']);
  t.strictSame(faults({ drafts: [draft, { ...draft, version: 2, at: 65 }] }), [
    'of-another-draft',
    'not-passed',
    'too-few-levels',
  ]);
  t.strictSame(faults({ decision: { ...decision, draftDigest: 'other' } }), ['not-the-newest-draft']);
  t.strictSame(faults({ reviews: [{ ...review, state: 'returned' }] }), ['not-passed']);
  t.strictSame(faults({ reviews: [{ ...review, draftDigest: 'other' }] }), ['of-another-draft']);
  t.strictSame(faults({ opinions: [] }), ['not-passed', 'too-few-levels']);
  t.strictSame(faults({ reviews: [{ ...review, levelsAsked: 2 }] }), ['too-few-levels']);
  t.strictSame(faults({ opinions: [opinion, { ...opinion, level: 2 }] }), ['one-person-at-two-levels']);
  t.strictSame(faults({ startedBy: 'rita' }), ['reviewed-by-a-handler']);
  t.strictSame(faults({ tasks: [{ form: null, by: 'rita', at: 55 }] }), ['reviewed-by-a-handler']);
  t.strictSame(faults({ tasks: [{ form: 'reviewOpinion', by: 'rita', at: 55 }] }), []);
  t.strictSame(faults({ tasks: [{ form: null, by: 'rita', at: 75 }] }), [], 'after the decision');
  t.strictSame(faults({ decision: { ...decision, decidedBy: 'rita' } }), ['decided-by-a-reviewer']);
  t.strictSame(faults({ decision: { ...decision, decidedBy: 'rolf' } }), ['decided-by-a-reviewer'], 'of the materials');
  const penalty = { procedure: 'penalty-ordinary', opinions: [{ ...opinion, qualified: false }] };
  t.strictSame(faults(penalty), ['reviewed-without-qualification']);

  const scope = { id: 's', draftDigest: draft.digest, draftVersion: 1, outcome: 'notRequired', at: 40 };
  const byScope = { decision: { ...decision, reviewId: null, scopeId: 's' }, reviews: [], opinions: [] };
  const free = { version: 1, entries: [{ id: 'e', act: 'permit', levels: 0, basis: 'b' } as const] };
  const answered = { ...byScope, scopes: [scope], catalogue: free };
  t.strictSame(faults(answered), [], 'an answer that none is required clears');
  t.strictSame(
    faults({ ...answered, catalogue: passedByReview.catalogue }),
    ['review-required'],
    'silence does not free',
  );
  t.strictSame(faults({ ...answered, scopes: [{ ...scope, outcome: 'required' }] }), ['review-required']);
  t.strictSame(faults({ ...answered, scopes: [{ ...scope, draftVersion: 0 }] }), ['of-another-draft']);
  const heard = { command: 'completeTask', by: 'chen', at: 60, facts: { circumstances: ['hearing'] } } as const;
  t.strictSame(faults({ ...answered, records: [heard, ...passedByReview.records] }), ['review-required']);
});

t.test('a publication by one person is seen', async (t) => {
  const publication = { state: 'published', publishedAt: 90, redactedBy: 'paula', approvedBy: 'chen' };
  const record = (command: string, by: string, at: number) => ({ command, by, at, facts: null });
  const records = [record('redactPublication', 'paula', 80), record('approvePublication', 'chen', 90)];
  const judged = (change: Partial<Evidence>): Fault[] =>
    judgePublications({ ...passedByReview, publications: [publication], records, ...change });
  const seen = ['published-by-one-person'];
  t.strictSame(judged({}), []);
  t.strictSame(judged({ publications: [{ ...publication, approvedBy: 'paula' }] }), seen);
  t.strictSame(judged({ publications: [{ ...publication, approvedBy: null }] }), seen);
  t.strictSame(
    judged({
      records: [...records, record('correctPublication', 'chen', 95), record('approvePublication', 'chen', 96)],
    }),
    seen,
  );
});

const content = '{"kind":"refuse"}';
const digest = '5ea3563585ee5cf5dc40b6176f8502f0c15d8fb5dc34839747e58c5d3ca7cfe9';
const passedByReview: Evidence = {
  procedure: 'permit',
  startedBy: 'clara',
  decision: { draftDigest: digest, reviewId: 'r', scopeId: null, decidedBy: 'lena' },
  drafts: [{ version: 1, digest, content, by: 'hanna', at: 30 }],
  reviews: [{ id: 'r', state: 'passed', draftDigest: digest, draftVersion: 1, levelsAsked: 1 }],
  opinions: [{ reviewId: 'r', level: 1, by: 'rita', outcome: 'passed', at: 50, qualified: true }],
  scopes: [],
  tasks: [{ form: null, by: 'hanna', at: 20 }],
  records: [
    { command: 'acceptMaterials', by: 'rolf', at: 45, facts: null },
    { command: 'decide', by: 'lena', at: 70, facts: { decision: { id: 'd' } } },
  ],
  publications: [],
  catalogue: { version: 1, entries: [] },
};
