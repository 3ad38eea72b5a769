/** A tree of one rule and its test, as the harness is tried on. */
export interface SmallTree {
  readonly src: { readonly domain: Readonly<Record<string, string>> };
  readonly test: { readonly domain: Readonly<Record<string, string>> };
  readonly 'package.json': string;
}

const refusal = `export interface Refusal { readonly refused: true; readonly code: string }
export function refuse(code: string): Refusal {
  return { refused: true, code };
}
`;
const gate = `import { refuse, type Refusal } from './refusal.ts';
export function requireGate(open: boolean): Refusal | undefined {
  return open ? undefined : refuse('gate');
}
`;

/** Its test notices when the gate refuses nothing. */
export const noticing = `import t from 'tap';
import { requireGate } from '../../src/domain/gate.ts';
t.equal(requireGate(false)?.code, 'gate');
t.equal(requireGate(true), undefined);
`;
/** This one walks through and looks at nothing that matters. */
export const asleep = `import t from 'tap';
import { requireGate } from '../../src/domain/gate.ts';
requireGate(false);
t.pass('nothing fell over');
`;

export function smallTree(test: string, more: Readonly<Record<string, string>> = {}): SmallTree {
  return {
    src: { domain: { 'refusal.ts': refusal, 'gate.ts': gate, ...more } },
    test: { domain: { 'gate.test.ts': test } },
    'package.json': '{ "type": "module" }',
  };
}
