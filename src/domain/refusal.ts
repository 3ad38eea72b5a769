/** Every way in which the service says no. HTTP status and title of each stand in `http/problems.ts`. */
export type RefusalCode =
  | 'bad-request'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'stale-revision'
  | 'task-closed'
  | 'task-claimed'
  | 'case-closed'
  | 'no-subscriber'
  | 'ambiguous-message'
  | 'definition-not-active'
  | 'callee-not-active'
  | 'uncleared-decision'
  | 'call-recursive'
  | 'four-eyes'
  | 'idempotency-key-reused'
  | 'lease-lost'
  | 'stale-draft'
  | 'separation'
  | 'review-state'
  | 'publication-state'
  | 'decision-made'
  | 'payload-too-large'
  | 'unsupported-media-type'
  | 'invalid-definition'
  | 'invalid-variables'
  | 'invalid-outcome'
  | 'not-cleared'
  | 'no-draft'
  | 'no-draft-step'
  | 'use-law-route'
  | 'record-missing'
  | 'too-many-requests'
  | 'try-again';

/** One fault inside a request body: a JSON pointer and what is wrong there. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** A rule said no. `detail` tells the reader what to do next; it holds ids, never personal data. */
export interface Refusal {
  readonly refused: true;
  readonly code: RefusalCode;
  readonly detail: string;
  readonly errors?: readonly Fault[];
}

/** A {@link Refusal} to return from a decision. */
export function refuse(code: RefusalCode, detail: string, errors?: readonly Fault[]): Refusal {
  return errors === undefined ? { refused: true, code, detail } : { refused: true, code, detail, errors };
}

/** Whether a decision said no. */
export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}
