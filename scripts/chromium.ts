import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless Chromium: the one at `path`. Throws a sentence that says how to install it when it is not there. */
export async function startChromium(path = process.env.CHROMIUM ?? '/usr/bin/chromium'): Promise<Browser> {
  if (!existsSync(path)) {
    throw new Error(
      `There is no Chromium at ${path}. Install one (Debian: apt-get install chromium fonts-noto-cjk), ` +
        'or name yours: CHROMIUM=/path/to/chromium npm run pictures',
    );
  }
  return chromium.launch({ executablePath: path, headless: true, args: flags });
}
