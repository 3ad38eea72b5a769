import { run, type Database } from './db.ts';
import type { LegalDate } from '../domain/json.ts';

/** A publication whose display is over. */
export interface DisplayOver {
  readonly agencyId: string;
  readonly publicationId: string;
}

const find = {
  name: 'displays_over_v1',
  text: 'select agency_id, publication_id from displays_over_v1($1::text, $2::integer)',
};

/** Publications that are still shown though their last day lies before `today`; at most `limit` of each agency. */
export async function displaysOver(db: Database, today: LegalDate, limit: number): Promise<DisplayOver[]> {
  const { rows } = await run<{ agency_id: string; publication_id: string }>(db, find, [today, limit]);
  return rows.map((row) => ({ agencyId: row.agency_id, publicationId: row.publication_id }));
}
