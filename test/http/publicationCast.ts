import { randomUUID } from 'node:crypto';
import { asAgency } from '../../src/store/asAgency.ts';
import { asOwner } from '../helpers/databases.ts';
import { legalDateOf } from '../../src/domain/legalTime.ts';
import { openPublicationFor } from '../../src/commands/openPublication.ts';
import type { AgencyRules } from '../../src/domain/agencyRules.ts';
import type { Ask, Service } from './served.ts';
import type { MatterData } from '../../src/domain/agency.ts';
import type { Decision } from '../../src/domain/decision.ts';

const flow = (id: string, source: string, target: string, outcome?: string) =>
  outcome === undefined
    ? `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"/>`
    : `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">outcome = "${outcome}"</bpmn:conditionExpression></bpmn:sequenceFlow>`;
const task = (id: string, role: string, outcomes: string, part: string) =>
  `<bpmn:userTask id="${id}" name="${id}"><bpmn:extensionElements><enf:step key="${id}" role="${role}" outcomes="${outcomes}"/><enf:publication part="${part}"/></bpmn:extensionElements></bpmn:userTask>`;

/** Redaction and approval of a publication, then service: the case is over when it is served. */
const procedure = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:enf="urn:sanzhi:enforcement:1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="Definitions" targetNamespace="urn:test">
<bpmn:process id="publishing" name="Publishing" isExecutable="true">
<bpmn:startEvent id="start"/>
${task('redact', 'publisher', 'redacted withheld', 'redaction')}
<bpmn:exclusiveGateway id="redactionResult"/>
${task('approve', 'checker', 'published returned withheld', 'approval')}
<bpmn:exclusiveGateway id="approvalResult"/>
<bpmn:userTask id="serve" name="Serve"/>
<bpmn:endEvent id="end"/><bpmn:endEvent id="withheld"/>
${flow('f1', 'start', 'redact')}${flow('f2', 'redact', 'redactionResult')}
${flow('f3', 'redactionResult', 'approve', 'redacted')}${flow('f4', 'redactionResult', 'withheld', 'withheld')}
${flow('f5', 'approve', 'approvalResult')}${flow('f6', 'approvalResult', 'serve', 'published')}
${flow('f7', 'approvalResult', 'redact', 'returned')}${flow('f8', 'approvalResult', 'withheld', 'withheld')}
${flow('f9', 'serve', 'end')}
</bpmn:process></bpmn:definitions>`;

/** A case that was decided at `decidedAt`, with its publication due; rows of law as a decision writes them. */
export interface Decided {
  readonly caseId: string;
  readonly id: string;
}
export interface Office {
  readonly ask: Awaited<ReturnType<Service['open']>>;
  readonly agencyId: string;
  readonly decide: (number: string, decidedAt: string) => Promise<Decided>;
}

/** An agency that publishes by `rules`, with a procedure in force; its cases are of the first matter, if there is one. */
export async function officeOf(
  service: Service,
  agencyId: string,
  rules: Partial<AgencyRules> = {},
  matters: readonly MatterData[] = [],
): Promise<Office> {
  const { house, clock } = service;
  const ask = await service.open(agencyId, matters);
  const [matter] = matters;
  const deployed = await ask('designer', 'POST /v1/definitions', undefined, {
    bytes: procedure,
    type: 'application/xml',
  });
  const activated = await ask('activator', `POST /v1/definitions/${String(deployed.body['id'])}/activate`, {
    reason: 'checked',
  });
  if (activated.status !== 200) throw new Error(`${deployed.text}\n${activated.text}`);
  await asOwner(house.db, `update agency set rules = '${JSON.stringify(rules)}' where agency_id = '${agencyId}'`);
  const decide = async (number: string, decidedAt: string): Promise<Decided> => {
    const now = clock.now;
    clock.now = decidedAt;
    const wanted = matter === undefined ? { definitionKey: 'publishing' } : { matter: matter.id };
    const started = await ask('clerk', 'POST /v1/cases', wanted);
    clock.now = now;
    if (started.status !== 201) throw new Error(started.text);
    const caseId = String(started.body['id']);
    const [scopeId, decisionId] = [randomUUID(), randomUUID()];
    const decision: Decision = {
      id: decisionId,
      number,
      act: 'permit',
      kind: 'grant',
      draftVersion: 1,
      draftDigest: 'digest',
      clearance: { by: 'scope', scopeId },
      decidedBy: 'leader',
      decidedAt,
      decidedOn: legalDateOf(decidedAt),
      state: 'effective',
      ended: null,
    };
    const publication = openPublicationFor(decision, rules, house.calendar, randomUUID);
    await asAgency(house.db, agencyId, async (trx) => {
      const of = { agency_id: agencyId, case_id: caseId };
      await trx('scope').insert({
        ...of,
        scope_id: scopeId,
        draft_digest: 'digest',
        outcome: 'notRequired',
        catalogue_version: 1,
        voided: false,
        body: '{}',
      });
      await trx('decision').insert({
        ...of,
        decision_id: decisionId,
        number,
        draft_digest: 'digest',
        scope_id: scopeId,
        decided_by: 'leader',
        decided_on: decision.decidedOn,
        state: 'effective',
        body: JSON.stringify(decision),
      });
      await trx('publication').insert({
        ...of,
        publication_id: publication.id,
        decision_id: decisionId,
        revision: 1,
        state: publication.state,
        due_at: publication.due.dueAt,
        body: JSON.stringify(publication),
      });
    });
    return { caseId, id: publication.id };
  };
  return { ask, agencyId, decide };
}

/** What the publisher proposes: a company's name is shown, its owner's is not. */
export function redaction(change: { readonly conclusion?: string; readonly authority?: string } = {}) {
  const { conclusion = '准予许可', authority = '麒麟区行政审批局' } = change;
  return {
    fields: [
      { name: '当事人', value: '张三丰', tag: 'person-name' },
      { name: '决定内容', value: conclusion, tag: 'none' },
    ],
    shown: ['决定内容'],
    summary: { authority, category: '食品经营许可', conclusion },
    object: { name: '张三丰', isNaturalPerson: true },
  };
}

/** Redacted by the publisher, approved by the checker. */
export async function published(ask: Ask, id: string, change: Parameters<typeof redaction>[0] = {}): Promise<void> {
  const redacted = await ask('publisher', `POST /v1/publications/${id}/redaction`, redaction(change));
  const { revision } = redacted.body['publication'] as { revision: number };
  const approved = await ask('checker', `POST /v1/publications/${id}/approve`, { revision });
  if (approved.status !== 200) throw new Error(`${redacted.text}\n${approved.text}`);
}
