/** The script itself, run on both back ends in a network namespace of its own, which has neither interfaces nor rules. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type BackEnd, backEnds, linkPrograms, programsOf, versionOf } from '../back-ends.ts';
import type { Checker, Text } from '../checker.ts';
import { shellCheck } from '../shell-check.ts';

const runs: readonly Checker[] = backEnds.map((backEnd) => ({
  platform: 'iptables',
  tool: `iptables-${backEnd}`,
  kind: 'parser',
  packages: ['iptables', 'ipset'],
  programs: [...programsOf(backEnd), 'ipset', 'unshare'],
  misses: 'It loads the rules into a kernel and sends no packet through them.',
  version: () => versionOf(backEnd),
  async check(texts) {
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-iptables-'));
    try {
      return await problemsOf(texts, backEnd, folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
}));

export const checkers: readonly Checker[] = [...runs, shellCheck('iptables')];

/** As many at once as there are processors, each in a namespace in which it runs its share, since a text empties its chains before it fills them. */
async function problemsOf(texts: readonly Text[], backEnd: BackEnd, folder: string): Promise<string[][]> {
  const programs = join(folder, 'bin');
  await linkPrograms(programs, backEnd);
  const files = texts.map((_, at) => join(folder, `${at}.sh`));
  for (const [at, file] of files.entries()) await writeFile(file, texts[at]?.text ?? '');
  const env = { ...process.env, PATH: `${programs}:${process.env.PATH}`, XTABLES_LOCKFILE: join(folder, 'lock') };
  const atOnce = availableParallelism();
  await Promise.all(
    Array.from({ length: atOnce }, (_, share) =>
      runAll(
        files.filter((__, at) => at % atOnce === share),
        env,
      ),
    ),
  );
  return Promise.all(files.map(said));
}

const steps = 'for script; do sh "$script" > "$script.said" 2>&1; echo $? > "$script.status"; done';

async function runAll(files: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('unshare', ['--net', '--map-root-user', 'sh', '-c', steps, 'sh', ...files], { env });
  const [errors, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  if (status !== 0) throw new Error(`unshare ended with ${status}: ${errors}`);
}

/** What a script said: one that is taken says nothing, so a warning is a problem too. */
async function said(file: string): Promise<string[]> {
  const lines = (await readFile(`${file}.said`, 'utf8')).split('\n').filter((line) => line !== '');
  const status = (await readFile(`${file}.status`, 'utf8')).trim();
  return status === '0' || lines.length > 0 ? lines : [`ended with ${status}`];
}
