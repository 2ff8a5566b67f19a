import { describe, expect, it } from 'vitest';
import { reader } from '#prove/readers/iptables.ts';
import { exampleRules, hostileTexts, titled, withCarried, words } from '#rules/example-rules.ts';
import { platform } from './iptables.ts';

const { edge, flowsNamed, textOf } = exampleRules(platform);

/** The lines that the shell, iptables or ipset see. */
const statements = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('#'));
const rules = (text: string): string[] => statements(text).filter((line) => line.startsWith('-A '));

describe('the form with chains of ours', () => {
  it('reads as a firewall engineer would write it', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'dns-queries', 'backup-ftp'), {
        addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'], 'backup-servers': ['files.example.net'] },
      }),
    ).toMatchInlineSnapshot(`
      "#!/bin/sh
      # Example Mail Lighthouse 2.0.0: the whole gateway
      # Portcullis, dataset 2026.02.01. Not the vendor's own document.
      # iptables, seen from one firewall between all zones.
      # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      # yours.
      # The script empties and fills SEG-all, and puts a jump at the top of FORWARD, once. Your rules stay
      # as they are.
      # The rules accept, and drop nothing.
      # The rules last until the machine starts again: run the script at every start. Do not save them:
      # saved rules that need a set load only after it.
      #
      # Host names: dnsmasq 2.66 or later fills the sets, and must be the resolver that the gateway asks. It
      # also takes every name below a name.
      # Into dnsmasq.conf:
      #   grep '^#ipset=' <this file> | cut -c2-
      #ipset=/files.example.net/SEG-4-files.example.net

      (
      set -eu

      ipv4() {
      cat <<'END'
      *filter
      :SEG-all - [0:0]
      -A SEG-all -s 203.0.113.10 -m conntrack --ctstate RELATED,ESTABLISHED -m comment --comment "replies" -j ACCEPT
      -A SEG-all -d 203.0.113.10 -m conntrack --ctstate RELATED,ESTABLISHED -m comment --comment "replies" -j ACCEPT
      # Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
      -A SEG-all -i wan0 -o dmz0 -d 203.0.113.10 -p tcp --dport 25 -m comment --comment "Inbound mail" -j ACCEPT
      # DNS: the gateway to DNS resolvers, udp/53
      -A SEG-all -i dmz0 -o lan0 -s 203.0.113.10 -d 192.0.2.53,192.0.2.54 -p udp --dport 53 -m comment --comment "DNS" -j ACCEPT
      # DNS: the gateway to DNS resolvers, tcp/53
      -A SEG-all -i dmz0 -o lan0 -s 203.0.113.10 -d 192.0.2.53,192.0.2.54 -p tcp --dport 53 -m comment --comment "DNS" -j ACCEPT
      # Backup by FTP: the gateway to backup servers, tcp/21
      -A SEG-all -i dmz0 -o lan0 -s 203.0.113.10 -p tcp --dport 21 -m set --match-set SEG-4-files.example.net dst -m comment --comment "files.example.net: Backup by FTP" -j ACCEPT
      COMMIT
      *raw
      :SEG-all-ftp - [0:0]
      -A SEG-all-ftp -i dmz0 -s 203.0.113.10 -p tcp --dport 21 -m set --match-set SEG-4-files.example.net dst -j CT --helper ftp
      COMMIT
      END
      }

      ipset -exist restore <<'END'
      # files.example.net
      create SEG-4-files.example.net hash:ip family inet timeout 86400
      END
      ipv4 | iptables-restore --noflush --test
      ipv4 | iptables-restore --wait --noflush
      iptables -w -t raw -C PREROUTING -j SEG-all-ftp 2>/dev/null || iptables -w -t raw -I PREROUTING -j SEG-all-ftp
      iptables -w -C FORWARD -j SEG-all 2>/dev/null || iptables -w -I FORWARD -j SEG-all
      ip6tables -w -F SEG-all 2>/dev/null || true # from an earlier text
      )
      "
    `);
  });

  it('touches nothing but its own chains: no policy, no flush but of what an earlier text filled, no whole restore', () => {
    const text = textOf();
    expect(statements(text).filter((line) => /^:(FORWARD|INPUT|OUTPUT)|^-[FPXID]|\s-[FPXDR]\s|^\*nat/.test(line))).toEqual([]);
    expect(
      statements(text)
        .filter((line) => / iptables-restore| ip6tables-restore/.test(line))
        .every((line) => / --noflush/.test(line)),
    ).toBe(true);
    expect(statements(text).filter((line) => /-A (?!SEG-all)/.test(line))).toEqual([]);
  });

  it('reaches each chain by a jump that is made only where it is not there', () => {
    const jumps = statements(textOf()).filter((line) => / -I /.test(line));
    expect(jumps).toHaveLength(4);
    for (const jump of jumps) expect(jump).toMatch(/^(.*) -C (.*) 2>\/dev\/null \|\| \1 -I \2$/);
  });

  it('lets replies through to and from the gateway only', () => {
    const replies = rules(textOf()).filter((line) => line.includes('ESTABLISHED'));
    expect(replies).toHaveLength(4);
    for (const line of replies) expect(line).toMatch(/-[sd] (203\.0\.113\.10|2001:db8:d::10) /);
  });

  it('tests both IP versions before it changes either', () => {
    expect(statements(textOf()).filter((line) => line.includes('-restore'))).toEqual([
      'ipv4 | iptables-restore --noflush --test',
      'ipv6 | ip6tables-restore --noflush --test',
      'ipv4 | iptables-restore --wait --noflush',
      'ipv6 | ip6tables-restore --wait --noflush',
    ]);
  });

  it('empties what an earlier text allowed in an IP version that is no longer there', () => {
    const addresses = { gateway: ['203.0.113.10'] };
    expect(textOf(flowsNamed('smtp-inbound'), { addresses })).toContain(
      '\nip6tables -w -F SEG-all 2>/dev/null || true # from an earlier text\n)\n',
    );
    expect(textOf(flowsNamed('smtp-inbound'), { addresses })).not.toContain('ip6tables-restore');
  });

  it('keeps the texts of two features apart', () => {
    const owned = (text: string) => [...text.matchAll(/^:(\S+) /gm)].map(([, name]) => name);
    const one = textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } });
    const other = textOf(flowsNamed('backup-ftp'), {}, { scope: { id: 'backup', title: 'Backup' } });
    expect(new Set(owned(one))).toEqual(new Set(['SEG-dns']));
    expect(new Set(owned(other))).toEqual(new Set(['SEG-backup', 'SEG-backup-ftp']));
  });

  it('stands at INPUT and OUTPUT of the gateway itself, without interfaces', () => {
    const text = textOf(flowsNamed('smtp-inbound', 'dns-queries', 'backup-ftp'), { vantage: 'host' });
    expect(rules(text).filter((line) => / -[io] /.test(line))).toEqual([]);
    expect(
      rules(text)
        .filter((line) => line.includes('--dport 25'))
        .every((line) => line.startsWith('-A SEG-all-in -d ')),
    ).toBe(true);
    expect(
      rules(text)
        .filter((line) => line.includes('--dport 53'))
        .every((line) => line.startsWith('-A SEG-all-out -s ')),
    ).toBe(true);
    expect(text).toContain('iptables -w -t raw -I OUTPUT -j SEG-all-out-ftp\n');
  });

  it('writes a range with a colon, as iptables wants it (GEN-03), and as one range (GEN-02)', () => {
    const text = textOf(flowsNamed('backup-ftp'), { ftp: { helper: false, passive: { from: 50_000, to: 50_099 } } });
    expect(rules(text).filter((line) => line.includes(' --dport 50000:50099 '))).toHaveLength(2);
  });

  it('has no host name in what iptables is given, but in comments (GEN-21)', () => {
    const text = textOf(flowsNamed('backup-ftp'), { addresses: { gateway: ['203.0.113.10'], 'backup-servers': ['files.example.net'] } });
    const bare = rules(text).map((line) => line.replace(/--comment "[^"]*"/, '').replace(/--match-set \S+/, ''));
    expect(bare.filter((line) => /[a-z0-9-]+\.(net|com|org)/.test(line))).toEqual([]);
  });

  it('gives no rule to an IP version in which one end has no address (GEN-11)', () => {
    const addresses = { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] };
    expect(reader(textOf(flowsNamed('dns-queries'), { addresses })).map(({ family }) => family)).toEqual(['ipv4', 'ipv4']);
  });

  it('keeps its lines within what iptables-restore reads, however many addresses there are', () => {
    const many = (network: string) => Array.from({ length: 400 }, (_, at) => `${network}:${(at * 2 + 1).toString(16)}::ffff:ffff:ffff:1`);
    const addresses = { gateway: many('2001:db8'), 'dns-resolvers': many('3fff:ab') };
    const text = textOf(flowsNamed('dns-queries'), { addresses });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(10_240);
    const [permit] = reader(text);
    expect(permit?.source.networks.length).toBeLessThan(400);
    expect(new Set(reader(text).flatMap(({ source }) => source.networks)).size).toBe(400);
  });
});

