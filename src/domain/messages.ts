import type { Instant, Variables } from './json.ts';

/** A trigger of a definition that becomes active, as it is subscribed. `name`: of the message or signal. */
export interface NewStart {
  /** Place among the triggers of the file. */
  readonly no: number;
  readonly processId: string;
  readonly elementId: string;
  readonly kind: 'timer' | 'message' | 'signal';
  readonly name: string | null;
  readonly dueAt: Instant | null;
  readonly provisional: boolean;
  /** Where a timer counts from. */
  readonly countsFrom: Instant | null;
}

/** A message on its way, by the row that stands for it until it is delivered. */
export interface MessageRef {
  readonly id: string;
  readonly no: number;
}

/** What a case sends. `correlation`: the key that its receiver is found by; null: by conversation. */
export interface SentMessage {
  readonly id: string;
  readonly name: string;
  readonly correlation: string | null;
  readonly variables: Variables;
  readonly expiresAt: Instant;
}

/** A timer that starts a case: due as it was when it was claimed, and next. */
export interface FiredStart {
  readonly definitionId: string;
  readonly no: number;
  readonly dueAt: Instant;
  /** Null: it does not fire again. */
  readonly nextDue: Instant | null;
  readonly provisional: boolean;
}

/** What a case's Changeset says of messages, signals and start timers. */
export interface MessageWrites {
  /** The message that it is the effect of: it goes with this statement, or the statement is undone. */
  readonly taken?: MessageRef;
  readonly started?: FiredStart;
  readonly sent: readonly SentMessage[];
  readonly signals: readonly { readonly id: string; readonly name: string; readonly variables: Variables }[];
}

/** Who sent a message: a person by one of their keys, or a case. */
export type Sender = { readonly person: string; readonly key: string } | { readonly case: string };
