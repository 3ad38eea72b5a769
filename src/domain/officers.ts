import type { Evidence } from './evidence.ts';
import type { LegalDate } from './json.ts';
import { isQualifiedOn, type Actor } from './people.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Officers that a step needs (`enf:step officers`); 0: no certificate is asked for. */
export type OfficersAsked = 0 | 1 | 2;

/** Refuses (403) whoever works on such a step without an enforcement certificate valid on that day (P1; Penalty Law Art. 42). */
export function requireCertificate(
  elementId: string,
  asked: OfficersAsked,
  actor: Actor,
  day: LegalDate,
): Refusal | undefined {
  if (asked === 0 || isQualifiedOn(actor, 'enforcement-certificate', day)) return undefined;
  return refuse(
    'forbidden',
    `The step ${elementId} is done by officers with an enforcement certificate, and none of yours is valid on ${day} (P1).`,
  );
}

/**
 * Refuses (422 `record-missing`) to complete a step of two officers when nobody but the one who completes it has put a
 * record to it (Licensing Law Art. 34; Penalty Law Art. 42). Each of them showed a certificate to do so.
 */
export function requireOfficers(
  elementId: string,
  asked: OfficersAsked,
  actor: Actor,
  records: readonly Pick<Evidence, 'by'>[],
): Refusal | undefined {
  const officers = new Set([actor.personId, ...records.map(({ by }) => by)]);
  if (officers.size >= asked) return undefined;
  return refuse(
    'record-missing',
    `The step ${elementId} is done by two officers; let the other one put a record to it first (POST /v1/cases/{id}/records).`,
    [{ pointer: '/records', message: 'must hold a record by another officer' }],
  );
}
