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
    monthsAfter: [
      [
        'a shorter month ends on its last day (Civil Code Art. 202)',
        'Math.min(from.getUTCDate(), lastOfMonth)',
        'from.getUTCDate()',
      ],
    ],
    readMoment: [['a local time is one of Shanghai', `offset = '+08:00'`, `offset = 'Z'`]],
  },
  limit: {
    readLimit: [
      ['working days are not natural days', `unit: 'workingDay'`, `unit: 'naturalDay'`],
      ['natural days are not working days', `unit: 'naturalDay'`, `unit: 'workingDay'`],
      ['months are months', `unit: 'month'`, `unit: 'naturalDay'`],
      ['hours are hours', `unit: 'hour'`, `unit: 'naturalDay'`],
    ],
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
    isLimitStart: [['not from a day near the end of the calendar', 'yearOfDay(day) <= lastStart', 'true']],
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
      ['an extension lengthens the limit', `event.type === 'extend' ? event.count : 0`, '0'],
      ['a day wholly in a pause is left out', 'isWhollyIn(pauses, day)', 'false'],
      ['a limit does not end while its clock stands still', '|| atEnd !== undefined ', ''],
      ['it has no end while the pause is open', 'if (atEnd?.to === Infinity) return null;', ''],
      ['a last day on a rest day rolls only where the law says so', '!byWorkingDays && !limit.rolls', '!byWorkingDays'],
      ['an unpublished year makes it provisional', 'unpublished.length > 0', 'false'],
    ],
    hasEnded: [
      ['a provisional end has no effect', '!provisional && ', ''],
      ['it ends at its moment', '>= millisOf(dueAt)', '> millisOf(dueAt)'],
    ],
    hoursDue: [
      ['hours are left out while it stands still', 'if (from < end) end += to - from;', ';'],
      [
        'it has no end while the pause is open',
        'if (end === Infinity) return null;',
        'if (end === Infinity) end = start;',
      ],
    ],
    clockState: [
      ['a stopped clock stays stopped', `if (clock.events.at(-1)?.type === 'stop') return 'stopped';`, ''],
      ['it stands still while a ground holds', `groundsOf(clock).length > 0 ? 'paused' : 'running'`, `'running'`],
    ],
    groundsOf: [
      ['each ground ends by itself', 'open.toSpliced(open.indexOf(event.ground), 1)', '[]'],
      ['a ground is ended', 'open.toSpliced(open.indexOf(event.ground), 1)', 'open'],
    ],
    pausesOf: [
      ['pauses without a gap are one', 'from <= before.to', 'from < before.to'],
      ['pauses that overlap are one', 'from <= before.to', 'from === before.to'],
      ['the longer of two pauses counts', 'Math.max(before.to, to)', 'to'],
    ],
    spellsOf: [
      ['a stop ends a pause', `later.type === 'stop' || `, ''],
      ['a ground is ended by its own name', ' && later.ground === event.ground', ''],
      ['a ground that was given twice ends twice', ' && !ended.has(later)', ''],
    ],
  },
  clockEvents: {
    startClock: [
      [
        'a clock counts from the day that is given',
        `{ type: 'start', at, on, limit }`,
        `{ type: 'start', at, on: at.slice(0, 10), limit }`,
      ],
    ],
    requireExtensionWithin: [
      ['all extensions together', 'earlier.reduce((total, more) => total + more, count)', 'count'],
      ['so many times', ' && earlier.length < most.times', ''],
      [
        'no limit without one is extended',
        'if (most === null) return refuse(',
        'if (most === null) return undefined; else if (false) return refuse(',
      ],
    ],
    append: [['what happened stays', '[...clock.events, event]', '[clock.events[0], event]']],
  },
  timerDue: {
    firstDue: [['a fixed moment stays', 'return exact(millisOf(spec.at))', 'return exact(millisOf(armedAt))']],
    nextDue: [
      [
        'what is no cycle falls due once',
        `if (spec.kind !== 'cycle') return null;`,
        `if (spec.kind !== 'cycle') return exact(millisOf(previousDue));`,
      ],
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
