import { lineOf } from './timeline.ts';
import type { CaseAnswer, Client, EventAnswer } from './client.ts';
import type { Json } from '../../domain/json.ts';

/** The two applications of the demo. */
export type Label = 'A' | 'B';

/** What the applicants are called: made up, and never printed. */
const applicants = {
  A: { applicantName: '甲小吃店', premisesAddress: '示例路 1 号' },
  B: { applicantName: '乙面馆', premisesAddress: '示例路 2 号' },
} as const satisfies Record<Label, object>;

/** The clerk's window: applications come in, tasks are answered, and what happened is printed from the history. */
export interface Window {
  /** Takes an application with these materials. */
  readonly apply: (label: Label, materials: readonly string[]) => Promise<void>;
  /** Completes the open task at an element. */
  readonly answer: (label: Label, elementId: string, completion: Json) => Promise<void>;
  /** Prints what happened to an application since it was last shown. */
  readonly show: (label: Label) => Promise<void>;
  readonly read: (label: Label) => Promise<CaseAnswer>;
}

/** Opens the window for a clerk. */
export function openWindow(clerk: Client): Window {
  const ids: Partial<Record<Label, string>> = {};
  const shown: Record<Label, number> = { A: 0, B: 0 };
  const pathOf = (label: Label) => `/v1/cases/${ids[label] ?? label}`;
  const read = (label: Label) => clerk.get<CaseAnswer>(pathOf(label));
  const show = async (label: Label): Promise<void> => {
    const { items } = await clerk.get<{ items: readonly EventAnswer[] }>(`${pathOf(label)}/history?limit=200`);
    for (const event of items.filter(({ seq }) => seq > shown[label])) {
      shown[label] = event.seq;
      const line = lineOf(label, event);
      if (line !== undefined) console.log(line);
    }
  };
  return {
    read,
    show,
    apply: async (label, materials) => {
      const variables = {
        ...applicants[label],
        applicantKind: 'individual-business',
        businessForm: 'caterer',
        businessItems: ['hot-dishes'],
        materialsSubmitted: materials,
      };
      const started = await clerk.post<CaseAnswer>('/v1/cases', { definitionKey: 'acceptance', variables });
      ids[label] = started.id;
      console.log(`    ${label} is case ${started.number}`);
      await show(label);
    },
    answer: async (label, elementId, completion) => {
      const task = (await read(label)).tasks.find((open) => open.elementId === elementId);
      if (task === undefined) throw new Error(`Application ${label} has no open task ${elementId}.`);
      await clerk.post(`/v1/tasks/${task.id}/complete`, completion);
      await show(label);
    },
  };
}
