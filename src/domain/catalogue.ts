import { decisionKinds, type Act, type DecisionKind, type Draft } from './draft.ts';
import type { Instant } from './json.ts';

/** What can happen to a case outside its draft and makes its decision a weighty one. */
export type Circumstance = 'hearing' | 'complex';

/** One line of an agency's catalogue of reviews 法制审核目录清单 (L3). What an entry leaves out fits everything. */
export interface CatalogueEntry {
  readonly id: string;
  readonly act: Act;
  readonly kind?: DecisionKind;
  /** Key of the procedure that the case runs by: `penalty-summary`. */
  readonly procedure?: string;
  /** In fen. */
  readonly minAmountFen?: number;
  readonly trigger?: string;
  /** 0: no review; 2: the upper body reviews too (L10). */
  readonly levels: 0 | 1 | 2;
  readonly basis: string;
}
export interface Catalogue {
  readonly version: number;
  readonly entries: readonly CatalogueEntry[];
}

/** Of an agency that has published none: everything is reviewed. */
export const noCatalogue: Catalogue = { version: 0, entries: [] };

/** What a catalogue is asked with. */
export interface CatalogueFacts {
  readonly act: Act;
  readonly kind: DecisionKind;
  readonly procedure: string;
  readonly amountFen: number | null;
  readonly triggers: readonly string[];
  readonly circumstances: readonly Circumstance[];
}
export interface CatalogueAnswer {
  readonly outcome: 'required' | 'notRequired';
  readonly levels: 0 | 1 | 2;
  /** Ids of the entries that fit; `law` where the law itself asks for the review. */
  readonly entries: readonly string[];
  readonly version: number;
}

/** A catalogue's answer about one draft, with the facts it used; it holds for exactly that draft. */
export interface ScopeAnswer extends CatalogueAnswer {
  readonly id: string;
  readonly draftVersion: number;
  readonly draftDigest: string;
  readonly facts: CatalogueFacts;
  readonly at: Instant;
  readonly voided: boolean;
}

/**
 * Whether the draft has to be reviewed, and at how many levels (L3, L10): the highest level of all entries that fit.
 * What no entry fits is reviewed at one level: silence of the catalogue frees nothing.
 */
export function askCatalogue(catalogue: Catalogue, facts: CatalogueFacts): CatalogueAnswer {
  const fitting = catalogue.entries.filter((entry) => fits(entry, facts));
  const byLaw = levelsByLaw(facts);
  const byCatalogue = fitting.map(({ levels }) => levels);
  const levels = byCatalogue.length === 0 ? 1 : highest([...byCatalogue, byLaw]);
  return {
    outcome: levels === 0 ? 'notRequired' : 'required',
    levels,
    entries: [...fitting.map(({ id }) => id), ...(byLaw > 0 ? ['law'] : [])],
    version: catalogue.version,
  };
}

/**
 * The least level by law, whatever a catalogue says: a hearing was held, the case is complex, or major public interest
 * is touched (Penalty Law Art. 58, 国办发〔2018〕118号; L3).
 */
export function levelsByLaw({ triggers, circumstances }: CatalogueFacts): 0 | 1 {
  return [...triggers, ...circumstances].some((weight) => weighty.has(weight)) ? 1 : 0;
}
const weighty: ReadonlySet<string> = new Set(['hearing', 'complex', 'publicInterest']);

/** What the catalogue has to know of the case besides the draft. */
export type CaseFacts = Pick<CatalogueFacts, 'act' | 'procedure' | 'circumstances'>;

/** Asks the catalogue about a draft; the answer that is kept, with the facts it used. */
export function answerScope(
  scope: { readonly id: string; readonly at: Instant },
  draft: Draft,
  catalogue: Catalogue,
  { act, procedure, circumstances }: CaseFacts,
): ScopeAnswer {
  const { version, digest, kind, amountFen, triggers } = draft;
  const facts = { act, kind, procedure, amountFen, triggers, circumstances };
  return {
    ...askCatalogue(catalogue, facts),
    ...scope,
    draftVersion: version,
    draftDigest: digest,
    facts,
    voided: false,
  };
}

/**
 * Why a catalogue cannot be published, one line a fault. A trigger or a large amount can only ask for a review, never
 * excuse from it: whoever writes the draft names them.
 */
export function faultsOfCatalogue({ version, entries }: Catalogue): string[] {
  const faults = Number.isSafeInteger(version) && version > 0 ? [] : ['the version has to be 1 or more'];
  const seen = new Set<string>();
  for (const { id, act, kind, minAmountFen, trigger, levels, basis } of entries) {
    const kinds: readonly DecisionKind[] = decisionKinds[act];
    if (seen.has(id)) faults.push(`${id}: stands twice`);
    seen.add(id);
    if (kind !== undefined && !kinds.includes(kind)) faults.push(`${id}: ${kind} is no decision of a ${act}`);
    if (minAmountFen !== undefined && !(Number.isSafeInteger(minAmountFen) && minAmountFen >= 0))
      faults.push(`${id}: minAmountFen has to be whole fen`);
    if (levels === 0 && (trigger !== undefined || minAmountFen !== undefined))
      faults.push(`${id}: a trigger or an amount cannot excuse from review`);
    if (basis.trim() === '') faults.push(`${id}: names no basis`);
  }
  return faults;
}

function fits(entry: CatalogueEntry, facts: CatalogueFacts): boolean {
  const { act, kind, procedure, minAmountFen, trigger } = entry;
  return (
    act === facts.act &&
    (kind === undefined || kind === facts.kind) &&
    (procedure === undefined || procedure === facts.procedure) &&
    (minAmountFen === undefined || reaches(facts, minAmountFen)) &&
    (trigger === undefined || [...facts.triggers, ...facts.circumstances].includes(trigger))
  );
}

/** A penalty of an amount that nobody named counts as a large one. */
function reaches({ kind, amountFen }: CatalogueFacts, minAmountFen: number): boolean {
  return amountFen === null ? kind === 'penalize' : amountFen >= minAmountFen;
}

function highest(levels: readonly (0 | 1 | 2)[]): 0 | 1 | 2 {
  return levels.reduce((high, level) => (level > high ? level : high), 0);
}
