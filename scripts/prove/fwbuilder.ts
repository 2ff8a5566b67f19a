/** Firewall Builder, which reads the configuration of an ASA, and writes rules for iptables from what it has read. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The Debian packages and programs that it takes. */
export const needs = { packages: ['fwbuilder'], programs: ['fwbedit', 'fwb_ipt'] } as const;

/** An interface of the ASA: its name in the kernel, its name on the ASA, its address and mask, and the access list that is bound to it. */
export interface Interface {
  readonly device: string;
  readonly name: string;
  readonly address: string;
  readonly list: string;
}

/** The interfaces of the lab's firewall, with the access lists of the example. */
const interfaces: readonly Interface[] = [
  { device: 'wan0', name: 'outside', address: '198.51.100.1 255.255.255.0', list: 'outside_access_in' },
  { device: 'dmz0', name: 'dmz', address: '203.0.113.1 255.255.255.0', list: 'dmz_access_in' },
  { device: 'lan0', name: 'inside', address: '192.0.2.1 255.255.255.0', list: 'inside_access_in' },
];

export async function fwbuilderVersion(): Promise<string> {
  const { output } = await run('fwb_ipt', ['-V'], '.');
  return /Version (\S+)/.exec(output)?.[1] ?? 'unknown';
}

/** A line of a configuration, with the indented lines below it. */
interface Block {
  readonly head: string;
  readonly body: readonly string[];
}

/** The lines of a configuration, each with what is indented below it. */
export function blocksOf(configuration: string): Block[] {
  const blocks: { head: string; body: string[] }[] = [];
  for (const line of configuration.split('\n').filter((each) => each !== '')) {
    const last = blocks.at(-1);
    if (line.startsWith(' ') && last) last.body.push(line);
    else blocks.push({ head: line, body: [] });
  }
  return blocks;
}

/**
 * What of a text the importer can read: without the lines of IPv6, with `any` for `any4`, and with addresses for host names, none of
 * which it knows. A line that nothing is known of stays, so that the importer sees it.
 */
export function importable(configuration: string, addressesOf: (name: string) => readonly string[]): Block[] {
  const hosts = new Map<string, string>();
  const six = new Set<string>();
  const isSix = (line: string) =>
    /:| any6| fqdn v6 /.test(line) || [...line.matchAll(/ object(?:-group)? (\S+)/g)].some(([, name]) => six.has(name ?? ''));
  return blocksOf(configuration).flatMap(({ head, body }): Block[] => {
    const [, kind, name = ''] = /^(object|object-group) network (\S+)$/.exec(head) ?? [];
    if (kind !== undefined && body.some(isSix)) six.add(name);
    if (six.has(name) || (head.startsWith('access-list ') && isSix(head))) return [];
    const [, host] = /^ fqdn v4 (\S+)$/.exec(body.join('\n')) ?? [];
    if (kind === 'object' && host !== undefined) {
      hosts.set(name, host);
      return [];
    }
    const members = body.flatMap((line) => {
      const named = hosts.get(/^ network-object object (\S+)$/.exec(line)?.[1] ?? '');
      return named === undefined ? [line] : addressesOf(named).map((address) => ` network-object host ${address}`);
    });
    return [{ head: head.startsWith('access-list ') ? head.replaceAll(' any4 ', ' any ') : head, body: members }];
  });
}

/** What the importer made of a configuration. */
export interface Imported {
  /** Empty where it understood every line. It ends with 0 also where it understood none. */
  readonly problems: readonly string[];
  /** File of its own that holds the firewall "edge". */
  readonly file: string;
}

/** Has a configuration read, bound to the interfaces by `access-group`; the files stand in a folder of its own. */
export async function imported(blocks: readonly Block[], folder: string): Promise<Imported> {
  const file = join(folder, 'edge.fwb');
  const entries = blocks.filter(({ head }) => head.startsWith('access-list '));
  const lists = new Set(entries.map(({ head }) => head.split(' ')[1]));
  const bound = interfaces.filter(({ list }) => lists.has(list));
  if (bound.length !== lists.size) throw new Error(`not all of these lists belong to an interface: ${[...lists].join(', ')}`);
  const lines = [
    'ASA Version 9.16(4)',
    'hostname edge',
    ...interfaces.flatMap(({ device, name, address }) => [`interface ${device}`, ` nameif ${name}`, ` ip address ${address}`, '!']),
    ...blocks.flatMap(({ head, body }) => [head, ...body]),
    ...bound.map(({ name, list }) => `access-group ${list} in interface ${name}`),
  ];
  await writeFile(file, await emptyDataFile());
  await writeFile(join(folder, 'edge.cfg'), `${lines.join('\n')}\n`);
  const { status, output } = await run('fwbedit', ['import', '-f', 'edge.fwb', '-i', 'edge.cfg', '-o', '/User/Firewalls/edge'], folder);
  return { file, problems: [...(status === 0 ? [] : [`fwbedit ended with ${status}`]), ...problemsIn(output, blocks)] };
}

