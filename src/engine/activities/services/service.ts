import type { Instant, LegalDate, Variables } from '../../../domain/json.ts';

/** What a built-in service adds to the case, or why it cannot. */
export type ServiceResult =
  | { readonly variables?: Variables; readonly effective?: LegalDate; readonly outcome?: string }
  | { readonly failed: string; readonly nextAction: string };

/** A built-in service: a pure function of the case's variables and the command's moment. */
export type Service = (variables: Variables, moment: Instant) => ServiceResult;
