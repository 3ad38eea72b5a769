/** What the process knows about a node. */
export interface Surroundings {
  readonly base: {
    readonly id: string;
    readonly name: string | null;
    readonly incoming: readonly string[];
    readonly outgoing: readonly string[];
    readonly scope?: string;
  };
  readonly boundary: readonly string[];
  /** Of a sub-process: its start event. */
  readonly start: string;
}
