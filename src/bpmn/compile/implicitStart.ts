import { typeOf } from '../checkSupport.ts';
import { isAdHoc } from './adHoc.ts';
import { isData } from './data.ts';
import { isEventSubProcess } from './eventSubProcess.ts';
import { triggersOf } from './positions.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { NoneStart } from '../eventModel.ts';
import type { SequenceFlow } from '../nodeModel.ts';

type Flows = Readonly<Record<string, SequenceFlow>>;

/** A start event that is not drawn, and the flows out of it. */
export interface ImplicitStart {
  readonly node: NoneStart;
  readonly flows: Flows;
}

/**
 * A process or sub-process without start and end events starts at every flow node without incoming flow (BPMN 2.0.2,
 * 10.5.2): the model has a start event for it, `<id>:start`, which leads to them; no drawn id has a colon.
 */
export function implicitStart(container: ModdleElement, drawn: Flows, scope: string | null): ImplicitStart | undefined {
  const elements = (container.flowElements ?? []).filter((each) => typeOf(each) !== 'SequenceFlow' && !isData(each));
  const isDrawn = elements.some((each) => /^(?:Start|End)Event$/.test(typeOf(each)) || each.instantiate === true);
  if (isDrawn || isAdHoc(container) || isEventSubProcess(container)) return undefined;
  const led = new Set(Object.values(drawn).map(({ target }) => target));
  const begins = elements.filter((each) => canBegin(each) && !led.has(each.id ?? '')).flatMap(({ id }) => id ?? []);
  if (begins.length === 0) return undefined;
  const source = `${container.id ?? ''}:start`;
  const flows = begins.map((target): SequenceFlow => {
    return { id: `${source}-${target}`, name: null, source, target, condition: null, outcome: null };
  });
  const base = { id: source, name: null, incoming: [], outgoing: flows.map(({ id }) => id) };
  return {
    node: { type: 'startEvent', ...base, ...(scope !== null && { scope }) },
    flows: Object.fromEntries(flows.map((flow) => [flow.id, flow])),
  };
}

/** Not what waits for something else to happen: at a boundary, by compensation, by a link, by its own start event. */
function canBegin(element: ModdleElement): boolean {
  if (typeOf(element) === 'BoundaryEvent' || element.isForCompensation === true) return false;
  return !isEventSubProcess(element) && !triggersOf(element).includes('link');
}
