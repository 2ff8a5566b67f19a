/** The two kernels' interfaces behind iptables: a script calls `iptables`, and the machine decides which one that is. */
import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { find } from '../chromium.mjs';

export const backEnds = ['nft', 'legacy'] as const;
export type BackEnd = (typeof backEnds)[number];

/** The programs that Debian has for each back end, beside those that it calls `iptables` and so on. */
export const programsOf = (backEnd: BackEnd): string[] =>
  ['iptables', 'ip6tables'].flatMap((program) => [`${program}-${backEnd}`, `${program}-${backEnd}-restore`]);

/** Makes a folder in which `iptables` and its kin are those of one back end, to be put first on a PATH. */
export async function linkPrograms(folder: string, backEnd: BackEnd): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const program of programsOf(backEnd)) {
    const path = find([program]);
    if (path === undefined) throw new Error(`${program} is not there: Debian has it in the package iptables`);
    await symlink(path, join(folder, program.replace(`-${backEnd}`, '')));
  }
}

/** As in "1.8.9". */
export async function versionOf(backEnd: BackEnd): Promise<string> {
  const output = await text(spawn(`iptables-${backEnd}`, ['--version']).stdout);
  return /v(\S+)/.exec(output)?.[1] ?? 'unknown';
}
