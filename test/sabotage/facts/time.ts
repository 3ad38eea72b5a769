import type { Facts } from '../named.ts';

/** Legal time, calendars, limits, clocks and timers. */
export const timeFacts: Facts = {
  legalTime: {
    legalDateOf: [
      ['a date is one of Shanghai', 'legalDayOf(millisOf(instant))', 'Math.floor(millisOf(instant) / DAY_MS)'],
    ],
    legalDayOf: [['a day begins at midnight in Shanghai', ' + BEIJING_MS', '']],
    endOfDay: [
      ['a day ends at its 24:00', '(day + 1)', 'day'],
      ['a day ends at midnight in Shanghai', ' - BEIJING_MS', ''],
    ],
    endOfLegalDay: [['a limit ends at 24:00 of its last day', 'endOfDay(dayOfDate(date))', 'dayOfDate(date) * DAY_MS']],
    readMoment: [['a local time is one of Shanghai', `offset = '+08:00'`, `offset = 'Z'`]],
  },
  calendar: {
    buildCalendar: [
      [
        'the latest notice wins',
        'notices.sort((a, b) => dayOfDate(a.notice.published) - dayOfDate(b.notice.published))',
        '',
      ],
      ['an amendment counts', '...(file.amendedBy ?? [])', ''],
      ['regions are not mixed', 'file.region !== region', 'false'],
      ['a year comes once', 'publishedYears.has(file.year)', 'false'],
    ],
    worksOn: [
      [
        'a notice goes before the day of the week',
        "named === undefined ? !isWeekend(day) : named.kind === 'work'",
        '!isWeekend(day)',
      ],
      ['a make-up day is worked', `named.kind === 'work'`, 'false'],
    ],
    dayKind: [
      [
        'a day is described as the calendar has it',
        'describeDay(dayOfDate(date), calendar)',
        'describeDay(dayOfDate(date) + 1, calendar)',
      ],
    ],
    describeDay: [
      ['a year without a notice is not published', 'calendar.publishedYears.has(year)', 'true'],
      ['a holiday is named with its notice', 'sourceOf(named.notice)', 'WEEKLY_REST'],
    ],
  },
  calendarFile: {
    readCalendarFile: [['a calendar says its year', 'year < FIRST_YEAR', 'false']],
    readDays: [
      ['days ascend, each once', 'if (date <= before)', 'if (false)'],
      [
        'days lie in the year or the December before',
        '!date.startsWith(`${year}-`) && !date.startsWith(`${year - 1}-12-`)',
        'false',
      ],
      ['a day is off or worked', `kind !== 'off' && kind !== 'work'`, 'false'],
    ],
    fieldsOf: [
      ['nothing is missing', 'missing !== undefined', 'false'],
      ['nothing is unknown', 'unknown !== undefined', 'false'],
    ],
  },
  deadline: {
    workingDayAfter: [
      ['the start day is not counted', 'let day = start;', 'let day = start - 1;'],
      ['only working days count', 'if (worksOn(day, calendar)) left -= 1', 'left -= 1'],
      ['a limit has at least one day', 'days < 1', 'false'],
    ],
    addWorkingDays: [
      ['an unpublished year makes it provisional', 'unpublished.length > 0', 'false'],
      ['days passed over are named', 'skipped.push(noted(describeDay(day, calendar)))', ''],
    ],
    unpublishedYears: [
      ['every year up to the end is looked at', 'year <= yearOfDay(due)', 'year < yearOfDay(due)'],
      ['a published year is none', '!calendar.publishedYears.has(year)', 'true'],
    ],
  },
  clock: {
    clockDue: [
      ['the start day is not counted', 'let day = start + 1', 'let day = start'],
      ['only working days count', 'works || !byWorkingDays', 'true'],
      ['an extension lengthens the limit', `event.type === 'extend' ? event.days : 0`, '0'],
      ['a day wholly in a pause is left out', 'isWhollyIn(pauses, day)', 'false'],
      ['a limit does not end while its clock stands still', '|| atEnd !== undefined ', ''],
      ['it has no end while the pause is open', 'if (atEnd?.to === Infinity) return null;', ''],
      ['a last day on a rest day rolls only where the law says so', '!limit.rolls)) continue', 'false)) continue'],
      ['an unpublished year makes it provisional', 'unpublished.length > 0', 'false'],
    ],
    hasEnded: [
      ['a provisional end has no effect', '!provisional && ', ''],
      ['it ends at its moment', '>= millisOf(dueAt)', '> millisOf(dueAt)'],
    ],
    clockState: [
      ['a stopped clock stays stopped', `if (last === 'stop') return 'stopped';`, ''],
      ['a paused clock stands still', `last === 'pause' ? 'paused' : 'running'`, `'running'`],
      ['an extension starts no clock', `events.findLast(({ type }) => type !== 'extend')`, 'events.at(-1)'],
    ],
    pausesOf: [['pauses without a gap are one', 'before?.to === from', 'false']],
    spellsOf: [['a stop ends a pause', ` || type === 'stop'`, '']],
  },
  clockEvents: {
    startClock: [
      [
        'a clock counts from the day that is given',
        `{ type: 'start', at, on, limit }`,
        `{ type: 'start', at, on: legalDateOf(at), limit }`,
      ],
    ],
    requireExtensionWithin: [
      ['all extensions together', 'earlier.reduce((total, more) => total + more, days)', 'days'],
      ['so many times', ' && earlier.length < most.times', ''],
      [
        'no limit without one is extended',
        `if (most === null) return refuse('conflict', \`Clock \${id} (\${events[0].limit.basis}) cannot be extended.\`);`,
        'if (most === null) return undefined;',
      ],
    ],
    append: [['what happened stays', '[...clock.events, event]', '[clock.events[0], event]']],
  },
  timerDue: {
    firstDue: [['a fixed moment stays', 'return exact(millisOf(spec.at))', 'return exact(millisOf(armedAt))']],
    nextDue: [
      ['what is no cycle falls due once', `if (spec.kind !== 'cycle') return null;`, ''],
      ['a cycle ends after its times', 'if (spec.times !== null && firings >= spec.times) return null;', ''],
    ],
    after: [
      ['working days end at 24:00', 'endOfLegalDay(explain.due)', 'instantOf(endOfDay(legalDayOf(from)))'],
      ['an unpublished year makes it provisional', 'explain.provisional', 'false'],
      ['working days are a legal limit', 'legal: true', 'legal: false'],
    ],
    workingDayMoment: [
      ['an unpublished year makes it provisional', 'unpublishedYears(first, day, calendar).length > 0', 'false'],
    ],
    exact: [['an exact span is no legal limit', 'legal: false', 'legal: true']],
  },
  timerText: {
    parseTimer: [['a text has its length', 'trimmed.length > MAX_TEXT', 'false']],
    readLength: [['working days are 1 at least', 'days >= 1 && ', '']],
    readCycle: [['a cycle rests in between', 'return empty', 'return false']],
  },
};
