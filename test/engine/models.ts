import type { CaseModel, FlowNode, ProcessModel } from '../../src/bpmn/model.ts';
import type { EndResult, Result, SeveralResults, SeveralTriggers, Trigger } from '../../src/bpmn/eventModel.ts';
import type { FlowOutcome, SequenceFlow } from '../../src/bpmn/nodeModel.ts';
import type { MultiInstance, StandardLoop } from '../../src/bpmn/activityModel.ts';
import type { ScopeForm, StepExtension, TaskForm } from '../../src/bpmn/lawModel.ts';
import { buildCalendar } from '../../src/domain/calendar.ts';
import { parseTimer, type TimerKind, type TimerSpec } from '../../src/domain/timerText.ts';
import type { EngineContext, EngineState, Advanced, EngineCommand } from '../../src/engine/state.ts';
import { advance } from '../../src/engine/advance.ts';

/** What an event waits for. */
type Caught = Trigger | SeveralTriggers;
type Where = { attachedTo: string; interrupting: boolean };
type Plain<T extends string> = T extends string ? { type: T } : never;
/** What a node is; `scope` names the sub-process that it stands in. */
export type Shape = { scope?: string; loop?: StandardLoop; multiInstance?: MultiInstance } & (
  | { type: 'scriptTask'; script: string }
  | Plain<
      'startEvent' | 'manualTask' | 'task' | 'exclusiveGateway' | 'parallelGateway' | 'eventBasedGateway' | 'subProcess'
    >
  | { type: 'adHocSubProcess'; sequential?: boolean; completionCondition?: string; cancelRemaining?: boolean }
  | { type: 'inclusiveGateway' }
  | { type: 'complexGateway'; activationCondition?: string }
  | { type: 'endEvent' }
  | { type: 'endEvent'; terminate: true }
  | { type: 'endEvent'; throws: string }
  | {
      type: 'userTask';
      role?: string;
      outcomes?: string[];
      law?: TaskForm;
      startQuantity?: number;
      completionQuantity?: number;
    }
  | { type: 'serviceTask'; service: { builtIn: string } | { topic: string }; law?: ScopeForm }
  | { type: 'receiveTask'; message: string }
  | { type: 'callActivity'; calledElement: string }
  | ({ type: 'intermediateCatchEvent' } & (Caught | { link: string }))
  | ({ type: 'intermediateThrowEvent' } & (object | Result | SeveralResults<Result> | { link: string }))
  | ({ type: 'endEvent' } & (Result | SeveralResults<EndResult>))
  | { type: 'eventSubProcess' }
  | ({ type: 'startEvent'; interrupting: boolean } & Caught)
  | ({ type: 'boundaryEvent' } & Where & Caught)
);

/**
 * A process from shapes by id and flows as `source -> target`, `source -> target : condition`,
 * `source -> target : default` or `source -> target : by passed` (an outcome). A flow's id is `source-target`.
 */
export function processModel(shapes: Record<string, Shape>, flows: readonly string[], id = 'process'): ProcessModel {
  const read = flows.map(readFlow);
  const nodes: Record<string, FlowNode> = {};
  for (const [id, shape] of Object.entries(shapes)) {
    const incoming = read.filter(({ flow }) => flow.target === id).map(({ flow }) => flow.id);
    const outgoing = read.filter(({ flow }) => flow.source === id).map(({ flow }) => flow.id);
    const base = { id, name: `Name of ${id}`, incoming, outgoing };
    const boundary = Object.keys(shapes).filter((other) => {
      const guard = shapes[other]!;
      return guard.type === 'boundaryEvent' && guard.attachedTo === id;
    });
    const enabled = Object.keys(shapes).filter((other) => {
      const inside = shapes[other]!;
      const activity = /Task$|SubProcess$|Activity$|^task$/i.test(inside.type);
      return inside.scope === id && activity && !read.some(({ flow }) => flow.target === other);
    });
    const defaultFlow = read.find(({ flow, isDefault }) => isDefault && flow.source === id)?.flow.id ?? null;
    nodes[id] = nodeOf(shape, base, { boundary, defaultFlow, start: startIn(shapes, id), enabled });
  }
  return {
    id,
    name: 'Process',
    start: startIn(shapes, undefined),
    nodes,
    flows: Object.fromEntries(read.map(({ flow }) => [flow.id, flow])),
  };
}

/** A case of the first process, in which the others are called by their ids. */
export function caseModel(process: ProcessModel, ...called: ProcessModel[]): CaseModel {
  return { ...process, called: Object.fromEntries(called.map((each) => [each.id, each])) };
}

function startIn(shapes: Record<string, Shape>, scope: string | undefined): string {
  return Object.keys(shapes).find((id) => shapes[id]?.type === 'startEvent' && shapes[id].scope === scope) ?? '';
}

type Base = Pick<FlowNode, 'id' | 'name' | 'incoming' | 'outgoing'>;
interface Found {
  readonly boundary: readonly string[];
  readonly defaultFlow: string | null;
  readonly start: string;
  readonly enabled: readonly string[];
}

