import { describe, expect, it } from 'vitest';
import { differences, excuses, holds } from './covers.ts';
import type { Atom } from './oracle.ts';
import type { Members, Permit } from './permit.ts';

const atom: Atom = {
  flow: 'dns',
  family: 'ipv4',
  from: 'dmz',
  to: 'inside',
  source: '203.0.113.10',
  destination: '192.0.2.0/25',
  transport: 'udp',
  port: { from: 53, to: 53 },
  sourcePort: null,
  helper: false,
};

const members = (...networks: string[]): Members => ({ any: false, networks, names: [] });
const any: Members = { any: true, networks: [], names: [] };

const permit: Permit = { ...atom, source: members('203.0.113.10/32'), destination: members('192.0.2.0/25') };

const found = (permits: readonly Permit[], atoms: readonly Atom[] = [atom], excused = false): string[] =>
  differences(permits, atoms, { bound: true, excused: () => excused });

const held = 'lacks ipv4 203.0.113.10 in dmz to 192.0.2.0/25 in inside, udp/53 (dns)';

describe('permits that are what the atoms justify', () => {
  it('differ in nothing', () => {
    expect(found([permit])).toEqual([]);
  });

  it('may be one for several, or several for one', () => {
    const ports = [54, 55].map((port): Atom => ({ ...atom, port: { from: port, to: port } }));
    expect(found([{ ...permit, port: { from: 53, to: 55 } }], [atom, ...ports])).toEqual([]);
    const range: Atom = { ...atom, port: { from: 53, to: 60 } };
    const halves = [permit, { ...permit, port: { from: 54, to: 60 } }];
    expect(found(halves, [range])).toEqual([]);
    const both: Atom = { ...atom, destination: '192.0.2.200' };
    expect(found([{ ...permit, destination: members('192.0.2.0/25', '192.0.2.200/32') }], [atom, both])).toEqual([]);
  });

  it('may leave a zone out at an end that is not any, if they do so all along', () => {
    const open = { ...permit, from: null };
    expect(found([open])).toEqual([]);
    expect(found([open, permit])).toEqual(['binds one source to a zone, and another to none']);
  });

  it('may be of no IP version, where all that they permit is justified in both', () => {
    const names = { ...permit, family: null, destination: { any: false, networks: [], names: ['a.example'] }, source: any };
    const both = (['ipv4', 'ipv6'] as const).map((family): Atom => ({ ...atom, family, source: 'any', destination: 'a.example' }));
    expect(found([names], both)).toEqual([]);
    expect(found([names], both.slice(0, 1))).toEqual(['permits ipv6 any in dmz to a.example in inside, udp/53']);
  });

  it('may lack what is excused', () => {
    expect(found([])).toEqual([held]);
    expect(found([], [atom], true)).toEqual([]);
  });
});

