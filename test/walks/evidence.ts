import { runScript, type Database } from '../../src/store/db.ts';
import type { DraftContent } from '../../src/domain/draft.ts';
import type { Catalogue, Circumstance } from '../../src/domain/catalogue.ts';

/** A case as its rows and records tell it to whoever owns the database; moments are milliseconds. */
export interface Evidence {
  readonly procedure: string;
  readonly startedBy: string;
  readonly decision: {
    readonly draftDigest: string;
    readonly reviewId: string | null;
    readonly scopeId: string | null;
    readonly decidedBy: string;
  } | null;
  readonly drafts: readonly {
    readonly version: number;
    readonly digest: string;
    readonly content: string;
    readonly by: string;
    readonly at: number;
  }[];
  readonly reviews: readonly {
    readonly id: string;
    readonly state: string;
    readonly draftDigest: string;
    readonly draftVersion: number;
    readonly levelsAsked: number;
  }[];
  readonly opinions: readonly {
    readonly reviewId: string;
    readonly level: number;
    readonly by: string;
    readonly outcome: string;
    readonly at: number;
    readonly qualified: boolean;
  }[];
  readonly scopes: readonly {
    readonly id: string;
    readonly draftDigest: string;
    readonly draftVersion: number;
    readonly outcome: string;
    readonly at: number;
  }[];
  readonly tasks: readonly { readonly form: string | null; readonly by: string; readonly at: number }[];
  readonly records: readonly {
    readonly command: string;
    readonly by: string | null;
    readonly at: number;
    readonly facts: RecordedFacts | null;
  }[];
  readonly publications: readonly {
    readonly state: string;
    readonly publishedAt: number | null;
    readonly redactedBy: string | null;
    readonly approvedBy: string | null;
  }[];
  readonly catalogue: Catalogue;
}
interface RecordedFacts {
  readonly circumstances?: readonly Circumstance[];
  readonly reviews?: readonly { readonly id: string }[];
  readonly decision?: { readonly id: string };
}
export type Content = DraftContent;

/** Everything that a judgement of the case rests on, read past row-level security. */
export async function readEvidence(db: Database, agencyId: string, caseId: string): Promise<Evidence> {
  return db.knex.transaction(async (trx) => {
    await runScript(trx, 'set local role none');
    const { rows } = await trx.raw<{ rows: { evidence: string }[] }>(evidenceQuery, { agencyId, caseId });
    return JSON.parse(rows[0]!.evidence) as Evidence;
  });
}

const ms = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`;
const list = (object: string, from: string, order: string): string =>
  `(select coalesce(json_agg(json_build_object(${object}) order by ${order}), '[]') from ${from})`;
const ofCase = 'x.agency_id = i.agency_id and x.case_id = i.case_id';

const evidenceQuery = `
select json_build_object(
  'procedure', d.key,
  'startedBy', i.started_by,
  'decision', (
    select json_build_object('draftDigest', x.draft_digest, 'reviewId', x.review_id, 'scopeId', x.scope_id, 'decidedBy', x.decided_by)
    from decision x where ${ofCase}
  ),
  'drafts', ${list(`'version', x.version, 'digest', x.digest, 'content', x.content, 'by', x.edited_by, 'at', ${ms('x.edited_at')}`, `draft x where ${ofCase}`, 'x.version')},
  'reviews', ${list(`'id', x.review_id, 'state', x.state, 'draftDigest', x.draft_digest, 'draftVersion', (x.body::json ->> 'draftVersion')::int, 'levelsAsked', x.levels_asked`, `review x where ${ofCase}`, 'x.round')},
  'opinions', ${list(
    `'reviewId', x.review_id, 'level', x.level, 'by', x.person_id, 'outcome', x.outcome, 'at', ${ms('x.at')}, 'qualified', exists (
      select from qualification q where q.agency_id = x.agency_id and q.person_id = x.person_id and q.kind = 'legal-qualification')`,
    `review_opinion x where ${ofCase}`,
    'x.at',
  )},
  'scopes', ${list(`'id', x.scope_id, 'draftDigest', x.draft_digest, 'draftVersion', (x.body::json ->> 'draftVersion')::int, 'outcome', x.outcome, 'at', ${ms("(x.body::json ->> 'at')::timestamptz")}`, `scope x where ${ofCase}`, 'x.scope_id')},
  'tasks', ${list(`'form', x.form, 'by', x.closed_by, 'at', ${ms('x.closed_at')}`, `wait x where ${ofCase} and x.kind = 'task' and x.state = 'completed'`, 'x.no')},
  'records', ${list(
    `'command', x.body::json ->> 'command', 'by', x.body::json -> 'actor' ->> 'person', 'at', ${ms('x.at')}, 'facts', x.body::json -> 'facts'`,
    `record x where x.agency_id = i.agency_id and x.stream_id in (
      select 'case:' || i.case_id union all
      select 'publication:' || p.publication_id from publication p where p.agency_id = i.agency_id and p.case_id = i.case_id)`,
    'x.at, x.seq',
  )},
  'publications', ${list(`'state', x.state, 'publishedAt', ${ms('x.published_at')}, 'redactedBy', x.redacted_by, 'approvedBy', x.approved_by`, `publication x where ${ofCase}`, 'x.publication_id')},
  'catalogue', (select x.body::json from catalogue x where x.agency_id = i.agency_id order by x.version desc limit 1)
)::text as evidence
from instance i
join definition d on d.agency_id = i.agency_id and d.definition_id = i.definition_id
where i.agency_id = :agencyId and i.case_id = :caseId::uuid`;
