import { bySystem } from './byPerson.ts';
import { caseChangeset } from './caseChangeset.ts';
import { expirePublication as expire, type Publication } from '../domain/publication.ts';
import { fireDueTimers, requireCaughtUp } from './caseStep.ts';
import { inStream } from './publicationStep.ts';
import { isOver, type PublicationChangeset, type PublicationSnapshot } from '../domain/publicationStream.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { noWrites } from './lawWrites.ts';
import type { CaseChangeset, Unchanged } from '../domain/changeset.ts';
import type { CaseContext, DecisionContext } from './context.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

/** The publication whose display is over. */
export interface ExpirePublication {
  readonly id: string;
}

const act = { command: 'expirePublication', ...bySystem('worker') };
const nothing = { kind: 'unchanged', answer: null } as const;

/**
 * Ends a display whose last day is over, while the case runs (D8). The worker calls it at least once for each; one that
 * was withdrawn, is being corrected or has expired meanwhile is left alone, so its effect happens exactly once.
 */
export function expirePublicationOfCase(
  snapshot: CaseSnapshot,
  { id }: ExpirePublication,
  context: CaseContext,
): CaseChangeset | Unchanged | Refusal {
  const publication = snapshot.law?.publications.find((each) => each.id === id);
  const after = publication && expired(publication, context);
  if (after === undefined || publication === undefined || snapshot.status !== 'running') return nothing;
  const progress = fireDueTimers(snapshot, context);
  const law = { ...noWrites, publications: [{ row: after, replaces: publication.revision }] };
  return requireCaughtUp(snapshot, progress, context) ?? caseChangeset(snapshot, progress, { ...act, law }, context);
}

/** The same once the case is over: it stands in the publication's own stream. */
export function expirePublicationInStream(
  snapshot: PublicationSnapshot,
  context: DecisionContext,
): PublicationChangeset | Unchanged {
  const after = isOver(snapshot.caseStatus) ? expired(snapshot.publication, context) : undefined;
  return after === undefined ? nothing : inStream(snapshot, after, act, context);
}

function expired(publication: Publication, { now }: Pick<DecisionContext, 'now'>): Publication | undefined {
  const after = expire(publication, legalDateOf(now));
  return isRefusal(after) ? undefined : after;
}
