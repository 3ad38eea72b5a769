import type { Actor } from './people.ts';
import type { AgencyRules } from './agencyRules.ts';
import type { CaseStatus, MatterRef } from './case.ts';
import type { Decision } from './decision.ts';
import type { Instant, Json } from './json.ts';
import type { Publication } from './publication.ts';
import type { SealedRecord } from './changeset.ts';

/** What a command on a publication relies on once its case is over: the publication lives on in a stream of its own. */
export interface PublicationSnapshot {
  readonly agencyId: string;
  readonly caseId: string;
  readonly caseStatus: CaseStatus;
  readonly caseRevision: number;
  /** Hash of the case's last record, hex: the first record of the publication's stream follows on it. */
  readonly caseHead: string;
  readonly matter: MatterRef | null;
  readonly publication: Publication;
  readonly decision: Decision;
  readonly rules: Partial<AgencyRules>;
  /** The head of the stream `publication:<id>`; seq 0 before its first record. */
  readonly stream: { readonly seq: number; readonly head: string };
}

/** Everything one command writes to a publication whose case is over. */
export interface PublicationChangeset {
  readonly kind: 'publication';
  readonly agencyId: string;
  readonly caseId: string;
  readonly at: Instant;
  /** Null: the service itself. */
  readonly actor: Actor | null;
  /** Seq of the stream's newest record that the decision was made on; 0 for a new stream. */
  readonly expected: number;
  readonly row: Publication;
  /** Revision of the publication that the decision was made on. */
  readonly replaces: number;
  readonly record: SealedRecord;
  readonly answer: Json;
}

/** Whether a case is over, so that nothing is written to its stream any more. */
export function isOver(status: CaseStatus): boolean {
  return status === 'completed' || status === 'cancelled';
}
