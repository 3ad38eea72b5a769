import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/**
 * Opens the database folder so that an acknowledged commit is on disk. PGlite alone starts PostgreSQL with fsync off and ignores it in
 * its file system. A folder is created whole: one whose creation was interrupted holds nothing yet and is made anew.
 *
 * @param dump a dump of a data folder (`Database.dump`), loaded where the folder does not exist yet
 * @throws where the folder holds files but no database, or a dump is given and the database exists
 */
export async function openDurablePglite(dataDir: string, dump?: Blob): Promise<PGlite> {
  const folder = path.resolve(dataDir);
  const unfinished = `${folder}.unfinished`;
  if (fs.existsSync(unfinished)) fs.rmSync(folder, { recursive: true, force: true });
  const fresh = !fs.existsSync(path.join(folder, 'PG_VERSION'));
  if (fresh && fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new Error(`The folder ${folder} holds files but no database. Name another data folder or empty this one.`);
  }
  if (!fresh && dump !== undefined) {
    throw new Error(`The folder ${folder} already holds a database. Load the dump into a new folder.`);
  }
  if (fresh) {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    fs.writeFileSync(unfinished, '');
    fs.mkdirSync(folder, { mode: 0o700, recursive: true });
    sync(path.dirname(folder));
  }
  const loadDataDir = dump === undefined ? {} : { loadDataDir: dump };
  const pglite = await PGlite.create({ fs: new DurableFs(folder), startParams, ...loadDataDir });
  if (fresh) {
    syncTree(folder);
    fs.rmSync(unfinished);
    sync(path.dirname(folder));
  }
  return pglite;
}

const startParams = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'fsync=on', '-c', 'wal_sync_method=fsync'], // its fdatasync does nothing
];

/** PGlite's folder on disk, with the fsync that it leaves out. */
class DurableFs extends NodeFS {
  override async init(pglite: PGlite, options: ModuleOptions): Promise<{ emscriptenOpts: ModuleOptions }> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const syncStreams = (module: unknown): void => {
      const { FS, NODEFS } = module as FileSystemModule;
      NODEFS.stream_ops.fsync = (stream) => {
        try {
          fs.fsyncSync(stream.nfd);
          return 0;
        } catch (error) {
          throw new FS.ErrnoError(NODEFS.convertNodeCode(error));
        }
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), syncStreams] } };
  }
}

type ModuleOptions = Parameters<NodeFS['init']>[1];

/** The part of Emscripten's module that `DurableFs` completes; its own types do not show it. */
interface FileSystemModule {
  FS: { ErrnoError: new (errno: number | undefined) => Error };
  NODEFS: {
    stream_ops: { fsync?: (stream: { nfd: number }) => number };
    convertNodeCode(error: unknown): number | undefined;
  };
}

function syncTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const entryPath = path.join(folder, entry.name);
    if (entry.isDirectory()) syncTree(entryPath);
    else if (entry.isFile()) sync(entryPath);
  }
  sync(folder);
}

function sync(file: string): void {
  const descriptor = fs.openSync(file, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