describe('permits that are not', () => {
  it.each<[string, Permit[], string[]]>([
    [
      'another port',
      [{ ...permit, port: { from: 54, to: 54 } }],
      ['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/25 in inside, udp/54', held],
    ],
    [
      'a list made a range',
      [{ ...permit, port: { from: 53, to: 55 } }],
      ['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/25 in inside, udp/53-55'],
    ],
    [
      'the other transport',
      [{ ...permit, transport: 'tcp' }],
      ['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/25 in inside, tcp/53', held],
    ],
    [
      'a wider network',
      [{ ...permit, destination: members('192.0.2.0/24') }],
      ['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/24 in inside, udp/53'],
    ],
    [
      'one address more',
      [{ ...permit, source: members('203.0.113.10/32', '203.0.113.11/32') }],
      ['permits ipv4 203.0.113.11/32 in dmz to 192.0.2.0/25 in inside, udp/53'],
    ],
    ['half of a network', [{ ...permit, destination: members('192.0.2.0/26') }], [held]],
    ['any instead of an address', [{ ...permit, source: any }], ['permits ipv4 any in dmz to 192.0.2.0/25 in inside, udp/53']],
    ['another zone', [{ ...permit, to: 'outside' }], ['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/25 in outside, udp/53', held]],
    [
      'the ends turned round',
      [{ ...permit, source: permit.destination, destination: permit.source }],
      ['permits ipv4 192.0.2.0/25 in dmz to 203.0.113.10/32 in inside, udp/53', held],
    ],
    [
      'an address of the other IP version',
      [{ ...permit, source: members('203.0.113.10/32', '2001:db8::1/128') }],
      ['permits ipv4 2001:db8::1/128 in dmz to 192.0.2.0/25 in inside, udp/53'],
    ],
    ['a source port', [{ ...permit, sourcePort: { from: 53, to: 53 } }], [held]],
    ['a helper', [{ ...permit, helper: true }], ['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/25 in inside, udp/53 with a helper']],
    ['an end without members', [permit, { ...permit, source: members() }], ['permits nothing: an end without members, udp/53']],
    [
      'a name',
      [permit, { ...permit, destination: { any: false, networks: [], names: ['a.example'] } }],
      ['permits ipv4 203.0.113.10/32 in dmz to a.example in inside, udp/53'],
    ],
  ])('have %s', (_, permits, differing) => {
    expect(found(permits)).toEqual(differing);
  });

  it('bind any to no zone, where the platform has zones', () => {
    const internet: Atom = { ...atom, source: 'any' };
    const open = [{ ...permit, source: any, from: null }];
    expect(found(open, [internet])).toEqual(['binds any source to no zone']);
    expect(differences(open, [internet], { bound: false, excused: () => false })).toEqual([]);
  });

  it('lack a source port, or have another', () => {
    const fixed: Atom = { ...atom, sourcePort: { from: 20, to: 20 } };
    expect(found([{ ...permit, sourcePort: { from: 20, to: 20 } }], [fixed])).toEqual([]);
    expect(found([permit], [fixed])).toEqual(['permits ipv4 203.0.113.10/32 in dmz to 192.0.2.0/25 in inside, udp/53']);
    expect(found([{ ...permit, sourcePort: { from: 20, to: 21 } }], [fixed])).toHaveLength(1);
  });

  it('have a helper that follows too much, or none', () => {
    const control: Atom = { ...atom, transport: 'tcp', port: { from: 21, to: 21 }, helper: true };
    const followed: Permit = { ...permit, transport: 'tcp', port: { from: 21, to: 21 }, helper: true };
    expect(found([followed], [control])).toEqual([]);
    expect(found([{ ...followed, helper: false }], [control])).toEqual([
      'lacks ipv4 203.0.113.10 in dmz to 192.0.2.0/25 in inside, tcp/21 with a helper (dns)',
    ]);
    const elsewhere: Atom = { ...control, to: 'outside', helper: false };
    expect(found([followed, { ...followed, to: 'outside' }], [control, elsewhere])).toEqual([]);
    const neighbour: Atom = { ...control, port: { from: 22, to: 22 }, helper: false };
    expect(found([{ ...followed, port: { from: 21, to: 22 } }], [control, neighbour])).toHaveLength(1);
  });

  it('leave a port out of a range', () => {
    const range: Atom = { ...atom, port: { from: 53, to: 60 } };
    const parts = [permit, { ...permit, port: { from: 55, to: 60 } }];
    expect(found(parts, [range])).toEqual(['lacks ipv4 203.0.113.10 in dmz to 192.0.2.0/25 in inside, udp/53-60 (dns)']);
  });
});

describe('a member', () => {
  it.each([
    ['any', '192.0.2.1', true],
    ['any', 'a.example', true],
    ['192.0.2.1', 'any', false],
    ['192.0.2.0/24', '192.0.2.0/25', true],
    ['192.0.2.1', '192.0.2.1/32', true],
    ['192.0.2.0/25', '192.0.2.0/24', false],
    ['192.0.2.0/24', '198.51.100.1', false],
    ['2001:DB8:0::1', '2001:db8::1/128', true],
    ['2001:db8::/32', '2001:db8:1::1', true],
    ['::/1', '10.0.0.1', false],
    ['a.example', 'a.example', true],
    ['a.example', 'b.a.example', false],
    ['*.example', 'a.example', true],
    ['*.example', '*.a.example', true],
    ['*.a.example', 'a.example', false],
    ['*.a.example', 'xa.example', false],
    ['a.example', '192.0.2.1', false],
  ])('%s holds %s: %s', (outer, inner, isHeld) => {
    expect(holds(outer, inner)).toBe(isHeld);
  });
});

describe('a gap', () => {
  const gap = { flows: [{ id: 'dns', title: 'DNS', feature: 'mail', carriedFrom: null }], reason: '', remedy: '', names: ['a.example'] };
  const unnamed = { ...gap, names: [] };
  const fixed: Atom = { ...atom, sourcePort: { from: 20, to: 20 } };

  it('excuses a name that it has, at either end, and no other', () => {
    const ends = [
      { destination: 'a.example' },
      { source: 'a.example' },
      { destination: 'b.example' },
      { destination: 'a.example', flow: 'ntp' },
    ];
    expect(ends.map((end) => excuses(gap, { ...atom, ...end }))).toEqual([true, true, false, false]);
  });

  it('without names excuses what has a source port, and nothing else', () => {
    expect([excuses(unnamed, fixed), excuses(unnamed, atom), excuses(gap, fixed)]).toEqual([true, false, false]);
  });
});
