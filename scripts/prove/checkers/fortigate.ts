/** FortiOS has no parser outside the device: its makers' Ansible collection names every table, option and choice, and a grammar reads the lines. */
import { argumentProblems, type Collection, type ModuleCall, versionOf } from '../ansible.ts';
import type { Checker } from '../checker.ts';
import { type Entry, reader, type Table, toEntries } from '../readers/fortigate.ts';

const module = (table: string): string => `fortinet.fortios.fortios_firewall_${table.replace(' ', '_')}`;

const tables = ['address', 'address6', 'addrgrp', 'addrgrp6', 'service custom', 'policy'] as const satisfies readonly Table[];

const collection: Collection = { modules: tables.map(module), toCalls: (text) => toEntries(text).map(toCall) };

/** Options that are lists of names, or a list of words. */
const lists = ['member', 'srcintf', 'dstintf', 'srcaddr', 'dstaddr', 'srcaddr6', 'dstaddr6', 'service'];

function toCall({ table, name, values }: Entry): ModuleCall {
  const options = [...values].map(([key, words]) => [
    key.replaceAll('-', '_'),
    lists.includes(key) ? words.map((word) => ({ name: word })) : words.join(' '),
  ]);
  const entry = { ...(table === 'policy' ? { policyid: Number(name) } : { name }), ...Object.fromEntries(options) };
  return [module(table), { vdom: 'root', state: 'present', [`firewall_${table.replace(' ', '_')}`]: entry }];
}

export const checkers: readonly Checker[] = [
  {
    platform: 'fortigate',
    tool: 'Ansible fortinet.fortios',
    kind: 'schema',
    packages: ['ansible'],
    programs: ['ansible-doc'],
    misses:
      'It knows the names of options and their choices, not what a FortiGate makes of them: lengths, values and references it does not check.',
    version: () => versionOf(collection),
    check: (texts) => argumentProblems(collection, texts),
  },
  {
    platform: 'fortigate',
    tool: 'a line grammar of ours',
    kind: 'grammar',
    packages: [],
    programs: [],
    misses: 'It is as strict as we know FortiOS to be, and no FortiGate has seen the text.',
    version: async () => '1',
    check: async (texts) => texts.map(({ text }) => problemsOf(text)),
  },
];

function problemsOf(text: string): string[] {
  try {
    reader(text);
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
