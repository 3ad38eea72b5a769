import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

const maxName = 128;

/** The name of the signal that an event throws or catches; undefined where a finding says why not. */
export function compileSignal({ signalRef }: ModdleElement, id: string, findings: Finding[]): string | undefined {
  const name = signalRef?.name?.trim() ?? '';
  if (name !== '' && name.length <= maxName && !/[$#]\{/.test(name)) return name;
  const advice =
    signalRef === undefined
      ? 'Name a signal in signalRef, and declare it with a name'
      : `Give the signal ${signalRef.id ?? ''} a literal name of at most ${String(maxName)} characters`;
  findings.push(finding('signal-name', id, `${advice}.`));
  return undefined;
}
