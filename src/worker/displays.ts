import { displaysOver, type DisplayOver } from '../store/displays.ts';
import { expirePublication } from '../service/publications.ts';
import { isRefusal } from '../domain/refusal.ts';
import { legalDateOf } from '../domain/legalTime.ts';
import type { House } from '../service/house.ts';

/** Displays looked up at a time, of each agency. */
const batch = 256;

/**
 * Ends every display whose last day is over (D8); answers how many. One that fails is reported and tried again in the
 * next round; nodes that do it at once do it once.
 */
export async function endDisplays(
  house: House,
  report: (display: DisplayOver, error: unknown) => void,
): Promise<number> {
  let ended = 0;
  for (;;) {
    const over = await displaysOver(house.db, legalDateOf(house.now()), batch);
    const before = ended;
    for (const display of over) {
      const { agencyId, publicationId } = display;
      try {
        const done = await expirePublication(house, { agencyId, actor: null, repeatable: null }, publicationId);
        if (isRefusal(done)) throw new Error(done.detail);
        if (done.result === 'written') ended += 1;
      } catch (error) {
        report(display, error);
      }
    }
    if (ended === before) return ended;
  }
}
