import type { BuiltInService } from '../../../domain/services.ts';
import type { Instant, Variables } from '../../../domain/json.ts';
import { deemAccepted } from './deemAccepted.ts';
import { issueReceipt } from './issueReceipt.ts';
import { recordReceiptDay } from './recordReceiptDay.ts';
import { scope } from './scope.ts';
import type { Service, ServiceResult } from './service.ts';

const services: Readonly<Record<BuiltInService, Service>> = {
  'record-receipt-day': recordReceiptDay,
  'issue-receipt': issueReceipt,
  'deem-accepted': deemAccepted,
  scope,
};

/** Performs the service of this name; a name that deployment let pass but this version lacks fails, it is not skipped. */
export function performService(name: string, variables: Variables, moment: Instant): ServiceResult {
  const known: Readonly<Record<string, Service>> = services;
  const service = Object.hasOwn(known, name) ? known[name] : undefined;
  if (service !== undefined) return service(variables, moment);
  return { failed: 'there is no such service.', nextAction: 'Run a version that has this service, then retry.' };
}
