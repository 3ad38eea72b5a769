import type { ProcessModel } from '../../bpmn/model.ts';
import { isChoice } from './forceChoices.ts';

/** A construct that bpmn-engine 25.0.1 is known to treat otherwise than BPMN 2.0, and how a rehearsal deals with it. */
export interface KnownDifference {
  readonly id: string;
  readonly theirs: string;
  readonly handling: string;
  readonly concerns: (model: ProcessModel) => boolean;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    id: 'manual-task-waits',
    theirs: 'A manual task waits for a signal as a user task does; BPMN 2.0 §13.3.3: never executed by a system.',
    handling: 'It is signalled at once.',
    concerns: (model) => Object.values(model.nodes).some((node) => node.type === 'manualTask'),
  },
  {
    id: 'one-token-per-node',
    theirs:
      'A second token waits on its sequence flow until the first has left the node; BPMN 2.0: each starts it anew.',
    handling: 'Paths with two tokens at one waiting node are not replayed; flows that need one stay uncovered.',
    concerns: (model) => Object.values(model.nodes).some((node) => splits(model, node)),
  },
];

function splits(model: ProcessModel, node: ProcessModel['nodes'][string]): boolean {
  if (node.type === 'boundaryEvent') return !node.interrupting || node.outgoing.length > 1;
  return !isChoice(model, node.id) && node.outgoing.length > 1;
}
