/** Timers of bpmn-engine that are written down and never armed; they fire when `fire` is called. */
export class RecordedTimers {
  readonly executing: readonly RecordedTimer[] = [];
  readonly #recorded = new Set<RecordedTimer>();

  readonly setTimeout = (handler: CallableFunction, delay: number, ...args: unknown[]): RecordedTimer =>
    this.#record('', handler, delay, args);

  readonly clearTimeout = (timer: RecordedTimer): void => void this.#recorded.delete(timer);

  register(owner?: { readonly id?: string }) {
    return {
      owner,
      setTimeout: (handler: CallableFunction, delay: number, ...args: unknown[]) =>
        this.#record(owner?.id ?? '', handler, delay, args),
      clearTimeout: this.clearTimeout,
    };
  }

  /** Does what the time would do to the timer at an element. Error when there is none. */
  fire(element: string): void {
    const timer = [...this.#recorded].find((candidate) => candidate.timerId === element);
    if (timer === undefined) throw new Error(`bpmn-engine has no timer at ${element}`);
    this.#recorded.delete(timer);
    Reflect.apply(timer.callback, undefined, timer.args);
  }

  #record(timerId: string, callback: CallableFunction, delay: number, args: unknown[]): RecordedTimer {
    const timer = { timerId, callback, delay, args, timerRef: null };
    this.#recorded.add(timer);
    return timer;
  }
}

interface RecordedTimer {
  /** Id of the element that the timer belongs to. */
  readonly timerId: string;
  readonly callback: CallableFunction;
  readonly delay: number;
  readonly args: unknown[];
  readonly timerRef: null;
}
