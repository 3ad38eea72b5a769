import { DAY_MS, instantOf, millisOf } from '../domain/legalTime.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { DecisionContext } from './context.ts';
import type { MessageWrites } from '../domain/messages.ts';
import type { Progress } from './caseStep.ts';
import type { Variables } from '../domain/json.ts';

/** The message or start timer whose effect a command writes. */
export type MessageCause = Pick<MessageWrites, 'taken' | 'started'>;

/** A message of a case waits for somebody to catch it this long. */
const keptDays = 30;

/** What a command takes and sends; nothing where it does neither. An outcome is the business of its own case. */
export function messageWrites(
  { messages, signals }: Pick<Progress, 'messages' | 'signals'>,
  cause: MessageCause | undefined,
  { now, newId }: DecisionContext,
): Pick<CaseChangeset, 'messages'> {
  if (messages.length + signals.length === 0 && cause === undefined) return {};
  const expiresAt = instantOf(millisOf(now) + keptDays * DAY_MS);
  const sent = messages.map(({ name, variables, correlation = null }) => ({
    id: newId(),
    name,
    correlation,
    variables: withoutOutcome(variables),
    expiresAt,
  }));
  return { messages: { ...cause, sent, signals: signals.map((name) => ({ id: newId(), name, variables: {} })) } };
}

function withoutOutcome(variables: Variables): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => name !== 'outcome'));
}
