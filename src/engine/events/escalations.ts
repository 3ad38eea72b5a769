import type { FlowNode } from '../../bpmn/model.ts';
import { catcherOf, goOnAt } from './catchers.ts';
import { record } from '../history.ts';
import type { Run } from '../run.ts';
import type { Token } from '../state.ts';

/** Throws an escalation to the nearest catcher. One that nobody catches is on the record and has no effect (BPMN 2.0 §10.5.7). */
export function throwEscalation(run: Run, token: Token, node: FlowNode, code: string): void {
  record(run, token, { type: 'escalation.thrown', elementId: node.id, code });
  const catcher = catcherOf(run, token, 'escalation', code);
  if (catcher === undefined) return;
  record(run, catcher.token, { type: 'escalation.caught', elementId: catcher.node.id, code });
  goOnAt(run, catcher);
}
