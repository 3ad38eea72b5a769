import { finding } from '../rules.ts';
import { concurrencyOf } from './concurrency.ts';
import { factsOf } from './facts.ts';
import { unknownIn } from './known.ts';
import { layOut, type Net, type NotModelled } from './net.ts';
import { shortestBypass, type Bypass } from './path.ts';
import { reachOf } from './reach.ts';
import type { DefinitionModel, ProcessModel } from '../model.ts';
import type { Finding } from '../finding.ts';

type Processes = Readonly<Record<string, ProcessModel>>;

/**
 * Proves that every way to a decision leads through a clearance of the draft (L1), in the process and in all that it
 * calls; the errors say which way does not. `called` holds the bound processes by `calledElement`; one that is missing
 * is an error. A process without a decision on its ways has nothing to prove.
 */
export function proveClearance(process: ProcessModel, called: Processes): Finding[] {
  return prove(process, called, false);
}

/**
 * The same for each process of a file, of which any can start a case, as far as the file tells: a called process of
 * another file is taken to clear the draft, until it is bound.
 */
export function proveFile({ processes }: Pick<DefinitionModel, 'processes'>): Finding[] {
  const findings = Object.values(processes).flatMap((process) => prove(process, processes, true));
  return [...new Map(findings.map((found) => [JSON.stringify(found), found])).values()];
}

function prove(process: ProcessModel, called: Processes, assumed: boolean): Finding[] {
  const all = calledFrom(process, called);
  if (!all.some(decides)) return [];
  const unknown = all.map(unknownIn).find((fault) => fault !== undefined);
  if (unknown !== undefined) return [refused(unknown)];
  const net = layOut(process, called, assumed);
  return 'reason' in net ? [refused(net)] : proveNet(net);
}

function proveNet(net: Net): Finding[] {
  const reach = reachOf(net);
  const concurrent = concurrencyOf(net, reach);
  const twice = net.places.find(
    ({ node }, no) => /^(?:subProcess|callActivity)$/.test(node.type) && concurrent(no, no),
  );
  if (twice !== undefined) {
    return [refused({ elementId: twice.node.id, reason: 'two tokens can be in it at once' })];
  }
  const facts = factsOf(net, reach, concurrent);
  return net.places.flatMap(({ node, heldOn }, no) => {
    if (heldOn !== null || !('law' in node) || node.law?.form !== 'decision') return [];
    const bypass = reach.isReached(no) && !facts.isCleared(no) ? shortestBypass(net, reach, facts, no) : undefined;
    return bypass === undefined ? [] : [uncleared(node.id, bypass)];
  });
}

function uncleared(decision: string, { path, beside }: Bypass): Finding {
  const shown = path.length > 14 ? [...path.slice(0, 6), '…', ...path.slice(-7)] : path;
  const advice =
    beside === undefined
      ? 'After the last task where the draft can be changed, lead every way through a passed opinion, or through notRequired of a scope'
      : `While a token is at ${beside.at}, ${beside.task} can be open beside it; join them before the draft is cleared`;
  const message = `The draft is not cleared on the way ${shown.join(' → ')}. ${advice}.`;
  return finding('decision-without-clearance', decision, message, path);
}

function refused({ elementId, reason }: NotModelled): Finding {
  const message = `Whether a decision is made without clearance cannot be checked here: ${reason}. Redraw it, or keep it out of procedures with enf:decision.`;
  return finding('clearance-not-modelled', elementId, message);
}

/** The process and those that it calls, directly or not. */
function calledFrom(process: ProcessModel, called: Processes): ProcessModel[] {
  const found = new Set([process]);
  for (const { nodes } of found) {
    for (const node of Object.values(nodes)) {
      if (node.type !== 'callActivity' || !Object.hasOwn(called, node.calledElement)) continue;
      const callee = called[node.calledElement];
      if (callee !== undefined) found.add(callee);
    }
  }
  return [...found];
}

function decides({ nodes }: ProcessModel): boolean {
  return Object.values(nodes).some((node) => 'law' in node && node.law?.form === 'decision');
}
