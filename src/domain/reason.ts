import { refuse, type Refusal } from './refusal.ts';

/** Refuses (400) what has to be put in writing and is blank; `pointer` names its place in the request. */
export function requireReason(text: string, pointer: string, what: string): Refusal | undefined {
  if (text.trim() !== '') return undefined;
  return refuse('bad-request', `${what} is put in writing; say it in ${pointer}.`, [
    { pointer, message: 'must not be blank' },
  ]);
}
