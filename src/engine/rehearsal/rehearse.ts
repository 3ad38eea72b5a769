import type { FlowNode, ProcessModel } from '../../bpmn/model.ts';
import type { EngineContext } from '../state.ts';
import { knownDifferences } from './knownDifferences.ts';
import { openSecondOpinion } from './secondOpinion.ts';
import { walkPaths, type Path } from './walk.ts';

/** What a rehearsal found. A process is rehearsed when it covers all flows and there are no disagreements. */
export interface Rehearsal {
  readonly paths: number;
  readonly flowsCovered: number;
  readonly flowsTotal: number;
  /** Flows that no path took, in document order. */
  readonly uncovered: readonly string[];
  readonly disagreements: readonly Disagreement[];
  /** Paths that were not replayed to their end, because the engines differ there as known. */
  readonly cutShort: readonly CutShort[];
  /** Ids of the known differences that the process touches. */
  readonly known: readonly string[];
}

/** After a step of a path the two engines wait at different elements, or bpmn-engine failed. */
export interface Disagreement {
  readonly path: number;
  readonly step: number;
  readonly move: string;
  readonly ours: readonly string[];
  readonly theirs: readonly string[];
  readonly failure?: string;
}

/** A path was replayed up to this step, after which the two engines differ for one of these reasons. */
export interface CutShort {
  readonly path: number;
  readonly step: number;
  readonly known: readonly string[];
}

/**
 * Walks the process on our kernel along paths that cover its flows, and replays them on bpmn-engine from the file: after
 * every step both must wait at the same elements; what bpmn-engine cannot do is walked alone. Conditions are not asked, the walk says which flow a gateway takes.
 */
export async function rehearse(xml: string, model: ProcessModel, context: EngineContext): Promise<Rehearsal> {
  const paths = walkPaths(model, context);
  const disagreements: Disagreement[] = [];
  const cutShort: CutShort[] = [];
  const known = knownDifferences.filter((difference) => difference.concerns(model));
  const replayed = known.some(({ alone }) => alone === true) ? [] : paths;
  for (const [index, path] of replayed.entries()) {
    const found = await replay(xml, model, path, index);
    if (found === undefined) continue;
    const reasons = path.slice(0, found.step + 1).flatMap((step) => step.touched);
    if (reasons.length === 0) disagreements.push(found);
    else cutShort.push({ path: index, step: found.step, known: [...new Set(reasons)] });
  }
  const covered = new Set(paths.flatMap((path) => path.flatMap((step) => step.flows)));
  const flows = Object.values(model.flows).filter(({ source }) => !isLink(model.nodes[source]));
  const uncovered = flows.flatMap(({ id }) => (covered.has(id) ? [] : [id]));
  return {
    paths: paths.length,
    flowsCovered: covered.size,
    flowsTotal: flows.length,
    uncovered,
    disagreements,
    cutShort,
    known: known.map(({ id }) => id),
  };
}

/** What leads on from a link is no flow of the file. */
function isLink(node: FlowNode | undefined): boolean {
  return node !== undefined && 'link' in node && node.type === 'intermediateThrowEvent';
}

async function replay(xml: string, model: ProcessModel, path: Path, index: number): Promise<Disagreement | undefined> {
  const second = openSecondOpinion(xml, model);
  for (const [number, step] of path.entries()) {
    const move = 'element' in step.move ? `${step.move.type} ${step.move.element}` : step.move.type;
    const where = { path: index, step: number, move, ours: step.waiting };
    try {
      const theirs = await second.make(step.move, step.choices);
      if (theirs.join(' ') !== step.waiting.join(' ')) return { ...where, theirs };
    } catch (error) {
      return { ...where, theirs: [], failure: error instanceof Error ? error.message : String(error) };
    }
  }
  return undefined;
}
