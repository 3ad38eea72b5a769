import { roles } from '../../domain/people.ts';
import { finding } from '../rules.ts';
import type { Extension } from './extensions.ts';
import type { Finding } from '../finding.ts';
import type { StepExtension } from '../lawModel.ts';

const maxOutcomes = 50;

/** Compiles `enf:step` of an activity; null without one. */
export function compileStep(step: Extension | undefined, id: string, findings: Finding[]): StepExtension | null {
  if (step === undefined) return null;
  const { key = '', role = null } = step;
  if (!/^[A-Za-z][A-Za-z0-9._-]{0,63}$/.test(key)) {
    const wrong = key === '' ? 'enf:step has no key' : `"${key.slice(0, 64)}" is no key`;
    findings.push(
      finding('step-key', id, `${wrong}; write a letter, then letters, digits, . _ - (at most 64 characters).`),
    );
  }
  if (role !== null && !roles.some((known) => known === role)) {
    findings.push(
      finding('step-role', id, `There is no role "${role.slice(0, 60)}"; write one of ${roles.join(', ')}.`),
    );
  }
  const outcomes = (step['outcomes'] ?? '').split(/\s+/).filter((outcome) => outcome !== '');
  const wrong = outcomes.find(
    (outcome, at) => !/^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(outcome) || outcomes.indexOf(outcome) !== at,
  );
  if (wrong !== undefined || outcomes.length > maxOutcomes) {
    const what =
      wrong === undefined
        ? `There are more than ${String(maxOutcomes)} outcomes`
        : `"${wrong.slice(0, 64)}" is no outcome, or stands twice`;
    findings.push(
      finding('step-outcomes', id, `${what}; write different words of letters, digits and - that start with a letter.`),
    );
  }
  return { key, role, outcomes, officers: officersOf(step['officers'], id, findings) };
}

function officersOf(text: string | undefined, id: string, findings: Finding[]): StepExtension['officers'] {
  if (text === undefined) return 0;
  if (text !== '1' && text !== '2') {
    findings.push(finding('step-officers', id, `officers of enf:step is "${text.slice(0, 60)}"; write 1 or 2.`));
  }
  return text === '2' ? 2 : 1;
}
