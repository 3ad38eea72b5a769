import { recordKinds } from '../../domain/evidence.ts';
import { typeOf } from '../checkSupport.ts';
import { finding } from '../rules.ts';
import type { Extension } from './extensions.ts';
import type { Finding } from '../finding.ts';
import type { ModdleElement } from 'bpmn-moddle';
import type { StepRecord } from '../lawModel.ts';

/** Compiles the recording hooks of an activity. Only a person can give what a hook requires. */
export function compileRecords(
  element: ModdleElement,
  records: readonly Extension[],
  id: string,
  findings: Finding[],
): StepRecord[] {
  return records.map(({ item = '', kind = '', required, continuous, template = 'none' }) => {
    if (required === 'true' && typeOf(element) !== 'UserTask') {
      const advice = `Nobody completes ${id}, so nobody gives ${item}; write required="false", or make it a user task.`;
      findings.push(finding('record-unanswerable', id, advice));
    }
    return {
      item,
      kind: recordKinds.find((known) => known === kind) ?? 'text',
      required: required === 'true',
      continuous: continuous === 'true',
      template: template === 'none' ? null : template,
    };
  });
}
