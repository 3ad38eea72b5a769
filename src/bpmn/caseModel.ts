import type { CaseModel, ProcessModel } from './model.ts';

/** The process that something of a case stands in: its own (null), or the called one of this id. */
export function processAt(model: CaseModel, calledProcess: string | null): ProcessModel | undefined {
  if (calledProcess === null) return model;
  const { called = {} } = model;
  return Object.hasOwn(called, calledProcess) ? called[calledProcess] : undefined;
}
