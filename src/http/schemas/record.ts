import { Type } from 'typebox';
import { recordKinds } from '../../domain/evidence.ts';
import { oneOf } from './common.ts';

/** A record as it is handed in. */
export const givenRecord = {
  item: Type.String({ pattern: '^[A-Z][A-Za-z0-9.-]{0,31}$', description: 'Item of the list of records, `R7-5`.' }),
  kind: oneOf(recordKinds, 'What kind of record it is.'),
  digest: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Of a file: its SHA-256, hex.' })),
  size: Type.Optional(
    Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description: 'Of a file: its size in bytes.' }),
  ),
  note: Type.Optional(
    Type.String({ minLength: 1, maxLength: 4000, pattern: '\\S', description: 'Of a text: what is recorded.' }),
  ),
  unbroken: Type.Optional(Type.Boolean({ description: 'It runs from start to end without a break.' })),
};
