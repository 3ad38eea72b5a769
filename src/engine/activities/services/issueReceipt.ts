import { legalDateOf } from '../../../domain/legalTime.ts';
import type { Service } from './service.ts';

/** Accepts the application as of the day of the command: `acceptedOn`, `deemedAccepted` false (Licensing Law Art. 32). */
export const issueReceipt: Service = (_variables, moment) => ({
  variables: { acceptedOn: legalDateOf(moment), deemedAccepted: false },
});
