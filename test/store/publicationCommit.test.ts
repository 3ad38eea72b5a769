import t from 'tap';
import { commitChangeset } from '../../src/store/commit.ts';
import { eachDatabase } from '../helpers/databases.ts';
import { everything } from '../helpers/office.ts';
import { findKey } from '../../src/store/people.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { loadPublicationSnapshot } from '../../src/store/publicationCommit.ts';
import { movePublicationInStream } from '../../src/commands/publicationStep.ts';
import { newIdentity } from '../../src/service/identity.ts';
import { officeOf, published } from '../http/publicationCast.ts';
import { serve } from '../http/served.ts';
import { withdrawPublication } from '../../src/commands/withdrawPublication.ts';
import type { PublicationChangeset } from '../../src/domain/publicationStream.ts';

eachDatabase(t, 'the commit of a publication after its case', async (t, db) => {
  const service = await serve(t, db);
  const { clock, house } = service;
  clock.now = '2026-03-02T02:00:00.000Z';
  const agencyId = `stream-${db.kind}`;
  const { ask, decide } = await officeOf(service, agencyId);
  const asker = { agencyId, personId: null, repeatable: null };
  const [, keyId = ''] = /_([0-9a-f]{16})_/.exec(ask.keys.leader) ?? [];
  const { actor } = (await findKey(db, agencyId, keyId, clock.now))!;
  const withdrawal = async (id: string): Promise<PublicationChangeset> => {
    const { snapshot } = await loadPublicationSnapshot(db, asker, id);
    const privacy = { kind: 'enforcement', properties: {} } as const;
    const context = { ...newIdentity(), now: clock.now, calendar: house.calendar, privacy, actor };
    const asked = { id, seen: null, reason: '被撤销', basis: '令' };
    const decided = movePublicationInStream(snapshot!, asked, context, withdrawPublication);
    if (isRefusal(decided) || decided.kind === 'unchanged') throw new Error(JSON.stringify(decided));
    return decided;
  };
  const archived = async (number: string) => {
    const { id, caseId } = await decide(number, clock.now);
    await published(ask, id);
    await ask('leader', `POST /v1/cases/${caseId}/cancel`, { reason: 'over' });
    return id;
  };

  await t.test('loses whatever it relied on, and then writes nothing', async (t) => {
    const changeset = await withdrawal(await archived('许〔2026〕1号'));
    const before = await everything(db);
    const lost: [string, PublicationChangeset][] = [
      ['publication', { ...changeset, replaces: 1 }],
      ['stream', { ...changeset, expected: 1 }],
      ['actor', { ...changeset, actor: { ...actor, revision: 99 } }],
    ];
    for (const [guard, each] of lost) {
      await t.rejects(commitChangeset(db, each, null), { code: '40001', message: `lost guard: ${guard}` });
    }
    t.equal(await everything(db), before);
    await commitChangeset(db, changeset, null);
    await t.rejects(commitChangeset(db, changeset, null), { code: '40001', message: 'lost guard: publication' });
    t.match((await loadPublicationSnapshot(db, asker, changeset.row.id)).snapshot, {
      publication: { state: 'withdrawn' },
      stream: { seq: 1, head: changeset.record.hash },
    });
  });

  await t.test('loses beside a case that still runs', async (t) => {
    const changeset = await withdrawal(await archived('许〔2026〕2号'));
    const running = await decide('许〔2026〕3号', clock.now);
    const { snapshot } = await loadPublicationSnapshot(db, asker, running.id);
    t.match(snapshot, { caseStatus: 'running', stream: { seq: 0 } });
    const row = { ...changeset.row, id: running.id };
    await t.rejects(commitChangeset(db, { ...changeset, row, replaces: 1 }, null), {
      message: 'lost guard: publication',
    });
  });

  await t.test('another agency neither reads nor writes it', async (t) => {
    const changeset = await withdrawal(await archived('许〔2026〕4号'));
    const other = `other-${db.kind}`;
    await service.open(other);
    t.equal((await loadPublicationSnapshot(db, { ...asker, agencyId: other }, changeset.row.id)).snapshot, null);
    await t.rejects(
      commitChangeset(db, { ...changeset, agencyId: other, actor: { ...actor, agencyId: other } }, null),
      {
        message: 'lost guard: publication',
      },
    );
  });
});
