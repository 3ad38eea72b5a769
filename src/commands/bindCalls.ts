import { refuse, type Refusal } from '../domain/refusal.ts';
import type { ActiveVersion } from '../domain/snapshot.ts';
import type { BoundVersion, CallBindings } from '../domain/callBindings.ts';
import type { DefinitionModel, ProcessModel } from '../bpmn/model.ts';

/** For commands that put a definition into force: the compiled files of the versions that take part, by sha256. */
export interface CalledModels {
  readonly modelOf: (sha256: string) => Pick<DefinitionModel, 'processes'>;
}

/** What the calls of a definition mean; null when it calls nothing. */
export interface Bound {
  readonly bindings: CallBindings | null;
}

/** Calls can be nested this deep. */
const maxNesting = 50;

/**
 * Binds every call of a definition, and of what it calls, to the version that is active now.
 * Refuses when a called key has no active version (409 `callee-not-active`), when a process would call itself (409
 * `call-recursive`), or when one name means two processes (409 `conflict`).
 */
export function bindCalls(
  root: ActiveVersion,
  active: readonly ActiveVersion[],
  { modelOf }: CalledModels,
): Bound | Refusal {
  const bindings = new Map<string, BoundVersion>();
  const keys = new Map([...active, root].map((version) => [version.key, version]));
  for (const process of Object.values(modelOf(root.sha256).processes)) {
    const refused = visit({ process, version: root }, []);
    if (refused !== undefined) return refused;
  }
  const sorted = [...bindings].sort(([a], [b]) => (a < b ? -1 : 1));
  return { bindings: sorted.length === 0 ? null : Object.fromEntries(sorted) };

  function visit(caller: Called, callers: readonly Called[]): Refusal | undefined {
    const path = [...callers, caller];
    for (const name of calledBy(caller.process)) {
      const { processes } = modelOf(caller.version.sha256);
      const version = Object.hasOwn(processes, name) ? caller.version : keys.get(name);
      const process = version && modelOf(version.sha256).processes[name];
      if (version === undefined || process === undefined) return notActive(name, caller.process);
      if (process.start === '') return notCallable(name, caller.process);
      const refused = bind({ process, version }, path);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  function bind(called: Called, path: readonly Called[]): Refusal | undefined {
    const { id } = called.process;
    const names = [...path.map(({ process }) => process.id), id];
    if (path.some((caller) => caller.process.id === id && caller.version.id === called.version.id)) {
      return refuse('call-recursive', `${names.join(' calls ')}; break the circle.`);
    }
    if (path.length > maxNesting)
      return refuse('conflict', `The calls of ${names[0]} are nested too deep; flatten them.`);
    const known = bindings.get(id);
    if (known !== undefined && known.definitionId !== called.version.id) {
      return refuse('conflict', `The name ${id} means processes of two files; rename one of them.`);
    }
    if (known !== undefined) return undefined;
    bindings.set(id, { definitionId: called.version.id, sha256: called.version.sha256 });
    return visit(called, path);
  }
}

/** A process, and the version whose file it stands in. */
interface Called {
  readonly process: ProcessModel;
  readonly version: ActiveVersion;
}

/** The ids of the processes that a process calls. */
export function calledBy(process: ProcessModel): string[] {
  const calls = Object.values(process.nodes).flatMap((node) =>
    node.type === 'callActivity' ? [node.calledElement] : [],
  );
  return [...new Set(calls)];
}

function notCallable(called: string, caller: ProcessModel): Refusal {
  const advice = 'it starts by events only; give it a none start event';
  return refuse('conflict', `${caller.id} calls ${called}, which has no none start event: ${advice}.`);
}

function notActive(called: string, caller: ProcessModel): Refusal {
  const advice = `deploy and activate a definition whose key is ${called} first`;
  return refuse('callee-not-active', `${caller.id} calls ${called}, which has no active version; ${advice}.`);
}
