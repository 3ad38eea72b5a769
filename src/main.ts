#!/usr/bin/env node
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { readConfig, type Config } from './config.ts';
import { systemClock } from './worker/clock.ts';

/** A command of the program: its options and what it does; answers the exit code, or undefined to keep running. */
interface Command {
  readonly usage: string;
  readonly options?: ParseArgsConfig['options'];
  readonly run: (given: Given) => Promise<number | undefined>;
}
interface Given {
  readonly config: Config;
  readonly words: readonly string[];
  readonly flag: (name: string) => boolean;
  readonly text: (name: string) => string | null;
}

/** A fault in how the program was called: printed without a stack, exit 2. */
class UsageError extends Error {}

const commands: Readonly<Record<string, Command>> = {
  serve: {
    usage: 'serve [--demo] [--keys-file FILE] [--http-only | --worker-only]',
    options: {
      demo: { type: 'boolean' },
      'keys-file': { type: 'string' },
      'http-only': { type: 'boolean' },
      'worker-only': { type: 'boolean' },
    },
    run: async ({ config, flag, text }) => {
      const { serve } = await import('./cli/serve.ts');
      const served = await serve(
        config,
        {
          demo: flag('demo'),
          keysFile: text('keys-file'),
          httpOnly: flag('http-only'),
          workerOnly: flag('worker-only'),
        },
        systemClock,
      );
      const stop = () => void served.stop().then(() => process.exit(0));
      process.once('SIGTERM', stop);
      process.once('SIGINT', stop);
      return undefined;
    },
  },
  bootstrap: {
    usage: 'bootstrap --agency NAME --keys-file FILE',
    options: { agency: { type: 'string' }, 'keys-file': { type: 'string' } },
    run: async ({ config, text }) => {
      const { bootstrapCli } = await import('./cli/bootstrap.ts');
      await bootstrapCli(
        config,
        required(text('agency'), '--agency'),
        required(text('keys-file'), '--keys-file'),
        systemClock(),
      );
      return 0;
    },
  },
  migrate: {
    usage: 'migrate',
    run: async ({ config }) => {
      const { openStore } = await import('./cli/open.ts');
      const db = await openStore(config);
      await db.close();
      console.log('The schema is up to date.');
      return 0;
    },
  },
  lint: {
    usage: 'lint [--format text|json] FILE...',
    options: { format: { type: 'string' } },
    run: async ({ words, text }) => {
      const { lint } = await import('./cli/lint.ts');
      return lint(atLeastOne(words, 'FILE'), text('format') ?? 'text');
    },
  },
  deploy: {
    usage: 'deploy [--url URL] [--key KEY] FILE  (KEY also from SANZHI_KEY)',
    options: { url: { type: 'string' }, key: { type: 'string' } },
    run: async ({ config, words, text }) => {
      const { deploy } = await import('./cli/deploy.ts');
      const key = text('key') ?? process.env.SANZHI_KEY ?? null;
      const url = text('url') ?? `http://${config.host}:${config.port}`;
      return deploy(url, required(key, '--key'), required(words[0] ?? null, 'FILE'));
    },
  },
  workdays: {
    usage: 'workdays FROM N [--region CN]',
    options: { region: { type: 'string' } },
    run: async ({ words, text }) => {
      const { workdays } = await import('./cli/workdays.ts');
      return workdays(required(words[0] ?? null, 'FROM'), required(words[1] ?? null, 'N'), text('region') ?? 'CN');
    },
  },
  verify: {
    usage: 'verify --live',
    options: { live: { type: 'boolean' } },
    run: async ({ config, flag }) => {
      if (!flag('live')) throw new UsageError('verify needs --live: the chains of a database are checked in place.');
      const { verifyLive } = await import('./cli/verify.ts');
      return verifyLive(config);
    },
  },
  demo: {
    usage: 'demo [--agency qilin|rugao]',
    options: { agency: { type: 'string' } },
    run: async ({ words, text }) => {
      if (words.length > 0) throw new UsageError(`demo takes no ${words[0] ?? ''}; name an agency with --agency.`);
      const { demo } = await import('./cli/demo.ts');
      return demo(text('agency'));
    },
  },
};

function required(value: string | null, name: string): string {
  if (value === null || value === '') throw new UsageError(`${name} is missing.`);
  return value;
}

function atLeastOne(words: readonly string[], name: string): readonly string[] {
  if (words.length === 0) throw new UsageError(`${name} is missing.`);
  return words;
}

async function main(args: readonly string[]): Promise<number | undefined> {
  const [name = '', ...rest] = args;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw new UsageError(`There is no command ${name === '' ? 'given' : name}.`);
  try {
    const { values, positionals } = parseArgs({ args: rest, options: command.options ?? {}, allowPositionals: true });
    return await command.run({
      config: readConfig(process.env),
      words: positionals,
      flag: (option) => values[option] === true,
      text: (option) => (typeof values[option] === 'string' ? values[option] : null),
    });
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      throw new UsageError(error.message);
    }
    throw error;
  }
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exit(code);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof UsageError) {
    console.error(
      `Usage:\n${Object.values(commands)
        .map((command) => `  sanzhi ${command.usage}`)
        .join('\n')}`,
    );
  } else if (process.env.LOG_LEVEL === 'debug') console.error(error);
  process.exit(2);
}
