import { caseFacts } from './facts/case.ts';
import { publicationFacts } from './facts/publication.ts';
import { reviewFacts } from './facts/review.ts';
import { timeFacts } from './facts/time.ts';
import type { Facts } from './named.ts';

/** The rules that no type tells: each with how it is switched off. */
export const facts: Facts = { ...caseFacts, ...publicationFacts, ...reviewFacts, ...timeFacts };
