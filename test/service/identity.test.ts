import t from 'tap';
import { newIdentity } from '../../src/service/identity.ts';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

t.test('ids are UUIDs of version 7, of which no two are alike', async (t) => {
  const ids = Array.from({ length: 50 }, () => newIdentity()).flatMap((identity) =>
    Array.from({ length: 20 }, () => identity.newId()),
  );
  for (const id of ids) if (!uuidV7.test(id)) t.fail(`${id} is no UUID of version 7`);
  t.equal(new Set(ids).size, 1_000);
});

t.test('ids sort by the time of their command', async (t) => {
  const earlier = newIdentity();
  const first = [earlier.newId(), earlier.newId()];
  await new Promise((resolve) => setTimeout(resolve, 5));
  const later = newIdentity();
  const second = [later.newId(), later.newId()];
  for (const before of first) for (const after of second) t.ok(before < after);
});

t.test('salts are 16 bytes that no two commands and no two values share', async (t) => {
  const salts = Array.from({ length: 50 }, () => newIdentity()).flatMap((identity) =>
    Array.from({ length: 20 }, () => identity.newSalt()),
  );
  for (const salt of salts) if (!/^[0-9a-f]{32}$/.test(salt)) t.fail(`${salt} is no salt`);
  t.equal(new Set(salts).size, 1_000);
});

t.test('a repeated try gets the same ids and salts, in whichever order it asks for them', async (t) => {
  const identity = newIdentity();
  const first = [identity.newId(), identity.newId(), identity.newSalt(), identity.newSalt()];
  identity.restart();
  const salts = [identity.newSalt(), identity.newSalt()];
  const ids = [identity.newId(), identity.newId()];
  t.strictSame([...ids, ...salts], first);
  t.notOk(first.includes(identity.newId()));
});

t.test('salts do not follow from ids', async (t) => {
  const identity = newIdentity();
  const id = identity.newId().replaceAll('-', '');
  t.notOk(id.includes(identity.newSalt().slice(0, 8)));
});
