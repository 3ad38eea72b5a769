import { escaped, page } from './html.ts';
import type { PublicDecision } from '../store/publicRegister.ts';

/** Where a decision stands for good. */
export function addressOf({ id }: Pick<PublicDecision, 'id'>): string {
  return `/public/decisions/${id}`;
}

/** What stands in a decision's place when its text does not. */
export function noteOf({ view }: PublicDecision): string | null {
  switch (view.shows) {
    case 'tombstone':
      return `已撤回 Withdrawn: ${view.reason ?? ''}`;
    case 'correction':
      return `正在更正 Being corrected: ${view.reason ?? ''}`;
    default:
      return null;
  }
}

/** The register; `next` is the query of its next part. `notice` is HTML above it. */
export function registerPage(
  decisions: readonly PublicDecision[],
  { q, next, notice }: { readonly q: string | undefined; readonly next: string | null; readonly notice: string },
): string {
  const none =
    q === undefined
      ? 'No decision has been published yet. 尚无已公示的决定。'
      : 'No decision was found. 未查询到相关决定。';
  const search = q === undefined ? '' : `?${new URLSearchParams({ q }).toString()}`;
  const parts = [
    `${notice}<h1>行政决定公示 · Published decisions</h1>`,
    `<form method="get" action="/public"><p><label>文号、机关或结论 Number, authority or conclusion <input type="search" name="q" maxlength="200" value="${escaped(q ?? '')}"></label> <button>查询 Search</button></p></form>`,
    decisions.length === 0 ? `<p>${none}</p>` : tableOf(decisions),
    next === null ? '' : `<p><a href="/public?${escaped(next)}">下一页 Next</a></p>`,
    `<p>${['json', 'csv', 'rss'].map((kind) => `<a href="/public/decisions.${kind}${escaped(search)}">${kind.toUpperCase()}</a>`).join(' · ')}</p>`,
  ];
  return page('行政决定公示 Published decisions', parts.filter((part) => part !== '').join('\n'), 'zh-CN');
}

/** One decision at its address: its text, or what became of it. */
export function decisionPage(decision: PublicDecision, notice: string): string {
  const { agency, number, decidedOn, publishedAt, view } = decision;
  const title = number ?? '行政决定 Decision';
  const head: [string, string][] = [
    ['公示机关 Published by', agency],
    ['文号 Number', number ?? '–'],
    ['决定日期 Decided on', decidedOn],
    ['公示时间 Published at', publishedAt],
  ];
  const parts = [`${notice}<h1>${escaped(title)}</h1>`, factsOf(head)];
  if (view.shows === 'text') {
    const { authority, object, category, conclusion } = view.summary;
    const summary: [string, string][] = [
      ['执法机关 Authority', authority],
      ['执法对象 Object', object],
      ['执法类别 Category', category],
      ['执法结论 Conclusion', conclusion],
    ];
    parts.push('<h2>公示信息 Summary</h2>', factsOf(summary));
    const { fullText } = view;
    if (fullText !== null) {
      const fields = fullText.map(({ name, value }): [string, string] => [name, value]);
      parts.push('<h2>决定书 Decision document</h2>', factsOf(fields));
    }
  } else {
    parts.push(`<p><strong>${escaped(noteOf(decision) ?? '')}</strong></p>`);
    if (view.shows === 'tombstone') parts.push(`<p>撤回时间 Withdrawn at ${escaped(view.withdrawnAt ?? '')}</p>`);
  }
  parts.push('<p><a href="/public">全部决定 All decisions</a></p>');
  return page(title, parts.join('\n'), 'zh-CN');
}

function tableOf(decisions: readonly PublicDecision[]): string {
  const head = [
    '决定日期 Decided on',
    '文号 Number',
    '机关 Authority',
    '对象 Object',
    '类别 Category',
    '结论 Conclusion',
  ];
  return `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join('')}</tr></thead>
<tbody>${decisions.map(rowOf).join('\n')}</tbody></table>`;
}

function rowOf(decision: PublicDecision): string {
  const { number, decidedOn, agency, view } = decision;
  const link = `<a href="${addressOf(decision)}">${escaped(number ?? decidedOn)}</a>`;
  const cells =
    view.shows === 'text'
      ? [view.summary.authority, view.summary.object, view.summary.category, view.summary.conclusion].map(cellOf)
      : [cellOf(agency), `<td colspan="3">${escaped(noteOf(decision) ?? '')}</td>`];
  return `<tr><td>${decidedOn}</td><td>${link}</td>${cells.join('')}</tr>`;
}

function cellOf(text: string): string {
  return `<td>${escaped(text)}</td>`;
}

function factsOf(facts: readonly (readonly [string, string])[]): string {
  const rows = facts.map(([name, value]) => `<tr><th scope="row">${escaped(name)}</th>${cellOf(value)}</tr>`);
  return `<table><tbody>${rows.join('\n')}</tbody></table>`;
}