/** It passes over what it does not know, so what it says it has read is counted. */
function problemsIn(output: string, blocks: readonly Block[]): string[] {
  const said = output.split('\n').filter((line) => /error|warning/i.test(line));
  const read = output.match(/filtering rule: |Named object \(address\) |Object Group \(network\) /g)?.length ?? 0;
  const given = blocks.filter(({ head }) => !head.startsWith('!')).length;
  return read === given ? said : [...said, `it has read ${read} of ${given} statements`];
}

/** The rules of the firewall "edge" as lines for iptables-restore: those of the forwarding chain, and of the chains that they jump to. */
export async function compiled({ file }: Imported, folder: string): Promise<string[]> {
  const data = await readFile(file, 'utf8');
  const firewall = /<Firewall [^>]*/.exec(data)?.[0] ?? '';
  const asLinux = firewall.replace(/host_OS="[^"]*"/, 'host_OS="linux24"').replace(/platform="[^"]*"/, 'platform="iptables"');
  await writeFile(file, data.replace(firewall, asLinux));
  const { status, output } = await run('fwb_ipt', ['-f', 'edge.fwb', '-o', 'edge.fw', 'edge'], folder);
  if (status !== 0 || !output.includes('Compiled successfully')) throw new Error(`fwb_ipt ended with ${status}\n${output}`);
  const script = await readFile(join(folder, 'edge.fw'), 'utf8');
  return [...script.matchAll(/^ +\$IPTABLES -w (-[NA] (?:Cid\S+|FORWARD -i ).*)$/gm)].map(([, rule = '']) =>
    rule.startsWith('-N ') ? `:${rule.slice('-N '.length).trim()} - [0:0]` : rule.trim(),
  );
}

/** A data file of Firewall Builder with a library that may be written to, made from the one that it brings. */
async function emptyDataFile(): Promise<string> {
  const share = (await readdir('/usr/share')).find((name) => /^fwbuilder-\d/.test(name));
  if (share === undefined) throw new Error('/usr/share has no folder of fwbuilder');
  const standard = await readFile(join('/usr/share', share, 'objects_init.xml'), 'utf8');
  const groups = (element: string, prefix: string, names: readonly string[]) =>
    names.map((name, at) => `<${element} id="${prefix}${at}" name="${name}" comment="" ro="False"/>`).join('');
  const objects = groups('ObjectGroup', 'uo', [
    'Addresses',
    'DNS Names',
    'Address Tables',
    'Groups',
    'Hosts',
    'Networks',
    'Address Ranges',
  ]);
  const services = groups('ServiceGroup', 'us', ['Groups', 'ICMP', 'IP', 'TCP', 'UDP', 'Custom', 'TagServices', 'Users']);
  const library = [
    '<Library id="user" name="User" comment="" color="#ffffff" ro="False">',
    `<ObjectGroup id="uobjects" name="Objects" comment="" ro="False">${objects}</ObjectGroup>`,
    `<ServiceGroup id="uservices" name="Services" comment="" ro="False">${services}</ServiceGroup>`,
    groups('ObjectGroup', 'uf', ['Firewalls', 'Clusters']),
    '<IntervalGroup id="utime" name="Time" comment="" ro="False"/></Library>',
  ].join('');
  return standard.replace('</FWObjectDatabase>', `${library}</FWObjectDatabase>`);
}

async function run(program: string, args: readonly string[], folder: string): Promise<{ status: number | null; output: string }> {
  // It keeps settings in the home of whoever runs it.
  const child = spawn(program, args, { cwd: folder, env: { ...process.env, HOME: folder } });
  child.stdin.end();
  const [output, errors, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status, output: output + errors };
}
