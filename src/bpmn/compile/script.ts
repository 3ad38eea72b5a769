import { compile, isFeelError } from '../../feel/compile.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** The FEEL text of a script; empty where a finding says why there is none. `format`: the language that is declared. */
export function compileScript(
  script: string | undefined,
  format: string | undefined,
  id: string,
  findings: Finding[],
): string {
  const text = (script ?? '').trim().replace(/^=(?!=)\s*/, '');
  if (!isFeel(format?.trim() ?? '')) {
    const named = format === undefined || format.trim() === '' ? 'no language' : `"${format.trim().slice(0, 60)}"`;
    const advice = 'write FEEL and scriptFormat="feel", or let a service task and an external worker do it';
    findings.push(finding('script-language', id, `The script is in ${named}, which is not run; ${advice}.`));
    return '';
  }
  const compiled =
    text === '' ? { error: 'The script is empty; write a FEEL context such as {fee: 120}.' } : compile(text);
  if (!isFeelError(compiled)) return text;
  findings.push(finding('script-unreadable', id, compiled.error));
  return '';
}

/** The script of a script task. */
export function scriptOf(
  { script, scriptFormat, scriptLanguage }: ModdleElement,
  id: string,
  findings: Finding[],
): string {
  return compileScript(script, scriptFormat ?? scriptLanguage, id, findings);
}

/** FEEL by name, media type or the namespaces of DMN. */
function isFeel(format: string): boolean {
  return /^(feel|(text|application)\/(x-)?feel|https?:\/\/www\.omg\.org\/spec\/(DMN|FEEL)\/\S*)$/i.test(format);
}
