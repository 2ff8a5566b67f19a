import { describe, expect, it } from 'vitest';
import { changed } from '#rules/example-rules.ts';
import { reader } from './nftables.ts';

const text = `# A comment.
#
#nftset=/a.example.net/4#inet#filter#seg_a_4,4#inet#filter#seg_all_4
# *.example.net, and example.net itself:
#nftset=/example.net/4#inet#filter#seg_all_4

table inet filter {
  set seg_a_4 { type ipv4_addr; }
  set seg_all_4 { type ipv4_addr; }
  ct helper seg_ftp_4 { type "ftp" protocol tcp; l3proto ip; }
  chain seg {
  }
  chain seg_ftp {
    type filter hook prerouting priority filter; policy accept;
  }
}
flush chain inet filter seg
flush chain inet filter seg_ftp
table inet filter {
  chain seg {
    ct state established,related ip saddr 203.0.113.10 counter accept comment "replies"
    # What comes next.
    iifname "wan0" oifname "dmz0" ip daddr { 203.0.113.10, 203.0.113.16/28 } tcp dport 25 counter accept comment "Mail"
    iifname "wan0" oifname "dmz0" meta nfproto ipv6 tcp dport 26 counter accept comment "Other mail"
    iifname "dmz0" oifname "wan0" ip saddr 203.0.113.10 ip daddr @seg_a_4 tcp dport 21 counter accept comment "FTP"
    iifname "dmz0" oifname "wan0" ip saddr 203.0.113.10 ip daddr @seg_all_4 udp dport 50000-50099 udp sport 53 counter accept comment "Data"
  }
  chain seg_ftp {
    iifname "dmz0" ip saddr 203.0.113.10 ip daddr @seg_a_4 tcp dport 21 ct helper set "seg_ftp_4"
  }
}
`;

const whole = `table inet seg
delete table inet seg
table inet seg {
  chain input {
    type filter hook input priority filter; policy drop;
    iifname "lo" counter accept comment "loopback"
    ct state invalid counter drop
    ct state established,related counter accept comment "replies, and errors about them"
    icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } counter accept comment "IPv6 neighbours"
    ip6 daddr 2001:db8::1 tcp dport 25 counter accept comment "Mail"
  }
}
`;

const gateway = { any: false, networks: ['203.0.113.10/32'], names: [] };
const everybody = { any: true, networks: [], names: [] };
const named = (...names: string[]) => ({ any: false, networks: [], names });

it('reads what is let through', () => {
  expect(reader(text)).toEqual([
    {
      family: 'ipv4',
      from: 'wan0',
      to: 'dmz0',
      source: everybody,
      destination: { any: false, networks: ['203.0.113.10/32', '203.0.113.16/28'], names: [] },
      transport: 'tcp',
      port: { from: 25, to: 25 },
      sourcePort: null,
      helper: false,
    },
    {
      family: 'ipv6',
      from: 'wan0',
      to: 'dmz0',
      source: everybody,
      destination: everybody,
      transport: 'tcp',
      port: { from: 26, to: 26 },
      sourcePort: null,
      helper: false,
    },
    {
      family: 'ipv4',
      from: 'dmz0',
      to: 'wan0',
      source: gateway,
      destination: named('a.example.net'),
      transport: 'tcp',
      port: { from: 21, to: 21 },
      sourcePort: null,
      helper: true,
    },
    {
      family: 'ipv4',
      from: 'dmz0',
      to: 'wan0',
      source: gateway,
      destination: named('a.example.net', '*.example.net'),
      transport: 'udp',
      port: { from: 50_000, to: 50_099 },
      sourcePort: { from: 53, to: 53 },
      helper: false,
    },
  ]);
  expect(reader('# Nothing to allow.\n')).toEqual([]);
});

it('reads a whole table', () => {
  expect(reader(whole)).toMatchObject([{ family: 'ipv6', from: null, to: null, port: { from: 25, to: 25 } }]);
});

