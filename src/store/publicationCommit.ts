import { run, type Database } from './db.ts';
import type { Asker, Loaded } from './snapshot.ts';
import type { AgencyRules } from '../domain/agencyRules.ts';
import type { CaseStatus } from '../domain/case.ts';
import type { Decision } from '../domain/decision.ts';
import type { Publication } from '../domain/publication.ts';
import type { PublicationChangeset, PublicationSnapshot } from '../domain/publicationStream.ts';

const load = {
  name: 'load_publication_v1',
  text: 'select * from load_publication_v1($1::text, $2::uuid, $3::text, $4::text, $5::text)',
};
export const commitPublication = {
  name: 'commit_publication_v1',
  text: `select commit_publication_v1(
    $1::text, $2::uuid, $3::timestamptz, $4::text, $5::integer, $6::integer, $7::integer, $8::text, $9::text, $10::text,
    $11::text, $12::text, $13::text, $14::text)`,
};

interface Row {
  readonly case_id: string;
  readonly case_status: CaseStatus;
  readonly case_revision: number;
  readonly case_head: string;
  readonly matter_id: string | null;
  readonly matter_version: number | null;
  readonly publication: string;
  readonly decision: string;
  readonly rules: string;
  readonly seq: number | null;
  readonly head: string | null;
  readonly request_digest: string | null;
  readonly answer: string | null;
}

/** A publication with the end of its case and its own stream, in one statement. */
export async function loadPublicationSnapshot(
  db: Database,
  { agencyId, personId, repeatable }: Asker,
  id: string,
): Promise<Loaded<PublicationSnapshot>> {
  const keptBy = repeatable === null ? [null, null, null] : [personId, repeatable.route, repeatable.key];
  const [row] = (await run<Row>(db, load, [agencyId, id, ...keptBy])).rows;
  if (row === undefined) return { snapshot: null, kept: null };
  const snapshot: PublicationSnapshot = {
    agencyId,
    caseId: row.case_id,
    caseStatus: row.case_status,
    caseRevision: row.case_revision,
    caseHead: row.case_head,
    matter:
      row.matter_id === null || row.matter_version === null ? null : { id: row.matter_id, version: row.matter_version },
    publication: JSON.parse(row.publication) as Publication,
    decision: JSON.parse(row.decision) as Decision,
    rules: JSON.parse(row.rules) as Partial<AgencyRules>,
    stream: { seq: row.seq ?? 0, head: row.head ?? '' },
  };
  const { request_digest: digest, answer } = row;
  return { snapshot, kept: digest === null || answer === null ? null : { digest, answer } };
}

/** The parameters of the commit in their order; those of a kept answer last. */
export function publicationValues(changeset: PublicationChangeset): (string | number | null)[] {
  const { row, record } = changeset;
  return [
    changeset.agencyId,
    row.id,
    changeset.at,
    changeset.actor?.personId ?? null,
    changeset.actor?.revision ?? null,
    changeset.expected,
    changeset.replaces,
    JSON.stringify(row),
    record.hash,
    record.body,
  ];
}
