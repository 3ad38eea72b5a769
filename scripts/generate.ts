import { writeFileSync } from 'node:fs';
import { openApiText } from '../src/http/openapi.ts';
import { problemsPage } from '../src/http/problems.ts';
import { enforcementDescriptorText, enforcementPage, rulesPage, supportPage } from '../src/bpmn/pages.ts';
import { migrate } from '../src/store/migrate.ts';
import { openDatabase } from '../src/store/db.ts';
import { schemaDump } from '../src/store/schemaDump.ts';

// Writes every file that is generated from the code; tests compare each with what is committed.
const db = await openDatabase({ kind: 'pglite', dataDir: null });
await migrate(db, 'migrations');
writeFileSync('migrations/schema.sql', await schemaDump(db));
await db.close();

writeFileSync('docs/openapi.json', await openApiText());
writeFileSync('docs/problems.md', problemsPage());
writeFileSync('docs/rules.md', rulesPage());
writeFileSync('docs/bpmn-support.md', supportPage());
writeFileSync('docs/enf.md', enforcementPage());
writeFileSync('docs/enf.json', enforcementDescriptorText());
