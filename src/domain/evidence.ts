import type { Instant } from './json.ts';
import { millisOf } from './legalTime.ts';
import { refuse, type Fault, type Refusal } from './refusal.ts';

export const recordKinds = ['text', 'document', 'photo', 'audio', 'video'] as const;
export type RecordKind = (typeof recordKinds)[number];

/** A recording hook of a step (`enf:record`): what has to be on the record before the step is done (R1, R7). */
export interface RecordHook {
  /** `R7-5`. */
  readonly item: string;
  readonly kind: RecordKind;
  readonly required: boolean;
  /** Recorded from start to end without a break (R4). */
  readonly continuous: boolean;
}

/** A record that was given: a text, or a reference to a file by digest and size. */
export interface Evidence {
  readonly id: string;
  readonly elementId: string;
  readonly stepKey: string | null;
  readonly item: string;
  readonly kind: RecordKind;
  /** SHA-256 of the file, hex. */
  readonly digest: string | null;
  /** In bytes. */
  readonly size: number | null;
  readonly note: string | null;
  /** Whether whoever recorded it states that it runs from start to end without a break. */
  readonly unbroken: boolean;
  readonly by: string;
  readonly at: Instant;
}

/** Records given at an element since a moment: what was recorded on an earlier visit does not count for this one. */
export function recordsSince(records: readonly Evidence[], elementId: string, since: Instant): Evidence[] {
  return records.filter((record) => record.elementId === elementId && millisOf(record.at) >= millisOf(since));
}

/** The required hooks that no record answers. Each record answers one hook of its item and kind. */
export function missingRecords(hooks: readonly RecordHook[], records: readonly Evidence[]): RecordHook[] {
  const free = new Set(records);
  const required = hooks.filter(({ required }) => required);
  const answered = new Set<RecordHook>();
  for (const hook of [...required].sort((a, b) => Number(b.continuous) - Number(a.continuous))) {
    const record = [...free].find((candidate) => answers(candidate, hook));
    if (record === undefined) continue;
    free.delete(record);
    answered.add(hook);
  }
  return required.filter((hook) => !answered.has(hook));
}

/** Refuses (422 `record-missing`) to complete a step without the records it asks for, and names them (R1, R4, R7). */
export function requireRecords(
  elementId: string,
  hooks: readonly RecordHook[],
  records: readonly Evidence[],
): Refusal | undefined {
  const missing = missingRecords(hooks, records);
  if (missing.length === 0) return undefined;
  const faults: Fault[] = missing.map(({ item, kind, continuous }) => ({
    pointer: '/records',
    message: `must hold ${item}: ${kind}${continuous ? ', from start to end without a break' : ''}`,
  }));
  const named = missing.map(({ item, kind }) => `${item} (${kind})`).join(', ');
  return refuse('record-missing', `The step ${elementId} has to be on record: ${named}.`, faults);
}

/** Refuses (400) a record that records nothing: a text without words, a file without digest and size (R9). */
export function requireSubstance({
  kind,
  digest,
  size,
  note,
}: Pick<Evidence, 'kind' | 'digest' | 'size' | 'note'>): Refusal | undefined {
  if (kind === 'text' && digest === null && (note ?? '').trim() !== '') return undefined;
  const isFile = digest !== null && digestPattern.test(digest) && size !== null && Number.isSafeInteger(size);
  if (isFile && size > 0) return undefined;
  return refuse('bad-request', 'A record is a text in words, or a file by its SHA-256 (64 hex digits) and its size.', [
    { pointer: kind === 'text' ? '/note' : '/digest', message: 'is missing or has another form' },
  ]);
}
const digestPattern = /^[0-9a-f]{64}$/;

function answers({ item, kind, unbroken }: Evidence, hook: RecordHook): boolean {
  return item === hook.item && kind === hook.kind && (unbroken || !hook.continuous);
}