describe('a text is refused', () => {
  it.each<[string, string, string]>([
    ['that empties the rule set', 'flush chain inet filter seg\n', 'flush ruleset\n'],
    ['that empties a table', 'flush chain inet filter seg\n', 'flush table inet filter\n'],
    ["that empties the administrator's chain", 'flush chain inet filter seg\n', 'flush chain inet filter forward\n'],
    ['that takes out a table', 'flush chain inet filter seg\n', 'delete table inet filter\n'],
    ['that adds to what an earlier load has left', 'flush chain inet filter seg\n', ''],
    ['that adds to what an earlier load has bound the helper to', 'flush chain inet filter seg_ftp\n', ''],
    ['that includes another', 'flush chain inet filter seg\n', 'include "/etc/other.nft"\n'],
    ['of another family', 'table inet filter {\n  chain', 'table ip filter {\n  chain'],
    ['that ends inside a block', 'sport 53 counter accept comment "Data"\n  }\n', 'sport 53 counter accept comment "Data"\n'],
    ['that closes what is not open', '\nflush chain inet filter seg\n', '\n}\n'],
    [
      "that drops what the administrator's table lets through",
      '  chain seg {\n  }',
      '  chain seg {\n    type filter hook forward priority filter; policy drop;\n  }',
    ],
    [
      'that accepts all by its policy',
      '  chain seg {\n  }',
      '  chain seg {\n    type filter hook forward priority filter; policy accept;\n  }',
    ],
    ['that lets replies of everybody through', 'ct state established,related ip saddr 203.0.113.10', 'ct state established,related'],
    ['that drops', 'tcp dport 25 counter accept', 'tcp dport 25 counter drop'],
    ['that ends without a verdict', 'tcp dport 25 counter accept', 'tcp dport 25 counter'],
    ['without a comment', ' comment "Mail"', ''],
    ['with a quote in a comment', '"Mail"', '"Ma\\"il"'],
    ['with a comment that is too long', '"Mail"', `"${'x'.repeat(129)}"`],
    ['with a rule behind a comment', ' comment "Mail"', ' comment "Mail"; accept'],
    ['without a port', 'tcp dport 25 ', ''],
    ['with a port there is not', 'dport 25 ', 'dport 65536 '],
    ['with a reversed range', '50000-50099', '50099-50000'],
    ['with a range as others write it', '50000-50099', '50000:50099'],
    ['with ports of two transports', 'udp sport 53', 'tcp sport 53'],
    ['with both IP versions', 'ip saddr 203.0.113.10 ip daddr @seg_all_4', 'ip6 saddr 2001:db8::1 ip daddr @seg_all_4'],
    ['of no IP version', 'meta nfproto ipv6 ', ''],
    ['with a host name', '{ 203.0.113.10, 203.0.113.16/28 }', 'gateway.example.net'],
    ['with the name of an interface that is not quoted', 'iifname "wan0" oifname "dmz0" ip daddr', 'iifname wan0 oifname "dmz0" ip daddr'],
    ['with a set that is not made', '  set seg_all_4 { type ipv4_addr; }\n', ''],
    ['with a set of the other IP version', 'set seg_all_4 { type ipv4_addr; }', 'set seg_all_4 { type ipv6_addr; }'],
    [
      'with a set whose addresses expire while they are in use',
      'set seg_all_4 { type ipv4_addr; }',
      'set seg_all_4 { type ipv4_addr; flags timeout; timeout 1d; }',
    ],
    [
      'with a set that is full from the start',
      'set seg_all_4 { type ipv4_addr; }',
      'set seg_all_4 { type ipv4_addr; elements = { 192.0.2.1 }; }',
    ],
    ['with a set that nothing fills', '#nftset=/a.example.net/4#inet#filter#seg_a_4,', '#nftset=/a.example.net/'],
    ['with a set that is filled in another table', '4#inet#filter#seg_a_4,', '4#inet#seg#seg_a_4,'],
    ['with a set that is filled with the other IP version', '4#inet#filter#seg_a_4,', '6#inet#filter#seg_a_4,'],
    ['with a wildcard at another name', '#nftset=/example.net/', '#nftset=/example.com/'],
    ['with a line that dnsmasq would not read whole', '/a.example.net/', `/${'a.example.net/'.repeat(80)}`],
    ['with a helper that is not made', 'ct helper set "seg_ftp_4"', 'ct helper set "seg_ftp_6"'],
    ['with a helper of the other IP version', 'l3proto ip;', 'l3proto ip6;'],
    ['with a helper of another protocol', 'type "ftp" protocol tcp', 'type "sip" protocol udp'],
    ['with a helper that follows more than is let through', 'ip daddr @seg_a_4 tcp dport 21 ct helper', 'tcp dport 21 ct helper'],
  ])('%s', (_, from, to) => {
    expect(() => reader(changed(text, from, to))).toThrow();
  });

  it.each<[string, string, string]>([
    ['that adds to what an earlier load has left', 'delete table inet seg\n', ''],
    ['that takes out a table that may not be there', 'table inet seg\ndelete', 'delete'],
    ['that takes out another table', 'delete table inet seg\n', 'delete table inet filter\n'],
    [
      'that takes out another table, and makes it before',
      'table inet seg\ndelete table inet seg\n',
      'table inet nat\ndelete table inet nat\n',
    ],
    ['that lets all through by its policy', 'policy drop;', 'policy accept;'],
    ['that lets more than neighbour discovery through', 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ', ''],
    ['that takes another interface for the loopback', 'iifname "lo"', 'iifname "wan0"'],
    ['that takes new connections for replies', 'established,related', 'established,related,new'],
  ])('as a whole table: %s', (_, from, to) => {
    expect(() => reader(changed(whole, from, to))).toThrow();
  });
});
