import { exactly, filter, instant, nullableText, paging, text } from './common.ts';

export const incident = exactly({
  id: text('Id of the incident.'),
  caseId: text('Case that cannot go on.'),
  caseNumber: text('Number of the case.'),
  definitionId: text('Definition that the case runs by.'),
  elementId: text('BPMN element.'),
  name: nullableText('Name of the element.'),
  since: instant('When it was raised.'),
  code: text('What kind of incident it is.'),
  message: text('What happened.'),
  nextAction: text('What to do about it.'),
});
export const incidentsQuery = exactly({
  ...paging,
  case: filter('Incidents of this case (id).'),
  definition: filter('Incidents of cases of this definition (id).'),
});
