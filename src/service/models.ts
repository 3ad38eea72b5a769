import { LRUCache } from 'lru-cache';
import { readDefinition } from '../bpmn/read.ts';
import { readXml } from '../store/definitions.ts';
import type { Database } from '../store/db.ts';
import type { DefinitionModel } from '../bpmn/model.ts';
import type { DefinitionRef } from '../domain/case.ts';

/** Compiled definitions, kept by sha256: what a version means never changes. */
export interface Models {
  readonly get: (agencyId: string, definition: Pick<DefinitionRef, 'id' | 'sha256'>) => Promise<DefinitionModel>;
}

/** Models read from the database when they are first asked for; the 200 used last stay compiled. */
export function modelCache(db: Database): Models {
  const cache = new LRUCache<string, DefinitionModel, { agencyId: string; id: string }>({
    max: 200,
    fetchMethod: (_sha256, _stale, { context }) => compile(db, context.agencyId, context.id),
  });
  return {
    get: async (agencyId, { id, sha256 }) => {
      const cached = cache.get(sha256) ?? (await cache.fetch(sha256, { context: { agencyId, id } }));
      if (cached === undefined) throw new Error(`Definition ${id} could not be compiled.`);
      return cached;
    },
  };
}

async function compile(db: Database, agencyId: string, id: string): Promise<DefinitionModel> {
  const xml = await readXml(db, agencyId, id);
  if (xml === null) throw new Error(`Definition ${id} is not in the database.`);
  const read = await readDefinition(xml);
  if (read.ok) return read.model;
  const first = read.findings.find((finding) => finding.severity === 'error');
  throw new Error(
    `Definition ${id} was deployed by another release and does not compile here: ${String(first?.message)}`,
  );
}
