import { describe, expect, it } from 'vitest';
import {
  cidrOf,
  contains,
  firstAddress,
  isHost,
  isPrivate,
  kindOf,
  lengthOf,
  netmaskOf,
  networkText,
  prefixesOf,
  toNetwork,
  withoutContained,
} from './network.ts';

const texts = (...networks: string[]): string[] => withoutContained(networks.map(toNetwork)).map(networkText);

describe('a network', () => {
  it.each([
    ['203.0.113.10', '203.0.113.10/32'],
    ['203.0.113.0/25', '203.0.113.0/25'],
    ['2001:DB8:0:0::10', '2001:db8::10/128'],
    ['2001:0db8:0:1:0:0:0:0/64', '2001:db8:0:1::/64'],
    // RFC 5952: the longest run of zeros is shortened, and a single one is not.
    ['2001:db8:0:1:1:0:0:1', '2001:db8:0:1:1::1/128'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1/128'],
  ])('is read in one spelling: %s', (text, cidr) => {
    expect(cidrOf(toNetwork(text))).toBe(cidr);
  });

  it.each(['', 'mail.example.net', '203.0.113.300', '2001:db8::g'])('is not %j', (text) => {
    expect(() => toNetwork(text)).toThrow();
  });

  it('is written without its length where it is one address', () => {
    expect(['203.0.113.10/32', '2001:db8::/128', '203.0.113.0/31'].map((text) => networkText(toNetwork(text)))).toEqual([
      '203.0.113.10',
      '2001:db8::',
      '203.0.113.0/31',
    ]);
    expect(['203.0.113.10', '203.0.113.0/31', '2001:db8::/32'].map((text) => isHost(toNetwork(text)))).toEqual([true, false, false]);
  });

  it('has a netmask in IPv4 only', () => {
    expect(['203.0.113.10', '203.0.113.0/25', '128.0.0.0/1'].map((text) => netmaskOf(toNetwork(text)))).toEqual([
      '255.255.255.255',
      '255.255.255.128',
      '128.0.0.0',
    ]);
    expect(() => netmaskOf(toNetwork('2001:db8::/32'))).toThrow('no netmask');
  });

  it.each([
    ['255.255.255.0', 24],
    ['255.255.255.255', 32],
    ['128.0.0.0', 1],
    ['0.0.0.255', null],
    ['255.0.255.0', null],
    ['ffff::', null],
  ])('has the length of its netmask: %s', (netmask, length) => {
    expect(lengthOf(netmask)).toBe(length);
  });

  it('begins where its prefix does', () => {
    expect(['203.0.113.10/25', '203.0.113.200/25', '2001:db8:1:2::3/48'].map(firstAddress)).toEqual([
      '203.0.113.0',
      '203.0.113.128',
      '2001:db8:1::',
    ]);
  });
});

describe('a range', () => {
  const prefixes = (first: string, last: string) => prefixesOf(toNetwork(first), toNetwork(last)).map(networkText);

  it('is the fewest prefixes that hold it', () => {
    expect(prefixes('192.0.2.10', '192.0.2.20')).toEqual(['192.0.2.10/31', '192.0.2.12/30', '192.0.2.16/30', '192.0.2.20']);
    expect(prefixes('192.0.2.0', '192.0.2.255')).toEqual(['192.0.2.0/24']);
    expect(prefixes('192.0.2.7', '192.0.2.7')).toEqual(['192.0.2.7']);
    expect(prefixes('0.0.0.0', '255.255.255.255')).toEqual(['0.0.0.0/0']);
    expect(prefixes('2001:db8::ffff', '2001:db8::1:0')).toEqual(['2001:db8::ffff', '2001:db8::1:0']);
    expect(prefixes('::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')).toEqual(['::/0']);
  });

  it('is none where it is reversed', () => {
    expect(prefixes('192.0.2.20', '192.0.2.10')).toEqual([]);
  });
});

describe('an address', () => {
  it.each([
    ['203.0.113.10', 'machine'],
    ['10.0.0.0/8', 'machine'],
    ['fe80::1', 'link'],
    ['169.254.0.0/16', 'link'],
    ['::ffff:203.0.113.10', 'mapped'],
    ['0:0:0:0:0:FFFF:cb00:710a', 'mapped'],
    ['0.0.0.0', 'none'],
    ['::', 'none'],
    ['255.255.255.255', 'none'],
    ['224.0.0.1', 'none'],
    ['ff02::1', 'none'],
    ['127.0.0.1', 'none'],
    ['::1', 'none'],
  ])('%s is of the kind "%s"', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });
});

it.each([
  ['10.20.0.5', true],
  ['172.31.255.255', true],
  ['192.168.0.0/16', true],
  ['fd00::5', true],
  ['172.32.0.1', false],
  ['100.64.0.1', false],
  ['203.0.113.10', false],
  ['2001:db8::10', false],
])('the Internet does not route %s: %s', (text, held) => {
  expect(isPrivate(toNetwork(text))).toBe(held);
});

describe('networks', () => {
  it.each([
    ['10.0.0.0/8', '10.1.2.3', true],
    ['10.0.0.0/8', '10.0.0.0/8', true],
    ['10.1.2.3', '10.0.0.0/8', false],
    ['10.0.0.0/24', '10.0.0.0/8', false],
    ['10.0.0.0/9', '10.128.0.0/9', false],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['2001:db8::/32', '2001:DB8:ffff::1', true],
    ['2001:db8::/33', '2001:db8:8000::', false],
    ['::/1', '10.1.2.3', false],
  ])('%s holds %s: %s', (outer, inner, held) => {
    expect(contains(toNetwork(outer), toNetwork(inner))).toBe(held);
  });

  it('that lie within another go, and of two that are the same one stays, in their order (GEN-05)', () => {
    expect(texts('10.1.2.3', '192.0.2.1', '10.0.0.0/8', '10.1.0.0/16', '192.0.2.1', '2001:db8::1', '2001:DB8::1')).toEqual([
      '192.0.2.1',
      '10.0.0.0/8',
      '2001:db8::1',
    ]);
    expect(texts('10.0.0.0/9', '10.128.0.0/9')).toEqual(['10.0.0.0/9', '10.128.0.0/9']);
  });
});
