/** ASA has no parser outside the device: Firewall Builder's importer reads what it knows of it, and a grammar reads every line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Checker } from '../checker.ts';
import { fwbuilderVersion, importable, imported, needs } from '../fwbuilder.ts';
import { reader } from '../readers/cisco-asa.ts';

export const checkers: readonly Checker[] = [
  {
    platform: 'cisco-asa',
    tool: 'fwbuilder',
    kind: 'parser',
    ...needs,
    misses:
      "It is Firewall Builder's import of ASA configurations, not Cisco's own parser. It knows neither IPv6 nor host names: it is given the text without the lines of IPv6, with addresses in the place of host names. Ports and addresses that do not exist it takes, and objects that are not there.",
    version: fwbuilderVersion,
    async check(texts) {
      const problems: (readonly string[])[] = [];
      // Two processors are what this has to do with.
      for (let at = 0; at < texts.length; at += 2) {
        problems.push(...(await Promise.all(texts.slice(at, at + 2).map(({ text }) => importProblems(text)))));
      }
      return problems;
    },
  },
  {
    platform: 'cisco-asa',
    tool: 'a line grammar of ours',
    kind: 'grammar',
    packages: [],
    programs: [],
    misses: 'It is as strict as we know an ASA to be, and no ASA has seen the text.',
    version: async () => '1',
    check: async (texts) => texts.map(({ text }) => grammarProblems(text)),
  },
];

async function importProblems(text: string): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'portcullis-asa-'));
  try {
    const addresses = new Map<string, string>();
    const addressOf = (name: string): string[] => {
      const address = addresses.get(name) ?? `198.51.100.${1 + (addresses.size % 254)}`;
      addresses.set(name, address);
      return [address];
    };
    return (await imported(importable(text, addressOf), folder)).problems;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function grammarProblems(text: string): string[] {
  try {
    reader(text);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
