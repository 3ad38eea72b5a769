import { allOf, condition, pageOf, type Page } from './page.ts';
import { asAgency } from './asAgency.ts';
import { waitId, type Incident } from '../domain/wait.ts';
import type { Database } from './db.ts';
import type { Instant } from '../domain/json.ts';

/** An open incident: what stopped a case at an element, and what to do about it. */
export interface IncidentItem extends Incident {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly definitionId: string;
  readonly elementId: string;
  readonly name: string | null;
  readonly since: Instant;
}
export interface IncidentFilter {
  readonly case?: string | undefined;
  readonly definition?: string | undefined;
}
/** Place of an incident in the list, oldest first. */
export type IncidentKey = readonly [since: Instant, caseId: string, no: number];

type IncidentRow = Omit<IncidentItem, 'id' | keyof Incident> & { readonly no: number; readonly detail: string };

/** Open incidents, oldest first. */
export async function listIncidents(
  db: Database,
  agencyId: string,
  filter: IncidentFilter,
  after: IncidentKey | null,
  limit: number,
): Promise<Page<IncidentItem>> {
  const wanted = allOf([
    condition('w.agency_id = ?', agencyId),
    condition('w.case_id = ?::uuid', filter.case),
    condition('w.definition_id = ?::uuid', filter.definition),
    after && { sql: '(w.since, w.case_id, w.no) > (?::timestamptz, ?::uuid, ?::integer)', values: after },
  ]);
  const { rows } = await asAgency(db, agencyId, (trx) =>
    trx.raw<{ rows: IncidentRow[] }>(
      `select w.case_id as "caseId", w.no, i.number as "caseNumber", w.definition_id as "definitionId",
         w.element_id as "elementId", w.name, w.since, w.detail
       from wait w join instance i on i.agency_id = w.agency_id and i.case_id = w.case_id
       where w.kind = 'incident' and w.closed_at is null and ${wanted.sql}
       order by w.since, w.case_id, w.no limit ?`,
      [...wanted.values, limit + 1],
    ),
  );
  const page = pageOf(rows, limit);
  return { ...page, items: page.items.map(itemOf) };
}

/** The key after which the list goes on. */
export function incidentKey({ since, caseId, id }: Pick<IncidentItem, 'since' | 'caseId' | 'id'>): IncidentKey {
  return [since, caseId, Number(id.slice(caseId.length + 1))];
}

function itemOf({ no, detail, ...row }: IncidentRow): IncidentItem {
  return { id: waitId(row.caseId, no), ...row, ...(JSON.parse(detail) as Incident) };
}
