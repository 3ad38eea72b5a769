import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { JsonObject } from '../../src/domain/json.ts';
import { isPlainSchema } from '../../src/domain/privacy.ts';
import { asObject, shapeFaults, type Shape } from './shape.ts';

/** A cited text of a matter, as far as it is read here. */
interface Cited {
  readonly short: string;
  readonly articles: readonly string[];
  readonly verified: boolean;
}
/** A part of a matter that rests on a citation. */
interface Resting {
  readonly id?: string | undefined;
  readonly basis: string;
  readonly verified: boolean;
}
interface Material extends Resting {
  readonly id: string;
  readonly required: boolean;
  readonly when?: string;
}
type Proof = Pick<Material, 'id' | 'required' | 'when'>;
interface Penalty extends Resting {
  readonly minFen?: number;
  readonly maxFen?: number;
}
interface Limit extends Resting {
  readonly length: string;
  readonly stricter?: Resting & { readonly length: string };
}
/** A permit has conditions, materials, fees and a guide; a penalty has conduct, elements, penalties and discretion. */
interface Matter {
  readonly id: string;
  readonly definitionKey: string;
  readonly basis: readonly Cited[];
  readonly conditions?: readonly Resting[];
  readonly notNeeded?: readonly Resting[];
  readonly materials?: readonly Material[];
  readonly conduct?: Resting;
  readonly elements?: readonly Resting[];
  readonly penalties?: readonly Penalty[];
  readonly discretion?: readonly Resting[];
  readonly evidence?: readonly Proof[];
  readonly limits: readonly Limit[];
  readonly fees?: Resting;
  readonly remedies: readonly Resting[];
  readonly guide?: { readonly accountability: string };
  readonly schema: { readonly required: readonly string[]; readonly properties: Readonly<Record<string, JsonObject>> };
}

const agencySchema = readJson('agencies/agency.schema.json');
const matterSchemas: Readonly<Record<string, Shape>> = {
  permit: readJson('agencies/matter.schema.json'),
  penalty: readJson('agencies/penalty-matter.schema.json'),
};

/** What is wrong with an agency's folder, as `file: fault`. `procedures` are the process ids that exist. */
export function agencyFaults(folder: string, procedures: readonly string[]): string[] {
  const agency = readJson(join(folder, 'agency.json'));
  const matters = join(folder, 'matters');
  const files = existsSync(matters) ? readdirSync(matters).sort() : [];
  const named = agency.id === basename(folder) ? [] : [`/id: must be the folder's name, ${basename(folder)}`];
  return [
    ...[...shapeFaults(agency, agencySchema), ...named].map((fault) => `agency.json ${fault}`),
    ...(files.length === 0 ? ['matters: there is none'] : []),
    ...files.flatMap((file) => matterFaults(join(matters, file), procedures).map((fault) => `${file} ${fault}`)),
  ];
}

function matterFaults(path: string, procedures: readonly string[]): string[] {
  const data = readJson(path);
  const schema = matterSchemas[String(data.kind)];
  if (schema === undefined) return ['/kind: must be permit or penalty'];
  const misshapen = shapeFaults(data, schema);
  if (misshapen.length > 0) return misshapen;
  const matter = data as unknown as Matter;
  return [
    ...(`${matter.id}.json` === basename(path) ? [] : [`/id: must be the file's name, ${basename(path, '.json')}`]),
    ...(procedures.includes(matter.definitionKey)
      ? []
      : [`/definitionKey: no procedure is called ${matter.definitionKey}`]),
    ...repeatedIds(matter),
    ...citationFaults(matter),
    ...materialFaults(matter),
    ...penaltyFaults(matter),
    ...limitFaults(matter),
    ...variableFaults(matter),
  ];
}

function repeatedIds(matter: Matter): string[] {
  const { conditions = [], notNeeded = [], materials = [], elements = [], penalties = [], discretion = [] } = matter;
  const { evidence = [], limits, remedies } = matter;
  const lists = { conditions, notNeeded, materials, elements, penalties, discretion, evidence, limits, remedies };
  return Object.entries(lists).flatMap(([list, parts]) => {
    const ids = parts.map((part) => part.id);
    return ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `/${list}: ${id} stands twice`);
  });
}

