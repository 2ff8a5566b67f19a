/** What tests need beside Node, and this machine does not have. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { find } from '../chromium.mjs';

interface Needs {
  readonly programs: readonly string[];
}

/**
 * What is missing for network namespaces, for the title of tests that are skipped; empty where they can run. Where a skipped test
 * would go unseen, nothing counts as missing, so that the tests fail.
 */
export const lacking = (...needs: readonly Needs[]): string[] => [
  ...lackingPrograms(...needs),
  ...(process.env.CI || process.getuid?.() === 0 ? [] : ['root']),
];

/** The same for tests that any user may run. */
export function lackingPrograms(...needs: readonly Needs[]): string[] {
  if (process.env.CI) return [];
  const programs = new Set(needs.flatMap((each) => each.programs));
  return [...programs].filter((program) => !(isAbsolute(program) ? existsSync(program) : find([program])));
}

/** A part of a title: "needs nft, root"; empty where nothing is missing. */
export const needsWords = (missing: readonly string[]): string => (missing.length === 0 ? '' : ` (needs ${missing.join(', ')})`);
