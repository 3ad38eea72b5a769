/** A condition of a statement, with the values of its `?` in order. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number | null)[];
}

/** Part of a list: at most as many items as were asked for, and whether more follow. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly more: boolean;
}

/** `condition(sql, value)` for a filter that is set; nothing for one that is not. */
export function condition(sql: string, ...values: readonly (string | number | null | undefined)[]): Condition | null {
  const given = values.filter((value) => value !== undefined);
  return given.length < values.length ? null : { sql, values: given };
}

/** All conditions that are set, joined by `and`. */
export function allOf(conditions: readonly (Condition | null)[]): Condition {
  const set = conditions.filter((one) => one !== null);
  return { sql: set.map((one) => one.sql).join('\n  and '), values: set.flatMap((one) => one.values) };
}

/** A page from rows that were read with a limit of one more than asked for. */
export function pageOf<T>(rows: readonly T[], limit: number): Page<T> {
  return { items: rows.slice(0, limit), more: rows.length > limit };
}

/** The text to find, for `like`: its `%`, `_` and `\` stand for themselves. */
export function literally(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
