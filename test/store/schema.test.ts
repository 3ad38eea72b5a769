import t from 'tap';
import { readFileSync } from 'node:fs';
import { eachDatabase } from '../helpers/databases.ts';
import { schemaDump } from '../../src/store/schemaDump.ts';

eachDatabase(t, 'migrations/schema.sql', async (t, db) => {
  t.test('is what the migrations make, on this database too', async (t) => {
    const made = await schemaDump(db);
    t.equal(made === readFileSync('migrations/schema.sql', 'utf8'), true, 'npm run generate writes it anew');
  });
});
