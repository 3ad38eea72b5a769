import { oneCase } from './demo/oneCase.ts';
import { twoApplications } from './demo/twoApplications.ts';

/**
 * Without an agency two applications as far as their acceptance; with one a case of that agency, from its opening to
 * its archive. Prints the timeline; 0 when everything ended as the law says and every chain is intact, else 1.
 */
export function demo(agency: string | null): Promise<0 | 1> {
  return agency === null ? twoApplications() : oneCase(agency);
}
