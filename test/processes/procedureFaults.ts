import { roles } from '../../src/domain/people.ts';
import type { BpmnFile, Element, Extension } from './bpmnFile.ts';

/** What each element of the enforcement namespace has to say, and in which form. */
const attributes: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  record: {
    item: /^R[17]-([1-9]|1[01])$/,
    kind: /^(text|document|photo|audio|video)$/,
    required: /^(true|false)$/,
    continuous: /^(true|false)$/,
    template: /^[a-z]+(-[a-z]+)*$/,
  },
  deadline: {
    clock: /^[a-z]+(-[a-z]+)*$/,
    limit: /^(P\d+(WD|D|M)|PT\d+H)$/,
    from: /^[a-z][A-Za-z]+$/,
    extension: /^(none|P\d+(WD|D))$/,
    basis: /./,
    onBreach: /^overdue$/,
  },
  clock: { clock: /^[a-z]+(-[a-z]+)*$/, event: /^(pause|resume|extend|stop)$/ },
  draft: {},
  scope: { act: /^(permit|penalty|related)$/ },
  legalReview: { part: /^(request|materials|opinion|ruling)$/, level: /^[12]$/ },
  decision: { act: /^(permit|penalty|related)$/ },
  publication: { part: /^(redaction|approval)$/ },
  outcome: { value: /^[A-Za-z]+$/ },
};
/** What `enf:clock` says besides, by its event. */
const clockAttributes: Readonly<Record<string, readonly string[]>> = {
  pause: ['ground', 'basis'],
  resume: ['ground', 'basis'],
  extend: ['by', 'basis'],
  stop: [],
};
/** Clocks that a called procedure pauses where its caller runs them. */
const clocksOfCallers = new Set(['decision']);

/** What is wrong with a procedure, as `element: fault`. `processIds` are the procedures that exist. */
export function procedureFaults(file: BpmnFile, processIds: readonly string[]): string[] {
  const elements = [...file.elements.values()];
  const nodes = elements.filter(({ flow }) => flow === null);
  return [
    ...(file.process.executable ? [] : [`${file.process.id}: is not executable`]),
    ...elements.flatMap((element) => wordFaults(element, file)),
    ...nodes.flatMap((node) => stepFaults(node)),
    ...repeatedKeys(nodes),
    ...elements.flatMap((element) => extensionFaults(element)),
    ...nodes.filter(needsRecord).map(({ id }) => `${id}: says nothing about the record`),
    ...clockFaults(elements),
    ...elements.filter(isTwoTongued).map(({ id }) => `${id}: outcome and condition differ`),
    ...nodes.flatMap((node) => outcomeFaults(node, elements)),
    ...nodes
      .filter(({ calls }) => calls !== null && !processIds.includes(calls))
      .map(({ id, calls }) => `${id}: calls ${calls ?? ''}, which does not exist`),
    ...reachFaults(nodes, elements),
  ];
}

/** Whatever has a choice or does something is named; a gateway that only joins, and a plain flow, need not be. */
function wordFaults(element: Element, { elements }: BpmnFile): string[] {
  const { id, name, documentation, flow, type } = element;
  const out = [...elements.values()].filter((other) => other.flow?.source === id).length;
  const needsName = flow === null && !(type === 'bpmn:ExclusiveGateway' && out === 1) && !leftOut(element, elements);
  const isSilent = flow !== null && name === '';
  return [
    ...(name === '' && !needsName ? [] : /^[\u4e00-\u9fff]+$/.test(name) ? [] : [`${id}: has no Chinese name`]),
    ...(isSilent || /^[ -~\u3000-\u303f\u4e00-\u9fff]{10,}$/.test(documentation)
      ? []
      : [`${id}: is not documented in English`]),
  ];
}

/** A gateway between doing a step and leaving it out is explained by the names of its two flows. */
function leftOut({ id, type, name }: Element, elements: BpmnFile['elements']): boolean {
  const out = [...elements.values()].filter((other) => other.flow?.source === id);
  return type === 'bpmn:ExclusiveGateway' && name === '' && out.every((flow) => flow.name !== '');
}

function stepFaults({ id, type, step }: Element): string[] {
  if (!type.endsWith('Task')) return [];
  if (step?.key === undefined) return [`${id}: has no business key`];
  if (type === 'bpmn:ServiceTask') return [];
  if (step.role === undefined) return [`${id}: names no role`];
  return roles.some((role) => role === step.role) ? [] : [`${id}: nobody has the role ${step.role}`];
}

function repeatedKeys(nodes: readonly Element[]): string[] {
  return nodes.flatMap(({ id, step }, index) => {
    const earlier = nodes.slice(0, index).find((other) => step?.key !== undefined && other.step?.key === step.key);
    return earlier === undefined ? [] : [`${id}: has the key of ${earlier.id}`];
  });
}

/** Natural days and months say what becomes of a last day on a rest day. */
function lastDayOf(name: string, { limit = '' }: Readonly<Record<string, string>>): string[] {
  return name === 'deadline' && /^P\d+[DM]$/.test(limit) ? ['lastDay'] : [];
}

