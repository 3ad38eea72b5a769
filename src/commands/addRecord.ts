import { catchUp, openWaitOf } from './caseStep.ts';
import { evidenceAnswer, evidenceOf, personalNotes, type GivenRecord } from './evidenceOf.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { lawChangeset, lawFor, taskNode, type LawCommand } from './lawStep.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import { noWrites } from './lawWrites.ts';
import { requireCertificate } from '../domain/officers.ts';
import type { ByPerson, CaseContext } from './context.ts';
import type { CaseChangeset } from '../domain/changeset.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';

export interface AddRecord extends LawCommand {
  /** Number of the open task that is recorded. */
  readonly no: number;
  readonly record: GivenRecord;
}

/** A text, or a reference to a file, is put on the record of an open step (R1, R7, R9). */
export function addRecord(
  snapshot: CaseSnapshot,
  { no, record, revision }: AddRecord,
  context: CaseContext & ByPerson,
): CaseChangeset | Refusal {
  const law = lawFor(snapshot, 'record.add', { revision }, context);
  if (isRefusal(law)) return law;
  const wait = openWaitOf(snapshot, 'task', no);
  if (isRefusal(wait)) return wait;
  const node = taskNode(wait, context);
  if (node === undefined) return refuse('not-found', `The definition has no step ${wait.elementId}.`);
  const day = legalDateOf(context.now);
  const refused = requireCertificate(wait.elementId, node.step?.officers ?? 0, context.actor, day);
  if (refused !== undefined) return refused;
  const rows = evidenceOf([record], () => '', { wait, node }, context);
  if ('refused' in rows) return rows;
  const before = catchUp(snapshot, wait, context);
  if (isRefusal(before)) return before;
  const [row] = rows;
  const answer = row === undefined ? {} : { record: evidenceAnswer(row) };
  const done = { command: 'addRecord', law: { ...noWrites, evidence: rows }, personal: personalNotes(rows), answer };
  return lawChangeset(snapshot, before, done, context);
}
