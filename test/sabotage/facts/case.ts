import type { Facts } from '../named.ts';

/** People, tasks, records, registers, and what an agency has published. */
export const caseFacts: Facts = {
  agency: {
    noAgencyLaw: [
      ['who has published nothing has no catalogue (L3)', 'catalogue: null', 'catalogue: { version: 1, entries: [] }'],
    ],
    qualificationsOf: [
      ['officers hold a certificate (P1)', `[{ kind: 'enforcement-certificate', number: \`\${role}-1\`, from }]`, '[]'],
      ['the reviewer is qualified (L12)', `[{ kind: 'legal-qualification', number: \`\${role}-1\`, from }]`, '[]'],
    ],
    firstStaff: [['one role each', 'roles: [{ role, from }]', 'roles: roles.map((each) => ({ role: each, from }))']],
  },
  agencyRules: {
    reviewLimitsOf: [
      [`the agency's own limits go first`, 'review ?? {', '{'],
      ['three working days (L6)', 'days: 3', 'days: 4'],
      ['five more (L6)', 'extensionDays: 5', 'extensionDays: 6'],
    ],
    registerPrefixOf: [[`the agency's own prefix goes first`, 'registers?.[act] ?? ', '']],
  },
  people: {
    permissions: { each: 'property', by: 'everybody' },
    rolesOn: [['a role holds on its days', '.filter((held) => isValidOn(held, day))', '']],
    isQualifiedOn: [
      ['of this kind', 'held.kind === kind && ', ''],
      ['on its days', ' && isValidOn(held, day)', ''],
    ],
    isValidOn: [
      ['from its first day', 'span.from <= day && ', ''],
      ['to its last day', ' || day <= span.to', ' || true'],
    ],
  },
  task: {
    findOpenWait: [
      ['what is over is said to be', `refuse(\n    'task-closed',`, `refuse(\n    'not-found',`],
      [
        'what never was is said to be',
        `if (wait !== undefined || no > lastNo) return refuse('not-found', \`There is no \${kind} \${id}.\`);`,
        '',
      ],
      ['a wait is of the kind that is asked', 'wait?.kind === kind', 'wait !== undefined'],
    ],
    requireCandidate: [['a task without a role is for any staff', 'task.role === null || ', '']],
    requireUnclaimedByOthers: [['who claimed it may work', ' || task.assignee === actor.personId', '']],
    requireOutcome: [
      ['a declared outcome is asked for', 'declared.length === 0\n      ? undefined', 'true\n      ? undefined'],
      ['an undeclared outcome is unknown', 'declared.includes(outcome)', 'true'],
      ['an outcome is a key', 'outcomePattern.test(outcome)', 'true'],
    ],
  },
  serviceTask: {
    backOffSeconds: [
      ['each failure waits longer', '5 ** Math.min(attempts, 5)', '5'],
      ['not without end', 'Math.min(attempts, 5)', 'attempts'],
    ],
    requireLease: [
      ['a lease runs out', 'lease.until > now &&', ''],
      ['a lease is of one person', 'lease.owner === worker.personId &&', ''],
      ['a lease is of one worker', '(worker.lease === null || lease.no === worker.lease)', 'true'],
    ],
  },
  law: {
    requireNoDisagreement: [['other outcomes are free', 'if (outcome !== disagreed) return undefined;', '']],
    requirePlainForm: [
      [
        'a draft is done as a task',
        `form === 'draft') return undefined;`,
        `form === 'draft') return refuse('use-law-route', '');`,
      ],
    ],
  },
  revocation: {
    requireRuling: [
      ['an agency that revokes names no ruling', `if (kind === 'revoked' && ruledOn === null) return undefined;`, ''],
      ['nobody rules before the decision', 'decidedOn <= ruledOn &&', ''],
      ['nobody rules in days to come', 'ruledOn <= today', 'true'],
    ],
    actNamed: [
      ['an act that is named stays', 'if (named !== relatedAct) return named;', ''],
      [
        'no revocation without a decision',
        `if (revocation !== null) return revocation.decision.act;`,
        `return revocation?.decision.act ?? 'permit';`,
      ],
    ],
    revoke: [
      ['a ruling ends it as of its own day', 'ruledOn ?? by.decidedOn', 'by.decidedOn'],
      ['it is ended by a decision', 'by: by.id', `by: ''`],
      [
        'it is taken down in time (D9)',
        'withdrawalDue(on, rule, calendar)',
        'withdrawalDue(by.decidedOn, rule, calendar)',
      ],
    ],
  },
  evidence: {
    recordsSince: [
      ['of this element', 'record.elementId === elementId && ', ''],
      ['of this visit', ' && millisOf(record.at) >= millisOf(since)', ''],
    ],
    missingRecords: [
      ['one record answers one hook', 'free.delete(record);', ''],
      ['continuous hooks choose first', '.sort((a, b) => Number(b.continuous) - Number(a.continuous))', ''],
      ['only what is required is missing', 'hooks.filter(({ required }) => required)', '[...hooks]'],
    ],
    answers: [
      ['of this item', 'item === hook.item && ', ''],
      ['of this kind', ' && kind === hook.kind', ''],
      ['without a break (R4)', ' && (unbroken || !hook.continuous)', ''],
    ],
    requireSubstance: [
      ['a text has words', ` && (note ?? '').trim() !== ''`, ''],
      ['a file has its digest', 'digestPattern.test(digest)', 'true'],
      ['a file has its size', 'isFile && size > 0', 'isFile'],
    ],
  },
  register: {
    drawNumber: [
      ['a number is one more (R2)', 'after: last + 1', 'after: last'],
      ['a number is drawn from what stands there (R2)', 'before: last', 'before: 0'],
      ['the text has the number drawn', 'numberText(prefix, year, last + 1)', 'numberText(prefix, year, last + 2)'],
    ],
    numberText: [
      ['a prefix is one word', '!prefixPattern.test(prefix)', 'false'],
      ['a year is a year', '!Number.isInteger(year) || year < 1900 || year > 9999', 'false'],
      ['numbers count from 1', ' || n < 1', ''],
    ],
    registerOf: [
      ['by register', 'register === wanted.register && ', ''],
      ['by year', ' && year === wanted.year', ''],
      ['from 0', '?? 0', '?? 1'],
    ],
  },
};
