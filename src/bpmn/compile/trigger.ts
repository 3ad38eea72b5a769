import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { codeOf } from './error.ts';
import { compileCondition } from './condition.ts';
import { compileMessage } from './message.ts';
import { compileSignal } from './signal.ts';
import { compileTimer, type Firing } from './timer.ts';
import { escalationOf } from './escalation.ts';
import { isAllowedAt } from './positions.ts';
import { support } from '../support.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { SeveralTriggers, Trigger } from '../eventModel.ts';

/** An event whose definitions are read; `what` names it in a message. */
export interface EventToCompile {
  readonly element: ModdleElement;
  readonly id: string;
  readonly what: string;
}

type Compile = (definition: ModdleElement, id: string, findings: Finding[], firing: Firing) => Trigger | undefined;

const compilers: Readonly<Record<string, Compile>> = {
  TimerEventDefinition: (definition, id, findings, firing) => {
    const timer = compileTimer(definition, id, firing, findings);
    return timer === undefined ? undefined : { timer };
  },
  MessageEventDefinition: (definition, id, findings) => ({ message: compileMessage(definition, id, findings) ?? '' }),
  SignalEventDefinition: (definition, id, findings) => ({ signal: compileSignal(definition, id, findings) ?? '' }),
  ConditionalEventDefinition: compileConditional,
  ErrorEventDefinition: (definition) => ({ catches: codeOf(definition) }),
  EscalationEventDefinition: (definition) => ({ escalation: escalationOf(definition) }),
};

/** The definitions of an event that it holds, then those that it refers to; undefined where one is refused elsewhere. */
export function definitionsOf(
  { element, id, what }: EventToCompile,
  known: Readonly<Record<string, unknown>>,
  findings: Finding[],
): readonly ModdleElement[] | undefined {
  const all = [...(element.eventDefinitions ?? []), ...(element.eventDefinitionRef ?? [])];
  const others = all.filter((definition) => !Object.hasOwn(known, typeOf(definition)));
  for (const definition of others) {
    // what the standard forbids, and what is not supported at all, is refused by tables of their own
    if (support[typeOf(definition)]?.treatment !== 'part' || !isAllowedAt(element, definition)) continue;
    const message = `The ${what} has ${typeOf(definition)}, which is not supported there; write ${Object.keys(known).join(', ')}.`;
    findings.push(finding('unsupported-element', id, message));
  }
  return others.length === 0 ? all : undefined;
}

/** What a catching event waits for; undefined where a finding says why not. */
export function compileTriggers(
  event: EventToCompile,
  firing: Firing,
  findings: Finding[],
): Trigger | SeveralTriggers | undefined {
  const { element, id, what } = event;
  const definitions = definitionsOf(event, compilers, findings);
  if (definitions === undefined) return undefined;
  if (definitions.length === 0) {
    findings.push(finding('event-definition', id, `Give the ${what} one of ${Object.keys(compilers).join(', ')}.`));
    return undefined;
  }
  const parallel = element.parallelMultiple === true && definitions.length > 1;
  const triggers = definitions.flatMap((definition) => {
    return compilers[typeOf(definition)]?.(definition, id, findings, parallel ? 'once' : firing) ?? [];
  });
  const [first] = triggers;
  if (first === undefined || triggers.length < definitions.length) return undefined;
  if (definitions.length === 1) return first;
  if (parallel && triggers.some((trigger) => 'catches' in trigger || 'escalation' in trigger)) {
    const advice = 'An error or an escalation is caught at once; draw an event of its own for it.';
    findings.push(finding('parallel-multiple', id, advice));
  }
  return { triggers, parallel };
}

function compileConditional(definition: ModdleElement, id: string, findings: Finding[]): Trigger | undefined {
  const { condition } = definition;
  if (condition === undefined) {
    findings.push(finding('condition-empty', id, 'Write the FEEL condition that the event waits for.'));
    return undefined;
  }
  const text = compileCondition(
    { $type: definition.$type, conditionExpression: condition },
    id,
    languageOf(definition),
    findings,
  );
  return text === null ? undefined : { condition: text };
}

/** The expression language of the file. */
function languageOf(element: ModdleElement): string {
  let at = element;
  while (at.$parent !== undefined) at = at.$parent;
  return at.expressionLanguage ?? '';
}
