import { canonical, genesis, recordHash } from './chain.ts';
import type { RecordBody } from '../domain/record.ts';

/** A record row as it is stored. */
export interface StoredRecord {
  readonly agencyId: string;
  readonly streamId: string;
  readonly seq: number;
  readonly hash: string;
  readonly body: string;
}

/** The head that a stream is said to have: its newest seq and hash. */
export interface StreamHead {
  readonly seq: number;
  readonly hash: string;
}

/** Where and why a chain is broken. */
export interface Tampering {
  readonly streamId: string;
  readonly seq: number;
  readonly reason: string;
}

/**
 * Recomputes one stream, given all its records by seq and the head its owner (case or stream row) claims. Malformed
 * bodies count as tampering. Answers the first fault, or undefined when the chain is intact.
 */
export function verifyChain(
  streamId: string,
  records: readonly StoredRecord[],
  head: StreamHead | null,
): Tampering | undefined {
  let prev = genesis;
  for (const [index, record] of records.entries()) {
    const fault = faultOf(streamId, record, index + 1, prev);
    if (fault !== undefined) return { streamId, seq: record.seq, reason: fault };
    prev = record.hash;
  }
  if (head === null) return { streamId, seq: 0, reason: 'the stream has records but no owner that knows its head' };
  if (head.seq !== records.length) {
    return { streamId, seq: head.seq, reason: `the head says ${head.seq} records, the stream holds ${records.length}` };
  }
  return head.hash === prev ? undefined : { streamId, seq: head.seq, reason: 'the head has another hash' };
}

function faultOf(streamId: string, record: StoredRecord, seq: number, prev: string): string | undefined {
  if (record.streamId !== streamId) return 'the record belongs to another stream';
  if (record.seq !== seq) return `seq ${seq} is missing`;
  if (recordHash(record.body) !== record.hash) return 'the body does not match its hash';
  const body = parse(record.body);
  if (body === undefined) return 'the body is not canonical JSON';
  if (body.prev !== prev) return 'the previous hash does not match the record before';
  const placed = body.stream === streamId && body.seq === seq && body.agency === record.agencyId;
  return placed ? undefined : 'the body belongs to another place';
}

function parse(text: string): Partial<RecordBody> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const body = value as RecordBody;
    return canonical(body) === text ? body : undefined;
  } catch {
    return undefined;
  }
}
