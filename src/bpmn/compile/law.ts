import { finding } from '../rules.ts';
import { relatedAct, type NamedAct } from '../../domain/revocation.ts';
import type { Extension, Extensions } from './extensions.ts';
import type { Finding } from '../finding.ts';
import type { ScopeForm, StepExtension, TaskForm } from '../lawModel.ts';
import type { ServiceTask } from '../activityModel.ts';
import { reviewOutcomes } from './outcome.ts';

/** What a user task is in law; null: nothing special. */
export function compileTaskForm(
  extensions: Extensions,
  step: StepExtension | null,
  id: string,
  findings: Finding[],
): TaskForm | null {
  const given = (['draft', 'legalReview', 'decision', 'publication'] as const).filter(
    (name) => extensions[name] !== undefined,
  );
  if (given.length > 1) {
    const names = given.map((name) => `enf:${name}`).join(' and ');
    findings.push(finding('law-form-twice', id, `The task has ${names}; draw a task for each.`));
  }
  const { draft, legalReview, decision, publication } = extensions;
  if (draft !== undefined) return { form: 'draft' };
  if (legalReview?.[0] !== undefined) return reviewForm(legalReview[0], step, id, findings);
  if (decision?.[0] !== undefined) return { form: 'decision', act: actOf(decision[0]) };
  if (publication?.[0] === undefined) return null;
  return { form: publication[0]['part'] === 'approval' ? 'publicationApproval' : 'redaction' };
}

/** What a service task is in law: `enf:scope` and the service of that name belong together. */
export function compileScopeForm(
  { scope }: Extensions,
  service: ServiceTask['service'],
  id: string,
  findings: Finding[],
): ScopeForm | null {
  const asked = 'builtIn' in service && service.builtIn === 'scope';
  if (asked && scope === undefined) {
    findings.push(finding('scope-service', id, 'Say in enf:scope for which act the catalogue is asked.'));
  }
  if (scope?.[0] === undefined) return null;
  if (!asked) findings.push(finding('scope-service', id, 'Write implementation="sanzhi:scope" on the task.'));
  return { form: 'scope', act: actOf(scope[0]) };
}

function reviewForm({ part, level }: Extension, step: StepExtension | null, id: string, findings: Finding[]): TaskForm {
  if (part === 'request') return { form: 'reviewRequest' };
  if (part === 'materials') return { form: 'reviewMaterials' };
  if (part === 'ruling') return { form: 'reviewRuling' };
  const outcomes = step?.outcomes ?? [];
  if (outcomes.length !== reviewOutcomes.length || !reviewOutcomes.every((outcome) => outcomes.includes(outcome))) {
    const advice = `Write outcomes="${reviewOutcomes.join(' ')}" in the enf:step of the opinion.`;
    findings.push(finding('opinion-outcomes', id, advice));
  }
  return { form: 'reviewOpinion', level: level === '2' ? 2 : 1 };
}

/** Where the act is missing, a finding says so. */
function actOf({ act }: Extension): NamedAct {
  return act === 'penalty' || act === relatedAct ? act : 'permit';
}
