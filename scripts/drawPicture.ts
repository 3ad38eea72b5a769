import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

/** What bpmn-js puts into the page. */
interface Viewer {
  importXML(xml: string): Promise<{ warnings: readonly { message: string }[] }>;
  saveSVG(): Promise<{ svg: string }>;
}
interface PageGlobals {
  readonly BpmnJS: new (options: object) => Viewer;
  readonly OffscreenCanvas: new (
    width: number,
    height: number,
  ) => { getContext(kind: '2d'): { font: string; measureText(text: string): { width: number } } };
}

const font = 'Noto Sans CJK SC';

/** The picture of a BPMN file as bpmn-js draws it. Throws when bpmn-js has a warning about the file. */
export async function drawPicture(browser: Browser, bpmn: string): Promise<string> {
  const page = await blankPage(browser);
  try {
    await page.addScriptTag({
      path: createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js'),
    });
    const { svg, warnings } = await page.evaluate(draw, { bpmn, font: `${font}, sans-serif` });
    if (warnings.length > 0) throw new Error(`bpmn-js warns: ${warnings.join('; ')}`);
    return svg;
  } finally {
    await page.close();
  }
}

/** A PNG of an SVG, a pixel a unit and twice as fine. */
export async function photograph(browser: Browser, svg: string): Promise<Buffer> {
  const page = await browser.newPage({ deviceScaleFactor: 2 });
  try {
    await page.setContent(`<!doctype html><style>body { margin: 0 }</style>${svg.replace(/^<\?xml.*\?>/, '')}`);
    return await page.locator('svg').screenshot();
  } finally {
    await page.close();
  }
}

/** A page without network that has the font by which texts are measured. */
async function blankPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.route('**', (route) => route.abort());
  await page.setContent('<!doctype html><div id="canvas" style="width:1600px;height:1000px"></div>');
  if (!(await page.evaluate(hasFont, font))) {
    throw new Error(`Texts are measured in ${font}, which is not installed (Debian: apt-get install fonts-noto-cjk).`);
  }
  return page;
}

/** Runs in the page: whether a font is there, so that what follows it in the list makes no difference. */
function hasFont(font: string): boolean {
  const { OffscreenCanvas } = globalThis as unknown as PageGlobals;
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  const widths = ['monospace', 'serif'].map((other) => {
    pen.font = `12px '${font}', ${other}`;
    return pen.measureText('mmmiii').width;
  });
  return widths[0] === widths[1];
}

/** Runs in the page, so it may use nothing of this file. */
async function draw({ bpmn, font }: { bpmn: string; font: string }): Promise<{ svg: string; warnings: string[] }> {
  const { BpmnJS } = globalThis as unknown as PageGlobals;
  const style = { fontFamily: font };
  const viewer = new BpmnJS({ container: '#canvas', textRenderer: { defaultStyle: style, externalStyle: style } });
  const { warnings } = await viewer.importXML(bpmn);
  const { svg } = await viewer.saveSVG();
  return { svg, warnings: warnings.map((warning) => warning.message) };
}
