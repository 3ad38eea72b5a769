import { createHash } from 'node:crypto';

const style = `
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font-family:ui-monospace,monospace;font-size:.9em}
pre{overflow:auto;padding:.75rem;border:1px solid #8884}
table{border-collapse:collapse;width:100%}
td,th{border:1px solid #8884;padding:.3rem .5rem;text-align:left;vertical-align:top}
h2{margin-top:2.5rem;border-bottom:1px solid #8884}
.verb{display:inline-block;min-width:3.5rem;font-weight:600}
`;

/** Source expression of the one style sheet, for the content security policy. */
export const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** What every page for people says above all in demo mode. */
export const demoNotice = '<p><strong>Demo mode: nothing here has legal effect. 演示环境，不具法律效力。</strong></p>';

/** A page without scripts. `body` is HTML: whatever is not ours goes through {@link escaped}. */
export function page(title: string, body: string, lang = 'en'): string {
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text whose `code` is set as code. */
export function withCode(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}
