import type { BuiltInService } from '../../domain/services.ts';
import type { Instant, LegalDate, Variables } from '../../domain/json.ts';
import { deemAccepted } from './deemAccepted.ts';
import { issueReceipt } from './issueReceipt.ts';
import { recordReceiptDay } from './recordReceiptDay.ts';

/** What a built-in service adds to the case, or why it cannot. */
export type ServiceResult =
  | { readonly variables: Variables; readonly effective?: LegalDate }
  | { readonly failed: string; readonly nextAction: string };

/** A built-in service: a pure function of the case's variables and the command's moment. */
export type Service = (variables: Variables, moment: Instant) => ServiceResult;

const services: Readonly<Record<BuiltInService, Service>> = {
  'record-receipt-day': recordReceiptDay,
  'issue-receipt': issueReceipt,
  'deem-accepted': deemAccepted,
};

/** Performs the service of this name; a name that deployment let pass but this version lacks fails, it is not skipped. */
export function performService(name: string, variables: Variables, moment: Instant): ServiceResult {
  const known: Readonly<Record<string, Service>> = services;
  const service = Object.hasOwn(known, name) ? known[name] : undefined;
  if (service !== undefined) return service(variables, moment);
  return { failed: 'there is no such service.', nextAction: 'Run a version that has this service, then retry.' };
}
