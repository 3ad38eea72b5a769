import { compile, isFeelError } from '../../feel/compile.ts';
import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** Reads the condition of a flow; null without one. Findings name the FEEL text that is probably meant. */
export function compileCondition(
  flow: ModdleElement,
  id: string,
  language: string,
  findings: Finding[],
): string | null {
  const expression = flow.conditionExpression;
  return expression === undefined ? null : compileExpression(expression, id, language, findings);
}

/** Reads a FEEL expression of the element with this id. */
export function compileExpression(
  expression: ModdleElement,
  id: string,
  language: string,
  findings: Finding[],
): string {
  const written = (expression.body ?? '').trim();
  const text = written.replace(/^=(?!=)\s*/, '');
  if (text === '') {
    findings.push(
      finding('condition-empty', id, 'Write a FEEL condition such as outcome = "accepted", or remove the empty one.'),
    );
    return text;
  }
  const declared = expression.language ?? language;
  if (!isFeel(declared) || /[$#]\{/.test(text)) {
    const what = isFeel(declared) ? 'An expression in ${…}' : `A condition in "${declared.slice(0, 60)}"`;
    findings.push(finding('condition-language', id, `${what} is not run; write FEEL${meant(text)}.`));
    return text;
  }
  const compiled = compile(text);
  if (isFeelError(compiled))
    findings.push(
      finding('condition-unreadable', id, `${compiled.error}${meant(text).replace(/^:/, ' Probably meant:')}`),
    );
  return text;
}

/** The language of expressions that the file around an element declares. */
export function languageOf(element: ModdleElement): string {
  let root = element;
  while (root.$parent !== undefined) root = root.$parent;
  return root.expressionLanguage ?? '';
}

/** FEEL by name or URI; no language, and the XPath that BPMN assumes, mean FEEL here. */
function isFeel(language: string): boolean {
  return language === '' || /feel|xpath/i.test(language);
}

/** `: <text>` where rewriting the operators of other languages gives FEEL, else nothing. */
function meant(text: string): string {
  const rewritten = text
    .replace(/^\s*[$#]\{([^]*)\}\s*$/, '$1')
    .replace(/'([^'"]*)'/g, '"$1"')
    .replace(/[=!]==?/g, (sign) => (sign.startsWith('!') ? '!=' : '='))
    .replace(/\s*&&\s*/g, ' and ')
    .replace(/\s*\|\|\s*/g, ' or ')
    .replace(/\beq\b/g, '=')
    .replace(/\bne\b/g, '!=')
    .replace(/(^|[\s(])!\s*([\p{L}_][\p{L}\p{N}_.]*)/gu, '$1not($2)')
    .trim();
  return rewritten !== text && !isFeelError(compile(rewritten)) ? `: ${rewritten}` : '';
}
