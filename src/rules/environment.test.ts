import { describe, expect, it } from 'vitest';
import { gatewayEntryProblem, isName } from './entry.ts';
import { environment } from './environment.ts';

const valid = {
  vantage: 'edge',
  prefix: 'SEG',
  addresses: { gateway: ['203.0.113.10'] },
  zones: { internet: 'outside', dmz: 'dmz', lan: 'inside', management: 'admin', peers: 'far' },
  ftp: { helper: true, passive: null },
};

/** What is wrong with an environment, each with where it is. */
function problems(change: Record<string, unknown>): string[] {
  const result = environment.safeParse({ ...valid, ...change });
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
}

/** What is wrong with one address of a party. */
const problem = (text: string): string | undefined => problems({ addresses: { servers: [text] } })[0]?.replace('addresses.servers.0 ', '');

const unknown = 'is no address, prefix or host name: write it as 203.0.113.10, 203.0.113.0/24, 2001:db8::10 or mail.example.net';

describe('an address', () => {
  it.each([
    '203.0.113.10',
    '203.0.113.0/24',
    '203.0.113.10/32',
    '10.0.0.0/8',
    '2001:db8::10',
    '2001:DB8:0:0::10',
    '2001:db8::/32',
    '2001::/16',
    'mail.example.net',
    '*.example.net',
    'xn--bcher-kva.example',
  ])('is %s', (text) => {
    expect(problem(text)).toBeUndefined();
  });

  it.each([
    // GEN-26: nft and iptables read 010 as 8.
    ['192.168.001.010', 'has a leading zero, which some programs read as octal: leave it out'],
    ['192.0.2.0/024', 'has a leading zero, which some programs read as octal: leave it out'],
    ['00.0.2.1', 'has a leading zero, which some programs read as octal: leave it out'],
    ['\uff11\uff19\uff12.0.2.1', 'has characters that only look like 192.0.2.1: type it again'],
    ['192.0.2.1 ', 'has a space or a character that no address has: type it again'],
    ['192.0.2. 1', 'has a space inside: type each address by itself, without one'],
    ['192.0.2.1\n', 'has a space or a character that no address has: type it again'],
    ['192.0.2.1, 192.0.2.2', 'has a space inside: type each address by itself, without one'],
    ['192.0.2.1\u200b', 'has a space or a character that no address has: type it again'],
    ['', 'is empty: type an address, or leave it out'],
    ['192.0.2.1/24', 'has bits set behind its prefix length: write 192.0.2.0/24, or the address alone'],
    ['2001:db8::1/32', 'has bits set behind its prefix length: write 2001:db8::/32, or the address alone'],
    ['0.0.0.0/0', 'is every address there is: type the networks that are meant'],
    ['::/0', 'is every address there is: type the networks that are meant'],
    ['192.0.2.1/0', 'is every address there is: type the networks that are meant'],
    ['0.0.0.0', 'is no address of one machine or network: type those that are meant'],
    ['0.0.0.0/1', 'is no address of one machine or network: type those that are meant'],
    ['10.0.0.0/3', 'has a prefix length that is too short, below /8: type the networks that are meant'],
    ['10.0.0.1/7', 'has a prefix length that is too short, below /8: type the networks that are meant'],
    ['128.0.0.0/1', 'has a prefix length that is too short, below /8: type the networks that are meant'],
    ['2000::/3', 'has a prefix length that is too short, below /16: type the networks that are meant'],
    ['2000::/15', 'has a prefix length that is too short, below /16: type the networks that are meant'],
    ['169.254.0.0/16', 'is a link-local address, which no firewall forwards: type another one'],
    ['169.254.1.1', 'is a link-local address, which no firewall forwards: type another one'],
    ['fe80::1', 'is a link-local address, which no firewall forwards: type another one'],
    ['fe80::/10', 'is a link-local address, which no firewall forwards: type another one'],
    ['127.0.0.1', 'is no address of one machine or network: type those that are meant'],
    ['ff02::1', 'is no address of one machine or network: type those that are meant'],
    ['::ffff:192.0.2.1', 'is an IPv4 address written as IPv6: write it as IPv4'],
    ['0:0:0:0:0:FFFF:192.0.2.1', 'is an IPv4 address written as IPv6: write it as IPv4'],
    ['Mail.Example.net', 'has upper case: write it as mail.example.net'],
    ['mail.example.net.', unknown],
    ['192.0.2.1,192.0.2.2', unknown],
    ['192.0.2.0/33', unknown],
    ['192.0.2.0/255.255.255.0', 'has a netmask: write 192.0.2.0/24'],
    ['192.0.2.0/0.0.0.255', unknown],
    ['192.0.2.1-192.0.2.9', 'is a range: type its prefixes, each by itself: 192.0.2.1 192.0.2.2/31 192.0.2.4/30 192.0.2.8/31'],
    ['192.0.2.8-15', 'is a range: type its prefixes, each by itself: 192.0.2.8/29'],
    ['192.0.2.15-192.0.2.8', 'is a reversed range: type its prefixes, each by itself: 192.0.2.8/29'],
    ['192.0.2.1-192.0.2.01', 'has a leading zero, which some programs read as octal: leave it out'],
    ['2001:db8::1-2001:db8::3', 'is a range: type its prefixes, each by itself: 2001:db8::1 2001:db8::2/127'],
    ['10.0.0.1-10.255.255.254', 'is a range: type the prefixes that are meant'],
    ['192.0.2.1-2001:db8::1', 'is a range from one IP version to the other: type addresses or prefixes'],
    ['192.0.2.1-192.0.2.300', unknown],
    ['192.0.2.1-192.0.2.2-192.0.2.3', unknown],
    ['192.0.2.300', unknown],
    ['192.0.2', unknown],
    ['0xc0.0.2.1', unknown],
    ['192.0.2.1:25', unknown],
    ['[2001:db8::1]', unknown],
    ['fe80::1%eth0', unknown],
    ['any', unknown],
    ['*', unknown],
    ['*.net', unknown],
    ['mail.*.net', unknown],
    ['mail_1.example.net', unknown],
    ['-a.example.net', unknown],
    ['https://mail.example.net', unknown],
    ['x`id`.example.net', unknown],
    [`${'a'.repeat(64)}.example.net`, unknown],
    [`${'a.'.repeat(126)}net`, unknown],
  ])('is not %j, and it is said why', (text, message) => {
    expect(problem(text)).toBe(message);
  });

  it('of the gateway is no host name', () => {
    expect(problems({ addresses: { gateway: ['203.0.113.10', 'mail.example.net'] } })).toEqual([
      'addresses.gateway.1 is a host name: type the address of the gateway',
    ]);
  });

  it('of the gateway is one of a single machine, before NAT too', () => {
    const each = ['203.0.113.10/32', '2001:db8::10/128', '10.20.0.0/16', '2001:db8::/64'];
    const refused = 'is a prefix: type each address of the gateway by itself';
    expect(problems({ addresses: { gateway: each }, publicAddresses: each })).toEqual([
      `addresses.gateway.2 ${refused}`,
      `addresses.gateway.3 ${refused}`,
      `publicAddresses.2 ${refused}`,
      `publicAddresses.3 ${refused}`,
    ]);
  });

  it('of the gateway before NAT is no host name', () => {
    expect(problems({ publicAddresses: ['mail.example.net', '198.51.100.10'] })).toEqual([
      'publicAddresses.0 is a host name: type the address of the gateway',
    ]);
    expect(['mail.example.net', '203.0.113.10', '010.0.0.1'].map(gatewayEntryProblem)).toEqual([
      'is a host name: type the address of the gateway',
      undefined,
      'has a leading zero, which some programs read as octal: leave it out',
    ]);
  });

  it('is told from a name by its last label', () => {
    expect(['mail.example.net', '*.example.net', 'example.1a', '192.0.2.1', 'localhost'].map(isName)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('an environment', () => {
  it('has nothing placed and nothing open where nothing is said', () => {
    expect(environment.parse(valid)).toMatchObject({ placed: {}, anyInternet: [], publicAddresses: [] });
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'a reversed range',
      { ftp: { helper: true, passive: { from: 50_099, to: 50_000 } } },
      'ftp.passive is reversed: write the lower port first',
    ],
    [
      'a range of well-known ports',
      { ftp: { helper: true, passive: { from: 20, to: 2000 } } },
      'ftp.passive.from is below 1024: a passive range lies above the well-known ports',
    ],
    [
      'any address elsewhere than in the Internet',
      { anyInternet: ['servers'], placed: { servers: 'lan' } },
      'anyInternet.0 is any Internet address, yet placed in the zone "lan": leave one of the two out',
    ],
  ])('is refused with %s', (_, change, message) => {
    expect(problems(change)).toEqual([message]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a port above all', { ftp: { helper: true, passive: { from: 50_000, to: 65_536 } } }, 'ftp.passive.to'],
    ['a port typed as text', { ftp: { helper: true, passive: { from: '050000', to: 50_099 } } }, 'ftp.passive.from'],
    ['a fraction of a port', { ftp: { helper: true, passive: { from: 50_000.5, to: 50_099 } } }, 'ftp.passive.from'],
    ['no prefix', { prefix: '' }, 'prefix'],
    ['a prefix without end', { prefix: 'x'.repeat(301) }, 'prefix'],
    ['a zone without a name', { zones: { ...valid.zones, dmz: '' } }, 'zones.dmz'],
    ['a zone left out', { zones: { internet: 'outside' } }, 'zones'],
    ['a zone there is not', { placed: { servers: 'attic' } }, 'placed.servers'],
    ['another vantage point', { vantage: 'above' }, 'vantage'],
    ['a key there is not', { gateway: '203.0.113.10' }, ''],
  ])('is refused with %s', (_, change, path) => {
    expect(problems(change)[0]?.startsWith(path)).toBe(true);
  });
});
