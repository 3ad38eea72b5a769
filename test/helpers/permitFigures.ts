import { asAgency } from '../../src/store/asAgency.ts';
import { foodBusinessPermit } from '../../src/cli/demo/permit.ts';
import { openDesk, type Desk } from '../../src/cli/demo/desk.ts';
import { weighCase, type ColumnWeight } from './caseWeight.ts';
import type { CaseAnswer } from '../../src/cli/demo/client.ts';
import type { Stage } from '../../src/cli/demo/stage.ts';

/** What one permit case takes, from its submission to its archive. */
export interface PermitFigures {
  readonly desk: Desk;
  readonly lines: readonly string[];
  /** Committed commands: each is a record and a revision. */
  readonly commands: number;
  /** The largest that the kernel's state was after any command, in bytes of its text. */
  readonly largestState: number;
  readonly weights: readonly ColumnWeight[];
}

/** Runs the permit of the Qilin bureau on a stage, and measures it. */
export async function permitFigures(stage: Stage): Promise<PermitFigures> {
  const lines: string[] = [];
  let largestState = 0;
  const desk = openDesk(stage, {
    say: (line) => lines.push(line),
    changed: async (caseId) => {
      const bytes = await asAgency(stage.db, stage.agencyId, (trx) =>
        trx.raw<{ rows: { bytes: number }[] }>('select octet_length(state) as bytes from instance where case_id = ?', [
          caseId,
        ]),
      );
      largestState = Math.max(largestState, bytes.rows[0]?.bytes ?? 0);
    },
  });
  await foodBusinessPermit(desk);
  const { id, revision } = await desk.get<CaseAnswer>('monitor', desk.path());
  const weights = await weighCase(stage.db, stage.agencyId, id);
  return { desk, lines, commands: revision, largestState, weights };
}
