import { enforcement, enforcementDescriptor, enforcementNamespace, type EnfElement } from './enf.ts';
import { positions, triggers, type Position } from './compile/positions.ts';
import { roleNames } from './roleNames.ts';
import { rules } from './rules.ts';
import { refusedAttributes, support, type Treatment } from './support.ts';

/** The text of docs/rules.md. */
export function rulesPage(): string {
  const sections = Object.entries(rules).map(
    ([rule, [severity, asks]]) => `## ${rule}\n\n${severity}: ${escape(asks)}\n`,
  );
  const opening =
    'Every BPMN file is checked against these rules when it is deployed or linted. A file with an error is refused.';
  return `${generated('rules.ts')}# Rules for BPMN files\n\n${opening}\n\n${sections.join('\n')}`;
}

const headings: Readonly<Record<Treatment, string>> = {
  executed: 'Executed',
  part: 'Read as part of another element',
  ignored: 'Loads and has no effect',
  refused: 'Refused in an executable process',
};

/** The text of docs/bpmn-support.md. */
export function supportPage(): string {
  const sections = Object.entries(headings).map(([treatment, heading]) => {
    const rows = Object.entries(support)
      .filter(([, entry]) => entry.treatment === treatment)
      .map(([type, { note, test }]) => `| ${type} | ${escape(note)} | ${linked(test)} |`);
    return `## ${heading}\n\n| element | | test |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  const attributes = Object.entries(refusedAttributes).map(([name, note]) => `| ${name} | ${escape(note)} |`);
  const opening =
    'Every element of BPMN 2.0 by its name in the metamodel, with the test that shows it. Elements and attributes of other namespaces load and have no effect; those that mean something to another engine are named in a warning. Diagrams are not looked into.';
  const last = `## Attributes refused\n\n| attribute | |\n| --- | --- |\n${attributes.join('\n')}\n`;
  const names = Object.entries(roleNames).map(([role, other]) => `| ${role} | ${other.join(', ')} |`);
  const called = `## Names of roles\n\nLanes and resources mean a role by these names, whatever their case, spaces and hyphens.\n\n| role | also |\n| --- | --- |\n${names.join('\n')}\n`;
  return `${generated('support.ts')}# Supported BPMN\n\n${opening}\n\n${sections.join('\n')}\n${last}\n${eventTable()}\n${called}`;
}

/** Which trigger an event can have where it stands. */
function eventTable(): string {
  const rows = Object.values<Position>(positions).map(({ what, allowed, later }) => {
    const cells = triggers.map((trigger) => {
      if (!allowed.includes(trigger)) return '';
      return later.includes(trigger) ? 'not yet' : 'yes';
    });
    return `| ${what.replace(/^an? /, '')} | ${cells.join(' | ')} |`;
  });
  const opening =
    'Where the standard has an event with a trigger, and whether it is executed; nothing stands where the standard has none. An event with several triggers has each of them, or all of them with `parallelMultiple`.';
  const header = `| event | ${triggers.join(' | ')} |\n| --- |${' --- |'.repeat(triggers.length)}`;
  return `## Events by position\n\n${opening}\n\n${header}\n${rows.join('\n')}\n`;
}

function linked(test: string): string {
  return `[${test.slice('test/'.length)}](../${test})`;
}

function generated(file: string): string {
  return `<!-- Generated from src/bpmn/${file}; npm run generate writes it anew. -->\n\n`;
}

/** Markdown reads signs literally inside backticks, but for the bar of tables. */
function escape(text: string): string {
  const signs: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
  const parts = text.replaceAll('|', '\\|').split('`');
  return parts
    .map((part, at) => (at % 2 === 1 ? part : part.replace(/[<>&]/g, (sign) => signs[sign] ?? sign)))
    .join('`');
}

/** The text of docs/enf.md. */
export function enforcementPage(): string {
  const sections = Object.entries<EnfElement>(enforcement).map(([name, { on, many, about, attributes }]) => {
    const rows = Object.entries(attributes).map(
      ([attribute, { required, about: says, words }]) =>
        `| \`${attribute}\` | ${required ? 'yes' : 'no'} | ${escape(says)}${wordsOf(words)} |`,
    );
    const table =
      rows.length === 0 ? 'No attributes.' : `| attribute | required | |\n| --- | --- | --- |\n${rows.join('\n')}`;
    return `## enf:${name}\n\nOn ${on.join(', ')}; ${many ? 'any number' : 'at most one'}. ${escape(about)}\n\n${table}\n`;
  });
  const opening = [
    `Elements of the namespace \`${enforcementNamespace}\` stand in the \`extensionElements\` of a BPMN element. Other engines and editors pass them over; editors on bpmn-js know them by the descriptor [enf.json](enf.json).`,
    'No attribute has a default: what is required is written out, and an element or attribute that is not listed here is refused.',
  ];
  return `${generated('enf.ts')}# Enforcement extension\n\n${opening.join('\n\n')}\n\n${sections.join('\n')}`;
}

function wordsOf(words: readonly string[] | undefined): string {
  return words === undefined ? '' : ` One of ${words.map((word) => `\`${word}\``).join(', ')}.`;
}

/** The text of docs/enf.json. */
export function enforcementDescriptorText(): string {
  return `${JSON.stringify(enforcementDescriptor, null, 2)}\n`;
}