describe('names', () => {
  const relay = (names: string[], more: Record<string, string[]> = {}, flows = flowsNamed('smtp-relay', 'backup-ftp')) =>
    textOf(flows, { addresses: { gateway: ['203.0.113.10'], 'relay-host': names, ...more } });
  const resolverLines = (text: string) => text.split('\n').filter((line) => line.startsWith('#ipset='));

  it('have one set each, whatever rules and texts they stand in, since dnsmasq goes by one line for a name', () => {
    const text = relay(['one.example.net'], { 'backup-servers': ['one.example.net', 'two.example.net'] });
    expect(resolverLines(text)).toEqual(['#ipset=/one.example.net/SEG-4-one.example.net', '#ipset=/two.example.net/SEG-4-two.example.net']);
    const feature = textOf(
      flowsNamed('smtp-relay'),
      { addresses: { gateway: ['203.0.113.10'], 'relay-host': ['one.example.net'] } },
      { scope: { id: 'smtp', title: 'SMTP' } },
    );
    expect(resolverLines(text)).toContain(resolverLines(feature)[0]);
    expect(rules(text).filter((line) => line.includes('-m set --match-set SEG-4-one.example.net dst'))).toHaveLength(3);
  });

  it('that are wildcards are filled from the lines of names below them too', () => {
    const text = relay(['a.b.example.net', '*.example.net', '*.b.example.net']);
    expect(resolverLines(text)).toEqual([
      '#ipset=/a.b.example.net/SEG-4-a.b.example.net,SEG-4-.example.net,SEG-4-.b.example.net',
      '#ipset=/example.net/SEG-4-.example.net',
      '#ipset=/b.example.net/SEG-4-.example.net,SEG-4-.b.example.net',
    ]);
    expect(text).toContain('\n# *.b.example.net, and b.example.net itself:\n#ipset=/b.example.net/');
  });

  it('have one line where a name and all names below it are allowed', () => {
    expect(resolverLines(relay(['example.net', '*.example.net']))).toEqual(['#ipset=/example.net/SEG-4-example.net,SEG-4-.example.net']);
  });

  it('make names of sets that differ within the 31 characters of ipset', () => {
    const long = (end: string) => `${'a-rather-long-label.'.repeat(4)}${end}.example.net`;
    const text = relay([long('x'), long('y')]);
    const sets = [...text.matchAll(/^create (\S+) /gm)].map(([, name = '']) => name);
    expect(new Set(sets).size).toBe(2);
    expect(sets.every((name) => name.length <= 31)).toBe(true);
  });
});

