import { finding } from '../rules.ts';
import { ownName } from '../qnames.ts';
import type { Finding } from '../finding.ts';
import type { ProcessModel } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** The id of the process that a call activity calls; undefined where a finding says why not. */
export function compileCall(element: ModdleElement, id: string, findings: Finding[]): string | undefined {
  const called = ownName(element.calledElement?.trim() ?? '', element);
  if (/^[A-Za-z_][A-Za-z0-9_.-]{0,127}$/.test(called)) return called;
  const wrong = called === '' ? 'calledElement is missing' : `"${called.slice(0, 60)}" is no process id`;
  findings.push(finding('call-target', id, `${wrong}; write the id of the process, without prefix or expression.`));
  return undefined;
}

/** Checks calls within a file: what does not run cannot be called, and no process calls itself through others. */
export function checkCalls(processes: readonly ProcessModel[], notRunning: readonly string[]): Finding[] {
  const calls = processes.flatMap((process) =>
    Object.values(process.nodes).flatMap((node) => (node.type === 'callActivity' ? [{ process, node }] : [])),
  );
  return calls.flatMap(({ process, node: { id, calledElement } }) => {
    if (notRunning.includes(calledElement)) {
      const advice = `The process ${calledElement} is not executable; write isExecutable="true" on it.`;
      return [finding('call-target', id, advice)];
    }
    if (processes.some((called) => called.id === calledElement && called.start === '')) {
      const advice = `The process ${calledElement} has no none start event, so it cannot be called; add one.`;
      return [finding('call-target', id, advice)];
    }
    const path = pathTo(process.id, calledElement);
    if (path === undefined) return [];
    const advice = `${[process.id, ...path].join(' calls ')}; break the circle.`;
    return [finding('call-recursive', id, advice)];
  });

  /** The processes on a way of calls from `from` to `target`, both included. */
  function pathTo(target: string, from: string): string[] | undefined {
    const reachedBy = new Map<string, string | null>([[from, null]]);
    for (const process of reachedBy.keys()) {
      if (process === target) {
        const path: string[] = [];
        for (let at: string | null = target; at !== null; at = reachedBy.get(at) ?? null) path.unshift(at);
        return path;
      }
      for (const call of calls) {
        const next = call.node.calledElement;
        if (call.process.id === process && !reachedBy.has(next)) reachedBy.set(next, process);
      }
    }
    return undefined;
  }
}
