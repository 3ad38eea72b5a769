import type { Facts } from '../named.ts';

/** Publication, its rules, redaction, and personal data. */
export const publicationFacts: Facts = {
  publication: {
    openPublication: [
      ['what is not published by rule is withheld', `rule.publishable ? 'due' : 'withheld'`, `'due'`],
      ['withholding names its basis', 'rule.publishable ? null : rule.basis', 'null'],
    ],
    publicationDue: [
      [
        'it counts from the decision date (D8)',
        'limitEnd(decidedOn, days, calendar)',
        'limitEnd(decidedOn, days + 1, calendar)',
      ],
    ],
    withdrawalDue: [['a withdrawal has a limit of its own (D9)', 'rule.withdrawDays', 'rule.days']],
    publish: [
      ['a correction keeps the first publication', 'publication.publishedAt !== null', 'false'],
      ['a display has its end', 'publishedAt: at, displayUntil', 'publishedAt: at'],
    ],
    correctPublication: [['a correction says why', '{ ...publication, reason }', '{ ...publication }']],
    withdrawPublication: [['a withdrawal says why and when', 'withdrawnAt: at, reason, basis', 'reason: null']],
    withholdPublication: [['withholding says why', `state: 'withheld', reason, basis`, `state: 'withheld'`]],
    publicView: [
      [
        'a withdrawn one is a tombstone',
        `if (state === 'withdrawn') return { shows: 'tombstone', reason, withdrawnAt };`,
        '',
      ],
      [
        'what is not approved is not shown',
        `(state === 'published' || state === 'corrected') && text !== null`,
        'text !== null',
      ],
      ['a corrected one is shown', ` || state === 'corrected'`, ''],
      ['a correction says so', `corrects ? { shows: 'correction', reason } : null`, 'null'],
      ['what was never public shows nothing', ' && publishedAt !== null', ''],
    ],
    requireDisplayOver: [
      ['no end is no end', 'displayUntil !== null && ', 'displayUntil === null || '],
      [
        'it is shown on its last day too',
        'dayOfDate(today) > dayOfDate(displayUntil)',
        'dayOfDate(today) >= dayOfDate(displayUntil)',
      ],
    ],
    withText: [
      ['a new text is approved anew (D10)', 'approvedBy: null', 'approvedBy: publication.approvedBy'],
      ['who redacted is kept (D11)', 'redactedBy: by.personId', `redactedBy: ''`],
      ['only what is chosen is shown', 'showOnly(fields, shown)', 'showOnly(fields, fields.map(({ name }) => name))'],
      ['the object is hidden as the rule says', 'publicObject(object, rule.namingBasis)', 'object.name'],
    ],
    moved: [['every step is a revision', 'publication.revision + 1', 'publication.revision']],
  },
  publicationRule: {
    statePublicationRule: [
      ['seven working days (D8)', 'days: 7', 'days: 20'],
      ['three working days to take it down (D9)', 'withdrawDays: 3', 'withdrawDays: 7'],
      ['natural persons are not named (trap 11)', 'namingBasis: null', `namingBasis: ''`],
      ['decisions are published', 'publishable: true', 'publishable: false'],
    ],
    publicationRuleOf: [
      [`the agency's own rule goes first`, 'rules.publication?.[act] ?? ', ''],
      ['by act', '?.[act]', `?.['permit']`],
    ],
    displayEnd: [
      ['no months, no end', 'if (displayMonths === undefined || displayMonths === null) return null;', ''],
      [`a shorter month ends on its last day`, 'Math.min(from.getUTCDate(), lastDay)', 'from.getUTCDate()'],
    ],
    isOverdue: [
      ['what was shown is not awaited', 'publishedAt === null && ', ''],
      ['what is redacted is awaited', ` || state === 'redacted'`, ''],
      ['what is approved is awaited', ` || state === 'approved'`, ''],
      ['its last day is over', ' && hasEnded(due, now)', ''],
    ],
  },
  redaction: {
    hiddenByLaw: { each: 'element', by: '' },
    tagFields: [
      [
        'what the schema hides stays hidden',
        `hiddenByLaw.has(known) || field.tag === 'none' ? known : field.tag`,
        'field.tag',
      ],
      ['a publisher may hide more', ` || field.tag === 'none' ? known : field.tag`, ' || true ? known : field.tag'],
    ],
    schemaTag: [
      ['a field is known by its title too', ' || title === name', ''],
      ['a field is known by its variable', 'variable === name || ', ''],
    ],
    hiddenTag: [['a kind that is not known is hidden', `?? 'person-name'`, `?? 'none'`]],
    showOnly: [['only what is named is shown', '.filter(({ name }) => shown.includes(name))', '']],
    publicObject: [
      ['a natural person is not named', 'isNaturalPerson && namingBasis === null ? `${first}某某` : name', 'name'],
      ['a basis names a natural person', ' && namingBasis === null', ''],
      ['an organisation is named', 'isNaturalPerson && ', ''],
    ],
    requireHidden: [['only what is shown is refused', 'shown.includes(name) && ', '']],
    requireNoHiddenValue: [
      [
        'the summary is searched',
        `{ texts: searched([summary.category, summary.conclusion]), pointer: '/summary' },`,
        '',
      ],
      ['the full text is searched', `{ texts: searched(named.map(({ value }) => value)), pointer: '/shown' },`, ''],
      [`an organisation's own name is no secret`, ` : plain(text).replaceAll(ownName, ' ')`, ' : plain(text)'],
      ['the legal representative is told apart by position', ` && tag !== 'legal-representative'`, ''],
      ['what is not tagged is no secret', `tag !== 'none' && `, ''],
      ['free text is no secret', ` && tag !== 'free-text'`, ''],
    ],
    canBeRead: [['one character says nothing', 'secret.length > 1 && ', '']],
    plain: [
      ['full width reads as half width', `.normalize('NFKC')`, ''],
      ['capitals read as small letters', '.toLowerCase()', ''],
      ['spaces and separators hide nothing', `.replaceAll(/[^\\p{L}\\p{N}]/gu, '')`, ''],
    ],
  },
  privacy: {
    withDates: [
      [
        'a date that a limit counts from is plain',
        'properties: { ...dates, ...rules.properties }',
        'properties: rules.properties',
      ],
      ['what a matter says of it holds', '{ ...dates, ...rules.properties }', '{ ...rules.properties, ...dates }'],
    ],
    splitVariables: [
      ['what breaks its schema is refused', 'faults.length > 0', 'false'],
      ['personal values stand apart', '(isPlain ? plain : personal).push([name, value])', 'plain.push([name, value])'],
    ],
    schemaOf: [['parties have no schema', ` || name === 'parties'`, '']],
    isPlainByNature: [
      ['parties are personal', `if (name === 'parties') return false;`, ''],
      ['generic BPMN is plain', `if (rules.kind === 'generic') return true;`, ''],
      [
        'untagged text is personal',
        ` && (value === null || typeof value === 'number' || typeof value === 'boolean')`,
        '',
      ],
      ['a tagged number is personal', 'return untagged && ', 'return '],
    ],
    isPlainSchema: [
      ['a tag is personal', 'if (hasPersonalTag(schema)) return false;', ''],
      ['x-pii none is plain', `schema['x-pii'] === 'none' || `, ''],
      ['an enumeration is plain', 'Array.isArray(schema.enum) || ', ''],
      ['a constant is plain', ' || schema.const !== undefined', ''],
      ['only a date is plain text', `schema.format === 'date'`, 'true'],
      ['an object says all its properties', 'schema.additionalProperties === false &&', ''],
      ['every property is plain', '.every((part) => isSchema(part) && isPlainSchema(part))', '.every(() => true)'],
      ['every item is plain', 'isSchema(schema.items) && isPlainSchema(schema.items)', 'true'],
    ],
    hasPersonalTag: [
      ['a tag inside wins', 'parts.some((part) => isSchema(part) && hasPersonalTag(part))', 'false'],
      ['items are looked into', 'schema.items, ', ''],
    ],
    faultOf: [
      ['an enumeration holds', '!schema.enum.includes(value)', 'false'],
      ['a constant holds', 'value !== schema.const', 'false'],
      ['a type holds', '!hasType(value, schema.type)', 'false'],
      ['a date is a day', `!(typeof value === 'string' && readDate(value) !== undefined)`, 'false'],
    ],
  },
};
