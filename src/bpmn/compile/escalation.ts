import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

const maxCode = 128;

/** The code that an escalation event catches; null catches every escalation. */
export function escalationOf({ escalationRef }: ModdleElement): string | null {
  const code = escalationRef?.escalationCode?.trim() ?? '';
  return code === '' ? null : code;
}

/** The code that an escalation event throws; undefined where a finding says why not. */
export function compileEscalated(definition: ModdleElement, id: string, findings: Finding[]): string | undefined {
  const code = escalationOf(definition);
  if (code !== null && code.length <= maxCode) return code;
  const advice = `an escalation with an escalationCode of at most ${String(maxCode)} characters`;
  findings.push(finding('escalation-code', id, `Name in escalationRef ${advice}; an event catches it by that.`));
  return undefined;
}
