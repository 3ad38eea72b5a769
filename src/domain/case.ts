import type { Instant } from './json.ts';

/** Running until its last token is consumed or it is cancelled. */
export type CaseStatus = 'running' | 'suspended' | 'completed' | 'cancelled';

/** A case (案件) as it stands in its row; `revision` is also the seq of its newest record. */
export interface Case {
  readonly agencyId: string;
  readonly caseId: string;
  readonly number: string;
  readonly definition: DefinitionRef;
  readonly processId: string;
  readonly matter: MatterRef | null;
  readonly externalRef: string | null;
  readonly status: CaseStatus;
  readonly revision: number;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
}

export interface DefinitionRef {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly sha256: string;
}

export interface MatterRef {
  readonly id: string;
  readonly version: number;
}
