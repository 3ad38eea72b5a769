import { deliverAll } from '../service/deliveries.ts';
import { endDisplays } from './displays.ts';
import { fireStarts } from './starts.ts';
import { forgetExpired } from '../store/messages.ts';
import { fireDue } from './timers.ts';
import { forgetOldAnswers } from '../store/timers.ts';
import { listAgencies } from '../store/agencies.ts';
import type { DueCase } from '../store/timers.ts';
import type { House } from '../service/house.ts';
import type { Instant } from '../domain/json.ts';

const pollMs = 1000;
const housekeepingMs = 3_600_000;
const keepAnswersMs = 30 * 86_400_000;

/**
 * A node's worker: fires due timers, at the latest a second after they are due, starts cases whose moment has come, delivers
 * what was sent, and keeps house.
 */
export interface Worker {
  /** A timer was set for `dueAt`: look then, if that is earlier than the next round. */
  readonly wake: (dueAt: Instant) => void;
  /** Ends after the round that is under way. */
  readonly stop: () => Promise<void>;
}

/** Starts a worker. `report` is told of every failure; the worker goes on. */
export function startWorker(house: House, owner: string, report: (what: string, error: unknown) => void): Worker {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let endSleep: () => void = () => undefined;
  let wakesAt = 0;
  let tidied = 0;

  const failed = (due: DueCase, error: unknown) => report(`timers of case ${due.caseId}`, error);
  const round = async () => {
    try {
      await fireDue(house, owner, failed);
      await fireStarts(house, owner, (due, error) =>
        report(`start ${due.elementId} of definition ${due.definitionId}`, error),
      );
      await deliverAll(house, owner, (message, error) => report(`message ${message.ref.id}`, error));
      const now = Date.parse(house.now());
      if (now - tidied >= housekeepingMs) {
        tidied = now;
        await keepHouse(house, now);
        await endDisplays(house, (display, error) => report(`display of publication ${display.publicationId}`, error));
      }
    } catch (error) {
      report('worker round', error);
    }
  };
  const sleep = () =>
    new Promise<void>((resolve) => {
      endSleep = resolve;
      if (stopped) return resolve();
      wakesAt = Date.parse(house.now()) + pollMs;
      timer = setTimeout(resolve, pollMs);
    });
  const run = async () => {
    while (!stopped) {
      await round();
      await sleep();
    }
  };
  const running = run();

  return {
    wake: (dueAt) => {
      const at = Date.parse(dueAt);
      if (at >= wakesAt || stopped) return;
      wakesAt = at;
      clearTimeout(timer);
      timer = setTimeout(() => endSleep(), Math.max(0, at - Date.parse(house.now())));
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      endSleep();
      await running;
    },
  };
}

async function keepHouse(house: House, now: number): Promise<void> {
  const before = new Date(now - keepAnswersMs).toISOString();
  for (const agency of await listAgencies(house.db)) {
    await forgetOldAnswers(house.db, agency.id, before);
    await forgetExpired(house.db, agency.id, new Date(now).toISOString());
  }
}
