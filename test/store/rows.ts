import { openOffice, type Office } from '../helpers/office.ts';
import { processModel } from '../engine/models.ts';
import type { Database } from '../../src/store/db.ts';

/** An agency whose one definition is start, one user task, end. */
export function oneTask(db: Database, agencyId: string): Promise<Office> {
  const shapes = { Start: { type: 'startEvent' }, Check: { type: 'userTask' }, End: { type: 'endEvent' } } as const;
  return openOffice(db, agencyId, processModel(shapes, ['Start -> Check', 'Check -> End']));
}
