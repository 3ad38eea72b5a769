import { createHash } from 'node:crypto';
import { canonical } from './chain.ts';
import type { PersonalValue } from '../domain/changeset.ts';
import type { Json } from '../domain/json.ts';

/**
 * A personal value made ready: its canonical text and salt (16 bytes, hex) for the side table, and the commitment for
 * the record, hex SHA-256 over `field-v1`, NUL, name, NUL, salt, value. Erasing value and salt leaves the chain whole.
 */
export function commit(name: string, value: Json, salt: string): { personal: PersonalValue; commitment: string } {
  const text = canonical(value);
  return { personal: { name, value: text, salt }, commitment: commitmentOf(name, text, salt) };
}

/** The commitment to a stored personal value. RangeError when the salt is not 16 bytes in hex: it would hide nothing. */
export function commitmentOf(name: string, text: string, salt: string): string {
  if (!/^[0-9a-f]{32}$/.test(salt)) throw new RangeError('The salt of a commitment has to be 16 bytes in hex.');
  return createHash('sha256')
    .update(`field-v1\0${name}\0`, 'utf8')
    .update(Buffer.from(salt, 'hex'))
    .update(text, 'utf8')
    .digest('hex');
}
