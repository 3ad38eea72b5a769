/** A JSON value, as BPMN variables and record bodies hold it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}
/** Variables of a case by name. */
export type Variables = Readonly<Record<string, Json>>;
/** An RFC 3339 instant in UTC with milliseconds, `2026-09-30T10:00:00.000Z`: two of them compare as text. */
export type Instant = string;
/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type LegalDate = string;
