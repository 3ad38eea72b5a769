import type { BpmnFile, Box, Point } from './bpmnFile.ts';

/** What a reader stumbles over in a diagram that is otherwise drawn soundly, as `rule elementId: what is wrong`. */
export function legibilityFaults(file: BpmnFile): string[] {
  return [
    ...crampedNames(file),
    ...smallLabels(file),
    ...farLabels(file),
    ...stubs(file),
    ...corners(file),
    ...twins(file),
    ...hiddenMarkers(file),
  ];
}

// as bpmn-js draws: type sizes, distance of a name from the border, radius of an activity's corners, height of a marker
const [nameSize, labelSize, padding, radius, markerHeight] = [12, 11, 5, 10, 20];
const lineHeight = 1.2;
/** Room for an arrow head and a bit of its line. */
const shortest = 20;
/** Lines nearer than this look like one. */
const nearest = 12;
const farthest = 40;

/** The name of an activity fits into it, with its marker, and no line holds a single character. */
function crampedNames({ elements, shapes }: BpmnFile): string[] {
  return shapes.flatMap(({ of, box }) => {
    const { type = '', name = '', calls = null } = elements.get(of) ?? {};
    if (!/(Task|CallActivity)$/.test(type) || name === '') return [];
    const lines = wrap(name, nameSize, box.width - 2 * padding);
    const room = box.height - 2 * (calls === null ? padding : markerHeight);
    if (lines.length * nameSize * lineHeight > room) return [`text ${of}: is higher than its shape`];
    return lines.length > 1 && Array.from(lines.at(-1) ?? '').length === 1
      ? [`text ${of}: ends in a lone character`]
      : [];
  });
}

/** A label is as large as the text that is drawn in it, so that what covers the text covers the label. */
function smallLabels({ elements, shapes, edges }: BpmnFile): string[] {
  return [...shapes, ...edges].flatMap(({ of, label }) => {
    const name = elements.get(of)?.name ?? '';
    if (label === null) return [];
    const lines = wrap(name, labelSize, label.width);
    return lines.length * labelSize * lineHeight > Math.ceil(label.height)
      ? [`label of ${of}: is smaller than its text`]
      : [];
  });
}

/** A label stands by what it names. */
function farLabels({ shapes, edges }: BpmnFile): string[] {
  const parts = [
    ...shapes.map(({ of, box, label }) => ({ of, label, boxes: [box] })),
    ...edges.map(({ of, points, label }) => ({ of, label, boxes: segments(points).map(([a, b]) => around(a, b)) })),
  ];
  return parts
    .filter(({ label, boxes }) => label !== null && boxes.every((box) => distance(box, label) > farthest))
    .map(({ of }) => `label of ${of}: stands far from it`);
}

/** A flow is long enough to be seen, its last piece long enough for its arrow. */
function stubs({ edges }: BpmnFile): string[] {
  return edges.flatMap(({ of, points }) => {
    const last = segments(points).at(-1);
    return last !== undefined && length(last) < shortest ? [`short ${of}: leaves no room for its arrow`] : [];
  });
}

/** A flow meets the straight part of an activity's border, where the border really is. */
function corners({ elements, shapes, edges }: BpmnFile): string[] {
  return edges.flatMap(({ of, points }) => {
    const flow = elements.get(of)?.flow;
    const ends = flow
      ? ([
          [flow.source, points[0]],
          [flow.target, points.at(-1)],
        ] as const)
      : [];
    return ends.flatMap(([id, point]) => {
      const box = shapes.find((shape) => shape.of === id)?.box;
      if (box === undefined || point === undefined || /(Event|Gateway)$/.test(elements.get(id)?.type ?? '')) return [];
      const across = Math.min(point.x - box.x, box.x + box.width - point.x);
      const along = Math.min(point.y - box.y, box.y + box.height - point.y);
      return Math.max(across, along) < radius ? [`corner ${of}: meets the round corner of ${id}`] : [];
    });
  });
}

/** Two flows run on the same line only where they leave the same element or lead to the same; else they keep apart. */
function twins({ elements, edges }: BpmnFile): string[] {
  return edges.flatMap((one, index) =>
    edges.slice(index + 1).flatMap((other) => {
      const gaps = segments(one.points).flatMap((a) => segments(other.points).flatMap((b) => gap(a, b)));
      const [flow, second] = [elements.get(one.of)?.flow, elements.get(other.of)?.flow];
      const related = flow?.source === second?.source || flow?.target === second?.target;
      return gaps.some((size) => size < nearest && !(related && size === 0))
        ? [`beside ${one.of}: runs along ${other.of}`]
        : [];
    }),
  );
}

/** The marker of a call stands at the bottom of its shape, in the middle: no event is attached there. */
function hiddenMarkers({ elements, shapes }: BpmnFile): string[] {
  return shapes.flatMap(({ of, box }) => {
    const host = elements.get(of)?.host ?? null;
    const around = shapes.find((shape) => shape.of === host)?.box;
    if (host === null || around === undefined || elements.get(host)?.calls === null) return [];
    const middle = { x: around.x + around.width / 2, y: around.y + around.height };
    const marker = {
      x: middle.x - markerHeight / 2,
      y: middle.y - markerHeight,
      width: markerHeight,
      height: markerHeight,
    };
    return distance(box, marker) === 0 ? [`marker of ${host}: is covered by ${of}`] : [];
  });
}

/** Distance of two parallel pieces that run beside or on each other; nothing when they do not. */
function gap([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): number[] {
  const [one, other] = [around(a, b), around(c, d)];
  const shared = (from: number, size: number, at: number, length: number): boolean =>
    Math.min(from + size, at + length) - Math.max(from, at) > 0;
  if (one.height === 0 && other.height === 0 && shared(one.x, one.width, other.x, other.width))
    return [Math.abs(a.y - c.y)];
  if (one.width === 0 && other.width === 0 && shared(one.y, one.height, other.y, other.height))
    return [Math.abs(a.x - c.x)];
  return [];
}

/** Lines as they are broken: at any Chinese character, since names have no spaces. */
function wrap(text: string, size: number, width: number): string[] {
  const lines = [''];
  let used = 0;
  for (const character of text) {
    const wide = size * (character.charCodeAt(0) < 0x2000 ? 0.6 : 1);
    if (used + wide >= width && used > 0) {
      lines.push('');
      used = 0;
    }
    lines.push(`${lines.pop() ?? ''}${character}`);
    used += wide;
  }
  return lines;
}

function segments(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).map((point, index) => [points[index] ?? point, point]);
}

function around(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function length([a, b]: readonly [Point, Point]): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function distance(one: Box, other: Box): number {
  const across = Math.max(0, one.x - other.x - other.width, other.x - one.x - one.width);
  const along = Math.max(0, one.y - other.y - other.height, other.y - one.y - one.height);
  return Math.hypot(across, along);
}
