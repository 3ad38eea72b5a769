import type { Facts } from '../named.ts';

/** Drafts, the catalogue, legal reviews, clearances and decisions. */
export const reviewFacts: Facts = {
  catalogue: {
    weighty: { each: 'element', by: '' },
    askCatalogue: [
      ['silence of the catalogue frees nothing (L3)', '? 1 :', '? 0 :'],
      ['the highest level of all that fit counts', 'highest([...byCatalogue, byLaw])', 'byCatalogue[0]'],
      ['the law asks whatever the catalogue says', '[...byCatalogue, byLaw]', 'byCatalogue'],
      ['only level 0 frees', `levels === 0 ? 'notRequired' : 'required'`, `'notRequired'`],
      ['only what fits counts', '.filter((entry) => fits(entry, facts))', ''],
    ],
    levelsByLaw: [
      ['a trigger weighs', '...triggers, ', ''],
      ['a circumstance weighs', ', ...circumstances', ''],
      ['the law asks for a level', '? 1 : 0', '? 0 : 0'],
    ],
    answerScope: [
      ['an answer holds for a version', 'draftVersion: version', 'draftVersion: 0'],
      ['an answer holds for a content', 'draftDigest: digest', `draftDigest: ''`],
      ['an answer knows the circumstances', 'triggers, circumstances }', 'triggers, circumstances: [] }'],
      [
        'an answer knows the triggers',
        'amountFen, triggers, circumstances }',
        'amountFen, triggers: [], circumstances }',
      ],
    ],
    faultsOfCatalogue: [
      ['a version counts from 1', 'Number.isSafeInteger(version) && version > 0', 'true'],
      ['an entry stands once', 'seen.has(id)', 'false'],
      ['a kind is one of the act', 'kind !== undefined && !kinds.includes(kind)', 'false'],
      ['an amount is whole fen', '!(Number.isSafeInteger(minAmountFen) && minAmountFen >= 0)', 'false'],
      ['a trigger excuses nothing', 'trigger !== undefined || ', ''],
      ['an amount excuses nothing', ' || minAmountFen !== undefined', ''],
      ['an entry names its basis', `basis.trim() === ''`, 'false'],
    ],
    fits: [
      ['by act', 'act === facts.act', 'true'],
      ['by kind', '(kind === undefined || kind === facts.kind)', 'true'],
      ['by procedure', '(procedure === undefined || procedure === facts.procedure)', 'true'],
      ['by amount', '(minAmountFen === undefined || reaches(facts, minAmountFen))', 'true'],
      [
        'by trigger',
        '(trigger === undefined || [...facts.triggers, ...facts.circumstances].includes(trigger))',
        'true',
      ],
      ['a circumstance is a trigger', ', ...facts.circumstances', ''],
    ],
    reaches: [
      ['an amount nobody named is a large one', `kind === 'penalize'`, 'false'],
      ['an amount reaches itself', '>= minAmountFen', '> minAmountFen'],
    ],
  },
  circumstances: {
    circumstancesOf: [
      ['a hearing that was held is told', `key === 'hold-hearing' && outcome === 'held'`, 'false'],
      ['a hearing that was not held is none', ` && outcome === 'held'`, ''],
      ['complexity is told', `variables['complex'] === true`, 'false'],
      ['only true is complex', ` === true`, ' !== undefined'],
    ],
    newCircumstances: [
      ['what is known is not new', '!known.includes(circumstance) && ', ''],
      ['what is told twice is new once', ' && told.indexOf(circumstance) === index', ''],
    ],
  },
  draft: {
    decisionKinds: { each: 'element', by: '' },
    nextDraft: [
      ['the same content is no new version', 'if (current?.digest === digest) return current;', ''],
      ['another content is the next version', '(current?.version ?? 0) + 1', 'current?.version ?? 1'],
      ['a draft states its amount', 'content.amountFen ?? null', 'null'],
      ['a draft states its triggers', 'content.triggers ?? []', '[]'],
    ],
    requireDraft: [['what is not drafted is refused (L1)', 'if (draft !== null) return draft;', 'return draft;']],
    requireDraftToSubmit: [
      ['a drafting step ends with a draft', `found !== undefined && isRefusal(found) ? found : undefined`, 'undefined'],
      ['a withdrawn matter needs none', `outcome === 'withdrawn' ? undefined : `, ''],
    ],
    requireWholeDraft: [
      ['nothing is blank', `content[part].trim() === ''`, 'false'],
      ['it names a law', 'content.basis.length === 0', 'false'],
    ],
    requireAmount: [
      ['a penalty names an amount', ` && kind !== 'penalize'`, ''],
      ['an amount is whole fen', 'Number.isSafeInteger(amountFen) && ', ''],
      ['an amount is 0 or more', ' && amountFen >= 0', ''],
    ],
  },
  editDraft: {
    editDraft: [
      ['an edit voids what stood (L1)', '...voidedByEdit(ground)', 'reviews: [], scopes: []'],
      [
        'the same content voids nothing',
        'if (draft === ground.draft) return { draft, changed: false, reviews: [], scopes: [] };',
        '',
      ],
    ],
  },
  review: {
    reviewDue: [
      ['an extension lengthens it', 'limits.days + more', 'limits.days'],
      [
        'materials with the handler are not counted',
        'if (from === null) return null;',
        'if (from === null) return reviewDue({ ...review, receivedAt: review.requestedAt }, limits, calendar);',
      ],
      ['it runs from the hand-in', ' ?? receivedAt', ' ?? review.requestedAt'],
      ['the second level has days of its own (L10)', `level < review.levelsAsked && outcome === 'passed'`, 'false'],
      ['the last level begins nothing', 'level < review.levelsAsked && ', ''],
      ['an extension is of its level', ' && millisOf(extension.at) >= millisOf(from)', ''],
    ],
    reviewersOf: [
      [
        'who accepted reviews',
        `...(acceptance === null ? [] : [{ personId: acceptance.by, act: 'accepted the materials', at: acceptance.at }]),`,
        '',
      ],
      [
        'who returned materials reviews',
        `...returns.map(({ by, at }) => ({ personId: by, act: 'returned the materials', at })),`,
        '',
      ],
      [
        'who gave an opinion reviews',
        '...opinions.map(({ personId, level, at }) => ({ personId, act: `gave the opinion of level ${level}`, at })),',
        '',
      ],
    ],
    requireReviewOfDraft: [
      ['of this content', 'review.draftDigest === draft.digest && ', ''],
      ['of this version', ' && review.draftVersion === draft.version', ''],
    ],
    requireNoStandingReview: [['more levels may be asked of a passed draft', `review.state !== 'passed' || `, '']],
    requireChangedDraft: [['a second reviewer was ruled', ` && review.ruling?.kind !== 'secondReviewer'`, '']],
    requireNextLevel: [
      ['one after the other', 'level === levelsPassed + 1 && ', ''],
      ['no more than asked', ' && level <= levelsAsked', ''],
    ],
    requireChecklist: [
      [
        'every item is answered',
        '.filter((item) => checklist.filter((answered) => answered.item === item).length !== 1)',
        '.filter(() => false)',
      ],
      ['nothing passes in spite of a no', `answer !== 'no'`, 'true'],
    ],
    requireLegalQualification: [['a permit needs none by law', `act !== 'penalty' || `, '']],
    requireExtensionDays: [['no more than the limits allow (L6)', ' && days <= extensionDays', '']],
  },
  reviewSteps: {
    requestReview: [
      ['a request is a new round (trap 10)', 'reviews.length + 1', '1'],
      ['it is about this version', 'draftVersion: draft.version', 'draftVersion: 0'],
      ['it is about this content', 'draftDigest: draft.digest', `draftDigest: ''`],
      ['two levels are asked (L10)', 'request.levels === 2 ? 2 : 1', '1'],
    ],
    acceptMaterials: [
      [
        'the clock runs since they came in (L6)',
        `acceptance: { by: by.personId, at }`,
        `receivedAt: at, acceptance: { by: by.personId, at }`,
      ],
    ],
    returnMaterials: [['what is waited for is not counted (trap 10)', 'receivedAt: null, ', '']],
    resubmitMaterials: [['the clock counts anew (trap 10)', 'receivedAt: at, ', 'receivedAt: review.requestedAt, ']],
    extendReview: [['an extension is kept', 'moved(review, { extension })', 'moved(review, {})']],
    concludeReview: [
      ['it passes when every level has (L10)', `level === review.levelsAsked ? 'passed' : 'inReview'`, `'passed'`],
      [
        'what did not pass ends it (L7)',
        `if (outcome !== 'passed') return moved(review, { state: outcome, opinions });`,
        '',
      ],
    ],
    disagree: [['a disagreement is kept', `disagreement: { by: by.personId, at, grounds }`, 'disagreement: null']],
    ruleReview: [
      ['a ruling clears nothing (L9)', 'objectionOf(review)', `'passed'`],
      ['a second review voids the first', `: 'voided'`, ': review.state'],
      ['who disagreed is a party', ', ...disputing]', ']'],
      ['the reviewers are parties', '...reviewersOf(review), ', ''],
    ],
    voidReviews: [
      ['what is disputed is voided', ` || review.state === 'disputed'`, ''],
      ['what stands is voided', 'isStanding(review) || ', ''],
      ['what has ended stays', `.filter((review) => isStanding(review) || review.state === 'disputed')`, ''],
    ],
    handlersOf: [
      [
        'who asked for the review handled the case',
        `, { personId: requestedBy, act: 'requested the review', at: requestedAt }`,
        '',
      ],
    ],
    disputedOpinions: [
      ['of this very draft', 'draftDigest === draft.digest && ', ''],
      ['where a second reviewer was ruled', ` && ruling?.kind === 'secondReviewer'`, ''],
    ],
    objectionOf: [['what was returned is returned', `=== 'returned' ? 'returned'`, `=== 'returned' ? 'rejected'`]],
    moved: [['every step is a revision', 'review.revision + 1', 'review.revision']],
  },
  clearance: {
    clearanceOf: [
      [
        'only a review without a fault clears (L1)',
        'ground.reviews.find((candidate) => reviewFault(candidate, draft, ground) === undefined)',
        'ground.reviews[0]',
      ],
      [
        'only an answer without a fault clears (L1)',
        'ground.scopes.find((candidate) => scopeFault(candidate, draft, ground) === undefined)',
        'ground.scopes[0]',
      ],
      [
        'nothing clears of itself (L1)',
        'scope === undefined ? null : ',
        `scope === undefined ? { by: 'scope', scopeId: '' } : `,
      ],
    ],
    requireClearance: [
      [
        'no decision without a clearance (L1)',
        'if (clearance !== null) return clearance;',
        `return clearance ?? { by: 'review', reviewId: '' };`,
      ],
    ],
    voidedByEdit: [
      ['reviews are voided', 'voidReviews(reviews)', '[]'],
      ['answers are voided', 'voidScopes(scopes)', '[]'],
    ],
    voidScopes: [
      ['an answer is voided', 'voided: true', 'voided: false'],
      ['once', '.filter(({ voided }) => !voided)', ''],
    ],
    requireOfThisDraft: [
      ['of this version', 'draftVersion === draft.version && ', ''],
      ['of this content', ' && draftDigest === draft.digest', ''],
    ],
    requireEveryLevel: [['only what passed counts', `.filter(({ outcome }) => outcome === 'passed')`, '']],
    requireNewestReview: [['a voided one is not awaited', ` && other.state !== 'voided'`, '']],
    requireFacts: [
      ['of this kind', 'facts.kind === draft.kind', 'true'],
      ['of this amount', 'facts.amountFen === draft.amountFen', 'true'],
      ['of these triggers', 'draft.triggers.every((trigger) => facts.triggers.includes(trigger))', 'true'],
    ],
    requireNoObjection: [
      [
        'an objection to the content holds for every version',
        '(review.draftDigest === draft.digest && isObjectedTo(review)) ||',
        '',
      ],
      ['a review under way is awaited', '(review.draftVersion === draft.version && isStanding(review))', 'false'],
    ],
    isOfOneDraft: [
      ['of one version', 'one.draftVersion === other.draftVersion && ', ''],
      ['of one content', ' && one.draftDigest === other.draftDigest', ''],
    ],
  },
  decision: {
    decide: [
      [
        'no decision without a clearance (L1)',
        'requireClearance(draft, ground, ground.caseId)',
        `{ by: 'review' as const, reviewId: '' }`,
      ],
      ['no decision without a draft', 'if (isRefusal(draft)) return draft;', ''],
      ['it says what the draft says', 'draftVersion: draft.version', 'draftVersion: 1 + draft.version'],
      ['it is of this content', 'draftDigest: draft.digest', `draftDigest: ''`],
      ['it is dated in Shanghai (D8)', 'decidedOn: legalDateOf(at)', 'decidedOn: at.slice(0, 10)'],
      [
        'every review of the case counts',
        'ground.reviews.flatMap(reviewersOf)',
        'ground.reviews.slice(-1).flatMap(reviewersOf)',
      ],
    ],
    numberDecision: [['it gets its number', '{ ...decision, number }', '{ ...decision }']],
    endDecision: [['an end is kept with its basis', '{ ...decision, state, ended }', '{ ...decision, state }']],
  },
};
