import { completeTask } from '../../src/commands/completeTask.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { newIdentity } from '../../src/service/identity.ts';
import type { CaseSnapshot } from '../../src/domain/snapshot.ts';
import type { CaseStatus } from '../../src/domain/case.ts';
import type { Instant } from '../../src/domain/json.ts';
import type { Knex } from 'knex';
import type { Office, RoundCase } from './office.ts';
import type { OpenState, OpenWait, WaitKind } from '../../src/domain/wait.ts';

interface CaseRow {
  readonly number: string;
  readonly definition_id: string;
  readonly key: string;
  readonly version: number;
  readonly sha256: string;
  readonly process_id: string;
  readonly status: CaseStatus;
  readonly revision: number;
  readonly head_hash: Buffer;
  readonly state: string;
  readonly started_at: Instant;
}
interface WaitRow {
  readonly no: number;
  readonly kind: WaitKind;
  readonly element_id: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly since: Instant;
  readonly due_at: Instant | null;
  readonly provisional: boolean;
  readonly state: OpenState;
  readonly assignee: string | null;
}

/**
 * The same completion as most services would write it: a transaction of knex's query builder, one call a step. The
 * decision, the rows and row-level security are ours; only the way to the database differs.
 */
export async function completeInTransaction(office: Office, knex: Knex, one: RoundCase): Promise<void> {
  const { house, clerk } = office;
  const { agencyId, actor } = clerk;
  const caseKey = { agency_id: agencyId, case_id: one.id };
  one.task = await knex.transaction(async (trx) => {
    await trx.raw(`select set_config('app.agency', ?, true)`, [agencyId]);
    const row = await trx('instance')
      .join('definition', (on) =>
        on.on('definition.agency_id', 'instance.agency_id').andOn('definition.definition_id', 'instance.definition_id'),
      )
      .where({ 'instance.agency_id': agencyId, case_id: one.id })
      .first<CaseRow>('instance.*', 'definition.key', 'definition.version', 'definition.sha256');
    const waits = await trx('wait').where(caseKey).whereNull('closed_at').orderBy('no').select<WaitRow[]>('*');
    const snapshot = snapshotOf(agencyId, one.id, row, waits);
    const model = await house.models.get(agencyId, snapshot.definition);
    const changeset = completeTask(
      snapshot,
      { no: one.task, variables: { checked: one.task }, revision: null },
      {
        ...newIdentity(),
        now: house.now(),
        calendar: house.calendar,
        process: model.processes[row.process_id]!,
        privacy: { kind: 'generic' },
        maxSteps: 2000,
        actor,
      },
    );
    if (isRefusal(changeset)) throw new Error(changeset.detail);

    const { at, record } = changeset;
    const same = await trx('person')
      .where({ agency_id: agencyId, person_id: actor.personId, revision: actor.revision })
      .first<{ person_id: string } | undefined>('person_id');
    if (same === undefined) throw new Error('The person has changed.');
    const hash = Buffer.from(record.hash, 'hex');
    const updated = await trx('instance')
      .where({ ...caseKey, revision: changeset.expected })
      .update({
        revision: record.seq,
        head_hash: hash,
        state: changeset.state,
        status: changeset.status,
        ended_at: null,
      });
    if (updated !== 1) throw new Error('The case has changed.');
    for (const { no, as } of changeset.close) {
      const closed = await trx('wait')
        .where({ ...caseKey, no })
        .whereNull('closed_at')
        .update({ state: as, closed_at: at, closed_by: actor.personId });
      if (closed !== 1) throw new Error('The task is closed.');
    }
    await trx('wait').insert(
      changeset.open.map((wait) => ({
        ...caseKey,
        no: wait.no,
        kind: wait.kind,
        element_id: wait.elementId,
        called_process: wait.calledProcess,
        name: wait.name,
        definition_id: row.definition_id,
        state: 'open',
        role: wait.role,
        topic: wait.topic,
        since: wait.since,
        due_at: wait.dueAt,
        provisional: wait.provisional,
        detail: wait.incident && JSON.stringify(wait.incident),
      })),
    );
    await trx('record').insert({
      agency_id: agencyId,
      stream_id: record.streamId,
      seq: record.seq,
      hash,
      body: record.body,
      at,
    });
    return changeset.open.find(({ kind }) => kind === 'task')!.no;
  });
}

function snapshotOf(agencyId: string, caseId: string, row: CaseRow, waits: readonly WaitRow[]): CaseSnapshot {
  return {
    agencyId,
    caseId,
    number: row.number,
    definition: { id: row.definition_id, key: row.key, version: row.version, sha256: row.sha256 },
    processId: row.process_id,
    matter: null,
    externalRef: null,
    status: row.status,
    revision: row.revision,
    head: row.head_hash.toString('hex'),
    state: row.state,
    startedAt: row.started_at,
    endedAt: null,
    law: null,
    bindings: null,
    waits: waits.map((wait): OpenWait => ({
      no: wait.no,
      kind: wait.kind,
      elementId: wait.element_id,
      calledProcess: null,
      name: wait.name,
      role: wait.role,
      form: null,
      topic: null,
      since: wait.since,
      dueAt: wait.due_at,
      provisional: wait.provisional,
      incident: null,
      state: wait.state,
      assignee: wait.assignee,
      lease: null,
      attempts: 0,
    })),
  };
}
