import { legalDateOf } from '../../../domain/legalTime.ts';
import type { Service } from './service.ts';

/**
 * Sets `receivedOn` to the legal day on which the application, or its supplement, was received; nothing is deemed
 * accepted yet, so `deemedAccepted` is false and whoever called the acceptance can ask for it on every way out.
 */
export const recordReceiptDay: Service = (_variables, moment) => ({
  variables: { receivedOn: legalDateOf(moment), deemedAccepted: false },
});
