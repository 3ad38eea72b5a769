import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import { roleNamed } from '../roleNames.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { Role } from '../../domain/people.ts';
import type { StepExtension } from '../lawModel.ts';

/** The step of a user task with its candidate role: that of `enf:step`, else of a potential owner, else of its lane. */
export function withCandidate(step: StepExtension | null, element: ModdleElement): StepExtension | null {
  if (!/UserTask$/.test(typeOf(element)) || (step !== null && step.role !== null)) return step;
  const role = drawnRoleOf(element);
  if (role === null) return step;
  return step === null ? { key: null, role, outcomes: [], officers: 0 } : { ...step, role };
}

/** Tells which lane names no role although user tasks without one stand in it; [] for what is no lane. */
export function checkLane(lane: ModdleElement): Finding[] {
  if (typeOf(lane) !== 'Lane') return [];
  const anybodys = (lane.flowNodeRef ?? []).filter(
    (node) => typeOf(node) === 'UserTask' && isOpenToAll(node) && lanesAround(node)[0] === lane,
  );
  if (anybodys.length === 0) return [];
  const tasks = anybodys.map(({ id }) => id ?? '').slice(0, 20);
  const advice = `The lane ${nameOf(lane)} has the name of no role, so any staff can do ${tasks.join(', ')}; name it after a role, or write enf:step.`;
  return [finding('lane-without-role', lane.id ?? null, advice)];
}

/** Tells which performers of an activity or process assign nobody here. */
export function checkPerformers(element: ModdleElement): Finding[] {
  const assigned = /UserTask$/.test(typeOf(element)) ? ownerRole(element) : null;
  return (element.resources ?? []).flatMap((resource) => {
    if (assigned !== null && roleOfResource(resource) === assigned) return [];
    const what = `The ${typeOf(resource)} ${nameOf(resource)}`.trimEnd();
    const advice =
      'write a potential owner of a user task whose resource has the name of a role, or the role in enf:step';
    return [finding('performer-ignored', element.id ?? null, `${what} assigns nobody; ${advice}.`)];
  });
}

function isOpenToAll(task: ModdleElement): boolean {
  const step = task.extensionElements?.values?.find(({ $type }) => $type === 'enf:Step');
  const role: unknown = step === undefined ? undefined : Reflect.get(step, 'role');
  return role === undefined && drawnRoleOf(task) === null;
}

function drawnRoleOf(task: ModdleElement): Role | null {
  return ownerRole(task) ?? firstOf(lanesAround(task).map(roleOfLane));
}

function ownerRole({ resources = [] }: ModdleElement): Role | null {
  return firstOf(resources.filter((resource) => typeOf(resource) === 'PotentialOwner').map(roleOfResource));
}

/** By the name of a resource, or by the literal text of an assignment. */
function roleOfResource({ resourceRef, resourceAssignmentExpression }: ModdleElement): Role | null {
  const text = resourceAssignmentExpression?.expression?.body?.trim().replace(/^=?\s*(["']?)(.*)\1$/, '$2');
  return roleNamed(resourceRef?.name) ?? roleNamed(resourceRef?.id) ?? roleNamed(text);
}

function roleOfLane({ name, partitionElement, partitionElementRef: partition }: ModdleElement): Role | null {
  return roleNamed(name) ?? roleNamed(partition?.name) ?? roleNamed(partition?.id) ?? roleNamed(partitionElement?.name);
}

function firstOf(roles: readonly (Role | null)[]): Role | null {
  return roles.find((role) => role !== null) ?? null;
}

/** The lanes that an element, or a sub-process around it, stands in, the innermost first. */
function lanesAround(element: ModdleElement): ModdleElement[] {
  const lanes: ModdleElement[] = [];
  for (let node = element; node.$parent !== undefined; node = node.$parent) {
    const { laneSets = [] } = node.$parent;
    for (const { lanes: outermost = [] } of laneSets) lanes.push(...lanesOf(node, outermost));
  }
  return lanes;
}

function lanesOf(node: ModdleElement, lanes: readonly ModdleElement[]): ModdleElement[] {
  return lanes.flatMap((lane) => {
    const inner = lanesOf(node, lane.childLaneSet?.lanes ?? []);
    return inner.length > 0 || lane.flowNodeRef?.includes(node) === true ? [...inner, lane] : [];
  });
}

function nameOf({ id = '', name = '' }: ModdleElement): string {
  return name === '' ? id : `"${name.slice(0, 80)}"`;
}