function nodeOf(shape: Shape, base: Base, { boundary, defaultFlow, start, enabled }: Found): FlowNode {
  const byDefault = defaultFlow === null ? {} : { defaultFlow };
  const plain = { boundary, step: null, records: [], deadlines: [], clocks: [], ...byDefault };
  const adHoc = { sequential: false, completionCondition: null, cancelRemaining: true, enabled };
  switch (shape.type) {
    case 'userTask': {
      const declared = shape.role !== undefined || shape.outcomes !== undefined;
      const step: StepExtension = {
        key: base.id,
        role: shape.role ?? null,
        outcomes: shape.outcomes ?? [],
        officers: 0,
      };
      const node = { ...base, ...plain, ...shape, step: declared ? step : null, law: shape.law ?? null };
      for (const drawn of ['role', 'outcomes']) Reflect.deleteProperty(node, drawn);
      return node;
    }
    case 'serviceTask':
      return { ...base, ...plain, ...shape, law: shape.law ?? null };
    case 'manualTask':
    case 'task':
    case 'scriptTask':
    case 'receiveTask':
    case 'callActivity':
      return { ...base, ...plain, ...shape, law: null };
    case 'adHocSubProcess':
      return { ...base, ...plain, ...adHoc, ...shape, law: null };
    case 'subProcess':
      return { ...base, ...plain, ...shape, law: null, start };
    case 'eventSubProcess':
      return { ...base, ...shape, start };
    case 'exclusiveGateway':
    case 'inclusiveGateway':
      return { ...base, ...shape, defaultFlow };
    case 'complexGateway':
      return { ...base, ...shape, defaultFlow, activationCondition: shape.activationCondition ?? null };
    default:
      return { ...base, ...shape };
  }
}

function readFlow(text: string): { flow: SequenceFlow; isDefault: boolean } {
  const [path = '', ...rest] = text.split(' : ');
  const [source = '', target = ''] = path.split(' -> ');
  const guard = rest.length === 0 ? null : rest.join(' : ');
  const isDefault = guard === 'default';
  const outcome = guard?.startsWith('by ') === true ? (guard.slice(3) as FlowOutcome) : null;
  const condition = outcome !== null ? `outcome = "${outcome}"` : isDefault ? null : guard;
  return { flow: { id: `${source}-${target}`, name: null, source, target, condition, outcome }, isDefault };
}

export function timer(kind: TimerKind, text: string): TimerSpec {
  const spec = parseTimer(kind, text);
  if ('error' in spec) throw new Error(spec.error);
  return spec;
}

/** A working calendar in which only these years are published, without holidays. */
export function calendarOf(...years: number[]): EngineContext['calendar'] {
  const notice = { title: 'Test', number: null, published: '2020-01-01', url: 'https://example.org' };
  return buildCalendar(years.map((year) => ({ region: 'CN', year, notice, days: [] })));
}

export function at(now: string, more: Partial<EngineContext> = {}): EngineContext {
  return { now, calendar: calendarOf(2025, 2026), maxSteps: 2_000, ...more };
}

/** A Thursday, 17:00 in Asia/Shanghai. */
export const thursday = '2026-03-05T09:00:00.000Z';

export function started(model: CaseModel, variables = {}, context = at(thursday)): Advanced {
  return advance(model, null, { type: 'start', variables }, context);
}

/** Advances a case by commands one after the other; answers what the last one did. */
export function after(model: CaseModel, from: Advanced, ...commands: [EngineCommand, EngineContext?][]): Advanced {
  return commands.reduce(
    (done, [command, context]) => advance(model, done.state, command, context ?? at(thursday)),
    from,
  );
}

/** Events as short text: type and element, `*` for what belongs to the case. */
export function trace(done: Advanced): string[] {
  return done.events.map((event) => `${event.type} ${event.elementId ?? '*'}`);
}

/** Open waits as `kind element`. */
export function waiting(state: EngineState): string[] {
  return state.waits.map((wait) => `${wait.kind} ${wait.at}`).sort();
}

/** The case after the work at an element is done: a task or service task completed, a message received. */
export function done(model: CaseModel, from: Advanced, element: string, variables = {}): Advanced {
  const wait = from.state.waits.find(({ at, kind }) => at === element && kind !== 'timer' && kind !== 'incident');
  if (wait === undefined) throw new Error(`nothing waits at ${element}, only ${waiting(from.state).join(', ')}`);
  const type = wait.kind === 'message' ? 'receive' : wait.kind === 'signal' ? 'signal' : 'complete';
  return after(model, from, [{ type, wait: wait.no, variables }]);
}

/** Number of the open wait at an element. */
export function waitAt(state: EngineState, element: string, kind?: string): number {
  const wait = state.waits.find((candidate) => candidate.at === element && (kind ?? candidate.kind) === candidate.kind);
  if (wait === undefined) throw new Error(`nothing waits at ${element}, only ${waiting(state).join(', ')}`);
  return wait.no;
}
