import { withdrawPublication as withdraw } from '../domain/publication.ts';
import type { OnPublication, PublicationMove } from './publicationStep.ts';

export interface WithdrawPublication extends OnPublication {
  /** The public is told why; left out: why the decision ended. */
  readonly reason?: string;
  readonly basis?: string;
}

/** A publication is taken down, and its reason stands in its place (D9; Penalty Law Art. 48). */
export const withdrawPublication: PublicationMove<WithdrawPublication> = {
  command: 'withdrawPublication',
  action: 'publication.withdraw',
  completes: {},
  change: ({ publication, decision, at }, { reason, basis }) =>
    withdraw(publication, {
      at,
      reason: reason ?? decision.ended?.reason ?? '',
      basis: basis ?? decision.ended?.basis ?? '',
    }),
};
