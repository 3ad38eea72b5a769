import { approvePublication as approving } from '../commands/approvePublication.ts';
import { byPersonOnCase, enforcementPrivacy, onCase } from './cases.ts';
import { correctPublication as correcting } from '../commands/correctPublication.ts';
import {
  expirePublicationInStream,
  expirePublicationOfCase,
  type ExpirePublication,
} from '../commands/expirePublication.ts';
import { findPublication } from '../store/publications.ts';
import { isOver } from '../domain/publicationStream.ts';
import { isRefusal, refuse, type Refusal } from '../domain/refusal.ts';
import { loadPublicationSnapshot } from '../store/publicationCommit.ts';
import {
  movePublicationInStream,
  movePublicationOfCase,
  type OnPublication,
  type PublicationMove,
} from '../commands/publicationStep.ts';
import { redactPublication as redacting } from '../commands/redactPublication.ts';
import { returnPublication as returning } from '../commands/returnPublication.ts';
import { run, type Ask, type Done } from './run.ts';
import { withdrawPublication as withdrawing } from '../commands/withdrawPublication.ts';
import { withholdPublication as withholding } from '../commands/withholdPublication.ts';
import type { ByPerson } from '../commands/context.ts';
import type { House } from './house.ts';

type Result = Promise<Done | Refusal>;

export const redactPublication = onPublication(redacting);
export const approvePublication = onPublication(approving);
export const returnPublication = onPublication(returning);
export const withholdPublication = onPublication(withholding);
export const correctPublication = onPublication(correcting);
export const withdrawPublication = onPublication(withdrawing);

const expireInCase = onCase<ExpirePublication>('expirePublication', expirePublicationOfCase);

/** The service itself ends a display that is over; nothing happens to one that was settled meanwhile. */
export async function expirePublication(house: House, ask: Ask, id: string): Result {
  const found = await findPublication(house.db, ask.agencyId, id);
  if (found === null) return missing(id);
  if (!isOver(found.caseStatus)) return expireInCase(house, ask, found.caseId, { id });
  return run(house, ask, {
    command: 'expirePublication',
    stream: `publication:${id}`,
    missing: missing(id),
    load: (asker) => loadPublicationSnapshot(house.db, asker, id),
    decide: (snapshot, context) => Promise.resolve(expirePublicationInStream(snapshot, context)),
  });
}

/** Runs a command on a publication: as a command of its case while that runs, in the publication's own stream after it. */
function onPublication<C extends OnPublication>(
  move: PublicationMove<C>,
): (house: House, ask: Ask & ByPerson, asked: C) => Result {
  const inCase = byPersonOnCase<C>(move.command, (snapshot, asked, context) =>
    movePublicationOfCase(snapshot, asked, context, move),
  );
  return async (house, ask, asked) => {
    const found = await findPublication(house.db, ask.agencyId, asked.id);
    if (found === null) return missing(asked.id);
    if (isOver(found.caseStatus)) return inStream(house, ask, asked, move);
    const done = await inCase(house, ask, found.caseId, asked);
    if (!isRefusal(done) || done.code !== 'case-closed') return done;
    const again = await findPublication(house.db, ask.agencyId, asked.id);
    return again !== null && isOver(again.caseStatus) ? inStream(house, ask, asked, move) : done;
  };
}

function inStream<C extends OnPublication>(
  house: House,
  ask: Ask & ByPerson,
  asked: C,
  move: PublicationMove<C>,
): Result {
  return run(house, ask, {
    command: move.command,
    stream: `publication:${asked.id}`,
    missing: missing(asked.id),
    load: (asker) => loadPublicationSnapshot(house.db, asker, asked.id),
    decide: async (snapshot, context, actor) =>
      actor === null
        ? refuse('unauthorized', 'This command needs a person.')
        : movePublicationInStream(
            snapshot,
            asked,
            { ...context, actor, privacy: await enforcementPrivacy(house, ask.agencyId, snapshot.matter) },
            move,
          ),
  });
}

function missing(id: string): Refusal {
  return refuse('not-found', `There is no publication ${id}.`);
}
