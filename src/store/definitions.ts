import { allOf, condition, pageOf, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import type { Database } from './db.ts';
import type { DefinitionStatus } from '../domain/snapshot.ts';
import type { Instant } from '../domain/json.ts';

/** The BPMN file of a definition, exactly as it was deployed; null when there is none. */
export async function readXml(db: Database, agencyId: string, definitionId: string): Promise<Buffer | null> {
  const found = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: { xml: Buffer }[] }>(`select xml from definition where agency_id = ? and definition_id = ?`, [
      agencyId,
      definitionId,
    ]),
  );
  return found.rows[0]?.xml ?? null;
}

/** A version of a definition as lists show it. */
export interface DefinitionItem {
  readonly id: string;
  readonly key: string;
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
  readonly status: DefinitionStatus;
  readonly enforcement: boolean;
  readonly deployedBy: string;
  readonly deployedAt: Instant;
  readonly activatedBy: string | null;
  readonly activatedAt: Instant | null;
}
export interface DefinitionFilter {
  readonly key?: string | undefined;
  readonly status?: DefinitionStatus | undefined;
}
/** Place of a definition in the list: keys in order, the newest version first. */
export type DefinitionKey = readonly [key: string, version: number];

const columns = `definition_id as id, key, version, name, sha256, status, enforcement, deployed_by as "deployedBy",
  deployed_at as "deployedAt", activated_by as "activatedBy", activated_at as "activatedAt"`;

/** One version of a definition with the findings it was deployed with, or null. */
export async function readDefinitionItem(
  db: Database,
  agencyId: string,
  definitionId: string,
): Promise<(DefinitionItem & { readonly findings: string }) | null> {
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: (DefinitionItem & { findings: string })[] }>(
      `select ${columns}, findings from definition where agency_id = ? and definition_id = ?::uuid`,
      [agencyId, definitionId],
    ),
  );
  return rows[0] ?? null;
}

/** Versions of definitions by key, newest version first. */
export async function listDefinitions(
  db: Database,
  agencyId: string,
  filter: DefinitionFilter,
  after: DefinitionKey | null,
  limit: number,
): Promise<Page<DefinitionItem>> {
  const wanted = allOf([
    condition('agency_id = ?', agencyId),
    condition('key = ?', filter.key),
    condition('status = ?', filter.status),
    after && { sql: '(key > ? or (key = ? and version < ?::integer))', values: [after[0], ...after] },
  ]);
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: DefinitionItem[] }>(
      `select ${columns} from definition where ${wanted.sql} order by key, version desc limit ?`,
      [...wanted.values, limit + 1],
    ),
  );
  return pageOf(rows, limit);
}
