import { describe, expect, it } from 'vitest';
import { builtFrom, typedState } from './example-state.ts';
import { flowLines } from './flow-lines.ts';
import type { State } from './state.ts';

const lines = (change: Partial<State> = {}) => flowLines(builtFrom(change));
const line = (id: string, change: Partial<State> = {}) => {
  const found = lines(change).find(({ entry }) => entry.flow.id === id);
  if (!found) throw new Error(`no line for ${id}`);
  return found;
};

describe('a line for a flow', () => {
  it('has who stands at its ends, as it was typed', () => {
    expect(line('dns-queries')).toMatchObject({
      source: { members: ['10.1.0.10'], zone: 'dmz' },
      destination: { members: ['10.2.0.53'], zone: 'lan' },
      outcome: 'rule',
      words: [],
    });
    expect(line('smtp-inbound').source.members).toEqual(['any Internet address']);
    expect(line('updates').destination.members).toEqual(['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net']);
  });

  it('has the public address where the rules have it', () => {
    const pan = {
      platform: 'pan-os',
      publicAddresses: ['198.18.0.10'],
      addresses: { ...typedState().addresses, gateway: ['10.1.0.10', 'fd00::10'] },
    };
    expect(line('smtp-inbound', pan).destination.members).toEqual(['198.18.0.10', 'fd00::10']);
    expect(line('dns-queries', pan).source.members).toEqual(['10.1.0.10']);
    expect(line('smtp-inbound', { ...pan, platform: 'nftables' }).destination.members).toEqual(['10.1.0.10', 'fd00::10']);
  });

  it('has no address of an IP version that the other end has none of, and says so', () => {
    const typed = { addresses: { ...typedState().addresses, 'dns-resolvers': ['10.2.0.53', 'fd00::53'] } };
    expect(line('dns-queries', typed)).toMatchObject({
      outcome: 'part',
      words: ['no rule has fd00::53 of DNS resolvers: no IPv6 address of the gateway is given'],
      destination: { members: ['10.2.0.53'] },
    });
    const both = { addresses: { ...typed.addresses, gateway: ['10.1.0.10', 'fd00::10'] } };
    expect(line('dns-queries', both)).toMatchObject({ outcome: 'rule', destination: { members: ['10.2.0.53', 'fd00::53'] } });
    // Of the gateway, only what no flow of all has.
    expect(line('snmp-polling', both)).toMatchObject({ outcome: 'rule', source: { members: ['10.3.0.61'] } });
    const inner: Partial<State> = { vantage: 'inner', addresses: { ...typedState().addresses, gateway: ['10.1.0.10', 'fd00::10'] } };
    expect(line('dns-queries', inner).words).toEqual(['no rule has fd00::10 of the gateway: no IPv6 address of DNS resolvers is given']);
    expect(builtFrom(typed).rules?.text.replaceAll(/\n# +/g, ' ')).toContain('no rule has fd00::53 of DNS resolvers');
  });

  it('says what has become of it', () => {
    expect(line('dns-queries', { addresses: { gateway: ['10.1.0.10'] } })).toMatchObject({
      outcome: 'gap',
      words: [],
      awaits: ['an address of DNS resolvers'],
      destination: { members: [] },
    });
    expect(line('dns-queries', { zones: { dmz: 'eth1', lan: 'a b' } })).toMatchObject({
      outcome: 'gap',
      awaits: ['a name of "Internal network"'],
    });
    expect(line('updates', { platform: 'ufw' })).toMatchObject({ outcome: 'gap', awaits: [] });
    expect(line('updates', { platform: 'pan-os' })).toMatchObject({ outcome: 'part' });
    expect(line('updates', { platform: 'pan-os' }).words[0]).toContain('(*.mirror.example.net)');
    expect(line('dns-queries', { vantage: 'outer' }).outcome).toBe('elsewhere');
    expect(line('unresolved-https').outcome).toBe('unresolved');
    const active = { backup: ['ftp'], 'ftp-mode': ['active'] };
    expect(line('backup-ftp-data', { answers: { ...typedState().answers, ...active } }).outcome).toBe('opened');
  });

  it('says that a part of what was typed is refused', () => {
    const typed = { addresses: { ...typedState().addresses, 'dns-resolvers': ['10.1.0.53', '10.1.0.054'] } };
    expect(line('dns-queries', typed)).toMatchObject({
      outcome: 'part',
      awaits: [],
      words: ['a part of what was typed for DNS resolvers is refused, and in no rule'],
    });
    expect(line('smtp-inbound', { platform: 'pan-os', publicAddresses: ['198.18.0.010'] })).toMatchObject({
      outcome: 'gap',
      awaits: [],
      words: ['all of what was typed for the public addresses of the gateway is refused, and in no rule'],
    });
  });

  it('is there for every flow of the selection that the release has or may have', () => {
    expect(lines().map(({ entry }) => entry.flow.id)).toEqual([
      'smtp-inbound',
      'smtp-direct',
      'dns-queries',
      'updates',
      'snmp-polling',
      'unresolved-https',
    ]);
    const withoutPrefix = lines({ prefix: '' }).map(({ entry, outcome, awaits }) => [entry.flow.id, outcome, ...awaits]);
    expect(withoutPrefix).toContainEqual(['dns-queries', 'gap', 'a prefix']);
    expect(withoutPrefix.at(-1)).toEqual(['unresolved-https', 'unresolved', 'a prefix']);
  });
});
