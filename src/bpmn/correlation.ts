import { compile, isFeelError } from '../feel/compile.ts';
import type { Instant, Json, Variables } from '../domain/json.ts';
import type { MessageCorrelation } from './model.ts';

/** The key that stands in the content of a message; undefined where it cannot be read. */
export function keyIn({ path }: MessageCorrelation, content: Variables, now: Instant): string | undefined {
  return keyOf(
    path.map((text) => {
      const compiled = compile(text);
      const answer = isFeelError(compiled) ? undefined : compiled.evaluate(content, { now });
      return answer !== undefined && 'value' in answer ? answer.value : undefined;
    }),
  );
}

/** One value as its text, several as a JSON list; undefined where one is missing or no plain value. */
export function keyOf(values: readonly (Json | undefined)[]): string | undefined {
  const [first] = values;
  if (!values.every((value) => ['string', 'number', 'boolean'].includes(typeof value))) return undefined;
  return typeof first === 'string' && values.length === 1
    ? first
    : JSON.stringify(values.length === 1 ? first : values);
}
