/** The parts of an API key's token `sz_<agencyId>_<keyId>_<secret>`. */
export interface ApiKeyToken {
  readonly agencyId: string;
  /** 16 hex digits. */
  readonly keyId: string;
  /** 32 random bytes as 43 base64url characters; only its SHA-256 is stored. */
  readonly secret: string;
}

const tokenPattern = /^sz_([a-z0-9][a-z0-9-]{0,62})_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

/** The token of a key, as it is shown once to its person. RangeError when a part has another form. */
export function formatApiKey(agencyId: string, keyId: string, secret: string): string {
  const token = `sz_${agencyId}_${keyId}_${secret}`;
  if (!tokenPattern.test(token))
    throw new RangeError('An API key needs an agency id, 16 hex digits and 43 base64url characters.');
  return token;
}

/** The parts of a token, or undefined when the text is none. */
export function parseApiKey(token: string): ApiKeyToken | undefined {
  const [, agencyId, keyId, secret] = tokenPattern.exec(token) ?? [];
  if (agencyId === undefined || keyId === undefined || secret === undefined) return undefined;
  return { agencyId, keyId, secret };
}
