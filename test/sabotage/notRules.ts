import type { NotRules } from './rules.ts';

const shape = 'the shape of an id or a text';
const words = 'a list of words';
const forPeople = 'a text for people';

/** What `src/domain` exports and that decides nothing, with why. */
export const notRules: NotRules = {
  agency: { agencyIdPattern: shape },
  apiKey: { formatApiKey: shape, parseApiKey: shape },
  catalogue: { noCatalogue: 'an empty catalogue; askCatalogue says what its silence means' },
  clock: { explainClock: forPeople },
  deadline: { MAX_WORKING_DAYS: 'a bound of the reckoning', explainWorkingDays: forPeople },
  evidence: { recordKinds: words },
  law: { lawForms: words, disagreed: words },
  limit: { limitText: shape, spokenLimit: forPeople },
  legalTime: {
    FIRST_YEAR: 'a bound of the reckoning',
    LAST_YEAR: 'a bound of the reckoning',
    LAST_DAY: 'a bound of the reckoning',
    DAY_MS: 'a unit',
    millisOf: shape,
    instantOf: shape,
    dayOfDate: shape,
    readDate: shape,
    dateOfDay: shape,
    yearOfDay: shape,
    weekdayOf: forPeople,
  },
  people: { roles: words },
  refusal: { isRefusal: 'how a rule says no, not when' },
  revocation: { revocationKinds: words, revocationProcedure: words, relatedAct: words },
  serviceTask: { maxAttempts: 'a figure of the machine' },
  services: { builtInServices: words },
  task: { outcomePattern: shape, taskView: 'what the API shows' },
  wait: { waitId: shape, parseWaitId: shape },
};
