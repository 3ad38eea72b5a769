import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { startChromium } from '../../scripts/chromium.ts';
import { finishPicture } from '../../scripts/finishPicture.ts';
import { readBpmnFile, shippedDiagrams } from './bpmnFile.ts';
import { pictureFaults } from './pictureFaults.ts';

for (const path of shippedDiagrams()) {
  const picture = path.replace(/\.bpmn$/, '.svg');
  t.test(`${picture} shows ${path} as it is now, and its page shows the picture`, async (t) => {
    const bpmn = readFileSync(path, 'utf8');
    const svg = existsSync(picture) ? readFileSync(picture, 'utf8') : null;
    t.strictSame(pictureFaults(bpmn, await readBpmnFile(bpmn), svg), [], 'if not: npm run pictures');
    const page = readFileSync(join(dirname(path), 'README.md'), 'utf8');
    t.match(page, new RegExp(`!\\[[^\\]]+\\]\\(${picture.split('/').at(-1) ?? ''}\\)`));
  });
}

t.test('a sound picture has no fault', async (t) => {
  t.strictSame(await faultsOf(drawing), []);
});

t.test('no picture, and one of another version of the file, are faults that say what to run', async (t) => {
  const file = await readBpmnFile(process);
  t.strictSame(pictureFaults(process, file, null), ['there is no picture: run npm run pictures']);
  const later = process.replace('<task', '<!-- changed --><task');
  t.strictSame(pictureFaults(later, await readBpmnFile(later), finishPicture(drawing, process)), [
    'drawn from another version of the file: run npm run pictures',
  ]);
});

t.test('an element that is missing, of the wrong kind, without its name or of no file is a fault', async (t) => {
  t.strictSame(await faultsOf(changed(/<g class="djs-element djs-connection".*?<\/g>/s, '')), ['onward is not drawn']);
  t.strictSame(await faultsOf(changed('djs-connection', 'djs-shape')), ['onward is not drawn']);
  t.strictSame(await faultsOf(changed('<tspan>查</tspan>', '')), ['work is not named 审 查']);
  t.strictSame(await faultsOf(changed('"done_label"', '"gone_label"')), [
    'done is not named 结案',
    'gone_label is no element',
  ]);
  t.strictSame(await faultsOf(changed('id="marker-x"', 'id="other"')), ['marker marker-x is missing']);
});

t.test('a picture that runs or loads something is a fault', async (t) => {
  t.strictSame(await faultsOf(changed('<defs>', '<script>go()</script><defs>')), ['holds <script>']);
  t.strictSame(await faultsOf(changed('<defs>', '<foreignObject/><defs>')), ['holds <foreignObject>']);
  t.strictSame(await faultsOf(changed('<path d', '<path onclick="go()" d')), ['<path> has onclick']);
  t.strictSame(await faultsOf(changed('<path d', '<path xlink:href="x" d')), ['<path> has xlink:href']);
  t.strictSame(await faultsOf(changed('<path d', '<path style="fill: url(https://x.example)" d')), [
    '<path> has style',
  ]);
});

t.test('a picture that is not well-formed is a fault', async (t) => {
  const cases: [string | RegExp, string, RegExp][] = [
    ['</svg>', '', /<svg> is not closed/],
    ['</defs>', '</g>', /<\/g> closes nothing/],
    ['</svg>', '</svg><svg></svg>', /there are two roots/],
    ['<tspan>审', '<tspan>& 审', /character \d+ is no XML/],
    ['<path d="M0"', '<path d=M0', /character \d+ is no XML/],
    ['<path d="M0"', '<path d="M0" d="M1"', /<path> has an attribute twice/],
    ['</svg>', '</svg>more', /text stands outside the root/],
    [/^.*$/s, '', /there is no element/],
  ];
  for (const [from, to, message] of cases) {
    const file = await readBpmnFile(process);
    const [fault] = pictureFaults(process, file, finishPicture(drawing, process).trim().replace(from, to));
    t.match(fault, message);
  }
});

t.test('the same drawing gives the same bytes, whatever bpmn-js calls its markers', async (t) => {
  const again = drawing.replaceAll('marker-x', 'marker-0fzdewj4yx60b975');
  t.equal(finishPicture(again, process), finishPicture(drawing, process));
  t.match(finishPicture(again, process), /id="marker-1".*url\(#marker-1\)/s);
  const twice = changed('</defs>', '<marker id="marker-y"><path d="M0"/></marker></defs>');
  t.equal(finishPicture(twice, process), finishPicture(drawing, process), 'equal markers become one');
});

t.test('a picture carries no document type and nothing that only a mouse needs', async (t) => {
  const finished = finishPicture(
    changed('<tspan>', '<rect class="djs-hit djs-hit-all" x="0" y="0"/><tspan>').replace(
      '<svg',
      '<!DOCTYPE svg>\n<svg',
    ),
    process,
  );
  t.notMatch(finished, /DOCTYPE|djs-hit/);
  t.match(finished, '<rect x="0" y="0" width="9" height="9" fill="white"/>', 'and stands on white');
});

t.test('a missing Chromium is named, with the way to get one', async (t) => {
  await t.rejects(startChromium('/nowhere/chromium'), {
    message: /There is no Chromium at \/nowhere\/chromium.*apt-get install chromium.*CHROMIUM=/,
  });
});

async function faultsOf(svg: string): Promise<string[]> {
  return pictureFaults(process, await readBpmnFile(process), finishPicture(svg, process));
}

function changed(from: string | RegExp, to: string): string {
  const svg = drawing.replace(from, to);
  if (svg === drawing) throw new Error(`the picture does not contain ${String(from)}`);
  return svg;
}

const process = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:test">
<process id="p" isExecutable="true"><task id="work" name="审 查"/><endEvent id="done" name="结案"/>
<sequenceFlow id="onward" sourceRef="work" targetRef="done"/></process></definitions>`;

const drawing = `<?xml version="1.0" encoding="utf-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9" version="1.1"><defs><marker id="marker-x"><path d="M0"/></marker></defs>
<g class="djs-element djs-shape" data-element-id="work"><text><tspan>审</tspan><tspan>查</tspan></text></g>
<g class="djs-element djs-shape" data-element-id="done"><circle r="1"/></g>
<g class="djs-element djs-shape" data-element-id="done_label"><text><tspan>结案</tspan></text></g>
<g class="djs-element djs-connection" data-element-id="onward"><path d="M1" style="marker-end: url(#marker-x);"/></g></svg>`;
