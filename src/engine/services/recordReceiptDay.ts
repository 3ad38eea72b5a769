import { legalDateOf } from '../../domain/legalTime.ts';
import type { Service } from './service.ts';

/** Sets `receivedOn` to the legal day on which the application, or its supplement, was received. */
export const recordReceiptDay: Service = (_variables, moment) => ({ variables: { receivedOn: legalDateOf(moment) } });
