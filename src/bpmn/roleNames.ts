import { roles, type Role } from '../domain/people.ts';

/** What lanes and resources may be called to mean a role; the role itself is always one of its names. */
export const roleNames: Readonly<Record<Role, readonly string[]>> = {
  admin: ['administrator', '管理员', '系统管理员'],
  designer: ['process designer', '流程设计', '流程设计人员'],
  activator: ['流程启用', '流程启用人员'],
  clerk: ['front desk', 'front office', '窗口', '受理窗口', '窗口人员', '收件人员', '受理人员'],
  handler: ['case handler', 'case officer', '经办人', '经办人员', '承办人', '承办人员', '执法人员', '承办机构'],
  reviewer: ['legal reviewer', 'legal review', '法制审核', '法制审核人员', '法制审核机构', '法制机构'],
  leader: ['head of agency', '负责人', '机关负责人', '行政机关负责人', '领导'],
  publisher: ['公示', '公示人员', '发布人员'],
  checker: ['公示审核', '公示审核人员', '公示复核人员'],
  monitor: ['supervisor', '监督', '监督人员'],
};

/** The role that a name means, whatever its case, spaces and hyphens; null: none. */
export function roleNamed(name: string | undefined): Role | null {
  const asked = plain(name ?? '');
  return roles.find((role) => [role, ...roleNames[role]].some((known) => plain(known) === asked)) ?? null;
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_-]+/g, '');
}
