/** nft itself, in a network namespace of its own: it asks the kernel, and must not touch the machine's rules. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Checker, Text } from '../checker.ts';

export const checkers: readonly Checker[] = [
  {
    platform: 'nftables',
    tool: 'nft',
    kind: 'parser',
    packages: ['nftables'],
    programs: ['nft', 'unshare'],
    misses: 'It has the kernel check the rules and puts none in force, so no packet meets them.',
    async version() {
      const { output } = await run('nft', ['--version']);
      return /v(\S+)/.exec(output)?.[1] ?? 'unknown';
    },
    async check(texts) {
      const problems: (readonly string[])[] = [];
      for (const each of texts) problems.push(await problemsOf(each));
      return problems;
    },
  },
];

async function problemsOf({ text: rules }: Text): Promise<string[]> {
  const { status, output } = await run('unshare', ['--net', '--map-root-user', 'nft', '--check', '--file', '/dev/stdin'], rules);
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return status === 0 ? lines : lines.length > 0 ? lines : [`ended with ${status}`];
}

async function run(program: string, args: readonly string[], input = ''): Promise<{ status: number | null; output: string }> {
  const child = spawn(program, args);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, output: output + errors };
}
