import { buildApp } from './app.ts';
import type { House } from '../service/house.ts';

/** The OpenAPI document as it is committed in `docs/openapi.json`. Needs no database. */
export async function openApiText(): Promise<string> {
  const app = await buildApp(nowhere);
  await app.ready();
  const document = app.swagger();
  await app.close();
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** A house that nobody may enter: routes are described, not called. */
const nowhere: House = {
  get db() {
    return closed();
  },
  get calendar() {
    return closed();
  },
  get models() {
    return closed();
  },
  get matters() {
    return closed();
  },
  get now() {
    return closed();
  },
  get wake() {
    return closed();
  },
  get log() {
    return closed();
  },
};

function closed(): never {
  throw new Error('The document is made from the schemas of the routes alone.');
}
