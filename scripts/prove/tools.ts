/** The programs that a proof runs: found, installed where that is allowed, or missed aloud. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { find } from '../chromium.mjs';

/** What needs programs, and the Debian packages that bring them. */
interface Needs {
  readonly packages: readonly string[];
  readonly programs: readonly string[];
}

/**
 * The programs that are still missing after Debian's packages were installed for them, which happens as root on Debian and its kin
 * only. The programs of packages lie in folders that a person's PATH may not have, so those are added to it.
 */
export function missingPrograms(needs: readonly Needs[]): Set<string> {
  process.env.PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
  const lacking = needs.filter(({ programs }) => !programs.every(isThere));
  const packages = [...new Set(lacking.flatMap((need) => need.packages))];
  if (packages.length > 0 && process.getuid?.() === 0 && isThere('apt-get')) {
    console.log(`Installing ${packages.join(' ')}: about a minute.`);
    apt('update', '--quiet=2');
    apt('install', '--quiet=2', '--yes', '--no-install-recommends', ...packages);
  }
  return new Set(lacking.flatMap(({ programs }) => programs).filter((program) => !isThere(program)));
}

/** How to get the packages, for a person. */
export const installWords = (needs: readonly Needs[]): string =>
  `On Debian:  sudo apt-get install --no-install-recommends ${[...new Set(needs.flatMap(({ packages }) => packages))].join(' ')}`;

const isThere = (program: string): boolean => (isAbsolute(program) ? existsSync(program) : find([program]) !== undefined);

function apt(...words: readonly string[]) {
  // Another run of apt may hold the lock, and no package may ask a question.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], { stdio: ['ignore', 'ignore', 'inherit'], env });
}
