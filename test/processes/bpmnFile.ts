import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What stands in the process: a flow node, or a sequence flow between two of them. */
export interface Element {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly documentation: string;
  /** Id of the sub-process around it; null: it stands in the process itself. */
  readonly parent: string | null;
  /** Ends, FEEL condition and `enf:outcome`; null for flow nodes. */
  readonly flow: {
    readonly source: string;
    readonly target: string;
    readonly condition: string | null;
    readonly outcome: string | null;
  } | null;
  /** Id of the activity that a boundary event is attached to. */
  readonly host: string | null;
  readonly interrupting: boolean;
  /** Text of a timer's duration. */
  readonly timer: string | null;
  /** Name of the message that an event waits for. */
  readonly message: string | null;
  /** Code of the error that an event throws or catches. */
  readonly error: string | null;
  readonly implementation: string | null;
  /** Id of the process that a call activity calls. */
  readonly calls: string | null;
  /** Id of the default flow. */
  readonly defaultFlow: string | null;
  /** Attributes of `enf:step`. */
  readonly step: Readonly<Record<string, string>> | null;
  /** Elements of the enforcement namespace without its prefix, `enf:step` among them. */
  readonly extensions: readonly Extension[];
}

/** An extension element: its name without prefix, and its attributes as written. */
export interface Extension {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A BPMN file with one process: its elements, those in sub-processes included, and the shapes and edges with the id of the element they draw. */
export interface BpmnFile {
  readonly warnings: readonly string[];
  readonly process: { readonly id: string; readonly name: string; readonly executable: boolean };
  readonly elements: ReadonlyMap<string, Element>;
  readonly shapes: readonly { readonly of: string; readonly box: Box; readonly label: Box | null }[];
  readonly edges: readonly { readonly of: string; readonly points: readonly Point[]; readonly label: Box | null }[];
}

/** The parts of a bpmn-moddle element that are read here. */
interface Moddle {
  readonly $type: string;
  readonly id: string;
  readonly name?: string;
  readonly documentation?: readonly { readonly text?: string }[];
  readonly rootElements?: readonly Moddle[];
  readonly flowElements?: readonly Moddle[];
  readonly isExecutable?: boolean;
  readonly conditionExpression?: { readonly body?: string };
  readonly eventDefinitions?: readonly {
    readonly timeDuration?: { readonly body?: string };
    readonly messageRef?: Moddle;
    readonly errorRef?: Moddle & { readonly errorCode?: string };
  }[];
  readonly calledElement?: string;
  readonly cancelActivity?: boolean;
  readonly implementation?: string;
  readonly default?: Moddle;
  readonly extensionElements?: { readonly values?: readonly Moddle[] };
  readonly sourceRef?: Moddle;
  readonly targetRef?: Moddle;
  readonly attachedToRef?: Moddle;
  readonly diagrams?: readonly { readonly plane?: { readonly planeElement?: readonly Moddle[] } }[];
  readonly bpmnElement?: Moddle;
  readonly bounds?: Box;
  readonly label?: { readonly bounds?: Box };
  readonly waypoint?: readonly Point[];
}
interface BpmnReader {
  fromXML(xml: string): Promise<{ rootElement: Moddle; warnings: readonly { message: string }[] }>;
}

/** Where procedures stand: those that are deployed, and those that wait for the reader to know all they use. */
const procedureFolders = ['processes', 'processes-next'];

/** The shipped BPMN files, as paths from the repository's root. Throws when there are none. */
export function shippedDiagrams(): string[] {
  const files = procedureFolders.filter((folder) => existsSync(folder)).flatMap(diagramsIn);
  if (files.length === 0) throw new Error('processes/ holds no .bpmn file; run the tests from the repository root.');
  return files.sort();
}

function diagramsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.bpmn'))
    .map((file) => join(folder, file));
}

export async function readBpmnFile(xml: string): Promise<BpmnFile> {
  const { rootElement, warnings } = await (await bpmnReader()).fromXML(xml);
  const process = (rootElement.rootElements ?? []).find((root) => root.$type === 'bpmn:Process');
  const drawn = (rootElement.diagrams ?? []).flatMap((diagram) => diagram.plane?.planeElement ?? []);
  return {
    warnings: warnings.map((warning) => warning.message),
    process: { id: process?.id ?? '', name: process?.name ?? '', executable: process?.isExecutable ?? false },
    elements: new Map(elementsIn(process, null).map((element) => [element.id, element])),
    shapes: drawn.flatMap((part) =>
      part.bounds === undefined ? [] : [{ of: drawnId(part), box: part.bounds, label: part.label?.bounds ?? null }],
    ),
    edges: drawn.flatMap((part) =>
      part.waypoint === undefined
        ? []
        : [{ of: drawnId(part), points: part.waypoint, label: part.label?.bounds ?? null }],
    ),
  };
}

function elementsIn(container: Moddle | undefined, parent: string | null): Element[] {
  return (container?.flowElements ?? []).flatMap((element) => [
    elementOf(element, parent),
    ...elementsIn(element, element.id),
  ]);
}

function elementOf(element: Moddle, parent: string | null): Element {
  const { sourceRef, targetRef } = element;
  const condition = element.conditionExpression?.body ?? null;
  const [event] = element.eventDefinitions ?? [];
  const extensions = (element.extensionElements?.values ?? [])
    .filter((value) => value.$type.startsWith('enf:'))
    .map((value) => ({ name: value.$type.replace('enf:', ''), attributes: attributesOf(value) }));
  const outcome = extensions.find(({ name }) => name === 'outcome')?.attributes.value ?? null;
  return {
    id: element.id,
    type: element.$type,
    name: element.name ?? '',
    documentation: element.documentation?.[0]?.text ?? '',
    parent,
    flow: sourceRef && targetRef ? { source: sourceRef.id, target: targetRef.id, condition, outcome } : null,
    host: element.attachedToRef?.id ?? null,
    interrupting: element.cancelActivity ?? true,
    timer: event?.timeDuration?.body ?? null,
    message: event?.messageRef?.name ?? null,
    error: event?.errorRef?.errorCode ?? null,
    calls: element.calledElement ?? null,
    implementation: element.implementation ?? null,
    defaultFlow: element.default?.id ?? null,
    step: extensions.find(({ name }) => name === 'step')?.attributes ?? null,
    extensions,
  };
}

function attributesOf(element: Moddle): Record<string, string> {
  const texts = Object.entries(element).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return Object.fromEntries(texts.filter(([name]) => name !== '$type'));
}

function drawnId(part: Moddle): string {
  return part.bpmnElement?.id ?? `nothing (${part.id})`;
}

/** The package has no type declarations: it is imported by a name the compiler does not follow. */
async function bpmnReader(): Promise<BpmnReader> {
  const name: string = 'bpmn-moddle';
  const { BpmnModdle } = (await import(name)) as { BpmnModdle: new () => BpmnReader };
  return new BpmnModdle();
}
