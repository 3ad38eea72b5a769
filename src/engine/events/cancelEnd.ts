import type { CancelEnd } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { rollBack } from '../compensation/rollBack.ts';
import { record } from '../history.ts';
import { hostOf, nodeAt, nodeOf } from '../processes.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';

/**
 * Cancel end event: everything active in the transaction around is cancelled, what was completed in it is compensated,
 * and the transaction is left by its cancel boundary event.
 */
export const cancelEnd: Behaviour<CancelEnd> = { enter: cancel, leave: cancel };

function cancel(run: Run, token: Token, node: CancelEnd): void {
  const transaction = transactionAround(run, token);
  record(run, token, { type: 'element.completed', elementId: node.id });
  run.tokens.delete(token.id);
  record(run, transaction, { type: 'transaction.cancelled', elementId: transaction.at });
  rollBack(run, transaction, cancelBoundaryOf(run, transaction));
}

/** The transaction as a whole, where it is looped. */
function transactionAround(run: Run, token: Token): Token {
  let host = hostOf(run, token);
  while (host !== undefined && !('transaction' in nodeAt(run, host) && host.inner === undefined))
    host = hostOf(run, host);
  if (host === undefined) throw new Error(`The cancel end event ${token.at} stands in no transaction.`);
  return host;
}

function cancelBoundaryOf(run: Run, transaction: Token): string {
  const node = nodeAt(run, transaction);
  const found = 'boundary' in node && node.boundary.find((id) => 'cancel' in nodeOf(run, transaction, id));
  if (typeof found === 'string') return found;
  throw new Error(`The transaction ${node.id} has no cancel boundary event.`);
}
