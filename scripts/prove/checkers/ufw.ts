/** ufw's dry run of every command, after a shell has read the script, and ShellCheck. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checker, Text } from '../checker.ts';
import { shellCheck } from '../shell-check.ts';
import { type Command, commandsOf, printed, runner, type UfwAnswer, ufwVersion } from '../ufw.ts';

export const checkers: readonly Checker[] = [
  {
    platform: 'ufw',
    tool: 'ufw',
    kind: 'parser',
    packages: ['ufw', 'iptables'],
    programs: ['ufw', 'iptables', 'unshare', runner.program],
    misses: 'It is a dry run: it reads each rule and says it back, and loads none.',
    version: ufwVersion,
    async check(texts) {
      const folder = await mkdtemp(join(tmpdir(), 'portcullis-ufw-'));
      try {
        return await problemsOf(texts, folder);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
  shellCheck('ufw'),
];

async function problemsOf(texts: readonly Text[], folder: string): Promise<string[][]> {
  const scripts: { commands: Command[]; problems: string[] }[] = [];
  for (const [at, each] of texts.entries()) {
    const file = join(folder, `${at}.sh`);
    await writeFile(file, each.text);
    scripts.push(
      await commandsOf(file).then(
        (commands) => ({ commands, problems: [] }),
        (error: Error) => ({ commands: [], problems: [error.message] }),
      ),
    );
  }
  const answers = await dryRun(scripts.flatMap(({ commands }) => commands));
  return scripts.map(({ commands, problems }) => {
    const its = answers.splice(0, commands.length);
    return [...problems, ...commands.flatMap((command, at) => commandProblems(command, its[at] as UfwAnswer))];
  });
}

/** A namespace of its own, since ufw asks the kernel what it can do, and root in it, without which it does nothing. */
async function dryRun(commands: readonly Command[]): Promise<UfwAnswer[]> {
  const { status, output, errors } = await printed(
    'unshare',
    ['--net', '--map-root-user', runner.program, ...runner.args],
    runner.input(commands, true),
  );
  if (status !== 0) throw new Error(`ufw-commands.py ended with ${status}\n${errors}`);
  return runner.read(output);
}

/** A command that ufw complains of, or would list in other words: the script looks for its commands in that list. */
function commandProblems([verb, ...words]: Command, { means, problem }: UfwAnswer): string[] {
  const remark = words.at(-1);
  const match = words.slice(0, -2).join(' ');
  const line = `ufw ${verb} ${match} ${words.at(-2)} '${remark}'`;
  if (problem !== '') return [`${problem}: ${line}`];
  return line === `ufw route ${means}` ? [] : [`is read as "${means}": ${line}`];
}
