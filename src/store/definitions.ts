import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';

/** The BPMN file of a definition, exactly as it was deployed; null when there is none. */
export async function readXml(db: Database, agencyId: string, definitionId: string): Promise<string | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { xml: string }[] }>(`select xml from definition where agency_id = ? and definition_id = ?`, [
      agencyId,
      definitionId,
    ]),
  );
  return found.rows[0]?.xml ?? null;
}
