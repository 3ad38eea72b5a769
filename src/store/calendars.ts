import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCalendar } from '../domain/calendar.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';
import { readCalendarFile } from '../domain/calendarFile.ts';
import type { CalendarFile } from '../domain/calendarFile.ts';

const YEAR_FILE = /^(\d{4})\.json$/;

/**
 * Working calendars by region from `<folder>/<region in lower case>/<year>.json`, read once at start. Throws an Error that
 * names the file, and the day in it, when one is unusable, or the folder when it holds no year.
 */
export function loadCalendars(folder: string): ReadonlyMap<string, WorkingCalendar> {
  const calendars = new Map<string, WorkingCalendar>();
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.filter((found) => found.isDirectory())) {
    const region = entry.name.toUpperCase();
    const years = readdirSync(join(folder, entry.name)).filter((name) => YEAR_FILE.test(name));
    const files = years
      .sort()
      .map((name) => readYear(join(folder, entry.name, name), region, Number(name.slice(0, 4))));
    if (files.length > 0) calendars.set(region, buildCalendar(files));
  }
  if (calendars.size === 0)
    throw new Error(`no calendar in ${folder}; put one file a year there, such as cn/2026.json`);
  return calendars;
}

function readYear(path: string, region: string, year: number): CalendarFile {
  const file = readCalendarFile(readJson(path), path);
  if (file.region === region && file.year === year) return file;
  throw new Error(`${path} says ${file.region} ${file.year}; its place is for ${region} ${year}`);
}

function readJson(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Error(`${path} is no JSON; correct it`, { cause: error });
  }
}
