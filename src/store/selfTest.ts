import type { Knex } from 'knex';
import { run, runScript, sqlState, type Database } from './db.ts';

/** How the self-test writes a row: into `table`, with the agency's id as `$1`; `prepare` first, once for each agency. */
export interface Probe {
  table: string;
  prepare: string;
  insert: string;
}

const streamProbe: Probe = {
  table: 'stream',
  prepare: `insert into agency (agency_id, name, mode, created_at) values ($1, 'self-test', 'demo', now())`,
  insert: `insert into stream (agency_id, stream_id, seq, hash) values ($1, 'self-test', 0, '\\x00')`,
};

const agencies = ['self-test-a', 'self-test-b'] as const;

/**
 * Proves at start-up that row-level security binds this connection: the role is neither superuser nor owner, every table with an agency
 * has a policy that asks for it, and a row of one agency is invisible to the other. Writes nothing that stays.
 *
 * @throws naming the wall that is down; the service must not start then
 */
export async function selfTest(db: Database, probe: Probe = streamProbe): Promise<void> {
  const findings = [...(await findRoleFaults(db)), ...(await findPolicyFaults(db))];
  if (findings.length > 0) refuse(findings);
  try {
    await db.knex.transaction(async (trx) => {
      refuse(await probeAgencies(trx, probe), undone);
    });
  } catch (error) {
    if (error !== undone) throw error;
  }
}

/** Thrown where the probe passed, so that its transaction is rolled back. */
const undone = new Error('The self-test passed.');

function refuse(findings: string[], otherwise?: Error): void {
  if (findings.length > 0) {
    throw new Error(
      `The service refuses to start, row-level security does not hold: ${findings.join('; ')}. ` +
        `Compare the database with migrations/schema.sql and let only the migrations change it.`,
    );
  }
  if (otherwise !== undefined) throw otherwise;
}

interface RoleRow {
  role: string;
  bypasses: boolean;
  owned: string | null;
}

async function findRoleFaults(db: Database): Promise<string[]> {
  const text = `
    select rolname as role, rolsuper or rolbypassrls as bypasses, (
      select min(c.relname) from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and pg_has_role(r.oid, c.relowner, 'USAGE')
    ) as owned
    from pg_roles r where rolname = current_user`;
  const { rows } = await run<RoleRow>(db, { name: 'self_test_role', text }, []);
  return rows.flatMap(({ role, bypasses, owned }) => {
    if (bypasses) return [`role ${role} is a superuser or bypasses row-level security`];
    return owned === null ? [] : [`role ${role} owns table ${owned}`];
  });
}

interface TableRow {
  name: string;
  secured: boolean;
  policies: number;
  open: string | null;
}

/** `open`: a permissive policy that lets rows pass without asking for the agency. */
async function findPolicyFaults(db: Database): Promise<string[]> {
  const text = `
    select c.relname as name, c.relrowsecurity as secured, count(p.oid) as policies,
      min(p.polname) filter (where p.polpermissive and (
        p.polcmd <> 'a' and coalesce(pg_get_expr(p.polqual, c.oid), '') not like '%app.agency%'
        or coalesce(pg_get_expr(p.polwithcheck, c.oid), 'app.agency') not like '%app.agency%'
        or p.polcmd = 'a' and p.polwithcheck is null
      )) as open
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'agency_id' and not a.attisdropped
    left join pg_policy p on p.polrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname <> 'agency'
    group by c.oid order by c.relname`;
  const { rows } = await run<TableRow>(db, { name: 'self_test_policies', text }, []);
  return rows.flatMap(({ name, secured, policies, open }) => {
    if (!secured) return [`table ${name} has row-level security disabled`];
    if (policies === 0) return [`table ${name} has no policy`];
    return open === null ? [] : [`policy ${open} of table ${name} does not ask for the agency`];
  });
}

async function probeAgencies(trx: Knex.Transaction, { table, prepare, insert }: Probe): Promise<string[]> {
  const [mine, other] = agencies;
  const count = async (): Promise<number> => {
    const text = `select count(*) as rows from ${table} where agency_id = any($1)`;
    const { rows } = await run<{ rows: number }>(trx, { name: 'self_test_count', text }, [agencies]);
    return rows[0]?.rows ?? -1;
  };
  for (const agency of agencies) {
    await become(trx, agency);
    await run(trx, { name: 'self_test_prepare', text: prepare }, [agency]);
  }
  await become(trx, mine);
  await run(trx, { name: 'self_test_insert', text: insert }, [mine]);
  const findings: string[] = [];
  if ((await count()) !== 1) findings.push(`an agency does not see its own row of ${table}`);
  await become(trx, other);
  if ((await count()) !== 0) findings.push(`a row of ${table} is visible to another agency`);
  if (!(await isRefused(trx, insert, mine))) findings.push(`an agency can write rows of ${table} for another one`);
  await become(trx, '');
  if ((await count()) !== 0) findings.push(`a row of ${table} is visible without an agency`);
  return findings;
}

async function become(trx: Knex.Transaction, agency: string): Promise<void> {
  await run(trx, { name: 'self_test_become', text: `select set_config('app.agency', $1, true)` }, [agency]);
}

/** 42501 is what a policy answers; another agency's row would be a duplicate, but the policy is asked before the key. */
async function isRefused(trx: Knex.Transaction, insert: string, agency: string): Promise<boolean> {
  await runScript(trx, 'savepoint foreign_row');
  try {
    await run(trx, { name: 'self_test_insert', text: insert }, [agency]);
    return false;
  } catch (error) {
    if (sqlState(error) === '42501') return true;
    if (sqlState(error) === '23505') return false;
    throw error;
  } finally {
    await runScript(trx, 'rollback to savepoint foreign_row');
  }
}
