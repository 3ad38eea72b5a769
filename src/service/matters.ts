import { LRUCache } from 'lru-cache';
import { readMatter } from '../store/matters.ts';
import type { Database } from '../store/db.ts';
import type { MatterRef } from '../domain/case.ts';
import type { PrivacyRules, VariableSchema } from '../domain/privacy.ts';

/** Which variables of a matter's cases are personal, by the matter's schema. */
export interface Matters {
  readonly privacy: (agencyId: string, matter: MatterRef) => Promise<PrivacyRules>;
}

/** Rules read from the database when they are first asked for; a matter's version never changes. */
export function matterCache(db: Database): Matters {
  const cache = new LRUCache<string, PrivacyRules, { agencyId: string; matter: MatterRef }>({
    max: 500,
    fetchMethod: (_key, _stale, { context }) => rules(db, context.agencyId, context.matter),
  });
  return {
    privacy: async (agencyId, matter) => {
      const key = `${agencyId}/${matter.id}/${matter.version}`;
      const cached = cache.get(key) ?? (await cache.fetch(key, { context: { agencyId, matter } }));
      if (cached === undefined) throw new Error(`Matter ${matter.id} is not in the database.`);
      return cached;
    },
  };
}

async function rules(db: Database, agencyId: string, ref: MatterRef): Promise<PrivacyRules> {
  const matter = await readMatter(db, agencyId, ref);
  if (matter === null) throw new Error(`Matter ${ref.id} version ${ref.version} is not in the database.`);
  const body = JSON.parse(matter.body) as { schema?: { properties?: Record<string, VariableSchema> } };
  return { kind: 'enforcement', properties: body.schema?.properties ?? {} };
}
