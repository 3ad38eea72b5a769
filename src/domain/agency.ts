import type { Catalogue } from './catalogue.ts';
import type { Instant } from './json.ts';
import type { PublishedRules } from './agencyRules.ts';
import type { HeldRole, Qualification, Role } from './people.ts';

/** A demo database belongs to a trial on one machine and is never opened in production. */
export type Mode = 'demo' | 'production';

/** An agency (行政机关): a tenant. */
export interface Agency {
  readonly id: string;
  readonly name: string;
  /** Region of its working calendar, `CN`. */
  readonly region: string;
  readonly mode: Mode;
  readonly autoActivateGeneric: boolean;
}

/** A person as an agency's first staff list holds them, with the digest of their first key. */
export interface FirstPerson {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  readonly qualifications: readonly Qualification[];
  readonly key: { readonly id: string; readonly secretHash: string };
}

/** A matter as a file in `agencies/<id>/matters` holds it; `body` is the whole file as JSON text. */
export interface MatterData {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly definitionKey: string;
  readonly body: string;
}

/** What an agency has published of its own about the law; null: nothing, so that everything is reviewed (L3). */
export interface AgencyLaw {
  readonly catalogue: Catalogue | null;
  readonly rules: PublishedRules;
}
export const noAgencyLaw: AgencyLaw = { catalogue: null, rules: {} };

/** Ids of agencies appear in keys and paths. */
export const agencyIdPattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * The staff that an agency begins with: one person for each role, named after it. They hold what the law asks of their
 * post: officers an enforcement certificate (P1), the reviewer a legal qualification (L12).
 */
export function firstStaff(roles: readonly Role[], at: Instant): Omit<FirstPerson, 'key'>[] {
  const from = at.slice(0, 10);
  return roles.map((role) => ({
    id: role,
    name: staffNames[role],
    roles: [{ role, from }],
    qualifications: qualificationsOf(role, from),
  }));
}

const staffNames: Readonly<Record<Role, string>> = {
  admin: '系统管理员 (administrator)',
  designer: '流程设计员 (process designer)',
  activator: '流程启用员 (second person for definitions)',
  clerk: '窗口工作人员 (window clerk)',
  handler: '承办人 (case handler)',
  reviewer: '法制审核人员 (legal reviewer)',
  leader: '负责人 (head)',
  publisher: '公示员 (publisher)',
  checker: '公示复核员 (second person for publications)',
  monitor: '监督员 (monitor)',
};

function qualificationsOf(role: Role, from: string): Qualification[] {
  switch (role) {
    case 'clerk':
    case 'handler':
    case 'leader':
      return [{ kind: 'enforcement-certificate', number: `${role}-1`, from }];
    case 'reviewer':
      return [{ kind: 'legal-qualification', number: `${role}-1`, from }];
    default:
      return [];
  }
}
