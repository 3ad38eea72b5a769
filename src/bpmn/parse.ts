import { createHash } from 'node:crypto';
import { checkCalls } from './compile/call.ts';
import { checkCollaboration } from './compile/collaboration.ts';
import { checkExtension, checkImport } from './compile/references.ts';
import { checkStandard } from './checkStandard.ts';
import { checkSupport, typeOf, usesEnforcement } from './checkSupport.ts';
import { checkVendors } from './checkVendors.ts';
import { compileGlobalTask, isGlobalTask } from './compile/globalTask.ts';
import { compileProcess } from './compile/process.ts';
import { readDocument } from './document.ts';
import { prescan } from './prescan.ts';
import { proveFile } from './clearance/prove.ts';
import { finding } from './rules.ts';
import type { DefinitionModel, ProcessModel } from './model.ts';
import type { Finding } from './finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

/** A BPMN file, read: the compiled model with warnings, or everything that is wrong with the file. */
export type Reading =
  | { readonly ok: true; readonly model: DefinitionModel; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Reads a BPMN file in this thread. For files of strangers use `readDefinition`, which bounds time and memory. */
export async function parseDefinition(bytes: Uint8Array): Promise<Reading> {
  const source = prescan(bytes);
  if ('findings' in source) return { ok: false, findings: source.findings };
  const document = await readDocument(source);
  if (document.definitions === null) return { ok: false, findings: document.findings };
  const { definitions } = document;
  const roots = definitions.rootElements ?? [];
  const chosen = executable(roots);
  const language = definitions.expressionLanguage ?? '';
  const compiled = [
    ...chosen.processes.map((process) => compileProcess(process, language)),
    ...(chosen.processes.length === 0 ? [] : roots.filter(isGlobalTask).map(compileGlobalTask)),
  ];
  const models = compiled.flatMap(({ model }) => model ?? []);
  const findings = withoutEchoes([
    ...document.findings,
    ...chosen.findings,
    ...rootsToCheck(definitions, chosen.processes).flatMap(checkSupport),
    ...(definitions.imports ?? []).flatMap(checkImport),
    ...(definitions.extensions ?? []).flatMap(checkExtension),
    ...chosen.processes.flatMap(checkStandard),
    ...roots.filter((root) => typeOf(root) === 'Collaboration').flatMap(checkCollaboration),
    ...checkVendors(rootsToCheck(definitions, chosen.processes)),
    ...compiled.flatMap((process) => process.findings),
    ...checkCalls(
      models,
      idsOf(roots.filter((root) => typeOf(root) === 'Process' && !chosen.processes.includes(root))),
    ),
  ]);
  const [first] = models;
  if (first === undefined || findings.some(isError)) return { ok: false, findings };
  const model = definitionModel(bytes, first, models, usesEnforcement(definitions));
  const uncleared = proveFile(model);
  if (uncleared.some(isError)) return { ok: false, findings: [...findings, ...uncleared] };
  return { ok: true, model, findings };
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

function definitionModel(
  bytes: Uint8Array,
  first: ProcessModel,
  models: readonly ProcessModel[],
  enforcement: boolean,
): DefinitionModel {
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    key: first.id,
    name: first.name,
    enforcement,
    processes: Object.fromEntries(models.map((model) => [model.id, model])),
  };
}

function executable(roots: readonly ModdleElement[]): {
  readonly processes: readonly ModdleElement[];
  readonly findings: readonly Finding[];
} {
  const processes = roots.filter((root) => typeOf(root) === 'Process');
  const marked = processes.filter((process) => process.isExecutable === true);
  if (marked.length > 0) return { processes: marked, findings: [] };
  if (processes.length > 0 && processes.every((process) => process.isExecutable === undefined)) {
    const assumed = processes.map((process) =>
      finding(
        'executable-assumed',
        process.id ?? null,
        'The process is taken as executable; write isExecutable="true" to say so.',
      ),
    );
    return { processes, findings: assumed };
  }
  const advice = 'Write isExecutable="true" on the process that is to run.';
  return { processes: [], findings: [finding('executable-missing', processes[0]?.id ?? null, advice)] };
}

function idsOf(elements: readonly ModdleElement[]): string[] {
  return elements.flatMap(({ id }) => id ?? []);
}

/** Everything but the processes that do not run, and root elements that matter only to them. */
function rootsToCheck(definitions: ModdleElement, processes: readonly ModdleElement[]): ModdleElement[] {
  const others = (definitions.rootElements ?? []).filter((root) => typeOf(root) !== 'Process');
  return [...others, ...processes];
}

/** A reference that names nothing is reported once, not again for what is missing then. */
function withoutEchoes(findings: readonly Finding[]): Finding[] {
  const unresolved = new Set(
    findings.flatMap(({ rule, elementId }) => (rule === 'unresolved-reference' ? [elementId] : [])),
  );
  const echoes = new Set(['dangling-flow', 'boundary-detached', 'message-name', 'signal-name', 'error-code']);
  return findings.filter(({ rule, elementId }) => !(echoes.has(rule) && unresolved.has(elementId)));
}
