/** The version that a call means. */
export interface BoundVersion {
  readonly definitionId: string;
  readonly sha256: string;
}

/**
 * By `calledElement`, the versions that a definition calls, directly or through others. Fixed when the definition is
 * activated; a case keeps those that it was started with for its whole life.
 */
export type CallBindings = Readonly<Record<string, BoundVersion>>;
