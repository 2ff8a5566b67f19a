/** What other generators of rules get wrong on this very job, held against ours: a test for each fault that was found in them. */
import { describe, expect, it } from 'vitest';
import { exampleRules, titled } from '#rules/example-rules.ts';
import type { Platform } from '#rules/platform.ts';
import { platforms } from '#rules/platforms.ts';
import { readReaders } from './catalogue.ts';
import type { Reader } from './permit.ts';

const readers = await readReaders();
const platformNamed = (id: string) => platforms.find((platform) => platform.id === id) as Platform;
const readerOf = ({ id }: Platform) => readers.get(id) as Reader;
const textOf = (id: string, ...flows: string[]) => {
  const { flowsNamed, textOf: write } = exampleRules(platformNamed(id));
  return write(flowsNamed(...flows));
};
const statements = (text: string) => text.split('\n').filter((line) => !/^\s*([#!]|$)/.test(line));

it('lets replies through where the platform does not by itself: a policy without them passes nothing', () => {
  expect(textOf('nftables')).toMatch(/ct state established,related ip saddr 203\.0\.113\.10 .*accept/);
  expect(textOf('iptables')).toMatch(/-s 203\.0\.113\.10 -m conntrack --ctstate RELATED,ESTABLISHED .*-j ACCEPT/);
});

it('writes iptables in the format that iptables-restore reads, each table with its commit', () => {
  const lines = statements(textOf('iptables'));
  expect(lines.filter((line) => /^\*/.test(line)).length).toBeGreaterThan(1);
  expect(lines.filter((line) => line === 'COMMIT').length).toBe(lines.filter((line) => /^\*/.test(line)).length);
  expect(lines.filter((line) => /^iptables .*-A /.test(line))).toEqual([]);
});

it('writes nftables for what an edge firewall forwards, not for what it receives and sends itself', () => {
  const permits = readerOf(platformNamed('nftables'))(textOf('nftables'));
  expect(permits.length).toBeGreaterThan(5);
  for (const { from, to } of permits) expect([from, to]).not.toContain(null);
  const table = exampleRules(platformNamed('nftables')).textOf(undefined, {}, {}, 'table');
  expect([...table.matchAll(/hook (\w+) .*policy drop/g)].map(([, hook]) => hook)).toEqual(['forward']);
});

describe.each(platforms)('$name', (platform) => {
  it('has no statement twice, and no permission twice', () => {
    const permits = readerOf(platform)(textOf(platform.id)).map((permit) => JSON.stringify(permit));
    expect(permits.length).toBeGreaterThan(5);
    expect(permits.filter((permit, at) => permits.indexOf(permit) !== at)).toEqual([]);
  });

  it('keeps the port of every rule', () => {
    const ports = readerOf(platform)(textOf(platform.id, 'snmp-polling', 'peer-sync-out')).map(
      ({ transport, port }) => `${transport}/${port.from}-${port.to}`,
    );
    expect([...new Set(ports)].sort()).toEqual(['udp/161-161', 'udp/17777-17777']);
  });

  it('gives each rule its own direction: what goes out is nowhere a rule inwards', () => {
    const reader = readerOf(platform);
    const gateway = ['203.0.113.10/32', '2001:db8:d::10/128'];
    for (const { source, destination } of reader(textOf(platform.id, 'dns-queries'))) {
      expect(source.networks.every((network) => gateway.includes(network))).toBe(true);
      expect(destination.networks.some((network) => gateway.includes(network))).toBe(false);
    }
    for (const { destination } of reader(textOf(platform.id, 'smtp-inbound'))) {
      expect(destination.networks.every((network) => gateway.includes(network))).toBe(true);
    }
  });

  it('writes a host name, or says that it does not: none is lost, and none goes unchecked', () => {
    const { flowsNamed, rulesOf } = exampleRules(platform);
    const names = ['a.updates.example.net', '*.apc.example.net'];
    const flows = flowsNamed('updates').map((entry) => ({ ...entry, status: 'printed' as const, hosts: names }));
    const { text, policy } = rulesOf(flows);
    const written = readerOf(platform)(text).flatMap(({ destination }) => destination.names);
    const said = policy.gaps.flatMap((gap) => gap.names);
    for (const name of names) expect([...written, ...said]).toContain(name);
    expect(written.filter((name) => said.includes(name))).toEqual([]);
  });

  it('does not take the words of a title for a statement', () => {
    const { flowsNamed, textOf: write } = exampleRules(platform);
    const reader = readerOf(platform);
    expect(reader(write(titled(flowsNamed(), 'clear configure access-list x')))).toEqual(reader(write()));
  });
});

it('never edits a policy of the administrator on a FortiGate: "edit 0" takes the next free number', () => {
  const numbers = [...textOf('fortigate').matchAll(/^\s*edit (\S+)$/gm)]
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('"'));
  expect(numbers.length).toBeGreaterThan(3);
  expect([...new Set(numbers)]).toEqual(['0']);
});

it('clears and binds no access list on an ASA', () => {
  const lines = statements(textOf('cisco-asa'));
  expect(lines.filter((line) => /^\s*(clear|no|access-group)\b/.test(line))).toEqual([]);
  expect(lines.some((line) => line.startsWith('access-list '))).toBe(true);
});

it('writes the members of an object group on an ASA as a host or with a mask, never with a prefix length in IPv4', () => {
  const members = statements(textOf('cisco-asa')).filter((line) => /^ (network-object|host|subnet|range) /.test(line));
  expect(members.length).toBeGreaterThan(5);
  expect(members.filter((line) => /\d+\.\d+\.\d+\.\d+\//.test(line))).toEqual([]);
});
