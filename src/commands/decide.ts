import { actOf, completeLawTask, lawFor, openForm, type LawCommand } from './lawStep.ts';
import { decide as decideDraft, numberDecision, type Decision } from '../domain/decision.ts';
import { actNamed, requireRevoking, revoke } from '../domain/revocation.ts';
import { drawNumber, registerOf } from '../domain/register.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { noWrites } from './lawWrites.ts';
import { openPublicationFor } from './openPublication.ts';
import { publicationRuleOf } from '../domain/publicationRule.ts';
import { registerPrefixOf } from '../domain/agencyRules.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { JsonObject } from '../domain/json.ts';
import type { LawFacts, LawWrites } from '../domain/law.ts';
import type { WorkingCalendar } from '../domain/calendar.ts';

export interface Decide extends LawCommand {
  readonly draftDigest: string;
}

/** The head decides exactly as drafted and cleared; the number is drawn and the publication falls due with it (L1, R2, D8). */
export function decide(
  snapshot: CaseSnapshot,
  { draftDigest, revision }: Decide,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const { actor: by, now: at } = context;
  const { caseId } = snapshot;
  const law = lawFor(snapshot, 'decision.make', { revision }, context);
  if (isRefusal(law)) return law;
  const task = openForm(snapshot, 'decision', context);
  const form = task?.node.law;
  const act =
    form?.form === 'decision' ? actNamed(form.act, law.revocation, caseId) : actOf(context.process, law, caseId);
  if (typeof act !== 'string') return act;
  const unnumbered = decideDraft({ ...law, caseId }, { id: context.newId(), act, draftDigest, by, at });
  if (isRefusal(unnumbered)) return unnumbered;
  const prefix = registerPrefixOf(law.rules, act);
  const year = Number(unnumbered.decidedOn.slice(0, 4));
  const register = drawNumber(registerOf(law.numbers, { register: prefix, prefix, year }));
  const decision = numberDecision(unnumbered, register.number);
  if (isRefusal(decision)) return decision;
  const publication = openPublicationFor(decision, law.rules, context.calendar, context.newId);
  const { decidedOn, kind } = decision;
  const ended = endedBy(decision, law, context.calendar);
  if (ended !== null && isRefusal(ended)) return ended;
  return completeLawTask(
    snapshot,
    task,
    {
      command: 'decide',
      variables: { decidedOn, decisionNumber: register.number, decisionKind: kind },
      law: {
        ...noWrites,
        decision: { row: decision, replaces: null },
        publications: [{ row: publication, replaces: null }],
        ended,
        register,
      },
      answer: { decision: decisionAnswer(decision) },
    },
    context,
  );
}

/** The decision of another case that this one ends in the same moment; null: it ends none. */
function endedBy(
  decision: Decision,
  { revocation, rules }: LawFacts,
  calendar: WorkingCalendar,
): LawWrites['ended'] | Refusal {
  if (revocation === null) return null;
  const rule = publicationRuleOf(rules, decision.act);
  const row = requireRevoking(revocation, decision.kind) ?? revoke(revocation, decision, rule, calendar);
  return isRefusal(row) ? row : { row, replaces: revocation.decision };
}

/** A decision as the API shows it. */
export function decisionAnswer(decision: Decision): JsonObject {
  const { id, number, act, kind, draftVersion, draftDigest, clearance, decidedBy, decidedAt, decidedOn, state } =
    decision;
  return { id, number, act, kind, draftVersion, draftDigest, by: clearance.by, decidedBy, decidedAt, decidedOn, state };
}
