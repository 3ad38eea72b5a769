import { decisionKinds } from '../domain/draft.ts';
import { recordKinds } from '../domain/evidence.ts';
import { relatedAct } from '../domain/revocation.ts';
import { roles } from '../domain/people.ts';

/** The namespace of the enforcement extension. */
export const enforcementNamespace = 'urn:sanzhi:enforcement:1';

/** An element of the extension: where it stands and what it says. It holds nothing but attributes. */
export interface EnfElement {
  /** BPMN elements that it may stand on, by their names in the metamodel. */
  readonly on: readonly string[];
  /** Whether several of it may stand on one element. */
  readonly many: boolean;
  readonly about: string;
  readonly attributes: Readonly<Record<string, EnfAttribute>>;
}

/** An attribute; none has a default. What has weight in law is required. */
export interface EnfAttribute {
  readonly required: boolean;
  readonly about: string;
  /** The words that it can be. */
  readonly words?: readonly string[];
  /** The form of any other text, and what it is in words. */
  readonly form?: readonly [pattern: RegExp, what: string];
}

const required = (about: string, more: Pick<EnfAttribute, 'words' | 'form'> = {}): EnfAttribute => {
  return { required: true, about, ...more };
};
const optional = (about: string, more: Pick<EnfAttribute, 'words' | 'form'> = {}): EnfAttribute => {
  return { required: false, about, ...more };
};

const word = [/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'a letter, then letters, digits and - (at most 64)'] as const;
const line = [/^[^\r\n]{1,300}$/, 'a line of at most 300 characters'] as const;
const duration = [/^P[0-9A-Z.,]{1,40}$/, 'a duration like `P20WD`, `P90D`, `P3M` or `PT24H`'] as const;
const flag = ['true', 'false'] as const;
const steps = ['UserTask', 'ManualTask', 'ServiceTask'] as const;
const activities = [...steps, 'ReceiveTask', 'SubProcess', 'CallActivity'] as const;

const act = required(
  'What kind of power is used; `related` in the procedure that ends a decision of another case: that decision’s.',
  { words: [...Object.keys(decisionKinds), relatedAct] },
);
const clock = required('Name of the clock, the same wherever something happens to it.', { form: word });

/** Every element of the extension by its name. Descriptor, documentation and checks are made from this table. */
export const enforcement = {
  step: {
    on: [...steps, 'GlobalUserTask', 'GlobalManualTask'],
    many: false,
    about: 'What the step is called in records, statistics and forms, whoever redraws the diagram.',
    attributes: {
      key: required('Stable key, unique in the process: a letter, then letters, digits, `.`, `_` and `-`.'),
      role: optional(
        'Role of whoever may do it. Without it, the drawing names it (potential owner, lane), or any staff may.',
        { words: roles },
      ),
      outcomes: optional('Words that the step can be completed with, apart by spaces. Without it, there is none.'),
      officers: optional(
        'How many officers with a valid enforcement certificate do it: whoever completes it, and those who put a record to it. Without it, no certificate is asked for.',
        { words: ['1', '2'] },
      ),
    },
  },
  record: {
    on: steps,
    many: true,
    about: 'A recording hook: what has to be, or can be, on the record before the step is complete.',
    attributes: {
      item: required('Item of the list of records, such as `R7-5`.', {
        form: [/^[A-Z][A-Za-z0-9.-]{0,31}$/, 'the number of an item such as `R7-5`'],
      }),
      kind: required('What kind of record it is.', { words: recordKinds }),
      required: required('Whether the step cannot be completed without it; `true` on user tasks only.', {
        words: flag,
      }),
      continuous: required('Whether it runs from start to end without a break.', { words: flag }),
      template: required('Name of the form it is written on; `none` for recordings.', { form: word }),
    },
  },
  draft: {
    on: ['UserTask'],
    many: false,
    about: 'While the task is open, the draft of the decision can be written and changed; at no other time.',
    attributes: {},
  },
  scope: {
    on: ['ServiceTask'],
    many: false,
    about:
      'Asks the catalogue of reviews about the draft; stands with `implementation="sanzhi:scope"`. The task is left directly by one flow with the outcome `required` and one with `notRequired`, and sets `reviewLevels` (0, 1 or 2).',
    attributes: { act },
  },
  legalReview: {
    on: ['UserTask'],
    many: false,
    about:
      'A step of the legal review. The opinion has the outcomes `passed`, `returned` and `rejected`, and is left directly by one flow for each.',
    attributes: {
      part: required('What is done.', { words: ['request', 'materials', 'opinion', 'ruling'] }),
      level: required('1 for the authority itself, 2 for the body above it.', { words: ['1', '2'] }),
    },
  },
  decision: {
    on: ['UserTask'],
    many: false,
    about: 'The decision is made. No way leads here without a clearance of the draft.',
    attributes: { act },
  },
  publication: {
    on: ['UserTask'],
    many: false,
    about: 'A step of the publication of the decision.',
    attributes: { part: required('What is done.', { words: ['redaction', 'approval'] }) },
  },
  deadline: {
    on: activities,
    many: true,
    about: 'A limit of the law that starts to run when the activity is entered.',
    attributes: {
      clock,
      limit: required('How long it is, before an agency sets another.', { form: duration }),
      from: required('`entry`, or the variable that holds the legal date from which it counts.', { form: word }),
      lastDay: optional(
        'Whether a last day on a rest day rolls to the next working day; required for natural days and months.',
        { words: ['rolls', 'stays'] },
      ),
      extension: required('By how much it can be extended, all extensions together, or `none`.', {
        form: [/^(?:none|P[0-9A-Z.,]{1,40})$/, 'a duration like `P10WD`, or none'],
      }),
      basis: required('Article of the law, or the rule, that sets it.', { form: line }),
      onBreach: required('What follows when it is over: it shows as overdue, nothing else.', { words: ['overdue'] }),
    },
  },
  clock: {
    on: activities,
    many: true,
    about: 'Something happens to a clock: `pause` when the activity is entered, the others when it is complete.',
    attributes: {
      clock,
      event: required('What happens.', { words: ['pause', 'resume', 'extend', 'stop'] }),
      ground: optional('Why it stands still; required with `pause` and `resume`.', { form: word }),
      by: optional('By how much it is extended; required with `extend`.', { form: duration }),
      basis: optional('Article of the law that allows it; required with all but `stop`.', { form: line }),
    },
  },
  outcome: {
    on: ['SequenceFlow'],
    many: false,
    about:
      'The flow is taken by exactly this outcome of the scope or opinion that it leaves. Its condition says the same for other engines: `outcome = "passed"`.',
    attributes: {
      value: required('The outcome.', { words: ['required', 'notRequired', 'passed', 'returned', 'rejected'] }),
    },
  },
} as const satisfies Record<string, EnfElement>;
export type EnfName = keyof typeof enforcement;

/** Descriptor of the extension for bpmn-moddle; BPMN editors on bpmn-js can load it as it is. */
export const enforcementDescriptor = {
  name: 'Enforcement',
  prefix: 'enf',
  uri: enforcementNamespace,
  xml: { tagAlias: 'lowerCase' },
  associations: [],
  types: Object.entries(enforcement).map(([name, { on, attributes }]) => ({
    name: name.charAt(0).toUpperCase() + name.slice(1),
    superClass: ['Element'],
    meta: { allowedIn: on.map((type) => `bpmn:${type}`) },
    properties: Object.keys(attributes).map((attribute) => ({ name: attribute, isAttr: true, type: 'String' })),
  })),
};
