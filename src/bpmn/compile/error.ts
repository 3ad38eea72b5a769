import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { BoundaryError, ErrorCode } from '../eventModel.ts';
import type { FlowNode } from '../model.ts';
import type { ModdleElement } from 'bpmn-moddle';

const maxCode = 128;

/** The code that an error end event throws; undefined where a finding says why not. */
export function compileThrown(definition: ModdleElement, id: string, findings: Finding[]): ErrorCode | undefined {
  const code = codeOf(definition);
  if (code !== null && code.length <= maxCode) return code;
  const advice = `an error with an errorCode of at most ${String(maxCode)} characters`;
  findings.push(finding('error-code', id, `Name in errorRef ${advice}; a boundary event catches it by that.`));
  return undefined;
}

/** The code that an error boundary event catches; null catches every error. */
export function codeOf({ errorRef }: ModdleElement): ErrorCode | null {
  const code = errorRef?.errorCode?.trim() ?? '';
  return code === '' ? null : code;
}

/** Checks where errors are caught: on the boundary of what can throw them, each code once. */
export function checkErrorBoundaries(nodes: Readonly<Record<string, FlowNode>>): Finding[] {
  const caught = new Map<string, string>();
  return Object.values(nodes).flatMap((node) => {
    if (node.type !== 'boundaryEvent' || !('catches' in node)) return [];
    const place = `${node.attachedTo} ${node.catches ?? ''}`;
    const earlier = caught.get(place);
    caught.set(place, node.id);
    return [...checkHost(node, nodes[node.attachedTo]), ...checkTwice(node, earlier)];
  });
}

function checkHost({ id }: BoundaryError, host: FlowNode | undefined): Finding[] {
  if (host === undefined || !['manualTask', 'task', 'receiveTask'].includes(host.type)) return [];
  const advice = 'attach it to a user or service task, a sub-process or a call activity';
  return [finding('error-boundary-host', id, `Nothing in ${host.id} throws an error; ${advice}.`)];
}

function checkTwice({ id, attachedTo, catches }: BoundaryError, earlier: string | undefined): Finding[] {
  if (earlier === undefined) return [];
  const what = catches === null ? 'every error' : `the error ${catches}`;
  return [finding('error-caught-twice', id, `${earlier} catches ${what} of ${attachedTo} already; remove one.`)];
}
