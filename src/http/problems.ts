import type { Fault, RefusalCode } from '../domain/refusal.ts';
import type { Finding } from '../bpmn/finding.ts';

/** Every code a problem can carry: what the rules say, and what only the service itself can say. */
export type ProblemCode = RefusalCode | 'internal-error' | 'unavailable';

/** What a code means, for `docs/problems.md` and the page `/problems/<code>`. */
export interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

/** The one table of problems. */
export const problemKinds: Readonly<Record<ProblemCode, ProblemKind>> = {
  'bad-request': {
    status: 400,
    title: 'The request is malformed',
    meaning: 'A part of the request has the wrong form: path, query, header or body. Nothing was changed.',
    remedy: 'Correct what `errors` points at and send the request again.',
  },
  unauthorized: {
    status: 401,
    title: 'No valid key',
    meaning: 'The request carries no API key, or one that is unknown, expired or revoked.',
    remedy: 'Send `Authorization: Bearer <key>` with a valid key; ask your administrator for a new one.',
  },
  forbidden: {
    status: 403,
    title: 'Not permitted',
    meaning: 'The person behind the key does not hold a role, on this day, that permits the action.',
    remedy: 'Let somebody with one of the roles named in `detail` do it, or ask your administrator for the role.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'There is no such thing in your agency. What belongs to other agencies is not found either.',
    remedy: 'Check the id and the path; the lists answer the ids that exist.',
  },
  conflict: {
    status: 409,
    title: 'The states clash',
    meaning: 'The request does not fit the state that the thing is in.',
    remedy: 'Read it again and decide anew.',
  },
  'stale-revision': {
    status: 409,
    title: 'Changed by somebody else',
    meaning: 'The case was changed after the revision named in `If-Match`; `detail` says by whom and when.',
    remedy: 'Read the case again, look at the change, and repeat with the new revision.',
  },
  'task-closed': {
    status: 409,
    title: 'Not open any more',
    meaning: 'The task, service task or incident was completed or cancelled before, or its limit has passed.',
    remedy: 'Read the history of the case to see what became of it.',
  },
  'task-claimed': {
    status: 409,
    title: 'Claimed by somebody else',
    meaning: 'Another person has claimed the task.',
    remedy: 'Ask that person to release it (`POST /v1/tasks/{id}/release`).',
  },
  'case-closed': {
    status: 409,
    title: 'The case is not running',
    meaning: 'The case is completed, cancelled or suspended.',
    remedy: 'Read the case; nothing in it can be changed in this state.',
  },
  'no-subscriber': {
    status: 404,
    title: 'Nothing waits for the message',
    meaning: 'The case waits at no place for a message of this name. Nothing was kept.',
    remedy: 'Read what the case waits for (`GET /v1/cases/{id}/waits`); send the message again when it waits for it.',
  },
  'ambiguous-message': {
    status: 409,
    title: 'Several places wait for the message',
    meaning: 'The case waits for a message of this name at more than one place, named in `detail`.',
    remedy: 'Complete or cancel all but one of them; give the messages of the definition names of their own.',
  },
  'uncleared-decision': {
    status: 422,
    title: 'A decision is reached without clearance',
    meaning:
      'Through the processes that it calls, the definition has a way to a decision that leads past the legal review.',
    remedy: 'Redraw the way that `detail` names, in the definition or in what it calls, and deploy again.',
  },
  'callee-not-active': {
    status: 409,
    title: 'A called definition is not active',
    meaning: 'The definition calls another one, named by its key in `detail`, that has no active version to be bound.',
    remedy: 'Activate a version of the called definition first, then this one.',
  },
  'call-recursive': {
    status: 409,
    title: 'The definition would call itself',
    meaning: 'Through the definitions that it calls, the definition would call itself; `detail` names the way.',
    remedy: 'Break the circle in one of the files, deploy that one, and activate again.',
  },
  'definition-not-active': {
    status: 409,
    title: 'The definition is not active',
    meaning: 'Cases start only with an active version of a definition.',
    remedy: 'Let a second person activate the version (`POST /v1/definitions/{id}/activate`), or name another one.',
  },
  'four-eyes': {
    status: 409,
    title: 'A second person is needed',
    meaning: 'The step has to be done by another person than the one before it, whichever key they use.',
    remedy: 'Let another person with the role do it.',
  },
  'idempotency-key-reused': {
    status: 409,
    title: 'Idempotency-Key used before',
    meaning: 'The same `Idempotency-Key` was sent with another request within the last 30 days.',
    remedy: 'Take a new key for a new request; repeat a request with exactly the same body.',
  },
  'lease-lost': {
    status: 409,
    title: 'The lease is lost',
    meaning: 'The worker does not hold the service task any more: the lease ran out, or another worker has it.',
    remedy: 'Drop the work and fetch again (`POST /v1/service-tasks/fetch`).',
  },
  'stale-draft': {
    status: 409,
    title: 'The draft has changed',
    meaning: 'The request is about another draft of the decision than the newest one.',
    remedy: 'Read the draft again (`GET /v1/cases/{id}/draft`) and repeat with its digest, or request a new review.',
  },
  separation: {
    status: 409,
    title: 'Two duties, two persons',
    meaning: 'The law keeps this duty apart from one that the same person has done, whichever key was used.',
    remedy: 'Let another person do it; `detail` names the rule and the earlier act.',
  },
  'review-state': {
    status: 409,
    title: 'The review is in another state',
    meaning: 'The step does not fit the state that the legal review is in.',
    remedy: 'Read the review again (`GET /v1/reviews/{id}`); `detail` says what can be done.',
  },
  'publication-state': {
    status: 409,
    title: 'The publication is in another state',
    meaning: 'The step does not fit the state that the publication is in.',
    remedy: 'Read the publication again (`GET /v1/publications/{id}`) and decide anew.',
  },
  'decision-made': {
    status: 409,
    title: 'The case is decided',
    meaning: 'A case has one decision. Once it is made, neither it nor its draft is written again.',
    remedy: 'Read the decision (`GET /v1/cases/{id}/decision`); what has to follow it is a case of its own.',
  },
  'payload-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'A request body may have 1 MiB (1,048,576 bytes).',
    remedy: 'Send less; keep files outside of variables.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported content type',
    meaning: 'The body has a content type, a charset or an encoding that this route does not take.',
    remedy: 'Send JSON as `application/json` and BPMN as `application/xml`, in UTF-8, without compression.',
  },
  'invalid-definition': {
    status: 422,
    title: 'The definition has errors',
    meaning: 'The BPMN file was read and refused; `findings` lists every error with its element.',
    remedy: 'Correct every finding with the severity `error` and deploy again (`?dryRun=true` only checks).',
  },
  'invalid-variables': {
    status: 422,
    title: 'Variables do not fit',
    meaning: 'Some variables break the schema of the matter.',
    remedy: 'Correct what `errors` points at.',
  },
  'invalid-outcome': {
    status: 422,
    title: 'Unknown outcome',
    meaning: 'The step is completed with an outcome, and this one is not among those it declares.',
    remedy: 'Send one of the outcomes named in `detail`.',
  },
  'not-cleared': {
    status: 422,
    title: 'No clearance',
    meaning:
      'A decision needs a clearance of exactly this draft: a legal review passed at every level asked, or the answer of the catalogue that none is required.',
    remedy: 'Request a legal review (`POST /v1/cases/{id}/reviews`); `detail` says what is missing.',
  },
  'no-draft': {
    status: 422,
    title: 'No draft yet',
    meaning: 'The case has no draft of its decision.',
    remedy: 'Write the draft (`PUT /v1/cases/{id}/draft`) while the drafting step is open.',
  },
  'no-draft-step': {
    status: 422,
    title: 'No drafting step is open',
    meaning: 'The draft is written and changed only while a step of the procedure marked `enf:draft` is open.',
    remedy: 'Read the case to see which steps are open.',
  },
  'use-law-route': {
    status: 422,
    title: 'The step has a route of its own',
    meaning: 'Reviews, decisions and publications are not completed as plain tasks.',
    remedy: 'Use the route that `detail` names; it completes the task too.',
  },
  'record-missing': {
    status: 422,
    title: 'Records are missing',
    meaning: 'The step asks for records, and some are not there.',
    remedy: 'Add what `errors` names (`POST /v1/cases/{id}/records`) and complete the step again.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: 'The caller sends more than the service takes from one caller.',
    remedy: 'Wait as long as `Retry-After` says.',
  },
  'internal-error': {
    status: 500,
    title: 'A fault in the service',
    meaning: 'Something happened that should not. The log holds the cause under the request id in `instance`.',
    remedy: 'Tell your administrator the `instance`; repeat a change only with its `Idempotency-Key`.',
  },
  'try-again': {
    status: 503,
    title: 'Changed by many at once',
    meaning: 'Other requests kept changing the same thing. Nothing of this one was written.',
    remedy: 'Repeat the request after `Retry-After`.',
  },
  unavailable: {
    status: 503,
    title: 'Not available for the moment',
    meaning: 'The database does not answer, or the service is starting or stopping.',
    remedy: 'Repeat the request after `Retry-After`, a change with its `Idempotency-Key`.',
  },
};

