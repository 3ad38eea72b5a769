import type { EndResult, NoneThrow, ResultEnd, ResultThrow } from '../../bpmn/eventModel.ts';
import type { FlowNode } from '../../bpmn/model.ts';
import type { Behaviour } from '../behaviour.ts';
import { throwEscalation } from './escalations.ts';
import { endByError } from './errorEnd.ts';
import { throwMessage } from './messages.ts';
import type { Run } from '../run.ts';
import { endToken, leave } from '../sequenceFlow.ts';
import { throwSignal } from './signals.ts';
import type { Token } from '../state.ts';
import { terminate } from './terminateEnd.ts';

/** None throw event: passed. */
export const noneThrow: Behaviour<NoneThrow> = { enter: leave, leave };

/** Throw event: throws all of its results, then the token goes on, unless what was thrown has broken it off. */
export const resultThrow: Behaviour<ResultThrow> = { enter: waitForOthers, work: throwAll, leave };

/** End event with results: throws them, then its token ends; an error or a termination comes last. */
export const resultEnd: Behaviour<ResultEnd> = { enter: waitForOthers, work: throwAll, leave: end };

/** Tokens that are on their way come to where they wait before anything is thrown, so that they can catch it. */
function waitForOthers(run: Run, token: Token): void {
  run.throwing.push(token.id);
}

function throwAll(run: Run, token: Token, node: ResultThrow | ResultEnd): void {
  for (const result of resultsOf(node)) {
    if (run.tokens.get(token.id)?.at !== node.id) return;
    throwOne(run, token, node, result);
  }
  run.queue.push({ token: token.id, completes: false, leaves: node.id });
}

/** Throws one result at a token. */
export function throwOne(run: Run, token: Token, node: FlowNode, result: EndResult): void {
  if ('message' in result) throwMessage(run, token, node, result.message);
  else if ('signal' in result) throwSignal(run, token, node, result.signal);
  else if ('escalation' in result) throwEscalation(run, token, node, result.escalation);
}

function end(run: Run, token: Token, node: ResultEnd): void {
  const results = resultsOf(node);
  const error = results.find((result) => 'throws' in result);
  if (error !== undefined) return endByError(run, token, { ...node, ...error });
  if (results.some((result) => 'terminate' in result)) terminate(run, token, node);
  else endToken(run, token, node);
}

function resultsOf(node: ResultThrow | ResultEnd): readonly EndResult[] {
  return 'results' in node ? node.results : [node];
}