/** No attribute of legal weight has a default: each stands there, in its form. */
function extensionFaults({ id, extensions }: Element): string[] {
  return extensions.flatMap(({ name, attributes: given }) => {
    if (name === 'step') return [];
    const known = attributes[name];
    if (known === undefined) return [`${id}: enf:${name} is not known`];
    const more = name === 'clock' ? (clockAttributes[given.event ?? ''] ?? []) : lastDayOf(name, given);
    const expected = [...Object.keys(known), ...more];
    return [
      ...expected.filter((key) => given[key] === undefined).map((key) => `${id}: enf:${name} has no ${key}`),
      ...Object.keys(given).flatMap((key) => (expected.includes(key) ? [] : [`${id}: enf:${name} has ${key}`])),
      ...Object.entries(known)
        .filter(([key, form]) => given[key] !== undefined && !form.test(given[key]))
        .map(([key]) => `${id}: enf:${name} ${key}="${given[key] ?? ''}"`),
    ];
  });
}

/** A law form says what goes on the record; acceptance is written before records were declared. */
function needsRecord({ type, extensions }: Element): boolean {
  const isTask = /^bpmn:(User|Manual|Service)Task$/.test(type);
  return isTask && extensions.length > 1 && !extensions.some(({ name }) => name === 'record');
}

function clockFaults(elements: readonly Element[]): string[] {
  const started = clocksOf(elements, ({ name }) => name === 'deadline');
  const stopped = clocksOf(elements, ({ attributes: { event } }) => event === 'stop');
  const used = clocksOf(elements, ({ name }) => name === 'clock').filter((clock) => !clocksOfCallers.has(clock));
  return [
    ...started.filter((clock) => !stopped.includes(clock)).map((clock) => `${clock}: is started and never stopped`),
    ...used.filter((clock) => !started.includes(clock)).map((clock) => `${clock}: is stopped and never started`),
  ];
}

function clocksOf(elements: readonly Element[], wanted: (extension: Extension) => boolean): string[] {
  const found = elements.flatMap(({ extensions }) =>
    extensions.filter(wanted).flatMap((extension) => extension.attributes.clock ?? []),
  );
  return [...new Set(found)];
}

function isTwoTongued({ flow }: Element): boolean {
  return flow !== null && flow.outcome !== null && flow.condition !== `outcome = "${flow.outcome}"`;
}

/** The outcomes of a task, or of the catalogue, are the ways out of it or of the gateway behind it. */
function outcomeFaults(node: Element, elements: readonly Element[]): string[] {
  const isScope = node.extensions.some(({ name }) => name === 'scope');
  const outcomes = isScope ? ['notRequired', 'required'] : (node.step?.outcomes?.split(' ') ?? []);
  if (outcomes.length < 2) return [];
  const direct = waysOut(node.id, elements);
  const gateway = elements.find(({ id }) => id === direct[0]?.flow?.target);
  const ways = direct.length > 1 ? direct : waysOut(gateway?.id ?? '', elements);
  const named = ways.flatMap(
    ({ flow }) => flow?.outcome ?? /^outcome = "([A-Za-z-]+)"$/.exec(flow?.condition ?? '')?.[1] ?? [],
  );
  const rest = outcomes.filter((outcome) => !named.includes(outcome));
  const byDefault = gateway?.defaultFlow !== null && rest.length === 1 && named.length === ways.length - 1 ? rest : [];
  const given = [...named, ...byDefault].sort().join(' ');
  const asked = [...outcomes].sort().join(' ');
  return given === asked || isAskedLater(node, elements)
    ? []
    : [`${node.id}: its outcomes ${asked} do not match the ways out ${given}`];
}

/** Behind a parallel gateway an outcome is asked for in one of the branches. */
function isAskedLater({ id, step }: Element, elements: readonly Element[]): boolean {
  const next = waysOut(id, elements)[0]?.flow?.target ?? '';
  if (elements.find((element) => element.id === next)?.type !== 'bpmn:ParallelGateway') return false;
  const branches = waysOut(next, elements).flatMap(({ flow }) => waysOut(flow?.target ?? '', elements));
  return (step?.outcomes ?? '')
    .split(' ')
    .every((outcome) => branches.some(({ flow }) => flow?.condition === `outcome = "${outcome}"`));
}

function waysOut(id: string, elements: readonly Element[]): Element[] {
  return elements.filter(({ flow }) => flow?.source === id);
}

function reachFaults(nodes: readonly Element[], elements: readonly Element[]): string[] {
  const starts = nodes.filter(({ type, parent }) => type === 'bpmn:StartEvent' && parent === null);
  const reached = closure(new Set(starts.map(({ id }) => id)), (id) => after(id, elements));
  const ends = nodes.filter(({ type, parent }) => type === 'bpmn:EndEvent' && parent === null);
  const ending = closure(new Set(ends.map(({ id }) => id)), (id) => before(id, elements));
  return [
    ...nodes.filter(({ id }) => !reached.has(id)).map(({ id }) => `${id}: is never reached`),
    ...nodes.filter(({ id }) => !ending.has(id)).map(({ id }) => `${id}: leads to no end`),
  ];
}

/** Where a token can go on from here: along flows, to boundary events, into a sub-process. */
function after(id: string, elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (element.flow?.source === id) return [element.flow.target];
    const enters = element.parent === id && element.type === 'bpmn:StartEvent';
    return element.host === id || enters ? [element.id] : [];
  });
}

/** Where a token can come from: the end of a sub-process leads on to what follows it. */
function before(id: string, elements: readonly Element[]): string[] {
  return elements.flatMap((element) => {
    if (element.flow?.target === id) return [element.flow.source];
    const leaves = element.parent === id && element.type === 'bpmn:EndEvent';
    return leaves ? [element.id] : [];
  });
}

function closure(seen: Set<string>, next: (id: string) => readonly string[]): Set<string> {
  for (const id of seen) for (const other of next(id)) seen.add(other);
  return seen;
}
