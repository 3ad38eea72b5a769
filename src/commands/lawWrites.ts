import { publicationDigest } from '../ledger/publicationDigest.ts';
import type { ClockEvent } from '../domain/clock.ts';
import type { Json } from '../domain/json.ts';
import type { LawWrites } from '../domain/law.ts';

/** Nothing of the law is written. */
export const noWrites: LawWrites = {
  draft: null,
  reviews: [],
  scopes: [],
  circumstances: [],
  decision: null,
  publications: [],
  revocation: null,
  ended: null,
  clocks: [],
  evidence: [],
  register: null,
};

/** Both together, the first one's rows before the other's. */
export function bothWrites(one: LawWrites, other: LawWrites): LawWrites {
  return {
    draft: other.draft ?? one.draft,
    reviews: [...one.reviews, ...other.reviews],
    scopes: [...one.scopes, ...other.scopes],
    circumstances: [...one.circumstances, ...other.circumstances],
    decision: other.decision ?? one.decision,
    publications: [...one.publications, ...other.publications],
    revocation: other.revocation ?? one.revocation,
    ended: other.ended ?? one.ended,
    clocks: [...one.clocks, ...other.clocks],
    evidence: [...one.evidence, ...other.evidence],
    register: other.register ?? one.register,
  };
}

/** The record's facts of what is written: ids, digests, states and numbers, never a text that somebody wrote. */
export function recordedLaw(writes: LawWrites): Record<string, Json> {
  const { draft, decision, revocation, ended, register } = writes;
  const lists: Record<string, Json[]> = {
    reviews: writes.reviews.map(({ row: { id, round, revision, state, draftDigest, levelsAsked, levelsPassed } }) => {
      return { id, round, revision, state, draftDigest, levelsAsked, levelsPassed };
    }),
    scopes: writes.scopes.map(({ id, draftDigest, outcome, levels, version, voided }) => {
      return { id, draftDigest, outcome, levels, version, voided };
    }),
    circumstances: [...writes.circumstances],
    publications: writes.publications.map(({ row }) => {
      const { id, decisionId, revision, state, due } = row;
      return { id, decisionId, revision, state, due: due.due, digest: publicationDigest(row) };
    }),
    clocks: writes.clocks.map(({ row: { id, events }, end, replaces }) => {
      return { id, events: events.slice(replaces).map(recordedEvent), due: end?.due ?? null };
    }),
    evidence: writes.evidence.map(({ id, elementId, item, kind, digest, size, unbroken }) => {
      return { id, elementId, item, kind, digest, size, unbroken };
    }),
  };
  return {
    ...(draft !== null && {
      draft: {
        version: draft.version,
        digest: draft.digest,
        kind: draft.kind,
        amountFen: draft.amountFen,
        triggers: [...draft.triggers],
      },
    }),
    ...Object.fromEntries(Object.entries(lists).filter(([, rows]) => rows.length > 0)),
    ...(decision !== null && {
      decision: {
        id: decision.row.id,
        number: decision.row.number,
        act: decision.row.act,
        kind: decision.row.kind,
        draftDigest: decision.row.draftDigest,
        clearance: { ...decision.row.clearance },
        decidedOn: decision.row.decidedOn,
        state: decision.row.state,
      },
    }),
    ...(revocation !== null && {
      revocation: { decisionId: revocation.decisionId, kind: revocation.kind, ruledOn: revocation.ruledOn },
    }),
    ...(ended !== null && {
      ended: {
        id: ended.row.id,
        state: ended.row.state,
        on: ended.row.ended?.on ?? null,
        by: ended.row.ended?.by ?? null,
        withdrawalDue: ended.row.ended?.withdrawal.due ?? null,
      },
    }),
    ...(register !== null && { register: { register: register.register, year: register.year, last: register.after } }),
  };
}

/** What happened to a clock, without what somebody wrote about it. */
function recordedEvent(event: ClockEvent): Json {
  switch (event.type) {
    case 'start': {
      const { count, unit, basis } = event.limit;
      return { type: event.type, at: event.at, on: event.on, count, unit, basis };
    }
    case 'extend':
      return {
        type: event.type,
        at: event.at,
        count: event.count,
        askedBy: event.askedBy,
        approvedBy: event.approvedBy,
      };
    default:
      return { ...event };
  }
}
