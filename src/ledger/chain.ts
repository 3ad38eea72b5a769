import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { RecordBody } from '../domain/record.ts';
import type { SealedRecord } from '../domain/changeset.ts';
import type { Json } from '../domain/json.ts';

/** The hash before the first record of a stream: 64 hex zeros. */
export const genesis = '0'.repeat(64);

/** RFC 8785 canonical JSON text; throws a TypeError for what JSON cannot hold (undefined, NaN, lone surrogates). */
export function canonical(value: Json | RecordBody): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('A record can hold JSON values only.');
  return text;
}

/** Hash of a record: hex SHA-256 over `record-v1`, NUL, and the canonical body text. */
export function recordHash(body: string): string {
  return createHash('sha256').update('record-v1\0').update(body, 'utf8').digest('hex');
}

/** The record to append: canonical body, its hash, its place in the stream. */
export function seal(body: RecordBody): SealedRecord {
  const text = canonical(body);
  return { streamId: body.stream, seq: body.seq, hash: recordHash(text), body: text };
}
