import { legalDateOf } from '../../domain/legalTime.ts';
import { momentOf } from './timeline.ts';
import type { CaseAnswer } from './client.ts';
import type { Desk } from './desk.ts';
import type { Instant, LegalDate } from '../../domain/json.ts';
import type { Verified } from '../verify.ts';

/** How a case that was decided has to end. */
export interface DecidedEnding {
  readonly number: string;
  readonly decidedOn: LegalDate;
  readonly publishedAt: Instant;
  /** Last day for publishing. */
  readonly dueOn: LegalDate;
}
/** What became of a case, as the service answers it. */
export interface DecidedCase {
  readonly case: Pick<CaseAnswer, 'number' | 'state' | 'revision'>;
  readonly decision: { readonly number: string; readonly decidedOn: LegalDate; readonly by: string };
  readonly publications: readonly { readonly state: string; readonly dueOn: LegalDate }[];
  /** What the public register shows, asked without a key. */
  readonly published: readonly { readonly number: string; readonly publishedAt: Instant }[];
}

/** Asks the service what became of the case at the desk. */
export async function readEnding(desk: Desk): Promise<DecidedCase> {
  const publications = await desk.get<{ items: DecidedCase['publications'] }>('monitor', `${desk.path()}/publications`);
  const published = await desk.get<{ items: DecidedCase['published'] }>(null, '/public/decisions.json');
  return {
    case: await desk.get('monitor', desk.path()),
    decision: await desk.get('monitor', `${desk.path()}/decision`),
    publications: publications.items,
    published: published.items,
  };
}

/** Judges how the case ended, and whether every chain of the database is intact: what is printed, and the exit code. */
export function judge(
  ended: DecidedCase,
  ending: DecidedEnding,
  { streams, records, tampered }: Verified,
): { readonly lines: readonly string[]; readonly code: 0 | 1 } {
  const { number, state, revision } = ended.case;
  const { decision, publications, published } = ended;
  const [shown] = published;
  const intact = tampered.length === 0 && records > 0;
  const asTheLawSays =
    state === 'completed' &&
    decision.number === ending.number &&
    decision.decidedOn === ending.decidedOn &&
    publications.length === 1 &&
    publications[0]?.state === 'published' &&
    publications[0].dueOn === ending.dueOn &&
    shown?.number === ending.number &&
    shown.publishedAt === ending.publishedAt &&
    legalDateOf(shown.publishedAt) <= ending.dueOn;
  const lines = [
    `case ${number}: ${state} after ${revision} commands`,
    `decision ${decision.number} of ${decision.decidedOn}, cleared by ${decision.by}`,
    shown === undefined
      ? 'nothing is published'
      : `published ${momentOf(shown.publishedAt)}, due by ${publications[0]?.dueOn ?? ''}`,
    ...tampered.map(({ streamId, seq, reason }) => `TAMPERED ${streamId} seq ${seq}: ${reason}`),
    ...(intact ? [`chains intact: ${records} records in ${streams} streams`] : []),
    ...(asTheLawSays
      ? []
      : [`expected: completed, ${ending.number} of ${ending.decidedOn}, published by ${ending.dueOn}`]),
  ];
  return { lines, code: asTheLawSays && intact ? 0 : 1 };
}
