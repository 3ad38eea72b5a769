import { createHash } from 'node:crypto';
import { canonical } from './chain.ts';
import type { DraftContent } from '../domain/draft.ts';

/**
 * What a review or a catalogue's answer is bound to: hex SHA-256 over `draft-v1`, NUL, and the canonical JSON text of
 * the content. TypeError for what JSON cannot hold, RangeError for amounts and sizes that are no safe whole numbers.
 */
export function draftDigest(content: DraftContent): string {
  for (const number of [content.amountFen ?? 0, ...content.evidence.map(({ size }) => size)]) {
    if (!Number.isSafeInteger(number)) throw new RangeError('Amounts and sizes in a draft are whole numbers.');
  }
  return createHash('sha256').update('draft-v1\0').update(canonical(content), 'utf8').digest('hex');
}