describe('the FTP helper', () => {
  it('is bound to the connections of the rules, and to no other on that port', () => {
    expect(rules(textOf(flowsNamed('backup-ftp'))).filter((line) => line.includes('-j CT'))).toEqual([
      '-A SEG-all-ftp -i dmz0 -s 203.0.113.10 -d 192.0.2.201 -p tcp --dport 21 -j CT --helper ftp',
      '-A SEG-all-ftp -i dmz0 -s 2001:db8:d::10 -d 2001:db8:b::201 -p tcp --dport 21 -j CT --helper ftp',
    ]);
  });
});

describe('the form with whole chains', () => {
  it('replaces FORWARD and its policy at the edge, and no other chain', () => {
    const lines = statements(textOf(flowsNamed(), {}, {}, 'table'));
    expect(lines.filter((line) => /^(:[A-Z]+ |-F|-P)/.test(line))).toEqual([
      ':FORWARD DROP [0:0]',
      '-F FORWARD',
      ':FORWARD DROP [0:0]',
      '-F FORWARD',
    ]);
    expect(textOf(flowsNamed(), {}, {}, 'table')).toContain('# THIS FORM REPLACES EVERY RULE in FORWARD, yours too, for IPv4 and IPv6');
  });

  it('drops an IP version whole that has no rule', () => {
    const text = textOf(flowsNamed('smtp-inbound'), { addresses: { gateway: ['203.0.113.10'] } }, {}, 'table');
    expect(text).toContain('ipv6 | ip6tables-restore --wait --noflush\n');
    expect(text.match(/^:FORWARD DROP/gm)).toHaveLength(2);
  });

  it('keeps loopback, replies and neighbour discovery on the gateway itself', () => {
    const text = textOf(flowsNamed(), { vantage: 'host' }, {}, 'table');
    expect(text.match(/^-A INPUT -i lo /gm)).toHaveLength(2);
    expect(text.match(/^-A OUTPUT -o lo /gm)).toHaveLength(2);
    expect(text.match(/^-A (?:INPUT|OUTPUT) -m conntrack --ctstate RELATED,ESTABLISHED /gm)).toHaveLength(4);
    for (const kind of [134, 135, 136]) expect(text).toContain(`-A INPUT -p ipv6-icmp --icmpv6-type ${kind} `);
    for (const kind of [133, 135, 136]) expect(text).toContain(`-A OUTPUT -p ipv6-icmp --icmpv6-type ${kind} `);
  });
});

