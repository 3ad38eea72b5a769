/** What the environment says, read once. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Folder of the embedded database. */
  readonly dataDir: string;
  /** PostgreSQL instead of the embedded database. */
  readonly databaseUrl: string | null;
  readonly production: boolean;
  readonly logLevel: string;
}

/** The frozen configuration; throws an Error that names the variable that cannot be used. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const port = Number(env.PORT ?? '3000');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`PORT has to be a number from 0 to 65535, not ${String(env.PORT)}.`);
  }
  return Object.freeze({
    host: env.HOST ?? '127.0.0.1',
    port,
    dataDir: env.DATA_DIR ?? './data',
    databaseUrl: env.DATABASE_URL ?? null,
    production: env.NODE_ENV === 'production',
    logLevel: env.LOG_LEVEL ?? 'info',
  });
}

/** Whether a host is this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Why demo mode must not start here, or undefined. Its keys are handed out freely, so it stays on one machine, on its
 * own database, and out of production.
 */
export function demoRefusal(config: Config): string | undefined {
  if (config.production) return 'Demo mode does not start with NODE_ENV=production; bootstrap an agency instead.';
  if (!isLoopback(config.host)) return `Demo mode listens on a loopback address only, not on ${config.host}.`;
  if (config.databaseUrl !== null) return 'Demo mode uses its own embedded database; unset DATABASE_URL.';
  return undefined;
}
