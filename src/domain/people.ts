import { refuse, type Refusal } from './refusal.ts';
import type { LegalDate } from './json.ts';

/** The posts a person can hold in an agency. */
export const roles = [
  'admin',
  'designer',
  'activator',
  'clerk',
  'handler',
  'reviewer',
  'leader',
  'publisher',
  'checker',
  'monitor',
] as const;
export type Role = (typeof roles)[number];

/** Who may do what, one line an action. `staff` is everybody who works on cases. */
const staff: readonly Role[] = ['admin', 'clerk', 'handler', 'reviewer', 'leader', 'publisher', 'checker'];
const everybody: readonly Role[] = roles;
const permissions = {
  'definition.deploy': ['designer', 'admin'],
  'definition.activate': ['activator', 'admin'],
  'definition.read': everybody,
  'case.start': ['clerk', 'handler', 'leader', 'designer', 'admin'],
  'case.read': everybody,
  'case.readPersonal': staff,
  'case.message': ['clerk', 'handler', 'reviewer', 'leader', 'admin'],
  'case.cancel': ['handler', 'leader', 'admin'],
  'draft.edit': ['handler', 'leader'],
  'review.request': ['handler'],
  'review.work': ['reviewer'],
  'review.rule': ['leader'],
  'decision.make': ['leader', 'handler'],
  'decision.revoke': ['leader'],
  'record.add': staff,
  'task.work': [...staff, 'designer', 'activator'],
  'publication.redact': ['publisher'],
  'publication.approve': ['checker'],
  'publication.withhold': ['publisher', 'checker'],
  'publication.withdraw': ['publisher', 'leader'],
  'service.work': ['admin', 'handler'],
  'incident.repair': ['admin', 'leader'],
  'monitor.read': everybody,
} as const satisfies Record<string, readonly Role[]>;
export type Action = keyof typeof permissions;

/** A time span in which a role or qualification holds; `to` is the last day, absent = open. */
interface Validity {
  readonly from: LegalDate;
  readonly to?: LegalDate | null;
}
export interface HeldRole extends Validity {
  readonly role: Role;
}
export interface Qualification extends Validity {
  readonly kind: 'enforcement-certificate' | 'legal-qualification';
  readonly number: string;
}

/**
 * The person behind a request, whichever key was used. `revision` grows with every change of the person's roles,
 * qualifications or keys; a commit is guarded by it.
 */
export interface Actor {
  readonly agencyId: string;
  readonly personId: string;
  readonly keyId: string;
  readonly revision: number;
  readonly roles: readonly HeldRole[];
  readonly qualifications: readonly Qualification[];
}

/** The roles the actor holds on `day`. */
export function rolesOn(actor: Actor, day: LegalDate): Role[] {
  return actor.roles.filter((held) => isValidOn(held, day)).map((held) => held.role);
}

/** Whether the actor's qualification of this kind is valid on `day` (P1: no certificate, no enforcement). */
export function isQualifiedOn(actor: Actor, kind: Qualification['kind'], day: LegalDate): boolean {
  return actor.qualifications.some((held) => held.kind === kind && isValidOn(held, day));
}

/** Refuses (403 `forbidden`) unless a role held on `day` permits the action. */
export function requirePermission(actor: Actor, action: Action, day: LegalDate): Refusal | undefined {
  const permitted: readonly Role[] = permissions[action];
  if (rolesOn(actor, day).some((role) => permitted.includes(role))) return undefined;
  return refuse('forbidden', `${action} needs one of the roles ${permitted.join(', ')}; ask your administrator.`);
}

/** Refuses (409 `four-eyes`) when the second pair of eyes belongs to the same person, by whichever key. */
export function requireOtherPerson(actor: Actor, earlier: { personId: string; act: string }): Refusal | undefined {
  if (actor.personId !== earlier.personId) return undefined;
  return refuse('four-eyes', `The same person ${earlier.act}; another person has to do this step.`);
}

function isValidOn(span: Validity, day: LegalDate): boolean {
  return span.from <= day && (span.to === undefined || span.to === null || day <= span.to);
}
