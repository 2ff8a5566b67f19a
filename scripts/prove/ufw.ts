/** ufw's own code, given what a script calls `ufw` with. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The arguments of one call of `ufw`. */
export type Command = readonly string[];

/** What ufw made of a command. */
export interface UfwAnswer {
  /** The rule as ufw writes it down, without "route": "allow in on wan0 out on dmz0 to 203.0.113.10 port 25 proto tcp comment 'Mail'". */
  readonly means: string;
  /** As "Rule added". */
  readonly answer: string;
  /** What it complains of; "" where it does not. */
  readonly problem: string;
}

/** What a program prints. */
export interface Printed {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

/** The shell runs the script, in which `ufw` is a function that notes down its arguments, and has no rule to show; no program can be found. */
const noting = `ufw() { if [ "$*" != 'show added' ]; then printf '%s\\0' "$#" "$@"; fi; }; PATH=/nowhere; . "$1"`;

/** The calls of `ufw` in a script, which is a file, as a shell makes them; what the shell complains of throws. */
export async function commandsOf(file: string): Promise<Command[]> {
  const { status, output, errors } = await printed('/bin/sh', ['-c', noting, 'sh', file]);
  if (status !== 0 || errors !== '') throw new Error(errors.trim() || `the shell ended with ${status}`);
  const words = output.split('\0');
  const commands: Command[] = [];
  for (let at = 0; at < words.length - 1; at += Number(words[at]) + 1) commands.push(words.slice(at + 1, at + 1 + Number(words[at])));
  return commands;
}

/** The program that runs many commands at once, and what it wants to be told. Debian's Python has ufw's modules; another one comes first on many a PATH. */
export const runner = {
  program: '/usr/bin/python3',
  args: [fileURLToPath(new URL('./lab/ufw-commands.py', import.meta.url))],
  input: (commands: readonly Command[], dryRun: boolean): string => JSON.stringify({ dryRun, commands }),
  read: (output: string): UfwAnswer[] => JSON.parse(output) as UfwAnswer[],
} as const;

/** "0.36.2". */
export async function ufwVersion(): Promise<string> {
  const { output } = await printed('ufw', ['--version']);
  return /^ufw (\S+)/.exec(output)?.[1] ?? 'unknown';
}

/** Runs a program to its end. */
export async function printed(program: string, args: readonly string[], input = ''): Promise<Printed> {
  const child = spawn(program, args);
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, output, errors };
}
