import { typeOf } from '../checkSupport.ts';
import { compileEscalated } from './escalation.ts';
import { compileMessage } from './message.ts';
import { compileSignal } from './signal.ts';
import { compileThrown } from './error.ts';
import { definitionsOf, type EventToCompile } from './trigger.ts';
import type { EndResult, Result, SeveralResults } from '../eventModel.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

type Compile<R> = (definition: ModdleElement, id: string, findings: Finding[]) => R;

/** What throw and end events can throw, by event definition. */
export const thrown: Readonly<Record<string, Compile<Result>>> = {
  MessageEventDefinition: (definition, id, findings) => ({ message: compileMessage(definition, id, findings) ?? '' }),
  SignalEventDefinition: (definition, id, findings) => ({ signal: compileSignal(definition, id, findings) ?? '' }),
  EscalationEventDefinition: (definition, id, findings) => ({
    escalation: compileEscalated(definition, id, findings) ?? '',
  }),
};

/** What end events can throw or do. */
export const ended: Readonly<Record<string, Compile<EndResult>>> = {
  ...thrown,
  ErrorEventDefinition: (definition, id, findings) => ({ throws: compileThrown(definition, id, findings) ?? '' }),
  TerminateEventDefinition: () => ({ terminate: true }),
};

/** What an event throws: null for nothing; undefined where a finding says why it cannot be said. */
export function compileResults<R>(
  event: EventToCompile,
  known: Readonly<Record<string, Compile<R>>>,
  findings: Finding[],
): R | SeveralResults<R> | null | undefined {
  const definitions = definitionsOf(event, known, findings);
  if (definitions === undefined) return undefined;
  const results = definitions.flatMap(
    (definition) => known[typeOf(definition)]?.(definition, event.id, findings) ?? [],
  );
  const [first] = results;
  if (first === undefined) return null;
  return results.length === 1 ? first : { results };
}
