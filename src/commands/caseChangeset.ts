import { commit } from '../ledger/commitment.ts';
import { messageWrites, type MessageCause } from './messageWrites.ts';
import { bothWrites, noWrites, recordedLaw } from './lawWrites.ts';
import { dueByClocks } from './clockWaits.ts';
import { seal } from '../ledger/chain.ts';
import { taskView } from '../domain/task.ts';
import type { CaseChangeset, NewCase, PersonalValue } from '../domain/changeset.ts';
import type { CaseContext } from './context.ts';
import type { LawWrites } from '../domain/law.ts';
import type { CaseSnapshot } from '../domain/snapshot.ts';
import type { Json, Variables } from '../domain/json.ts';
import type { Progress } from './caseStep.ts';
import type { RecordBody, RecordedActor } from '../domain/record.ts';

/** What a command adds to the kernel's progress: who, which command, personal values, further events and facts. */
export interface CaseAct {
  readonly command: string;
  readonly actor: CaseChangeset['actor'];
  readonly recordedActor: RecordedActor;
  readonly personal?: Variables;
  readonly assign?: CaseChangeset['assign'];
  readonly facts?: Readonly<Record<string, Json>>;
  /** Rows of law that the command writes. */
  readonly law?: LawWrites;
  /** What it is the effect of. */
  readonly cause?: MessageCause;
}

/** Where the changeset goes: the loaded case, or a new one. */
export type Target = Pick<CaseSnapshot, 'agencyId' | 'caseId' | 'revision' | 'head'> &
  Partial<Pick<CaseSnapshot, 'waits'>> & { readonly start?: NewCase };

/** The Changeset of a case command: rows, and the record that stands for them. */
export function caseChangeset(target: Target, progress: Progress, act: CaseAct, context: CaseContext): CaseChangeset {
  const { values, commitments } = commitPersonal(act.personal ?? {}, context);
  const seq = target.revision + 1;
  const { opened, clocks } = dueByClocks(progress, target.waits ?? [], context);
  const law = bothWrites({ ...(progress.law?.writes ?? noWrites), clocks }, act.law ?? noWrites);
  const facts = { ...recordedLaw(law), ...act.facts };
  const body: RecordBody = {
    v: 1,
    agency: target.agencyId,
    stream: `case:${target.caseId}`,
    seq,
    prev: target.head,
    at: context.now,
    command: act.command,
    actor: act.recordedActor,
    ...(progress.events.length > 0 && {
      firstEvent: progress.state.events - progress.events.length + 1,
      events: progress.events,
    }),
    ...(Object.keys(progress.changed).length > 0 && { variables: progress.changed }),
    ...(values.length > 0 && { commitments }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
  return {
    kind: 'case',
    agencyId: target.agencyId,
    caseId: target.caseId,
    at: context.now,
    actor: act.actor,
    expected: target.revision,
    status: progress.status,
    state: JSON.stringify(progress.state),
    start: target.start ?? null,
    close: progress.closed,
    open: opened,
    assign: act.assign ?? [],
    personal: values,
    law: isNothing(law) ? null : law,
    ...messageWrites(progress, act.cause, context),
    record: seal(body),
    answer: {
      case: { id: target.caseId, revision: seq, state: progress.status },
      tasks: opened.filter((wait) => wait.kind === 'task').map((wait) => taskView(target.caseId, wait, null)),
    },
  };
}

function isNothing(law: LawWrites): boolean {
  return Object.values(law).every((rows: unknown) => rows === null || (Array.isArray(rows) && rows.length === 0));
}

/** The personal values of a command made ready for the side table, with their commitments by name. */
function commitPersonal(
  personal: Variables,
  context: CaseContext,
): { values: PersonalValue[]; commitments: Record<string, string> } {
  const committed = Object.entries(personal).map(([name, value]) => commit(name, value, context.newSalt()));
  return {
    values: committed.map((each) => each.personal),
    commitments: Object.fromEntries(committed.map((each) => [each.personal.name, each.commitment])),
  };
}
