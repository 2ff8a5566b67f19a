import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Environment } from '#rules/environment.ts';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from '#rules/platforms/cisco-asa.ts';
import { type Namespace, toNamespace } from '../lab/namespace.ts';
import { lacking, needsWords } from '../lacking.ts';
import type { Loader } from '../loader.ts';
import { loaders } from './cisco-asa.ts';

const [loader] = loaders as readonly [Loader];
const missing = lacking(loader);

const { edge, flowsNamed, textOf: rendered } = exampleRules(platform, '1.0.0');
const textOf = (zones: Partial<Environment['zones']> = {}): string => rendered(flowsNamed(), { zones: { ...edge.zones, ...zones } });
const addresses = new Map([
  ['one.updates.example.net', ['198.51.100.80', '2001:db8:a::80']],
  ['two.updates.example.net', ['198.51.100.81']],
]);

describe.skipIf(missing.length > 0)(`an ASA in a namespace${needsWords(missing)}`, () => {
  const name = `portcullis-asa-${process.pid}`;
  let firewall: Namespace;
  let folder: string;
  const ip = (...words: string[]) => expect(spawnSync('ip', words).status).toBe(0);
  const load = (text: string) => loader.load(firewall, { text, vantage: 'edge', addresses, folder });

  beforeEach(async () => {
    ip('netns', 'add', name);
    folder = await mkdtemp(join(tmpdir(), 'portcullis-loader-'));
    firewall = toNamespace(name);
  });

  afterEach(async () => {
    ip('netns', 'delete', name);
    await rm(folder, { recursive: true });
  });

  it('has each line once, at the interface by which a connection comes in, and drops all else', async () => {
    await load(textOf());
    const rules = (await firewall.must('iptables-nft', ['-S'])).split('\n');
    expect(rules).toContain('-P FORWARD DROP');
    expect(rules.filter((rule) => rule.includes('-i wan0'))).toEqual([
      '-A FORWARD -d 203.0.113.10/32 -i wan0 -p tcp -m tcp --dport 25 -m conntrack --ctstate NEW -j ACCEPT',
    ]);
    expect(rules.filter((rule) => rule.includes('--dst-range'))).toHaveLength(7);
    expect(rules.filter((rule) => /-d 198\.51\.100\.8[01]\/32/.test(rule))).toHaveLength(2);
    expect(await firewall.must('iptables-nft', ['-t', 'raw', '-S', 'PREROUTING'])).toContain('--dport 21 -j CT --helper ftp');
    expect(await firewall.must('ip6tables-nft', ['-S', 'FORWARD'])).toBe('-P FORWARD DROP\n');
  });

  it('fails aloud where the importer misses something, and where a list belongs to no interface', async () => {
    await expect(load(textOf().replace('extended permit udp', 'extended permitt udp'))).rejects.toThrow('Parser error');
    await expect(load(textOf({ internet: 'nowhere' }))).rejects.toThrow('not all of these lists belong to an interface');
  });

  it('fails aloud where it does not know the address of a name', async () => {
    await expect(load(textOf().replaceAll('one.updates', 'three.updates'))).rejects.toThrow('no IPv4 address of three.updates.example.net');
  });
});
