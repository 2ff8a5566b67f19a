/** firewalld's own check of a configuration folder, without its daemon. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What firewalld says of the files in `services`, `policies` and so on below a folder, line by line; nothing where it takes them all. */
export async function checkConfig(folder: string): Promise<string[]> {
  await copyFile('/etc/firewalld/firewalld.conf', join(folder, 'firewalld.conf'));
  const { status, output } = await run('firewall-offline-cmd', [`--system-config=${folder}`, '--check-config']);
  return linesOf(status, output);
}

/** A warning means a rule that is left out, and still ends with 0: any line is a problem, unless it says "success". */
export function linesOf(status: number | null, output: string): string[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && line.trim() !== 'success');
  return status === 0 || lines.length > 0 ? lines : [`ended with ${status}`];
}

/** Runs a program to its end; output and errors are one text. */
export async function run(program: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, output: output + errors };
}
