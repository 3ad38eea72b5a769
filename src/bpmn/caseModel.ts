import type { CaseModel, ProcessModel } from './model.ts';

/** Variables from which limits of a case count: the procedure says that they are dates. */
export function limitDates(model: CaseModel): string[] {
  const processes = [model, ...Object.values(model.called ?? {})];
  const nodes = processes.flatMap((process) => Object.values(process.nodes));
  return nodes.flatMap((node) => ('deadlines' in node ? node.deadlines.flatMap(({ from }) => from ?? []) : []));
}

/** The process that something of a case stands in: its own (null), or the called one of this id. */
export function processAt(model: CaseModel, calledProcess: string | null): ProcessModel | undefined {
  if (calledProcess === null) return model;
  const { called = {} } = model;
  return Object.hasOwn(called, calledProcess) ? called[calledProcess] : undefined;
}
