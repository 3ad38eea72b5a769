import { createHash, randomBytes } from 'node:crypto';
import { asAgency } from '../../src/store/asAgency.ts';
import { formatApiKey } from '../../src/domain/apiKey.ts';
import { insertKey } from '../../src/store/agencies.ts';
import { licence } from '../fixtures/law/licence.ts';
import { monday, type Answer, type Answered, type Ask, type Service } from './served.ts';
import type { AgencyLaw } from '../../src/domain/agency.ts';
import type { Database } from '../../src/store/db.ts';
import type { DraftContent } from '../../src/domain/draft.ts';
import type { Role } from '../../src/domain/people.ts';

/** Grants need no review unless large, on two levels where they touch safety; everything else is reviewed. */
export const law: AgencyLaw = {
  catalogue: {
    version: 7,
    entries: [
      { id: 'grant', act: 'permit', kind: 'grant', levels: 0, basis: 'plan 1' },
      { id: 'large', act: 'permit', minAmountFen: 1_000_000, levels: 1, basis: 'plan 2' },
      { id: 'safety', act: 'permit', trigger: 'safety', levels: 2, basis: 'plan 3' },
    ],
  },
  rules: {
    review: { days: 3, extensionDays: 5, basis: 'plan 4' },
    checklist: ['competent'],
    registers: { permit: '麒审许', penalty: '麒审罚' },
  },
};

export const refusal: DraftContent = {
  kind: 'refuse',
  object: '某公司',
  facts: 'the premises do not fit',
  evidence: [{ digest: 'a'.repeat(64), size: 3 }],
  basis: [{ title: '行政许可法', article: '38' }],
  conclusion: 'refused',
};
export const grant: DraftContent = { ...refusal, kind: 'grant', facts: 'the premises fit', conclusion: 'granted' };

/** An agency with the licence procedure in force. */
export interface LicenceOffice {
  readonly ask: Ask;
  readonly agencyId: string;
  readonly start: () => Promise<LicenceCase>;
}

/** A case at work; what is not the point of a test fails loudly. */
export interface LicenceCase {
  readonly id: string;
  readonly put: (content: DraftContent) => Promise<string>;
  readonly task: (elementId: string) => Promise<string>;
  readonly complete: (elementId: string, role: Role, body?: object) => Promise<Answered>;
  /** A draft that the catalogue was asked about; answers its digest. */
  readonly drafted: (content: DraftContent) => Promise<string>;
  /** The same, with its review requested and the materials accepted; answers digest and review. */
  readonly inReview: (content: DraftContent) => Promise<{ readonly digest: string; readonly review: string }>;
  /** The same, passed at one level. */
  readonly passed: (content: DraftContent) => Promise<{ readonly digest: string; readonly review: string }>;
}

export const passing = {
  outcome: 'passed',
  checklist: [{ item: 'competent', answer: 'yes' }],
  opinion: 'lawful throughout',
};
export const material = { name: 'explanation', digest: 'b'.repeat(64), size: 9 };

export async function licenceOffice(service: Service, agencyId: string): Promise<LicenceOffice> {
  const ask = await service.open(agencyId, [], law);
  const file = { bytes: licence, type: 'application/xml' };
  const deployed = must(await ask('designer', 'POST /v1/definitions', undefined, file));
  must(await ask('activator', `POST /v1/definitions/${String(deployed['id'])}/activate`, { reason: 'checked' }));
  return { ask, agencyId, start: () => startLicence(ask) };
}

async function startLicence(ask: Ask): Promise<LicenceCase> {
  const id = String(must(await ask('clerk', 'POST /v1/cases', { definitionKey: 'licence' }))['id']);
  const task: LicenceCase['task'] = async (elementId) => {
    const { tasks } = must(await ask('monitor', `GET /v1/cases/${id}`)) as unknown as { tasks: readonly Answered[] };
    const found = tasks.find((open) => open['elementId'] === elementId);
    if (found === undefined) throw new Error(`no task at ${elementId}: ${JSON.stringify(tasks)}`);
    return String(found['id']);
  };
  const complete: LicenceCase['complete'] = async (elementId, role, body = {}) =>
    must(await ask(role, `POST /v1/tasks/${await task(elementId)}/complete`, body));
  const put: LicenceCase['put'] = async (content) => {
    const { draft } = must(await ask('handler', `PUT /v1/cases/${id}/draft`, content)) as unknown as {
      draft: { digest: string };
    };
    return draft.digest;
  };
  const drafted: LicenceCase['drafted'] = async (content) => {
    const digest = await put(content);
    await complete('draft', 'handler');
    return digest;
  };
  const inReview: LicenceCase['inReview'] = async (content) => {
    const digest = await drafted(content);
    const asked = { draftDigest: digest, materials: [material] };
    const review = reviewIn(must(await ask('handler', `POST /v1/cases/${id}/reviews`, asked)));
    must(await ask('reviewer', `POST /v1/reviews/${review}/accept-materials`, {}));
    return { digest, review };
  };
  const passed: LicenceCase['passed'] = async (content) => {
    const asked = await inReview(content);
    must(await ask('reviewer', `POST /v1/reviews/${asked.review}/conclude`, passing));
    return asked;
  };
  return { id, put, task, complete, drafted, inReview, passed };
}

/** What was answered; an error when it was refused. */
export function must({ status, body, text }: Answer): Answered {
  if (status >= 300) throw new Error(`${status} ${text}`);
  return body;
}

/** The id of the review in the answer to a command. */
export function reviewIn({ review }: Answered): string {
  return (review as { id: string }).id;
}

/** A further key of a person, with a further role; as headers of a request. */
export async function secondKey(
  db: Database,
  agencyId: string,
  personId: string,
  role: Role,
): Promise<{ headers: { authorization: string } }> {
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  const secretHash = createHash('sha256').update(secret).digest('hex');
  await asAgency(db, agencyId, async (trx) => {
    const held = { agency_id: agencyId, person_id: personId, role, valid_from: '2020-01-01', valid_to: null };
    await trx('person_role').insert(held);
    await insertKey(trx, agencyId, personId, { id, secretHash }, monday);
  });
  return { headers: { authorization: `Bearer ${formatApiKey(agencyId, id, secret)}` } };
}

/** A person of the agency with one key and one role; as headers of a request. */
export async function another(
  db: Database,
  agencyId: string,
  personId: string,
  role: Role,
): Promise<{ headers: { authorization: string } }> {
  await asAgency(db, agencyId, (trx) =>
    trx('person').insert({ agency_id: agencyId, person_id: personId, name: personId }),
  );
  return secondKey(db, agencyId, personId, role);
}
