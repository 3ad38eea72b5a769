import { beijing } from './timeline.ts';
import { constructionWaste, penaltyBegins, penaltyEnding } from './penalty.ts';
import { foodBusinessPermit, permitBegins, permitEnding } from './permit.ts';
import { judge, readEnding, type DecidedEnding } from './ending.ts';
import { openDesk, type Desk } from './desk.ts';
import { openStage } from './stage.ts';
import { verifyDatabase } from '../verify.ts';
import type { LegalDate } from '../../domain/json.ts';

/** A case of an agency that ships, from its opening to its archive, and how it has to end. */
interface Script {
  readonly begins: readonly [LegalDate, string];
  readonly run: (desk: Desk) => Promise<void>;
  readonly ending: DecidedEnding;
}
const scripts: Readonly<Record<string, Script>> = {
  qilin: { begins: permitBegins, run: foodBusinessPermit, ending: permitEnding },
  rugao: { begins: penaltyBegins, run: constructionWaste, ending: penaltyEnding },
};

/**
 * Drives one case of an agency over HTTP from its opening to its archive, on a clock moved by hand, and prints who did
 * what. 0 when it ended as the law says and every chain is intact, else 1. Rejects with an Error for another agency.
 */
export async function oneCase(agency: string): Promise<0 | 1> {
  const script = Object.hasOwn(scripts, agency) ? scripts[agency] : undefined;
  if (script === undefined) {
    throw new Error(`The demo has no case of ${agency}; name one of ${Object.keys(scripts).join(', ')} with --agency.`);
  }
  const stage = await openStage(agency, beijing(...script.begins));
  try {
    const desk = openDesk(stage, { say: (line) => console.log(line) });
    await script.run(desk);
    desk.title('How it ended');
    const { lines, code } = judge(await readEnding(desk), script.ending, await verifyDatabase(stage.db));
    for (const line of lines) console.log(line);
    return code;
  } finally {
    await stage.close();
  }
}
