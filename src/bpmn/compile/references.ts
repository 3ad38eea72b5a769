import { finding } from '../rules.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';

const types =
  /^https?:\/\/(?:www\.w3\.org\/2001\/XMLSchema|schemas\.xmlsoap\.org\/wsdl|www\.w3\.org\/(?:TR|ns)\/wsdl\d*)/;

/** Checks what a file imports: types and services are for other tools, anything else would be part of the process. */
export function checkImport({ importType = '', location = '' }: ModdleElement): Finding[] {
  const what = `The import of ${location.slice(0, 100)}`;
  if (types.test(importType)) {
    return [finding('import-ignored', null, `${what} is not read; variables of a case have no declared types.`)];
  }
  return [finding('import-refused', null, `${what} is not read; put what is used of it into this file.`)];
}

/** Refuses an extension that whoever reads the file must understand; [] for the others. */
export function checkExtension({ mustUnderstand, definition }: ModdleElement): Finding[] {
  if (mustUnderstand !== true) return [];
  const advice = 'is not known here, and mustUnderstand="true" says that the file cannot be run without it';
  return [finding('extension-unknown', null, `The extension ${nameOf(definition)} ${advice}; remove it.`)];
}

/** Tells where an operation of an interface has no effect. */
export function checkOperation(element: ModdleElement): Finding[] {
  if (element.operationRef === undefined) return [];
  const advice = 'The operation has no effect; implementation names the topic of a service, messageRef a message.';
  return [finding('operation-ignored', element.id ?? element.$parent?.id ?? null, advice)];
}

function nameOf(definition: ModdleElement | undefined): string {
  return (definition?.name ?? '').slice(0, 100);
}
