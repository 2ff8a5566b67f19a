/** ShellCheck reads scripts as the shell does, and knows what people get wrong in them: https://www.shellcheck.net. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Checker } from './checker.ts';

/** ShellCheck as a checker of a platform whose texts are shell scripts, for any shell or for bash. */
export const shellCheck = (platform: string, shell: 'sh' | 'bash' = 'sh'): Checker => ({
  platform,
  tool: 'ShellCheck',
  kind: 'parser',
  packages: ['shellcheck'],
  programs: ['shellcheck'],
  misses: 'It reads the shell, and knows nothing of the commands that the script calls.',
  version: async () => /^version: (\S+)$/m.exec((await run(['--version'])).output)?.[1] ?? 'unknown',
  async check(texts) {
    const folder = await mkdtemp(join(tmpdir(), 'portcullis-shell-'));
    try {
      const files = texts.map((_, at) => join(folder, `${at}.sh`));
      await Promise.all(files.map((file, at) => writeFile(file, texts[at]?.text ?? '')));
      const atOnce = availableParallelism();
      const shares = Array.from({ length: atOnce }, (_, share) => files.filter((__, at) => at % atOnce === share));
      const reports = await Promise.all(shares.filter((share) => share.length > 0).map((share) => report(share, shell)));
      return files.map((file) =>
        reports
          .flat()
          .filter((line) => line.startsWith(`${file}:`))
          .map((line) => line.slice(folder.length + 1)),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});

/** Its lines about some files, each beginning with the file's path. */
async function report(files: readonly string[], shell: string): Promise<string[]> {
  const { status, output } = await run([`--shell=${shell}`, '--format=gcc', '--norc', ...files]);
  // 1: it has something to say (shellcheck(1)).
  if (status !== 0 && status !== 1) throw new Error(`shellcheck ended with ${status}: ${output}`);
  return output.split('\n').filter((line) => line !== '');
}

async function run(args: readonly string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn('shellcheck', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, output: output + errors };
}
