import { finding } from '../rules.ts';
import { playJoins, type Marking } from './playJoins.ts';
import type { Finding } from '../finding.ts';
import type { FlowNode } from '../model.ts';
import type { SequenceFlow } from '../nodeModel.ts';

type Nodes = Readonly<Record<string, FlowNode>>;
type Flows = Readonly<Record<string, SequenceFlow>>;

/** Checks that every join gets its tokens: one that never passes is an error, one that can wait for ever a warning. */
export function checkJoins(nodes: Nodes, flows: Flows): Finding[] {
  const played = playJoins(nodes, flows);
  if (played === undefined) return [];
  return Object.values(nodes).flatMap((join) => {
    if (!played.reached.has(join.id)) return [];
    return played.passed.has(join.id) ? mayStarve(join, played.starved.get(join.id)) : [neverPasses(join)];
  });
}

function neverPasses({ id, incoming }: FlowNode): Finding {
  const advice = 'make it an exclusive gateway, or split before it by a parallel gateway';
  return finding('join-unmatched', id, `${incoming.join(', ')} never have a token each at the same time; ${advice}.`);
}

function mayStarve(join: FlowNode, at: Marking | undefined): Finding[] {
  if (at === undefined) return [];
  const missing = join.incoming.filter((flow) => !at.tokens.includes(flow)).join(', ');
  const way = at.choices.length === 0 ? '' : ` after ${at.choices.join(', ')}`;
  const found = finding(
    'join-starves',
    join.id,
    `The join can wait for ${missing} for ever${way}; see where a branch goes elsewhere.`,
  );
  return [{ ...found, path: [...at.choices, join.id] }];
}
