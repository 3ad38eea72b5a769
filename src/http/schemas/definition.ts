import { Type } from 'typebox';
import { exactly, filter, instant, nullable, nullableInstant, nullableText, oneOf, paging, text } from './common.ts';

const statuses = ['deployed', 'active', 'retired'] as const;

export const finding = exactly({
  rule: text('Name of the rule.'),
  severity: oneOf(['error', 'warning', 'info'], 'A file with an error is refused.'),
  elementId: nullableText('Element that the finding is about; null: the file as a whole.'),
  message: text('What is wrong and what to write instead.'),
  path: Type.Optional(Type.Array(Type.String(), { description: 'Element ids of the offending path.' })),
  docs: text('Where the rule is explained.'),
});

const version = {
  id: text('Id of this version.'),
  key: text('Id of the first executable process; versions of one key follow each other.'),
  version: Type.Integer({ minimum: 1, description: 'Number of the version within its key.' }),
  name: text('Name of the definition.'),
  sha256: text('SHA-256 of the file, hex.'),
  status: oneOf(statuses, 'At most one version of a key is active; cases start only with it.'),
};

export const definition = exactly({
  ...version,
  enforcement: Type.Boolean({ description: 'Whether the file uses the enforcement extension.' }),
  deployedBy: text('Person who deployed it.'),
  deployedAt: instant('When it was deployed.'),
  activatedBy: nullableText('Person who put it into force.'),
  activatedAt: nullableInstant('When it was put into force.'),
});

export const deployed = exactly({ ...version, findings: Type.Array(finding) });
export const changed = exactly(version);

/** What a dry run answers: nothing was deployed, so id, version and status are null. */
export const checked = exactly({
  ...version,
  id: nullableText('Null: nothing was deployed.'),
  version: nullable<number>({ type: 'integer', description: 'Null: nothing was deployed.' }),
  status: nullableText('Null: nothing was deployed.'),
  findings: Type.Array(finding),
});

export const findings = exactly({ items: Type.Array(finding) });
export const deployQuery = exactly({
  dryRun: Type.Optional(Type.Boolean({ description: '`true`: only check, deploy nothing.' })),
});
export const definitionsQuery = exactly({
  ...paging,
  key: filter('Versions of this key.'),
  status: Type.Optional(oneOf(statuses, 'Versions of this status.')),
});
