import { describe, expect, it } from 'vitest';
import { readDataset } from '#dataset/read.ts';
import { environment } from './environment.ts';
import { exampleEnvironment } from './example-environment.ts';
import { contains, toNetwork } from './network.ts';
import { platforms } from './platforms.ts';
import { zoneProblems } from './to-rules.ts';
import { vantages } from './vantage.ts';

/** RFC 5737, RFC 3849: addresses that nobody has. */
const documentation = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map(toNetwork);

const example = exampleEnvironment({ zones: null }, 'edge');

describe('the example environment', () => {
  it('has documentation addresses only', () => {
    const entries = Object.values(example.addresses).flat();
    expect(entries.filter((entry) => !documentation.some((network) => contains(network, toNetwork(entry))))).toEqual([]);
    expect(entries.length).toBeGreaterThan(10);
  });

  it('has addresses of every party that types its own, and of no other', async () => {
    const read = await readDataset(process.cwd());
    if ('problems' in read) throw new Error('the dataset has problems');
    const typed = read.dataset.parties.filter(({ reach }) => reach === 'typed').map(({ id }) => id);
    expect(Object.keys(example.addresses).sort()).toEqual(typed.sort());
  });

  it('has no address of two parties, but where one machine may be both', () => {
    const owners = Object.entries(example.addresses).flatMap(([party, entries]) => entries.map((entry) => ({ party, entry })));
    const shared = owners.filter(({ party, entry }) => owners.some((other) => other.entry === entry && other.party !== party));
    expect([...new Set(shared.map(({ party }) => party))]).toEqual(['domain-controllers', 'global-catalog-servers']);
  });

  it.each(platforms)('has zones that $name can name: three legs', (platform) => {
    for (const vantage of vantages) {
      const seen = exampleEnvironment(platform, vantage);
      expect(environment.parse(seen)).toEqual(seen);
      expect(zoneProblems(platform, seen)).toEqual([]);
    }
    if (platform.zones === null) return;
    const { internet, dmz, lan, management, peers } = platform.zones.example;
    expect([peers, management]).toEqual([internet, lan]);
    expect(new Set([internet, dmz, lan]).size).toBe(3);
  });
});
