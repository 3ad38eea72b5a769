import { writeFileSync } from 'node:fs';
import { rulesPage, supportPage } from '../../src/bpmn/pages.ts';

// writes the pages that are generated from tables in the code
writeFileSync(new URL('../../docs/rules.md', import.meta.url), rulesPage());
writeFileSync(new URL('../../docs/bpmn-support.md', import.meta.url), supportPage());
