import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that ship with the program: found from the source tree and from the built one alike. */
const root = ['../..', '../../..']
  .map((up) => fileURLToPath(new URL(up, import.meta.url)))
  .find((folder) => existsSync(join(folder, 'package.json')));
if (root === undefined) throw new Error('The program does not find its own folder: package.json is missing.');

export const places = {
  migrations: join(root, 'migrations'),
  processes: join(root, 'processes'),
  agencies: join(root, 'agencies'),
  calendars: join(root, 'calendars'),
  docs: join(root, 'docs'),
};
