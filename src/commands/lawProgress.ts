import { actNamed } from '../domain/revocation.ts';
import { answerScope, noCatalogue, type Circumstance, type ScopeAnswer } from '../domain/catalogue.ts';
import { newCircumstances } from '../domain/circumstances.ts';
import { noWrites } from './lawWrites.ts';
import { voidScopes } from '../domain/clearance.ts';
import type { CaseContext } from './context.ts';
import type { CaseSnapshot, StartSnapshot } from '../domain/snapshot.ts';
import type { EngineContext } from '../engine/state.ts';
import type { LawFacts, LawWrites } from '../domain/law.ts';

/** The law of a case while a command is decided: what there is by now, and what of it is not written yet. */
export interface LawProgress {
  readonly caseId: string;
  /** Key of the procedure that the case runs by. */
  readonly procedure: string;
  readonly facts: LawFacts;
  readonly writes: LawWrites;
}

/** The law of a case as it was loaded; null for generic BPMN. */
export function lawOfCase({ caseId, definition, law }: CaseSnapshot): LawProgress | null {
  return law === null ? null : { caseId, procedure: definition.key, facts: law, writes: noWrites };
}

/** The law of a case that begins; null for generic BPMN. */
export function lawOfNewCase(caseId: string, { definition, rules }: StartSnapshot): LawProgress | null {
  if (rules === null) return null;
  const none = { draft: null, revocation: null, decision: null, catalogue: null, numbers: [] };
  const empty = {
    reviews: [],
    scopes: [],
    circumstances: [],
    publications: [],
    clocks: [],
    evidence: [],
    handlers: [],
  };
  return { caseId, procedure: definition.key, facts: { ...none, ...empty, rules }, writes: noWrites };
}

/** The kernel's way to ask the agency's catalogue of reviews; `asked` is the law with all answers so far (L3). */
export function askingScope(
  before: LawProgress | null,
  context: Pick<CaseContext, 'now' | 'newId'>,
): { readonly perform: NonNullable<EngineContext['perform']>; readonly asked: () => LawProgress | null } {
  let law = before;
  const perform: EngineContext['perform'] = (name, _elementId, form) => {
    if (name !== 'scope' || form === null) return undefined;
    const draft = law?.facts.draft ?? null;
    if (law === null || draft === null) {
      const nextAction =
        'Write the draft in its step of the procedure, then retry; without such a step, cancel the case.';
      return { failed: 'the case has no draft of its decision to ask about.', nextAction };
    }
    const { facts, procedure } = law;
    const act = actNamed(form.act, facts.revocation, law.caseId);
    if (typeof act !== 'string') return { failed: act.detail, nextAction: 'Cancel the case.' };
    const id = { id: context.newId(), at: context.now };
    const asked = { act, procedure, circumstances: facts.circumstances };
    const answer = answerScope(id, draft, facts.catalogue ?? noCatalogue, asked);
    law = withScopes(law, [answer]);
    return { variables: { reviewLevels: answer.levels }, outcome: answer.outcome };
  };
  return { perform, asked: () => law };
}

/**
 * What has newly happened to a case that is not decided yet; it voids the answers of the catalogue that did not know of it.
 * A decision that was made rests on its answer whatever happens later.
 */
export function withCircumstances(law: LawProgress, told: readonly Circumstance[]): LawProgress {
  const news = newCircumstances(law.facts.circumstances, told);
  if (news.length === 0 || law.facts.decision !== null) return law;
  const { facts, writes } = withScopes(law, voidScopes(law.facts.scopes));
  return {
    ...law,
    facts: { ...facts, circumstances: [...facts.circumstances, ...news] },
    writes: { ...writes, circumstances: [...writes.circumstances, ...news] },
  };
}

/** Answers that are new or changed, each in the place of the one with its id. */
function withScopes(law: LawProgress, answers: readonly ScopeAnswer[]): LawProgress {
  const put = (scopes: readonly ScopeAnswer[]) => [
    ...scopes.filter(({ id }) => !answers.some((answer) => answer.id === id)),
    ...answers,
  ];
  return {
    ...law,
    facts: { ...law.facts, scopes: put(law.facts.scopes) },
    writes: { ...law.writes, scopes: put(law.writes.scopes) },
  };
}
