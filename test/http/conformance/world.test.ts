import t from 'tap';
import { readdirSync, readFileSync } from 'node:fs';
import { eachDatabase } from '../../helpers/databases.ts';
import { roles, type Role } from '../../../src/domain/people.ts';
import { serve, type Answered, type Ask } from '../served.ts';

const folder = new URL('../../fixtures/bpmn/world/', import.meta.url);

/** What becomes of a file: the rules that find something, and the steps of a case of each process; null: refused. */
interface Expected {
  readonly found: readonly string[];
  readonly walks: Readonly<Record<string, readonly string[]>> | null;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const expected: Readonly<Record<string, Expected>> = {
  'bizagi.bpmn': {
    found: ['warning executable-assumed'],
    walks: { 'Id_6d2f1b1e-0001-4f6c-93f4-1f7a4bb10001': ['task Id_label', 'task Id_phone'] },
    variables: { known: true },
  },
  'cloud-modeler.bpmn': {
    found: ['warning vendor-ignored'],
    walks: { lend_tool: ['service reserve', 'task hand_over', 'message back'] },
    variables: { sold: false },
  },
  'flowable.bpmn': {
    found: ['warning vendor-ignored'],
    walks: { leave: ['task approve (leader)', 'service book'] },
  },
  'platform-modeler.bpmn': {
    found: ['info data-drawn', 'info lane-without-role', 'warning message-flow-none', 'warning vendor-ignored'],
    walks: {
      Process_garden: ['task Activity_note (clerk)', 'task Activity_walk', 'service Activity_tell'],
    },
    variables: { free: 1 },
  },
  'qualified-names.bpmn': {
    found: ['info data-drawn', 'warning import-ignored', 'warning operation-ignored'],
    walks: { lending: ['service fetchIt', 'task handIt (clerk)', 'message returned'] },
  },
  'several-diagrams.bpmn': {
    found: ['warning diagram-unreadable', 'warning vendor-ignored'],
    walks: { Choose: ['task Pick'], Sing: ['message Learn', 'task Perform'] },
  },
  'signavio.bpmn': {
    found: ['info data-drawn', 'info lane-without-role', 'warning implementation-ignored'],
    walks: {
      'sid-0f2c7a51-1111-4c51-8a52-9d50f1c00004': ['task sid-dough', 'task sid-bake (leader)'],
    },
  },
  'sketch.bpmn': { found: ['error executable-missing'], walks: null },
};

void t.test('every file of the folder is expected', (t) => {
  t.strictSame(readdirSync(folder).sort(), Object.keys(expected).sort());
  t.end();
});

eachDatabase(t, 'files of other tools', async (t, db) => {
  const service = await serve(t, db);
  for (const [name, { found, walks, variables = {} }] of Object.entries(expected)) {
    await t.test(`${name} ${walks === null ? 'is refused' : 'is deployed and runs to its end'}`, async (t) => {
      const ask = await service.open(`${name.replace('.bpmn', '')}-${db.kind}`);
      const bytes = readFileSync(new URL(name, folder));
      const deployed = await ask('designer', 'POST /v1/definitions', undefined, { bytes, type: 'application/xml' });
      t.equal(deployed.status, walks === null ? 422 : 201, deployed.text);
      t.strictSame(rulesOf(deployed.body), found);
      for (const [processId, steps] of Object.entries(walks ?? {})) {
        const body = { definitionId: deployed.body['id'], processId, variables };
        const started = await ask('clerk', 'POST /v1/cases', body);
        t.equal(started.status, 201, started.text);
        const id = String(started.body['id']);
        t.strictSame(await walk(ask, id), steps);
        t.match((await ask('clerk', `GET /v1/cases/${id}`)).body, { state: 'completed', incidents: 0 });
      }
    });
  }
});

function rulesOf(body: Answered): string[] {
  const findings = body['findings'] as readonly Answered[];
  return [...new Set(findings.map(({ severity, rule }) => `${String(severity)} ${String(rule)}`))].sort();
}

/** Does what the case waits for, one after another; timers beside it are left alone. Answers with what was done. */
async function walk(ask: Ask, id: string): Promise<string[]> {
  const done: string[] = [];
  while (done.length < 20) {
    const { items } = (await ask('monitor', `GET /v1/cases/${id}/waits`)).body;
    const [wait] = items.filter(({ kind }) => kind !== 'timer');
    if (wait === undefined) break;
    const { kind, elementId } = wait;
    const role = kind === 'task' ? await roleOf(ask, id, String(elementId)) : null;
    const answer = await act(ask, id, wait, role);
    if (answer !== 200) throw new Error(`${String(kind)} ${String(elementId)}: ${String(answer)}`);
    done.push(`${String(kind)} ${String(elementId)}${role === null ? '' : ` (${role})`}`);
  }
  return done;
}

async function roleOf(ask: Ask, id: string, elementId: string): Promise<Role | null> {
  const { items } = (await ask('monitor', `GET /v1/cases/${id}/tasks`)).body;
  const task = items.find((each) => each['elementId'] === elementId && each['state'] === 'open');
  return roles.find((role) => role === task?.['role']) ?? null;
}

async function act(ask: Ask, id: string, wait: Answered, role: Role | null): Promise<number> {
  if (wait['kind'] === 'message') {
    return (await ask('clerk', `POST /v1/cases/${id}/messages`, { name: wait['topic'] })).status;
  }
  if (wait['kind'] === 'service') {
    const { items } = (await ask('handler', 'POST /v1/service-tasks/fetch', {})).body;
    const task = items.find((each) => each['caseId'] === id);
    const { no } = task?.['lease'] as { readonly no: number };
    return (await ask('handler', `POST /v1/service-tasks/${String(task?.['id'])}/complete`, { lease: no })).status;
  }
  const { items } = (await ask('monitor', `GET /v1/cases/${id}/tasks`)).body;
  const task = items.find((each) => each['elementId'] === wait['elementId'] && each['state'] === 'open');
  return (await ask(role ?? 'handler', `POST /v1/tasks/${String(task?.['id'])}/complete`, {})).status;
}
