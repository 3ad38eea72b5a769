import { literally, pageOf, type Page } from './page.ts';
import { run, type Database } from './db.ts';
import { publicView, type Publication, type PublicView } from '../domain/publication.ts';
import type { Instant, LegalDate } from '../domain/json.ts';

/** A decision as the public reads it, or what became of its text. */
export interface PublicDecision {
  readonly id: string;
  /** Name of the agency that published it. */
  readonly agency: string;
  readonly number: string | null;
  readonly decidedOn: LegalDate;
  readonly publishedAt: Instant;
  readonly view: PublicView;
}
/** Place of a decision in the register, newest first. */
export type PublicKey = readonly [publishedAt: Instant, id: string];

const list = {
  name: 'public_publications_v1',
  text: `select * from public_publications_v1($1::text, $2::text, $3::timestamptz, $4::uuid, $5::integer)
    order by published_at desc, publication_id desc limit $5::integer`,
};
const one = {
  name: 'public_publication_v1',
  text: 'select * from public_publication_v1($1::text, $2::uuid)',
};
const newest: PublicKey = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

interface Row {
  readonly agency_name: string;
  readonly publication_id: string;
  readonly number: string | null;
  readonly decided_on: LegalDate;
  readonly published_at: Instant;
  readonly body: string;
}

/** The public register over all agencies, newest first; `q` looks in number, authority and conclusion of the summary. */
export async function listPublic(
  db: Database,
  today: LegalDate,
  q: string | undefined,
  after: PublicKey | null,
  limit: number,
): Promise<Page<PublicDecision>> {
  const like = q === undefined ? null : `%${literally(q)}%`;
  const { rows } = await run<Row>(db, list, [today, like, ...(after ?? newest), limit + 1]);
  const page = pageOf(rows, limit);
  return { ...page, items: page.items.flatMap(decisionOf) };
}

/** One decision of the register, or null. */
export async function readPublic(db: Database, today: LegalDate, id: string): Promise<PublicDecision | null> {
  const { rows } = await run<Row>(db, one, [today, id]);
  return rows.flatMap(decisionOf)[0] ?? null;
}

function decisionOf(row: Row): PublicDecision[] {
  const view = publicView(JSON.parse(row.body) as Publication);
  if (view === null) return [];
  const { publication_id: id, agency_name: agency, number, decided_on: decidedOn, published_at: publishedAt } = row;
  return [{ id, agency, number, decidedOn, publishedAt, view }];
}
