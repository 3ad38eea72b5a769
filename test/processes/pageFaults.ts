import type { BpmnFile } from './bpmnFile.ts';

/** What a procedure's page does not say: each step has a row (its first) with its name; every element and outcome is named. */
export function pageFaults({ elements }: BpmnFile, page: string): string[] {
  const nodes = [...elements.values()].filter(({ flow }) => flow === null);
  const found = [...page.matchAll(/^\| `(\w+)` \| (\S+) \|/gm)].map(([, id = '', name = '']) => [id, name] as const);
  const rows = new Map(found.toReversed());
  const outcomes = [...elements.values()].flatMap(({ step, flow }) => [
    ...(step?.outcomes?.split(' ') ?? []),
    ...(flow?.outcome ?? '').split(' '),
  ]);
  return [
    ...nodes.flatMap(({ id, name, type }) => {
      const row = rows.get(id);
      const isStep = /(Task|CallActivity|SubProcess)$/.test(type);
      return [
        ...(isStep && row === undefined ? [`${id}: has no row`] : []),
        ...(row !== undefined && name !== '' && row !== name ? [`${id}: is called ${row} in its row`] : []),
        ...(page.includes(`\`${id}\``) || name === '' ? [] : [`${id}: is not named`]),
      ];
    }),
    ...[...new Set(outcomes)]
      .filter((outcome) => outcome !== '' && !page.includes(`\`${outcome}\``))
      .map((outcome) => `${outcome}: is not named`),
  ];
}
