import t from 'tap';
import { approvePublication } from '../../src/commands/approvePublication.ts';
import { genesis } from '../../src/ledger/chain.ts';
import { correctPublication } from '../../src/commands/correctPublication.ts';
import {
  movePublicationInStream,
  movePublicationOfCase,
  type OnPublication,
  type PublicationMove,
} from '../../src/commands/publicationStep.ts';
import { openPublicationFor } from '../../src/commands/openPublication.ts';
import { publicationDigest } from '../../src/ledger/publicationDigest.ts';
import { redactPublication } from '../../src/commands/redactPublication.ts';
import { returnPublication } from '../../src/commands/returnPublication.ts';
import { withdrawPublication } from '../../src/commands/withdrawPublication.ts';
import { withholdPublication } from '../../src/commands/withholdPublication.ts';
import { accepted, bodyOf, contextAt, monday, noAt, person, reloaded, startedCase } from '../helpers/casebook.ts';
import { calendar, codeOf, decision } from '../domain/lawCast.ts';
import { processModel } from '../engine/models.ts';
import type { Actor } from '../../src/domain/people.ts';
import type { CaseChangeset } from '../../src/domain/changeset.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { LawFacts } from '../../src/domain/law.ts';
import type { Publication } from '../../src/domain/publication.ts';
import type { PublicationChangeset, PublicationSnapshot } from '../../src/domain/publicationStream.ts';

const process = processModel(
  {
    start: { type: 'startEvent' },
    redact: { type: 'userTask', role: 'publisher', outcomes: ['redacted', 'withheld'], law: { form: 'redaction' } },
    approve: {
      type: 'userTask',
      role: 'checker',
      outcomes: ['published', 'returned', 'withheld'],
      law: { form: 'publicationApproval' },
    },
    checked: { type: 'exclusiveGateway' },
    serve: { type: 'userTask' },
    end: { type: 'endEvent' },
  },
  [
    'start -> redact',
    'redact -> approve',
    'approve -> checked',
    'checked -> redact : outcome = "returned"',
    'checked -> serve : default',
    'serve -> end',
  ],
);
const publisher = person('pia', 'publisher');
const checker = person('chen', 'checker');
const redaction = {
  fields: [{ name: 'party', value: '张三丰', tag: 'person-name' as const }],
  shown: null,
  summary: { authority: '某局', category: '许可', conclusion: '准予' },
  object: { name: '张三丰', isNaturalPerson: true },
};

function lawOf(publication: Publication, of: Decision): LawFacts {
  return {
    draft: null,
    reviews: [],
    scopes: [],
    circumstances: [],
    decision: of,
    publications: [publication],
    revocation: null,
    clocks: [],
    evidence: [],
    handlers: [],
    catalogue: null,
    rules: {},
    numbers: [],
  };
}

/** A case with its publication due, at the step of redaction. */
function decided(change: Partial<Decision> = {}): CaseSnapshot {
  const of = decision(change);
  return {
    ...startedCase(process),
    law: lawOf(
      openPublicationFor(of, {}, calendar, () => 'pub-1'),
      of,
    ),
  };
}

function publicationIn({ law }: CaseSnapshot): Publication {
  return law!.publications[0]!;
}

function move<C extends OnPublication>(
  snapshot: CaseSnapshot,
  actor: Actor,
  how: PublicationMove<C>,
  asked: Omit<C, 'id' | 'seen'>,
) {
  const command = { id: 'pub-1', seen: null, ...asked } as unknown as C;
  return movePublicationOfCase(snapshot, command, contextAt(monday, process, actor), how);
}

function after(changeset: CaseChangeset, before: CaseSnapshot): CaseSnapshot {
  const row = changeset.law?.publications[0]?.row ?? publicationIn(before);
  return { ...reloaded(changeset, before), law: lawOf(row, before.law!.decision!) };
}

function redacted(before = decided()): CaseSnapshot {
  return after(accepted(move(before, publisher, redactPublication, { redaction })), before);
}

t.test(
  'each part of a publication completes the step of its form, and the record names the text by digest',
  async (t) => {
    const before = decided();
    const changeset = accepted(move(before, publisher, redactPublication, { redaction }));
    const row = changeset.law!.publications[0]!.row;
    t.match(changeset, { close: [{ no: noAt(before, 'redact') }], open: [{ elementId: 'approve' }] });
    t.match(bodyOf(changeset), {
      command: 'redactPublication',
      stream: `case:${before.caseId}`,
      facts: { publications: [{ id: 'pub-1', state: 'redacted', digest: publicationDigest(row) }] },
    });
    t.notMatch(changeset.record.body, /张三丰|准予/);
    t.not(publicationDigest(row), publicationDigest({ ...row, reason: 'x' }));
    const atApproval = after(changeset, before);
    const approved = accepted(move(atApproval, checker, approvePublication, { revision: 2 }));
    t.match(approved, {
      open: [{ elementId: 'serve' }],
      law: { publications: [{ row: { state: 'published' }, replaces: 2 }] },
    });
  },
);

t.test('a step that is not open is not done', async (t) => {
  t.equal(codeOf(move(decided(), checker, approvePublication, { revision: 1 })), 'publication-state');
  const elsewhere = { ...redacted(), waits: [] };
  t.equal(codeOf(move(elsewhere, checker, approvePublication, { revision: 2 })), 'publication-state');
  t.equal(codeOf(move({ ...decided(), waits: [] }, publisher, redactPublication, { redaction })), 'publication-state');
  const secret = { reason: 'secret', basis: 'law' };
  t.equal(codeOf(move({ ...decided(), waits: [] }, publisher, withholdPublication, secret)), 'publication-state');
  t.match(accepted(move(redacted(), publisher, redactPublication, { redaction })), { close: [], open: [] });
});

