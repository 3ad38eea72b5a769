import { createHash } from 'node:crypto';
import { canonical } from './chain.ts';
import type { Json } from '../domain/json.ts';
import type { Publication } from '../domain/publication.ts';

/** What a record says of a publication it changed: hex SHA-256 over `publication-v1`, NUL, and the row as canonical JSON. */
export function publicationDigest(publication: Publication): string {
  const row = publication as unknown as Json;
  return createHash('sha256').update('publication-v1\0').update(canonical(row), 'utf8').digest('hex');
}
