import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChromium } from './chromium.ts';
import { drawPicture, photograph } from './drawPicture.ts';
import { finishPicture } from './finishPicture.ts';

// Draws every procedure as an SVG beside its file; `-- --png folder` also writes what a reader sees as a PNG there.
const { png } = parseArgs({ options: { png: { type: 'string' } } }).values;
if (png !== undefined) mkdirSync(png, { recursive: true });

const browser = await startChromium();
try {
  for (const path of diagrams('processes')) {
    const bpmn = readFileSync(path, 'utf8');
    const svg = finishPicture(await drawPicture(browser, bpmn), bpmn);
    const target = path.replace(/\.bpmn$/, '.svg');
    writeFileSync(target, svg);
    if (png !== undefined) writeFileSync(join(png, `${basename(path, '.bpmn')}.png`), await photograph(browser, svg));
    console.log(`${target} ${Math.ceil(svg.length / 1024)} KB`);
  }
} finally {
  await browser.close();
}

function diagrams(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bpmn'))
    .map((file) => join(folder, file))
    .sort();
}
