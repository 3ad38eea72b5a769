/** What is wrong or doubtful in a BPMN file, by element. */
export interface Finding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** Null when the fault lies in the file as a whole. */
  readonly elementId: string | null;
  readonly message: string;
  /** Element ids of the offending path, where the rule is about a path. */
  readonly path?: readonly string[];
  /** Where the rule is explained. */
  readonly docs: string;
}
