import type { Service } from './service.ts';

/** The catalogue of reviews is asked by whoever gives the command (`EngineContext.perform`); the kernel has none. */
export const scope: Service = () => ({
  failed: 'there is no catalogue of reviews to ask.',
  nextAction: 'Publish the catalogue of reviews and write the draft, then retry.',
});
