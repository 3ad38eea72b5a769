import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { codeOf, compileThrown } from './error.ts';
import { compileMessage } from './message.ts';
import { compileTimer } from './timer.ts';
import { definitionOf, requiredDefinitionOf } from './eventDefinition.ts';
import type { BoundaryEvent, CatchEvent, EndEvent } from '../model.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Surroundings } from './surroundings.ts';

type Base = Surroundings['base'];

const timer = 'TimerEventDefinition';
const message = 'MessageEventDefinition';
const error = 'ErrorEventDefinition';
const terminate = 'TerminateEventDefinition';

export function compileEndEvent(element: ModdleElement, base: Base, findings: Finding[]): EndEvent {
  const type = 'endEvent';
  const definition = definitionOf(element, base.id, 'end event', [terminate, error], findings);
  if (definition === undefined) return { type, ...base };
  if (typeOf(definition) === terminate) return { type, ...base, terminate: true };
  return { type, ...base, throws: compileThrown(definition, base.id, findings) ?? '' };
}

export function compileCatchEvent(element: ModdleElement, base: Base, findings: Finding[]): CatchEvent | undefined {
  const type = 'intermediateCatchEvent';
  const definition = requiredDefinitionOf(element, base.id, 'catch event', [timer, message], findings);
  if (definition === undefined) return undefined;
  if (typeOf(definition) === message) {
    return { type, ...base, message: compileMessage(definition, base.id, findings) ?? '' };
  }
  const spec = compileTimer(definition, base.id, 'once', findings);
  return spec === undefined ? undefined : { type, ...base, timer: spec };
}

export function compileBoundaryEvent(
  element: ModdleElement,
  base: Base,
  findings: Finding[],
): BoundaryEvent | undefined {
  const type = 'boundaryEvent';
  const interrupting = element.cancelActivity !== false;
  const definition = requiredDefinitionOf(element, base.id, 'boundary event', [timer, message, error], findings);
  const attachedTo = element.attachedToRef?.id;
  if (definition === undefined) return undefined;
  if (typeOf(definition) === error) return compileErrorBoundary();
  if (typeOf(definition) === message) {
    const name = compileMessage(definition, base.id, findings) ?? '';
    return attachedTo === undefined ? undefined : { type, ...base, attachedTo, interrupting, message: name };
  }
  const spec = compileTimer(definition, base.id, interrupting ? 'interrupting' : 'repeating', findings);
  if (spec === undefined || attachedTo === undefined) return undefined;
  return { type, ...base, attachedTo, interrupting, timer: spec };

  function compileErrorBoundary(): BoundaryEvent | undefined {
    if (!interrupting) {
      findings.push(
        finding('error-boundary-interrupts', base.id, 'Remove cancelActivity="false": an error interrupts.'),
      );
    }
    if (definition === undefined || attachedTo === undefined) return undefined;
    return { type: 'boundaryEvent', ...base, attachedTo, interrupting: true, catches: codeOf(definition) };
  }
}
