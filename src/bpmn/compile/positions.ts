import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** What an event reacts to or does; `none` stands for an event without definition. */
export const triggers = [
  'none',
  'message',
  'timer',
  'conditional',
  'signal',
  'error',
  'escalation',
  'cancel',
  'compensate',
  'link',
  'terminate',
] as const;
export type Trigger = (typeof triggers)[number];

/** Where an event can stand: a column of table 10.93 of BPMN 2.0.2, and the start of an embedded sub-process. */
export interface Position {
  /** As it reads in a message. */
  readonly what: string;
  /** Triggers that the standard allows here; an event with several has each of them. */
  readonly allowed: readonly Trigger[];
  /** Of those, the ones that this release does not execute; where they are compiled, a finding says so. */
  readonly later: readonly Trigger[];
}

const caught = ['message', 'timer', 'conditional', 'signal'] as const;

/** Every position of an event, with the triggers that may stand there. */
export const positions = {
  start: { what: 'a start event of a process', allowed: ['none', ...caught], later: ['conditional'] },
  subProcessStart: { what: 'a start event of an embedded sub-process', allowed: ['none'], later: [] },
  eventSubProcessStart: {
    what: 'an interrupting start event of an event sub-process',
    allowed: [...caught, 'error', 'escalation', 'compensate'],
    later: [],
  },
  eventSubProcessStartBeside: {
    what: 'a non-interrupting start event of an event sub-process',
    // nothing is interrupted by compensation, so isInterrupting says nothing there
    allowed: [...caught, 'escalation', 'compensate'],
    later: [],
  },
  catch: { what: 'an intermediate catch event', allowed: [...caught, 'link'], later: [] },
  boundary: {
    what: 'an interrupting boundary event',
    allowed: [...caught, 'error', 'escalation', 'cancel', 'compensate'],
    later: [],
  },
  boundaryBeside: {
    what: 'a non-interrupting boundary event',
    allowed: [...caught, 'escalation', 'compensate'],
    later: [],
  },
  throw: {
    what: 'an intermediate throw event',
    allowed: ['none', 'message', 'signal', 'escalation', 'compensate', 'link'],
    later: [],
  },
  end: {
    what: 'an end event',
    allowed: ['none', 'message', 'signal', 'error', 'escalation', 'cancel', 'compensate', 'terminate'],
    later: [],
  },
} as const satisfies Readonly<Record<string, Position>>;
export type PositionName = keyof typeof positions;

/** Checks that an event stands where the standard has its trigger (BPMN 2.0.2, table 10.93); [] for what is no event. */
export function checkPosition(event: ModdleElement): Finding[] {
  const name = positionOf(event);
  if (name === undefined) return [];
  const { what, allowed }: Position = positions[name];
  // that a catch event needs a definition is a rule of its own
  const free = /^(?:catch|boundary)/.test(name) ? 'none' : undefined;
  return triggersOf(event).flatMap((trigger) => {
    if (allowed.includes(trigger) || trigger === free) return [];
    const told = trigger === 'none' ? 'no event definition' : `the event definition ${trigger}`;
    const advice = `BPMN 2.0 has no ${what.replace(/^an? /, '')} with ${told}; it allows ${allowed.join(', ')}.`;
    return [finding('event-position', event.id ?? null, advice)];
  });
}

/** Whether the standard allows this event definition where the event stands. */
export function isAllowedAt(event: ModdleElement, definition: ModdleElement): boolean {
  const name = positionOf(event);
  const [trigger] = triggersOfAll([definition]);
  const position: Position | undefined = name === undefined ? undefined : positions[name];
  return position === undefined || trigger === undefined || position.allowed.includes(trigger);
}

/** The position of an event; undefined for what is no event. */
export function positionOf(event: ModdleElement): PositionName | undefined {
  const type = typeOf(event);
  return Object.hasOwn(places, type) ? places[type]?.(event) : undefined;
}

const places: Readonly<Record<string, (event: ModdleElement) => PositionName>> = {
  StartEvent: ({ $parent, isInterrupting }) => {
    if ($parent === undefined || typeOf($parent) === 'Process') return 'start';
    if ($parent.triggeredByEvent !== true) return 'subProcessStart';
    return isInterrupting === false ? 'eventSubProcessStartBeside' : 'eventSubProcessStart';
  },
  IntermediateCatchEvent: () => 'catch',
  BoundaryEvent: ({ cancelActivity }) => (cancelActivity === false ? 'boundaryBeside' : 'boundary'),
  IntermediateThrowEvent: () => 'throw',
  EndEvent: () => 'end',
};

/** The triggers of an event, each once; definitions written elsewhere in the file count too. */
export function triggersOf(event: ModdleElement): Trigger[] {
  const given = triggersOfAll([...(event.eventDefinitions ?? []), ...(event.eventDefinitionRef ?? [])]);
  return given.length === 0 ? ['none'] : given;
}

function triggersOfAll(definitions: readonly ModdleElement[]): Trigger[] {
  const names = definitions.map((definition) =>
    typeOf(definition)
      .replace(/EventDefinition$/, '')
      .toLowerCase(),
  );
  return triggers.filter((trigger) => names.includes(trigger));
}
