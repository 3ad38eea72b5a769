import type { ErrorEnd } from '../../bpmn/eventModel.ts';
import type { Behaviour } from '../behaviour.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';
import { throwError } from './errors.ts';

/** Error end event: its token ends where the error is caught, and waits with an incident where nobody catches it. */
export const errorEnd: Behaviour<ErrorEnd> = { enter: endByError, leave: endByError };

export function endByError(
  run: Run,
  token: Token,
  node: Pick<ErrorEnd, 'throws'> & Parameters<typeof throwError>[2],
): void {
  throwError(run, token, node, node.throws, 'leave', () => {
    record(run, token, { type: 'element.completed', elementId: node.id });
    run.tokens.delete(token.id);
  });
}
