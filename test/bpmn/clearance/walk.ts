import type { ProcessModel } from '../../../src/bpmn/model.ts';

/** What is wrong with a path as a way through a process, its sub-processes included; undefined: nothing. */
export function faultOfWalk({ nodes, flows, start }: ProcessModel, path: readonly string[]): string | undefined {
  if (path[0] !== start) return `starts at ${String(path[0])}`;
  for (const [index, id] of path.slice(1).entries()) {
    const from = nodes[path[index]!]!;
    const to = nodes[id];
    if (to === undefined) return `${id} is no element`;
    const follows = (source: string) =>
      Object.values(flows).some((flow) => flow.source === source && flow.target === id);
    const isGuard = (host: string) => to.type === 'boundaryEvent' && to.attachedTo === host;
    let around: string | undefined = from.id;
    let found = from.type === 'subProcess' && (from.start === id || to.scope === from.id);
    for (; around !== undefined && !found; around = nodes[around]?.scope) found = follows(around) || isGuard(around);
    if (!found) return `${from.id} does not lead to ${id}`;
  }
  return undefined;
}
