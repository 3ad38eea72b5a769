import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

const maxName = 128;

/** The name of the message that a receive task or a message event waits for; undefined where a finding says why not. */
export function compileMessage({ messageRef }: ModdleElement, id: string, findings: Finding[]): string | undefined {
  const name = messageRef?.name?.trim() ?? '';
  if (name !== '' && name.length <= maxName && !/[$#]\{/.test(name)) return name;
  const advice =
    messageRef === undefined
      ? 'Name a message in messageRef, and declare it with a name'
      : `Give the message ${messageRef.id ?? ''} a literal name of at most ${String(maxName)} characters`;
  findings.push(finding('message-name', id, `${advice}.`));
  return undefined;
}