t.test('who may not, has seen another text, or acts alone is refused', async (t) => {
  const both = person('pia', 'publisher', 'checker');
  const at = redacted();
  t.equal(codeOf(move(at, both, approvePublication, { revision: 2 })), 'separation');
  t.equal(codeOf(move(at, publisher, approvePublication, { revision: 2 })), 'forbidden');
  t.equal(codeOf(move(at, checker, approvePublication, { revision: 1 })), 'stale-revision');
  const seen = { id: 'pub-1', seen: 1, revision: 2 };
  const context = contextAt(monday, process, checker);
  t.equal(codeOf(movePublicationOfCase(at, seen, context, approvePublication)), 'stale-revision');
  t.equal(codeOf(movePublicationOfCase(at, { ...seen, id: 'other' }, context, approvePublication)), 'not-found');
  t.equal(codeOf(move({ ...at, law: null }, checker, approvePublication, { revision: 2 })), 'not-found');
  t.equal(codeOf(move({ ...at, status: 'suspended' }, checker, approvePublication, { revision: 2 })), 'case-closed');
  t.equal(
    codeOf(move(at, publisher, withholdPublication, { reason: 'r', basis: 'b' })),
    'forbidden',
    'the step is the checker’s',
  );
});

t.test('what is revoked meanwhile is not published', async (t) => {
  const of = decision({ state: 'revoked' });
  const at = { ...redacted(), law: lawOf(publicationIn(redacted()), of) };
  t.equal(codeOf(move(at, checker, approvePublication, { revision: 2 })), 'conflict');
});

t.test('a text that is sent back keeps its row; why stands in a commitment', async (t) => {
  const changeset = accepted(move(redacted(), checker, returnPublication, { reason: '住址未隐去' }));
  t.match(changeset, { law: null, open: [{ elementId: 'redact' }] });
  t.match(Object.keys(bodyOf(changeset).commitments ?? {}), ['publicationReturnReason']);
  t.notMatch(changeset.record.body, /住址/);
  t.equal(codeOf(move(redacted(), checker, returnPublication, { reason: ' ' })), 'bad-request');
});

t.test('what is withheld by rule already is confirmed at its step', async (t) => {
  const before = decided();
  const kept = { ...before, law: lawOf({ ...publicationIn(before), state: 'withheld' as const }, decision()) };
  const changeset = accepted(move(kept, publisher, withholdPublication, { reason: 'by rule', basis: 'law' }));
  t.match(changeset, {
    close: [{ no: noAt(before, 'redact') }],
    law: { publications: [{ row: { state: 'withheld', reason: 'by rule', revision: 2 }, replaces: 1 }] },
  });
});

t.test('correction and withdrawal while the case runs are records of the case and move nothing', async (t) => {
  const at = redacted();
  const shown = after(accepted(move(at, checker, approvePublication, { revision: 2 })), at);
  const correcting = accepted(move(shown, publisher, correctPublication, { redaction, reason: 'wrong' }));
  t.match(correcting, { open: [], close: [], law: { publications: [{ row: { state: 'redacted' }, replaces: 4 }] } });
  const corrected = accepted(move(after(correcting, shown), checker, approvePublication, { revision: 5 }));
  t.match(corrected, { open: [], close: [], law: { publications: [{ row: { state: 'corrected' } }] } });
  const gone = accepted(move(shown, publisher, withdrawPublication, { reason: 'revoked', basis: 'law' }));
  t.match(gone, { open: [], close: [], law: { publications: [{ row: { state: 'withdrawn' } }] } });
  t.equal(codeOf(move(shown, checker, withdrawPublication, { reason: 'r', basis: 'b' })), 'forbidden');
});

t.test('after the case a stream of its own begins behind the case’s last record', async (t) => {
  const at = redacted();
  const publication = accepted(move(at, checker, approvePublication, { revision: 2 })).law!.publications[0]!.row;
  const over: PublicationSnapshot = {
    agencyId: 'qilin',
    caseId: at.caseId,
    caseStatus: 'completed',
    caseRevision: 9,
    caseHead: 'ab'.repeat(32),
    matter: null,
    publication,
    decision: decision(),
    rules: {},
    stream: { seq: 0, head: '' },
  };
  const down = { id: 'pub-1', seen: null, reason: 'revoked', basis: 'law' };
  const context = contextAt(monday, process, publisher);
  const inStream = (snapshot: PublicationSnapshot, actor = publisher) =>
    movePublicationInStream(snapshot, down, { ...context, actor }, withdrawPublication);
  const first = inStream(over) as PublicationChangeset;
  t.match(first, { kind: 'publication', expected: 0, replaces: 4, row: { state: 'withdrawn', revision: 5 } });
  t.match(bodyOf(first), {
    stream: 'publication:pub-1',
    seq: 1,
    prev: genesis,
    facts: { case: { id: at.caseId, revision: 9, hash: over.caseHead }, publications: [{ state: 'withdrawn' }] },
  });
  const second = inStream({ ...over, stream: { seq: 1, head: 'cd'.repeat(32) } }) as PublicationChangeset;
  t.match(bodyOf(second), { seq: 2, prev: 'cd'.repeat(32) });
  t.notOk(bodyOf(second).facts?.['case']);
  t.equal(codeOf(inStream({ ...over, caseStatus: 'running' })), 'conflict', 'never beside a case that goes on');
  t.equal(codeOf(inStream(over, checker)), 'forbidden');
  t.equal(codeOf(inStream({ ...over, publication: { ...publication, state: 'withdrawn' } })), 'publication-state');
});
