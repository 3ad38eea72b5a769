import { readDate } from '../../../domain/legalTime.ts';
import type { Service } from './service.ts';

/**
 * Without a one-time notice in time the application counts as accepted as of the day it was received (Licensing Law
 * Art. 32): `acceptedOn` = `receivedOn`, `deemedAccepted` true. Fails without `receivedOn`.
 */
export const deemAccepted: Service = ({ receivedOn }) => {
  if (typeof receivedOn === 'string' && readDate(receivedOn) !== undefined) {
    return { variables: { acceptedOn: receivedOn, deemedAccepted: true }, effective: receivedOn };
  }
  return {
    failed: 'the variable receivedOn (legal date YYYY-MM-DD) is missing.',
    nextAction: 'Set receivedOn, or correct the definition to record the receipt day before, then retry.',
  };
};