/** Every citation names a text of `basis` and articles listed there; nothing verified rests on a text that is not. */
function citationFaults(matter: Matter): string[] {
  const { conditions = [], notNeeded = [], materials = [], elements = [], penalties = [], discretion = [] } = matter;
  const { conduct, limits, fees, remedies, guide } = matter;
  const stricter = limits.flatMap((limit) => (limit.stricter ? [{ id: limit.id, ...limit.stricter }] : []));
  const single = [
    ...(conduct === undefined ? [] : [{ ...conduct, id: 'conduct' }]),
    ...(fees === undefined ? [] : [{ ...fees, id: 'fees' }]),
    ...(guide === undefined ? [] : [{ id: 'accountability', basis: guide.accountability, verified: false }]),
  ];
  const resting: Resting[] = [
    ...[...conditions, ...notNeeded, ...materials, ...elements, ...penalties, ...discretion],
    ...[...limits, ...stricter, ...remedies, ...single],
  ];
  return resting.flatMap(({ id, basis, verified }) =>
    basis.split('; ').flatMap((citation) => {
      const cited = matter.basis.find((text) => citation.startsWith(`${text.short} `));
      if (cited === undefined) return [`${id}: cites a text that /basis does not list (${citation})`];
      const rest = citation.slice(cited.short.length).replaceAll(/\([^)]*\)/g, '');
      const unlisted = [...rest.matchAll(/\d+/g)].map(String).filter((article) => !cited.articles.includes(article));
      return [
        ...unlisted.map((article) => `${id}: cites ${cited.short} Art. ${article}, which /basis does not list`),
        ...(verified && !cited.verified ? [`${id}: is marked verified, but ${cited.short} is not`] : []),
      ];
    }),
  );
}

/** A material is required, or says when it is; the variables that list materials list exactly these. */
function materialFaults({ materials, schema }: Matter): string[] {
  if (materials === undefined) return [];
  const ids = materials.map((material) => material.id);
  const lists = Object.entries(schema.properties).filter(
    ([name]) => name.endsWith('Materials') || name.startsWith('materials'),
  );
  return [
    ...materials
      .filter(({ required, when }) => required === (when !== undefined))
      .map(({ id }) => `${id}: is either required, or says when`),
    ...(lists.length === 0 ? ['/schema: no variable lists materials'] : []),
    ...lists
      .filter(([, variable]) => String(asObject(variable.items)?.enum) !== String(ids))
      .map(([name]) => `${name}: must list the ids of /materials in their order`),
  ];
}

/** Evidence is required, or says when it is; the variable lists exactly these; a fine has its bounds in order. */
function penaltyFaults({ evidence = [], penalties = [], schema }: Matter): string[] {
  const ids = evidence.map(({ id }) => id);
  const taken = asObject(schema.properties.evidenceTaken?.items)?.enum;
  return [
    ...evidence
      .filter(({ required, when }) => required === (when !== undefined))
      .map(({ id }) => `${id}: is either required, or says when`),
    ...(ids.length > 0 && String(taken) !== String(ids)
      ? ['evidenceTaken: must list the ids of /evidence in their order']
      : []),
    ...penalties
      .filter(({ minFen = 0, maxFen = Infinity }) => minFen > maxFen)
      .map(({ id }) => `${id ?? ''}: the least fine is above the highest`),
  ];
}

function limitFaults({ limits }: Matter): string[] {
  return limits
    .filter(
      ({ length, stricter }) =>
        stricter && (unit(stricter.length) !== unit(length) || days(stricter.length) >= days(length)),
    )
    .map(({ id }) => `${id}: stricter must be the shorter limit, in the same unit`);
}

/** Texts carry a tag, and what by its name holds personal data is not plain. */
function variableFaults({ schema: { properties, required } }: Matter): string[] {
  return [
    ...required
      .filter((name) => !Object.hasOwn(properties, name))
      .map((name) => `${name}: is required but not described`),
    ...Object.entries(properties).flatMap(([name, variable]) => [
      ...(isTagged(variable) ? [] : [`${name}: is text without enum, date or x-pii`]),
      ...(soundsPersonal(name) && isPlainSchema(variable)
        ? [`${name}: sounds personal, but its schema makes it plain`]
        : []),
      ...namesFault(variable).map((fault) => `${name}: ${fault}`),
    ]),
  ];
}

function isTagged(variable: JsonObject): boolean {
  return variable['x-pii'] !== undefined || isPlainSchema(variable);
}

function soundsPersonal(name: string): boolean {
  return /name$|phone|address|idnumber|representative|bank|remarks|birth/i.test(name);
}

function namesFault(variable: JsonObject): string[] {
  const holder = asObject(variable.items) ?? variable;
  const { enum: values, 'x-names': names } = holder;
  if (!Array.isArray(names)) return [];
  return Array.isArray(values) && values.length === names.length ? [] : ['x-names must name every value of enum'];
}

function unit(length: string): string {
  return length.replace(/^P\d+/, '');
}

function days(length: string): number {
  return Number.parseInt(length.slice(1), 10);
}

function readJson(path: string): Shape {
  const data = asObject(JSON.parse(readFileSync(path, 'utf8')));
  if (data === undefined) throw new Error(`${path} must hold an object.`);
  return data;
}
