import { Engine } from 'bpmn-engine';
import type { ProcessModel } from '../../bpmn/model.ts';
import { isChoice, isErrorOfCall, isRepeatedCatcher, leavesProcess, type Choices } from './forceChoices.ts';
import { RecordedTimers } from './recordedTimers.ts';
import type { Move } from './walk.ts';

/** A case in bpmn-engine, moved by hand: nothing of the file is evaluated and no timer is ever armed. */
export interface SecondOpinion {
  /** Makes a move and answers the ids of the elements that are waited at, sorted. Error when the move is impossible. */
  readonly make: (move: Move, choices: Choices) => Promise<string[]>;
}

/** The parts of an element that are rewritten before bpmn-engine builds it. */
interface Behaviour {
  readonly $type: string;
  readonly id?: string;
  isExecutable?: boolean;
  conditionExpression?: unknown;
  implementation?: unknown;
  calledElement?: unknown;
  Service?: unknown;
  eventDefinitions?: { behaviour: { timeDuration?: string; timeCycle?: string; timeDate?: string } }[];
}
type Done = (error: Error | null) => void;

const ours = 'rehearsal';

/** Loads one process of a BPMN file into bpmn-engine. */
export function openSecondOpinion(xml: string, model: ProcessModel): SecondOpinion {
  let choices: Choices = new Map();
  let failure: Error | undefined;
  let started = false;
  const timers = new RecordedTimers();
  /** Service tasks that wait for an external worker; bpmn-engine runs one token at a node at a time. */
  const services = new Map<string, Done>();
  const engine = new Engine({
    source: xml,
    timers,
    expressions: { resolveExpression: (text: unknown) => text },
    scripts: { register: () => undefined, getScript },
    extendFn: rewrite,
  });
  engine.on('error', (error: Error) => (failure ??= error));

  return { make };

  async function make(move: Move, forced: Choices): Promise<string[]> {
    choices = forced;
    try {
      if (move.type === 'start') {
        started = true;
        await engine.execute();
      } else if (move.type === 'fire') timers.fire(move.element);
      else if (move.type === 'throw') throwAt(move.element);
      else complete(move.element);
      passManualTasks();
    } catch (error) {
      failure ??= error instanceof Error ? error : new Error(String(error));
    }
    if (failure !== undefined) throw failure;
    return waiting();
  }

  /** The only script there is: whether the walk takes the flow. */
  function getScript(language: string, flow: { id: string }) {
    if (language !== ours) throw new Error(`a script in ${language} is never run in a rehearsal`);
    return {
      execute: (_scope: unknown, done: CallableFunction) => void Reflect.apply(done, null, [null, takes(flow.id)]),
    };
  }

  function takes(flow: string): boolean {
    return choices.get(model.flows[flow]?.source ?? '') === flow;
  }

  function rewrite(behaviour: Behaviour): undefined {
    const { $type, id = '' } = behaviour;
    if ($type === 'bpmn:Process') behaviour.isExecutable = id === model.id;
    if ($type === 'bpmn:SequenceFlow') {
      const chosen = isChoice(model, model.flows[id]?.source ?? '');
      behaviour.conditionExpression = chosen ? { language: ours } : undefined;
    }
    delete behaviour.implementation;
    if ($type === 'bpmn:ServiceTask') behaviour.Service = serviceOf(id);
    if ($type === 'bpmn:CallActivity') behaviour.calledElement = ours;
    const node = model.nodes[id];
    if (node !== undefined && leavesProcess(model, node)) delete behaviour.eventDefinitions;
    if (isTimer(id)) for (const definition of behaviour.eventDefinitions ?? []) definition.behaviour = timerOf(id);
  }

  function isTimer(id: string): boolean {
    const node = model.nodes[id];
    return node !== undefined && 'timer' in node;
  }

  /** All timers lie a day ahead: in which order they fire, the walk says. Of a cycle, the number of firings counts. */
  function timerOf(id: string): { timeCycle: string } | { timeDuration: string } {
    const node = model.nodes[id];
    const spec = node !== undefined && 'timer' in node ? node.timer : undefined;
    return spec?.kind === 'cycle' ? { timeCycle: `R${spec.times ?? ''}/P1D` } : { timeDuration: 'P1D' };
  }

  function serviceOf(element: string) {
    const node = model.nodes[element];
    const waits = node?.type === 'serviceTask' && 'topic' in node.service;
    return function Service() {
      const execute = (_message: unknown, done: Done) => {
        if (waits) services.set(element, done);
        else done(null);
      };
      return { execute, discard: () => services.delete(element) };
    };
  }

  /** An error comes out of the call that the boundary event is attached to. */
  function throwAt(boundary: string): void {
    const event = model.nodes[boundary];
    if (!isErrorOfCall(model, event)) throw new Error(`${boundary} catches no error of a call`);
    const call = postponed().find((candidate) => candidate.id === event.attachedTo);
    if (call === undefined) throw new Error(`bpmn-engine does not wait at ${event.attachedTo}`);
    call.sendApiMessage('error', { message: ours, code: event.catches ?? ours });
  }

  function complete(element: string): void {
    const done = services.get(element);
    services.delete(element);
    if (done !== undefined) return done(null);
    const task = postponed().find((candidate) => candidate.id === element);
    if (task === undefined) throw new Error(`bpmn-engine does not wait at ${element}`);
    task.signal();
  }

  /** bpmn-engine waits at a manual task as at a user task; ours passes. */
  function passManualTasks(): void {
    for (let passed = 0; passed < 1_000; passed += 1) {
      const task = postponed().find((candidate) => candidate.type === 'bpmn:ManualTask');
      if (task === undefined) return;
      task.signal();
    }
  }

  /** Where something has to happen from outside; a sub-process, a gateway and what is held before one wait for nothing. */
  function waiting(): string[] {
    return postponed()
      .filter(({ id, type }) => !passive.has(type) && !isErrorBoundary(id) && !isRepeatedCatcher(model.nodes[id]))
      .map((element) => element.id)
      .sort();
  }

  function isErrorBoundary(id: string): boolean {
    const node = model.nodes[id];
    return node !== undefined && 'catches' in node;
  }

  /** Everything that is not done, inside sub-processes too. */
  function postponed(): Postponed[] {
    return started ? unfolded(engine.execution.getPostponed()) : [];
  }
}

type Postponed = Engine['execution'] extends { getPostponed(): (infer P)[] } ? P : never;

const passive = new Set(['bpmn:SequenceFlow', 'bpmn:SubProcess', 'bpmn:EventBasedGateway', 'bpmn:ParallelGateway']);

function unfolded(elements: readonly Postponed[]): Postponed[] {
  return elements.flatMap((element) =>
    element.type === 'bpmn:SubProcess'
      ? [element, ...unfolded(element.getPostponed().filter(({ id }) => id !== element.id))]
      : [element],
  );
}
