import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOfCatalogue, type Catalogue } from '../../src/domain/catalogue.ts';
import type { BpmnFile } from '../processes/bpmnFile.ts';
import { shapeFaults, type Shape } from './shape.ts';

/** What the procedures know: their clocks, and their steps with the record items and whether a film is required. */
export interface ProcedureFacts {
  readonly ids: readonly string[];
  readonly clocks: ReadonlySet<string>;
  readonly steps: ReadonlyMap<string, { readonly items: readonly string[]; readonly isFilmed: boolean }>;
}

/** The lists that an agency's folder holds beside its matters. */
export const lists = ['catalogue', 'deadlines', 'records', 'av-list', 'rules'] as const;
type List = (typeof lists)[number];

export function factsOf(files: readonly BpmnFile[]): ProcedureFacts {
  const elements = files.flatMap((file) => [...file.elements.values()]);
  const extensions = elements.flatMap((element) => element.extensions);
  const steps = elements.flatMap(({ step, extensions }) => {
    if (step?.key === undefined) return [];
    const hooks = extensions.filter(({ name }) => name === 'record').map(({ attributes }) => attributes);
    const isFilmed = hooks.some(({ kind, required }) => kind === 'video' && required === 'true');
    return [{ key: step.key, items: hooks.flatMap(({ item }) => item ?? []), isFilmed }];
  });
  const known = new Map<string, { items: string[]; isFilmed: boolean }>();
  for (const { key, items, isFilmed } of steps) {
    const earlier = known.get(key);
    known.set(key, {
      items: [...(earlier?.items ?? []), ...items],
      isFilmed: isFilmed || earlier?.isFilmed === true,
    });
  }
  return {
    ids: files.map(({ process }) => process.id),
    clocks: new Set(
      extensions.flatMap(({ name, attributes }) => (name === 'deadline' ? (attributes.clock ?? []) : [])),
    ),
    steps: known,
  };
}

/** What is wrong with an agency's lists, as `file: fault`. */
export function listFaults(folder: string, facts: ProcedureFacts): string[] {
  return lists.flatMap((list) => {
    const path = join(folder, `${list}.json`);
    if (!existsSync(path)) return [`${list}.json: is missing`];
    const data = readJson(path);
    const misshapen = shapeFaults(data, readJson(`agencies/${list}.schema.json`));
    const faults = misshapen.length > 0 ? misshapen : checks[list](data, facts, folder);
    return faults.map((fault) => `${list}.json ${fault}`);
  });
}

const checks: Readonly<Record<List, (data: Shape, facts: ProcedureFacts, folder: string) => string[]>> = {
  catalogue: (data, { ids }) => {
    const catalogue = data as unknown as Catalogue;
    return [
      ...faultsOfCatalogue(catalogue),
      ...catalogue.entries
        .filter(({ procedure }) => procedure !== undefined && !ids.includes(procedure))
        .map(({ id, procedure }) => `${id}: no procedure is called ${procedure ?? ''}`),
    ];
  },
  deadlines: (data, { clocks }) => {
    const { deadlines } = data as unknown as {
      deadlines: { clock: string; limit: string | null; extension: string | null }[];
    };
    return deadlines.flatMap(({ clock, limit, extension }, index) => [
      ...(clocks.has(clock) ? [] : [`${clock}: no procedure has this clock`]),
      ...(deadlines.findIndex((other) => other.clock === clock) === index ? [] : [`${clock}: stands twice`]),
      ...(limit === null && extension !== null ? [`${clock}: an extension of nothing`] : []),
    ]);
  },
  records: (data, { steps }) => {
    const { items } = data as unknown as { items: { item: string; steps: string[] }[] };
    const kind = items[0]?.item.split('-')[0] ?? '';
    const expected = Array.from({ length: kind === 'R7' ? 11 : 7 }, (_, index) => `${kind}-${index + 1}`);
    const given = items.map(({ item }) => item);
    return [
      ...(String(given) === String(expected) ? [] : [`/items: must be ${expected.join(', ')}`]),
      ...items.flatMap(({ item, steps: keys }) =>
        keys.flatMap((key) => {
          const step = steps.get(key);
          if (step === undefined) return [`${item}: no step is called ${key}`];
          return step.items.length === 0 || step.items.includes(item) ? [] : [`${item}: ${key} does not record it`];
        }),
      ),
    ];
  },
  'av-list': (data, { steps }) => {
    const { entries } = data as unknown as { entries: { id: string; step: string | null; mode: string }[] };
    return entries.flatMap(({ id, step, mode }, index) => [
      ...(entries.findIndex((other) => other.id === id) === index ? [] : [`${id}: stands twice`]),
      ...(step === null || steps.has(step) ? [] : [`${id}: no step is called ${step}`]),
      ...(step !== null && steps.get(step)?.isFilmed === true && mode !== 'full-course'
        ? [`${id}: ${step} is filmed without a break`]
        : []),
    ]);
  },
  // What the service reckons with is what the published list of limits says, wherever that names a figure.
  rules: (data, _facts, folder) => {
    const { review, publication = {} } = data as unknown as {
      review?: { days: number; extensionDays: number };
      publication?: Readonly<Record<string, { days: number }>>;
    };
    const figures: [string, 'limit' | 'extension', number | undefined][] = [
      ['review', 'limit', review?.days],
      ['review', 'extension', review?.extensionDays],
      ...Object.values(publication).map(({ days }): [string, 'limit', number] => ['publication', 'limit', days]),
    ];
    const path = join(folder, 'deadlines.json');
    const { deadlines } = (existsSync(path) ? readJson(path) : { deadlines: [] }) as unknown as {
      deadlines: { clock: string; limit: string | null; extension: string | null }[];
    };
    return figures.flatMap(([clock, part, days]) => {
      const listed = deadlines.find((deadline) => deadline.clock === clock)?.[part] ?? null;
      if (days === undefined || listed === null || listed === `P${days}WD`) return [];
      return [`${clock}: ${part} is P${days}WD here, ${listed} in deadlines.json`];
    });
  },
};

function readJson(path: string): Shape {
  return JSON.parse(readFileSync(path, 'utf8')) as Shape;
}
