import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { isAllowedAt } from './positions.ts';
import { support } from '../support.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/**
 * The event definition of an event, where it is one of the `allowed`; undefined where it has none, or where a finding or
 * the support check says why not. `what` names the event in a message.
 */
export function definitionOf(
  element: ModdleElement,
  id: string,
  what: string,
  allowed: readonly string[],
  findings: Finding[],
): ModdleElement | undefined {
  const definitions = element.eventDefinitions ?? [];
  // refused by the support check
  if (definitions.some((definition) => support[typeOf(definition)]?.treatment !== 'part')) return undefined;
  const [definition] = definitions;
  if (definition === undefined) return undefined;
  if (definitions.length > 1) {
    findings.push(finding('event-definition', id, 'Give the event one event definition, or draw an event for each.'));
    return undefined;
  }
  if (allowed.includes(typeOf(definition))) return definition;
  // what the standard forbids is refused by its table of positions
  if (!isAllowedAt(element, definition)) return undefined;
  const advice = allowed.length === 0 ? `make it a none ${what}` : `write one of ${allowed.join(', ')}`;
  const message = `The ${what} has ${typeOf(definition)}, which is not supported there; ${advice}.`;
  findings.push(finding('unsupported-element', id, message));
  return undefined;
}

/** As `definitionOf`, for events that make no sense without one. */
export function requiredDefinitionOf(
  element: ModdleElement,
  id: string,
  what: string,
  allowed: readonly string[],
  findings: Finding[],
): ModdleElement | undefined {
  if ((element.eventDefinitions ?? []).length === 0) {
    findings.push(finding('event-definition', id, `Give the ${what} one of ${allowed.join(', ')}.`));
  }
  return definitionOf(element, id, what, allowed, findings);
}