describe('hostile text', () => {
  const texts = [...hostileTexts, 'a" -j ACCEPT #', "it's; iptables -F", '\nEND\niptables -F\n', '%s \\" } COMMIT'];
  const plain = statements(textOf()).length;

  it.each(texts)('in the prefix changes no statement: %j', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(texts)('in titles changes no statement, and a comment keeps to its 255 bytes: %j', (title) => {
    const text = textOf(titled(flowsNamed(), title), {}, { scope: { id: 'all', title }, product: title });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(Math.max(...[...text.matchAll(/--comment "(.*)" -j/g)].map(([, remark = '']) => remark.length))).toBeLessThanOrEqual(255);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(['a b', 'eth+', 'x"', 'lan;', 'sixteen-letters0', '-o', '\u00e9', '$(id)'])(
    'in the name of an interface is refused: %j',
    (internet) => {
      expect(() => textOf(flowsNamed(), { zones: { ...edge.zones, internet } })).toThrow('the zone "internet" of iptables cannot be named');
    },
  );

  it('makes names of chains that differ where prefixes differ only after the 28 characters', () => {
    const owned = (prefix: string) => /^:(\S+) /m.exec(textOf(flowsNamed(), { prefix }))?.[1] ?? '';
    expect(owned(`${'x'.repeat(70)}a`)).not.toBe(owned(`${'x'.repeat(70)}b`));
    expect(owned(`${'x'.repeat(70)}a`).length).toBeLessThanOrEqual(28);
  });
});

it('says in its header what is not covered, what is never a rule, and what was carried', () => {
  const text = words(textOf(withCarried(flowsNamed(), 'dns-queries', '1.0.0')));
  expect(text).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
  expect(text).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
  expect(text).toContain('--comment "DNS (carried from 1.0.0)"');
});

it('is comments only where there is no rule', () => {
  expect(statements(textOf(flowsNamed('certificate-status')))).toEqual(['']);
});
