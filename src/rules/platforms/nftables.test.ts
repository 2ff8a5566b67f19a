import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { reader } from '#prove/readers/nftables.ts';
import type { Environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { type Subject, toRules } from '#rules/to-rules.ts';
import { platform } from './nftables.ts';

const dataset = exampleDataset();
const flowsNamed = (...ids: string[]): ReleaseFlow[] =>
  releaseFlows(dataset, '2.0.0').filter(({ flow }) => ids.length === 0 || ids.includes(flow.id));
const subject: Subject = { product: dataset.product.name, release: '2.0.0', dataset: dataset.product.dataset, scope: null, example: true };
const edge = exampleEnvironment(platform, 'edge');
const textOf = (flows = flowsNamed(), environment: Partial<Environment> = {}, about: Partial<Subject> = {}, form?: string): string =>
  toRules(platform, flows, { ...edge, ...environment }, { ...subject, ...about }, form).text;

/** The lines that the kernel sees. */
const statements = (text: string): string[] => text.split('\n').filter((line) => !line.trim().startsWith('#'));

describe('the chain form', () => {
  it('reads as a firewall engineer would write it', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'dns-queries'), {
        addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'] },
      }),
    ).toMatchInlineSnapshot(`
      "# Example Mail Lighthouse 2.0.0: the whole gateway
      # Portcullis, dataset 2026.02.01. Not the vendor's own document.
      # nftables, seen from one firewall between all zones.
      # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      # yours.
      # The rules stand in a chain of their own in "table inet filter". Reach it from your own chain, before
      # its drop; once:
      #   nft list chain inet filter forward | grep -qw 'jump seg_all' || nft insert rule inet filter forward jump seg_all

      table inet filter {
        chain seg_all {
        }
      }
      flush chain inet filter seg_all
      table inet filter {
        chain seg_all {
          ct state established,related ip saddr 203.0.113.10 counter accept comment "replies"
          ct state established,related ip daddr 203.0.113.10 counter accept comment "replies"
          # Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
          iifname "wan0" oifname "dmz0" ip daddr 203.0.113.10 tcp dport 25 counter accept comment "Inbound mail"
          # DNS: the gateway to DNS resolvers, udp/53
          iifname "dmz0" oifname "lan0" ip saddr 203.0.113.10 ip daddr { 192.0.2.53, 192.0.2.54 } udp dport 53 counter accept comment "DNS"
          # DNS: the gateway to DNS resolvers, tcp/53
          iifname "dmz0" oifname "lan0" ip saddr 203.0.113.10 ip daddr { 192.0.2.53, 192.0.2.54 } tcp dport 53 counter accept comment "DNS"
        }
      }
      "
    `);
  });

  it('touches nothing but its own chains: no flush of a table or rule set, no policy, no other chain', () => {
    const text = textOf();
    expect(statements(text).filter((line) => /flush|delete|policy|create|insert|replace/.test(line))).toEqual(
      [
        'flush chain inet filter seg_all',
        'flush chain inet filter seg_all_ftp',
        '    type filter hook prerouting priority filter; policy accept;',
      ].sort((a, b) => statements(text).indexOf(a) - statements(text).indexOf(b)),
    );
  });

  it('lets replies through to and from the gateway only', () => {
    const replies = statements(textOf()).filter((line) => line.includes('ct state'));
    expect(replies.length).toBe(4);
    for (const line of replies) expect(line).toMatch(/ (203\.0\.113\.10|2001:db8:d::10) /);
  });

  it('keeps the texts of two features apart', () => {
    const one = textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } });
    const other = textOf(flowsNamed('backup-ftp'), {}, { scope: { id: 'backup', title: 'Backup' } });
    const owned = (text: string) => [...text.matchAll(/(?:chain|helper|set) (?:inet filter )?(seg_\w+)/g)].map(([, name]) => name);
    expect(owned(one).filter((name) => owned(other).includes(name))).toEqual([]);
    expect(owned(other)).toContain('seg_backup_ftp');
  });

  it('has no host name in a statement (GEN-21)', () => {
    expect(statements(textOf()).filter((line) => /[a-z0-9-]+\.(net|com|org)/.test(line))).toEqual([]);
  });
});

