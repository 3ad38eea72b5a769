import { readFileSync } from 'node:fs';
import { must, material, passing, reviewIn } from './licenceOffice.ts';
import { officeOf, published, type Decided, type Office } from './publicationCast.ts';
import type { AgencyRules } from '../../src/domain/agencyRules.ts';
import type { Answered, Ask, Service } from './served.ts';
import type { Role } from '../../src/domain/people.ts';

/** An office with the procedures that a revocation runs by, in force. */
export async function revokingOffice(
  service: Service,
  agencyId: string,
  rules: Partial<AgencyRules> = {},
): Promise<Office> {
  const office = await officeOf(service, agencyId, rules);
  for (const name of ['legal-review', 'publication', 'revocation']) {
    const file = { bytes: readFileSync(`processes/${name}/${name}.bpmn`), type: 'application/xml' };
    const { id } = must(await office.ask('designer', 'POST /v1/definitions', undefined, file));
    must(await office.ask('activator', `POST /v1/definitions/${String(id)}/activate`, { reason: 'checked' }));
  }
  return office;
}

/** The decision of a case. */
export async function decisionOf(ask: Ask, caseId: string): Promise<Answered> {
  return must(await ask('monitor', `GET /v1/cases/${caseId}/decision`));
}

/** Completes the open task at an element. */
export async function complete(ask: Ask, caseId: string, elementId: string, role: Role, body: object = {}) {
  const { items } = must(await ask('monitor', `GET /v1/cases/${caseId}/tasks?limit=200`));
  const found = items.find((task) => task['elementId'] === elementId && task['state'] === 'open');
  if (found === undefined) throw new Error(`no task at ${elementId}: ${JSON.stringify(items)}`);
  return must(await ask(role, `POST /v1/tasks/${String(found['id'])}/complete`, body));
}

/** A decision that was published, its case archived. */
export async function archived(office: Office, number: string, decidedAt: string): Promise<Decided> {
  const decided = await office.decide(number, decidedAt);
  await published(office.ask, decided.id);
  await complete(office.ask, decided.caseId, 'serve', 'clerk');
  return decided;
}

export const deceit = { kind: 'revoked', basis: '行政许可法 69', reason: '以欺骗手段取得许可' };
export const revocation = {
  kind: 'revoke',
  object: '张三丰',
  facts: 'the papers were forged',
  evidence: [{ digest: 'a'.repeat(64), size: 3 }],
  basis: [{ title: '行政许可法', article: '69' }],
  conclusion: 'the permit is revoked',
};

/** The case that is to end a decision, opened by the leader. */
export async function opened(ask: Ask, caseId: string, asked: object = deceit): Promise<string> {
  const { id } = await decisionOf(ask, caseId);
  const answer = must(await ask('leader', `POST /v1/decisions/${String(id)}/revoke`, asked));
  return (answer['case'] as { id: string }).id;
}

/** The same with its ground on record and its draft submitted; answers the draft's digest. */
export async function drafted(ask: Ask, id: string): Promise<string> {
  await complete(ask, id, 'establish', 'handler', { records: [{ item: 'R1-2', kind: 'text', note: 'forged papers' }] });
  const { draft } = must(await ask('handler', `PUT /v1/cases/${id}/draft`, revocation));
  await complete(ask, id, 'draft', 'handler', { outcome: 'submitted' });
  return (draft as { digest: string }).digest;
}

/** The same, reviewed and passed. */
export async function cleared(ask: Ask, id: string): Promise<string> {
  const draftDigest = await drafted(ask, id);
  const review = reviewIn(
    must(await ask('handler', `POST /v1/cases/${id}/reviews`, { draftDigest, materials: [material] })),
  );
  must(await ask('reviewer', `POST /v1/reviews/${review}/accept-materials`, {}));
  const checklist = [{ item: 'competent', answer: 'yes' }];
  must(await ask('reviewer', `POST /v1/reviews/${review}/conclude`, { ...passing, checklist }));
  return draftDigest;
}

/** The decision that ends another one; what it is about was opened, drafted and cleared before. */
export async function revoked(ask: Ask, id: string): Promise<Answered> {
  const draftDigest = await cleared(ask, id);
  return must(await ask('leader', `POST /v1/cases/${id}/decision`, { draftDigest }));
}
