import type { CaseAnswer } from './client.ts';
import type { Label } from './window.ts';
import type { LegalDate } from '../../domain/json.ts';
import type { Verified } from '../verify.ts';

/** How an application has to end: accepted as of a legal date, by the clerk or by silence. */
export interface Ending {
  readonly acceptedOn: LegalDate;
  readonly deemedAccepted: boolean;
}
/** What is printed at the end, and the exit code: 0 when all is as it has to be. */
export interface Verdict {
  readonly lines: readonly string[];
  readonly code: 0 | 1;
}

/** Judges how the applications ended, and whether every chain of the database is intact. */
export function verdict(
  ended: Readonly<Record<Label, CaseAnswer>>,
  endings: Readonly<Record<Label, Ending>>,
  verified: Verified,
): Verdict {
  const labels = ['A', 'B'] as const;
  const { streams, records, tampered } = verified;
  const intact = tampered.length === 0 && records > 0;
  const lines = [
    ...labels.map((label) => `${label}  case ${ended[label].number}: ${howItEnded(ended[label])}`),
    ...tampered.map(({ streamId, seq, reason }) => `TAMPERED ${streamId} seq ${seq}: ${reason}`),
    ...(intact ? [`chains intact: ${records} records in ${streams} streams`] : []),
  ];
  return { lines, code: intact && labels.every((label) => isAs(ended[label], endings[label])) ? 0 : 1 };
}

function howItEnded({ state, variables }: CaseAnswer): string {
  const { acceptedOn, deemedAccepted } = variables;
  if (typeof acceptedOn !== 'string') return `${state}, not accepted`;
  return `${state}, accepted ${deemedAccepted === true ? 'by silence' : 'by the clerk'} as of ${acceptedOn}`;
}

function isAs({ state, variables }: CaseAnswer, ending: Ending): boolean {
  const { acceptedOn, deemedAccepted } = variables;
  return state === 'completed' && acceptedOn === ending.acceptedOn && deemedAccepted === ending.deemedAccepted;
}