describe('names', () => {
  it('are a line for dnsmasq, a wildcard by its apex', () => {
    const text = textOf(flowsNamed('smtp-relay'), {
      addresses: { gateway: ['203.0.113.10'], 'relay-host': ['a.relay.example', '*.relay.example'] },
    });
    const set = '4#inet#filter#seg_all_smtp_relay_tcp_4';
    expect(text).toContain(
      `\n#nftset=/a.relay.example/${set}\n# *.relay.example, and relay.example itself:\n#nftset=/relay.example/${set}\n`,
    );
    expect(reader(text).map(({ destination }) => destination.names)).toEqual([['a.relay.example', '*.relay.example']]);
  });

  it('fill the sets of the wildcards above them too, in the order of the sets', () => {
    const addresses = { gateway: ['203.0.113.10'], 'relay-host': ['*.example.net'], 'backup-servers': ['one.example.net'] };
    const text = textOf(flowsNamed('smtp-relay', 'backup-ftp'), { addresses });
    expect(text).toContain('\n#nftset=/one.example.net/4#inet#filter#seg_all_smtp_relay_tcp_4,4#inet#filter#seg_all_backup_ftp_tcp_4\n');
  });

  it('fill every set that they belong to from one line, since dnsmasq goes by one', () => {
    const addresses = {
      gateway: ['203.0.113.10'],
      'relay-host': ['one.example.net'],
      'backup-servers': ['one.example.net', 'two.example.net'],
    };
    const text = textOf(flowsNamed('smtp-relay', 'backup-ftp'), { addresses });
    expect([...text.matchAll(/^#nftset=(\S+)$/gm)].map(([, line]) => line)).toEqual([
      '/one.example.net/4#inet#filter#seg_all_smtp_relay_tcp_4,4#inet#filter#seg_all_backup_ftp_tcp_4',
      '/two.example.net/4#inet#filter#seg_all_backup_ftp_tcp_4',
    ]);
  });

  it('leave out a wildcard beside the name that it hangs on, and say that the name takes those below it too', () => {
    const addresses = { gateway: ['203.0.113.10'], 'relay-host': ['relay.example', '*.relay.example'] };
    const { text, policy } = toRules(platform, flowsNamed('smtp-relay'), { ...edge, addresses }, subject);
    expect([...text.matchAll(/^#nftset=(\S+)$/gm)].length).toBe(1);
    expect(policy.gaps).toMatchObject([{ names: ['*.relay.example'], remedy: expect.stringContaining('Name relay.example here too') }]);
  });

  it('stay within the 1024 bytes that dnsmasq reads of a line', () => {
    const names = Array.from({ length: 60 }, (_, at) => `a-rather-long-name-number-${at}.updates.example.net`);
    const lines = textOf(flowsNamed('smtp-relay'), { addresses: { gateway: ['203.0.113.10'], 'relay-host': names } }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1024);
    expect(lines.filter((line) => line.startsWith('#nftset=')).flatMap((line) => line.split('/').slice(1, -1))).toEqual(names);
  });
});

describe('the FTP helper', () => {
  it('is bound to the connections of the rules, and to no other on that port', () => {
    const helped = statements(textOf(flowsNamed('backup-ftp'))).filter((line) => line.includes('ct helper set'));
    expect(helped).toEqual([
      '    iifname "dmz0" ip saddr 203.0.113.10 ip daddr 192.0.2.201 tcp dport 21 ct helper set "seg_all_ftp_4"',
      '    iifname "dmz0" ip6 saddr 2001:db8:d::10 ip6 daddr 2001:db8:b::201 tcp dport 21 ct helper set "seg_all_ftp_6"',
    ]);
  });

  it('listens to what the gateway itself sends, on its own firewall', () => {
    expect(textOf(flowsNamed('backup-ftp'), { vantage: 'host' })).toContain('type filter hook output priority filter; policy accept;');
  });
});

describe('the table form', () => {
  it('drops all else, and replaces nothing but itself', () => {
    const lines = statements(textOf(flowsNamed(), {}, {}, 'table'));
    expect(lines.filter((line) => /flush|delete/.test(line))).toEqual(['delete table inet seg_all']);
    expect(lines).toContain('    type filter hook forward priority filter; policy drop;');
  });

  it('keeps loopback and neighbour discovery on the gateway itself', () => {
    const text = textOf(flowsNamed(), { vantage: 'host' }, {}, 'table');
    for (const part of ['iifname "lo"', 'oifname "lo"', 'nd-neighbor-solicit', 'nd-router-advert', 'ct state established,related']) {
      expect(text).toContain(part);
    }
  });
});

describe('hostile text', () => {
  const texts = [
    'x\npermit ip any any',
    'a" accept #',
    'x;flush ruleset',
    'x`id`$(id)',
    'B\u00fcro \u202egnp.exe',
    '%s \\" } ',
    'q'.repeat(300),
    '"'.repeat(200),
  ];
  const plain = statements(textOf()).length;

  it.each(texts)('in the prefix changes no statement: %j', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(texts)('in titles changes no statement, and a comment keeps to its 128 bytes: %j', (title) => {
    const flows = flowsNamed().map((entry) => ({ ...entry, flow: { ...entry.flow, title }, source: { ...entry.source, name: title } }));
    const text = textOf(flows, {}, { scope: { id: 'all', title }, product: title });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(['a b', 'eth*', 'x"', 'lan;', 'sixteen-letters0', '-o', 'é'])('in the name of an interface is refused: %j', (internet) => {
    expect(() => textOf(flowsNamed(), { zones: { ...edge.zones, internet } })).toThrow('the zone "internet" of nftables cannot be named');
  });

  it('makes names that differ where prefixes differ only after the cut', () => {
    const owned = (prefix: string) => /chain (\w+) \{/.exec(textOf(flowsNamed(), { prefix }))?.[1] ?? '';
    expect(owned(`${'x'.repeat(70)}a`)).not.toBe(owned(`${'x'.repeat(70)}b`));
    expect(owned(`${'x'.repeat(70)}a`).length).toBeLessThanOrEqual(60);
  });
});

it('says in its header what is not covered, what is never a rule, and what was carried', () => {
  const flows = flowsNamed().map((entry) =>
    entry.flow.id === 'dns-queries' ? { ...entry, status: 'carried' as const, carriedFrom: '1.0.0' } : entry,
  );
  const text = textOf(flows).replace(/\n# +/g, ' ');
  expect(text).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
  expect(text).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
  expect(text).toContain('comment "DNS (carried from 1.0.0)"');
});
