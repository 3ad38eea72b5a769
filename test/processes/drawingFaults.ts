import type { BpmnFile, Box, Element, Point } from './bpmnFile.ts';

/** What makes a diagram wrong or hard to read, as `rule elementId: what is wrong`. */
export function drawingFaults(file: BpmnFile): string[] {
  return [
    ...file.warnings.map((warning) => `import: ${warning}`),
    ...missingParts(file),
    ...crookedEdges(file),
    ...looseEdges(file),
    ...overlaps(file),
    ...escapes(file),
    ...strayBoundaryEvents(file),
    ...crossings(file),
    ...coveredLabels(file),
    ...backwardFlows(file),
  ];
}

/** Every flow node has one shape, every flow one edge, every name that needs one a label; nothing else is drawn. */
function missingParts({ elements, shapes, edges }: BpmnFile): string[] {
  const faults: string[] = [];
  for (const element of elements.values()) {
    const parts = (element.flow === null ? shapes : edges).filter((part) => part.of === element.id);
    const kind = element.flow === null ? 'shape' : 'edge';
    if (parts.length !== 1) faults.push(`drawn ${element.id}: has ${parts.length} ${kind}s`);
    const label = parts[0]?.label ?? null;
    if (element.name !== '' && needsLabel(element) && label === null) faults.push(`drawn ${element.id}: has no label`);
  }
  for (const part of [...shapes, ...edges]) {
    if (!elements.has(part.of)) faults.push(`drawn ${part.of}: is no element`);
  }
  return faults;
}

/** A name stands inside an activity, and beside everything else. */
function needsLabel({ type }: Element): boolean {
  return !/(Task|CallActivity|SubProcess)$/.test(type);
}

function crookedEdges({ edges }: BpmnFile): string[] {
  return edges
    .filter(({ points }) => points.length < 2 || segments(points).some(([a, b]) => (a.x === b.x) === (a.y === b.y)))
    .map(({ of }) => `orthogonal ${of}: has a segment that is neither horizontal nor vertical`);
}

function looseEdges(file: BpmnFile): string[] {
  return file.edges.flatMap(({ of, points }) => {
    const flow = file.elements.get(of)?.flow;
    const ends = flow
      ? ([
          [flow.source, points[0]],
          [flow.target, points.at(-1)],
        ] as const)
      : [];
    return ends
      .filter(([id, point]) => point === undefined || !isOnBorder(file, id, point))
      .map(([id]) => `dock ${of}: does not end on the border of ${id}`);
  });
}

function overlaps({ elements, shapes }: BpmnFile): string[] {
  return shapes.flatMap((one, index) =>
    shapes
      .slice(index + 1)
      .filter((other) => elements.get(one.of)?.host !== other.of && elements.get(other.of)?.host !== one.of)
      .filter((other) => !isInside(elements, one.of, other.of) && !isInside(elements, other.of, one.of))
      .filter((other) => intersect(one.box, other.box))
      .map((other) => `overlap ${one.of}: lies on ${other.of}`),
  );
}

/** What stands in a sub-process is drawn inside it. */
function escapes(file: BpmnFile): string[] {
  return [...file.elements.values()].flatMap(({ id, parent }) => {
    const around = parent === null ? undefined : boxOf(file, parent);
    if (around === undefined) return [];
    const parts = [boxOf(file, id), file.edges.find((edge) => edge.of === id)?.points].flat();
    const outside = parts.some((part) => part !== undefined && !contains(around, 'width' in part ? part : point(part)));
    return outside ? [`inside ${id}: leaves ${parent ?? ''}`] : [];
  });
}

function strayBoundaryEvents(file: BpmnFile): string[] {
  return [...file.elements.values()].flatMap(({ id, host }) => {
    const box = boxOf(file, id);
    if (host === null || box === undefined || isOnBorder(file, host, centre(box))) return [];
    return [`boundary ${id}: is not centred on the border of ${host}`];
  });
}

/** No edge runs through the inside of a shape, its own ends included, but for the sub-process that it stands in. */
function crossings({ elements, edges, shapes }: BpmnFile): string[] {
  return edges.flatMap(({ of, points }) =>
    shapes
      .filter((shape) => !isInside(elements, of, shape.of))
      .filter(({ box }) => segments(points).some(([a, b]) => intersect(box, boxAround(a, b))))
      .map((shape) => `crossing ${of}: runs through ${shape.of}`),
  );
}

function coveredLabels({ elements, edges, shapes }: BpmnFile): string[] {
  const lines = edges.flatMap((edge) => segments(edge.points).map(([a, b]) => ({ of: edge.of, box: boxAround(a, b) })));
  const labels = [...shapes, ...edges].flatMap(({ of, label }) => (label === null ? [] : [{ of, box: label }]));
  return labels.flatMap((label, index) =>
    [...shapes, ...lines, ...labels.slice(index + 1)]
      .filter(({ of }) => !isInside(elements, label.of, of))
      .filter(({ box }) => intersect(box, label.box))
      .map(({ of }) => `label of ${label.of}: is covered by ${of}`),
  );
}

/** A diagram reads from left to right: only a flow that closes a loop may lead back. */
function backwardFlows(file: BpmnFile): string[] {
  return [...file.elements.values()].flatMap(({ id, flow }) => {
    if (flow === null) return [];
    const from = boxOf(file, flow.source);
    const to = boxOf(file, flow.target);
    if (from === undefined || to === undefined || centre(to).x >= centre(from).x) return [];
    return reaches(file, flow.target, flow.source) ? [] : [`direction ${id}: leads back to the left`];
  });
}

function reaches({ elements }: BpmnFile, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const id of seen) {
    for (const element of elements.values()) {
      if (element.flow?.source === id) seen.add(element.flow.target);
      if (element.host === id) seen.add(element.id);
    }
  }
  return seen.has(to);
}

/** Whether an element stands in a sub-process, at any depth. */
function isInside(elements: BpmnFile['elements'], id: string, subProcess: string): boolean {
  const parent = elements.get(id)?.parent ?? null;
  return parent !== null && (parent === subProcess || isInside(elements, parent, subProcess));
}

function boxOf({ shapes }: BpmnFile, id: string): Box | undefined {
  return shapes.find((shape) => shape.of === id)?.box;
}

/** Border of the figure that is really drawn: circle, diamond or rectangle. */
function isOnBorder(file: BpmnFile, id: string, point: Point): boolean {
  const box = boxOf(file, id);
  if (box === undefined) return false;
  const across = Math.abs(point.x - centre(box).x) / (box.width / 2);
  const along = Math.abs(point.y - centre(box).y) / (box.height / 2);
  const type = file.elements.get(id)?.type ?? '';
  if (type.endsWith('Event')) return isOne(Math.hypot(across, along));
  if (type.endsWith('Gateway')) return isOne(across + along);
  return isOne(Math.max(across, along));
}

function isOne(value: number): boolean {
  return Math.abs(value - 1) < 0.01;
}

function centre({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function segments(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).map((point, index) => [points[index] ?? point, point]);
}

function boxAround(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function point({ x, y }: Point): Box {
  return { x, y, width: 0, height: 0 };
}

function contains(around: Box, { x, y, width, height }: Box): boolean {
  return (
    around.x <= x && x + width <= around.x + around.width && around.y <= y && y + height <= around.y + around.height
  );
}

/** Whether the insides meet; touching borders do not. */
function intersect(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}
