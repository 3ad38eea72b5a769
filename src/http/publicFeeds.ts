import { addressOf, noteOf } from './publicPages.ts';
import { escaped } from './html.ts';
import type { PublicDecision } from '../store/publicRegister.ts';

/** The register as CSV (RFC 4180) for spreadsheets: UTF-8 with a byte order mark, every cell quoted, none a formula. */
export function csvOf(decisions: readonly PublicDecision[]): string {
  const rows = decisions.map((decision) => {
    const { id, agency, number, decidedOn, publishedAt, view } = decision;
    const summary = view.shows === 'text' ? view.summary : { authority: '', object: '', category: '', conclusion: '' };
    const { authority, object, category, conclusion } = summary;
    const reason = view.shows === 'text' ? '' : (view.reason ?? '');
    return [
      id,
      agency,
      number ?? '',
      decidedOn,
      publishedAt,
      view.shows,
      authority,
      object,
      category,
      conclusion,
      reason,
      addressOf(decision),
    ];
  });
  return `\uFEFF${[csvHead, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}
const csvHead = [
  'id',
  'agency',
  'number',
  'decidedOn',
  'publishedAt',
  'shows',
  'authority',
  'object',
  'category',
  'conclusion',
  'reason',
  'address',
];

/** A text that a spreadsheet shows as it stands: what it could take for a formula begins with an apostrophe. */
export function csvCell(text: string): string {
  const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The newest of the register as RSS 2.0; `site` is the address of the service, such as `https://example.cn`. */
export function rssOf(decisions: readonly PublicDecision[], site: string, notice: string): string {
  const items = decisions.map((decision) => {
    const { id, number, decidedOn, publishedAt, view } = decision;
    const text = view.shows === 'text' ? `${view.summary.authority}: ${view.summary.conclusion}` : noteOf(decision);
    // a reader who kept the text is told anew when it is gone
    const guid = view.shows === 'text' ? `urn:uuid:${id}` : `urn:uuid:${id}#${view.shows}`;
    const at = view.shows === 'tombstone' ? (view.withdrawnAt ?? publishedAt) : publishedAt;
    return `<item>
<title>${xml(number ?? decidedOn)}</title>
<link>${xml(`${site}${addressOf(decision)}`)}</link>
<guid isPermaLink="false">${xml(guid)}</guid>
<pubDate>${new Date(at).toUTCString()}</pubDate>
<description>${xml(text ?? '')}</description>
</item>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
<channel>
<title>行政决定公示 Published decisions</title>
<link>${xml(`${site}/public`)}</link>
<description>${xml(`${notice}行政许可、行政处罚决定公示 Decisions on permits and penalties`)}</description>
<language>zh-cn</language>
${items.join('\n')}
</channel>
</rss>
`;
}

/** Text as XML 1.0 holds it; characters that it cannot hold are left out. */
function xml(text: string): string {
  return escaped(text.replace(notXml, ''));
}
const notXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
