import t from 'tap';
import { isOver } from '../../src/domain/publicationStream.ts';

t.test('a case that is completed or cancelled is over, one that is suspended is not', async (t) => {
  for (const status of ['completed', 'cancelled'] as const) t.equal(isOver(status), true, status);
  for (const status of ['running', 'suspended'] as const) t.equal(isOver(status), false, status);
});
