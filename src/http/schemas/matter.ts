import { Type } from 'typebox';
import { anyObject, exactly, paging, text } from './common.ts';

export const matter = exactly({
  id: text('Id of the matter (事项).'),
  version: Type.Integer({ minimum: 1, description: 'Newest version.' }),
  name: text('Name of the matter.'),
  definitionKey: text('Procedure that its cases run by.'),
  content: anyObject('Basis, conditions, materials and data schema, as the agency keeps them.'),
});
export const mattersQuery = exactly(paging);
