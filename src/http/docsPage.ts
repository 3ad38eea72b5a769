import { escaped, page, withCode } from './html.ts';

/** The parts of an OpenAPI document that the page shows. */
interface OpenApi {
  readonly info?: { readonly title?: string; readonly description?: string };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema?: object;
  }[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema?: object }>>;

/** The human reference, from the OpenAPI document; `notice` is HTML above it. */
export function docsPage(document: object, notice: string): string {
  const { info, paths = {} } = document as OpenApi;
  const title = info?.title ?? 'API';
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({ path, verb: verb.toUpperCase(), operation })),
  );
  const tags = [...new Set(operations.map(({ operation }) => tagOf(operation)))];
  const sections = tags.map((tag) => {
    const own = operations.filter(({ operation }) => tagOf(operation) === tag);
    return `<h2>${escaped(tag)}</h2>\n${own.map(({ path, verb, operation }) => shown(path, verb, operation)).join('\n')}`;
  });
  const intro = `${notice}<h1>${escaped(title)}</h1>\n<p>${withCode(info?.description ?? '')}</p>\n<p><a href="/openapi.json">OpenAPI 3.1</a> · <a href="/problems">Problems</a></p>`;
  return page(title, `${intro}\n${sections.join('\n')}`);
}

function shown(path: string, verb: string, operation: Operation): string {
  const { summary = '', description, parameters = [], requestBody, responses = {}, security } = operation;
  const rows = parameters.map(
    (parameter) =>
      `<tr><td><code>${escaped(parameter.name)}</code></td><td>${escaped(parameter.in)}${parameter.required === true ? ', required' : ''}</td><td>${withCode(parameter.description ?? '')}</td></tr>`,
  );
  const answers = Object.entries(responses).map(
    ([status, answer]) => `<tr><td>${escaped(status)}</td><td>${withCode(answer.description ?? '')}</td></tr>`,
  );
  const parts = [
    `<h3><span class="verb">${verb}</span> <code>${escaped(path)}</code></h3>`,
    `<p>${withCode(summary)}.${description === undefined ? '' : ` ${withCode(description)}`}${security?.length === 0 ? ' Needs no key.' : ''}</p>`,
    rows.length === 0 ? '' : `<table><tbody>${rows.join('')}</tbody></table>`,
    ...contentOf('Body', requestBody?.content),
    `<details><summary>Answers</summary><table><tbody>${answers.join('')}</tbody></table>`,
    ...Object.entries(responses)
      .filter(([status]) => status.startsWith('2'))
      .flatMap(([status, answer]) => contentOf(status, answer.content)),
    '</details>',
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function contentOf(title: string, content: Content = {}): string[] {
  return Object.entries(content).map(
    ([type, { schema }]) =>
      `<details><summary>${escaped(title)}: <code>${escaped(type)}</code></summary><pre>${escaped(JSON.stringify(schema ?? {}, null, 2))}</pre></details>`,
  );
}

function tagOf(operation: Operation): string {
  return operation.tags?.[0] ?? 'Other';
}
