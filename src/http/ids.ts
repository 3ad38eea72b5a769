import { notFound } from './refused.ts';
import { parseWaitId } from '../domain/wait.ts';

/** Ids of cases and definitions, as the service writes them. */
export const uuidPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The id; text that cannot be one is simply not found (404). */
export function existingId(what: 'case' | 'decision' | 'definition' | 'publication' | 'review', id: string): string {
  if (!uuidPattern.test(id)) throw notFound(`${what} ${shown(id)}`);
  return id;
}

/** Case and number of a task, service task or incident; text that cannot be one is not found (404). */
export function existingWait(what: 'task' | 'service task' | 'incident', id: string): { caseId: string; no: number } {
  const wait = parseWaitId(id);
  if (wait === undefined) throw notFound(`${what} ${shown(id)}`);
  return wait;
}

/** A filter by id: one that cannot exist matches nothing. */
export function filterId(id: string | undefined): string | undefined {
  return id === undefined || uuidPattern.test(id) ? id : '00000000-0000-0000-0000-000000000000';
}

function shown(id: string): string {
  return id.slice(0, 80);
}
