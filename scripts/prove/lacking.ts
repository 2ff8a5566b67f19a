/** What tests with network namespaces need, and this machine does not have. */
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { find } from '../chromium.mjs';

/**
 * What is missing, for the title of tests that are skipped; empty where they can run. Where a skipped test would go unseen, nothing
 * counts as missing, so that the tests fail.
 */
export function lacking(...needs: readonly { readonly programs: readonly string[] }[]): string[] {
  if (process.env.CI) return [];
  const programs = new Set(needs.flatMap((each) => each.programs));
  return [
    ...[...programs].filter((program) => !(isAbsolute(program) ? existsSync(program) : find([program]))),
    ...(process.getuid?.() === 0 ? [] : ['root']),
  ];
}

/** A part of a title: "needs nft, root"; empty where nothing is missing. */
export const needsWords = (missing: readonly string[]): string => (missing.length === 0 ? '' : ` (needs ${missing.join(', ')})`);
