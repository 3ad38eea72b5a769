import { typeOf } from '../checkSupport.ts';
import { compileNode } from './node.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { ProcessModel } from '../model.ts';

/** Whether a root element is a task that call activities can call. */
export function isGlobalTask(root: ModdleElement): boolean {
  return /^Global(User|Manual|Script)?Task$/.test(typeOf(root));
}

/** Compiles a global task as a process that starts and ends with the task; null where a finding says why not. */
export function compileGlobalTask(task: ModdleElement): {
  readonly model: ProcessModel | null;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const { id, name } = task;
  if (id === undefined) return { model: null, findings };
  const base = { id, name: name ?? null, incoming: [], outgoing: [] };
  const node = compileNode(task, { base, boundary: [], start: '' }, findings);
  if (node === undefined) return { model: null, findings };
  return { model: { id, name: name ?? id, start: id, nodes: { [id]: node }, flows: {} }, findings };
}
