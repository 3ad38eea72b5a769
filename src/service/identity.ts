import { createHash, createHmac, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** Ids and salts of one command. Made before the first try and kept over retries, so that every try decides alike. */
export interface Identity {
  /** Starts both counters anew, for the next try. */
  readonly restart: () => void;
  /** UUIDs that sort by the command's time. */
  readonly newId: () => string;
  /** 16 bytes, hex. */
  readonly newSalt: () => string;
}

/** A new command's identity. */
export function newIdentity(): Identity {
  let commandId: string | undefined; // drawn when first needed: most commands need neither
  let secret: Buffer | undefined;
  let ids = 0;
  let salts = 0;
  return {
    restart: () => {
      ids = 0;
      salts = 0;
    },
    newId: () => derivedId((commandId ??= v7()), ids++),
    newSalt: () =>
      createHmac('sha256', (secret ??= randomBytes(32)))
        .update(String(salts++))
        .digest('hex')
        .slice(0, 32),
  };
}

function derivedId(commandId: string, index: number): string {
  const digest = createHash('sha256').update(`${commandId}:${index}`).digest('hex');
  return `${commandId.slice(0, 15)}${digest.slice(0, 3)}-8${digest.slice(3, 6)}-${digest.slice(6, 18)}`;
}
