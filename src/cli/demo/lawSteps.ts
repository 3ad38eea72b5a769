import { momentOf } from './timeline.ts';
import type { Desk } from './desk.ts';
import type { DraftContent } from '../../domain/draft.ts';
import type { Instant } from '../../domain/json.ts';

/** A file that stands for one of the case: made up, told by its number. */
export function file(n: number): { readonly digest: string; readonly size: number } {
  return { digest: n.toString(16).padStart(2, '0').repeat(32), size: 1000 * n };
}

/** The handler writes the draft; answers its digest. */
export async function writeDraft(desk: Desk, content: DraftContent): Promise<string> {
  const { draft } = await desk.put<{ draft: { version: number; digest: string } }>(
    'handler',
    `${desk.path()}/draft`,
    content,
  );
  desk.tell(`draft ${draft.version} has the digest ${draft.digest.slice(0, 12)}…`);
  return draft.digest;
}

/** The handler asks for the review of the draft, the first reviewer registers the materials; answers the review's path. */
export async function askForReview(desk: Desk, digest: string): Promise<string> {
  const materials = [
    { name: '送审说明', ...file(21) },
    { name: '决定草案', ...file(22) },
  ];
  const asked = { draftDigest: digest, materials };
  const { review } = await desk.post<{ review: { id: string; levelsAsked: number } }>(
    'handler',
    `${desk.path()}/reviews`,
    asked,
  );
  desk.tell(`levels of review that the catalogue asks: ${review.levelsAsked}`);
  return `/v1/reviews/${review.id}`;
}

/** A reviewer passes the draft at one level, with an answer to each item of the agency's checklist. */
export async function pass(desk: Desk, reviewer: string, review: string): Promise<void> {
  const { checklist } = await desk.get<{ checklist: readonly string[] }>(reviewer, review);
  await desk.post(reviewer, `${review}/conclude`, {
    outcome: 'passed',
    checklist: checklist.map((item) => ({ item, answer: 'yes' })),
    opinion: '主体合法，事实清楚，程序合法，适用法律准确，同意。',
  });
}

/** The decision is made exactly as drafted and cleared. */
export async function decide(desk: Desk, who: string, digest: string): Promise<void> {
  const { decision } = await desk.post<{ decision: { number: string; decidedOn: string } }>(
    who,
    `${desk.path()}/decision`,
    { draftDigest: digest },
  );
  desk.tell(`decision ${decision.number} of ${decision.decidedOn}`);
}

/** What a publisher hands in. */
export interface Redaction {
  readonly authority: string;
  readonly category: string;
  readonly conclusion: string;
  readonly object: { readonly name: string; readonly isNaturalPerson: boolean };
  /** Fields of the document that stay hidden, and those that are shown. */
  readonly hidden: readonly Field[];
  readonly shown: readonly Field[];
}
interface Field {
  readonly name: string;
  readonly value: string;
  readonly tag: string;
}

/** The publisher redacts; answers the path of the publication, and the revision that is to be read. */
export async function redact(desk: Desk, redaction: Redaction): Promise<{ publication: string; revision: number }> {
  const { authority, category, conclusion, object, hidden, shown } = redaction;
  const { items } = await desk.get<{ items: readonly { id: string }[] }>('publisher', `${desk.path()}/publications`);
  const publication = `/v1/publications/${items[0]?.id ?? ''}`;
  const redacted = await desk.post<{ publication: { revision: number } }>('publisher', `${publication}/redaction`, {
    fields: [...hidden, ...shown].map((field) => ({ ...field })),
    shown: shown.map(({ name }) => name),
    summary: { authority, category, conclusion },
    object,
  });
  return { publication, revision: redacted.publication.revision };
}

/** A second person approves what was redacted, and with that it is public. */
export async function publish(
  desk: Desk,
  checker: string,
  redacted: { publication: string; revision: number },
): Promise<void> {
  await desk.post(checker, `${redacted.publication}/approve`, { revision: redacted.revision });
  await tellPublic(desk);
}

/** Tells what the public register shows, asked without a key. */
export async function tellPublic(desk: Desk): Promise<void> {
  const { items } = await desk.get<{ items: readonly PublicEntry[] }>(null, '/public/decisions.json');
  if (items.length === 0) desk.tell('the public register shows nothing yet');
  for (const { number, publishedAt, address } of items) {
    desk.tell(`public since ${momentOf(publishedAt)}: ${number} at ${address}`);
  }
}
interface PublicEntry {
  readonly number: string;
  readonly publishedAt: Instant;
  readonly address: string;
}