export const problemCodes = Object.keys(problemKinds) as readonly ProblemCode[];

/** A problem as it is sent (RFC 9457); `instance` is the id of the request. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly Fault[];
  readonly findings?: readonly Finding[];
}

/** What is said beyond the table: what to do in this case, and where the faults are. */
export type Told = Pick<Problem, 'code' | 'detail' | 'errors' | 'findings'>;

/** The problem of one request. */
export function problemOf(told: Told, requestId: string): Problem {
  const { status, title } = problemKinds[told.code];
  return {
    type: `/problems/${told.code}`,
    title,
    status,
    code: told.code,
    detail: told.detail,
    instance: requestId,
    ...(told.errors !== undefined && { errors: told.errors }),
    ...(told.findings !== undefined && { findings: told.findings }),
  };
}

/** `docs/problems.md`, from the table. */
export function problemsPage(): string {
  const sections = problemCodes.map((code) => {
    const { status, title, meaning, remedy } = problemKinds[code];
    return `## ${code}\n\n**${status} ${title}.** ${meaning}\n\nWhat to do: ${remedy}\n`;
  });
  return `${intro}\n${sections.join('\n')}`;
}

const intro = `# Problems

Every error is answered as \`application/problem+json\` (RFC 9457): \`type\` is the address of the section below,
\`code\` its name, \`detail\` says what to do in this case, \`instance\` is the id of the request (it stands in the header
\`X-Request-Id\` and in the log too), and \`errors\` lists faults of the request, each with a JSON pointer into the body
(\`/variables/area\`), \`?name\` for a query parameter, or the name of a header.
`;
