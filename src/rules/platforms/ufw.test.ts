import { describe, expect, it } from 'vitest';
import { reader } from '#prove/readers/ufw.ts';
import { exampleRules, hostileTexts, titled, withCarried, words } from '#rules/example-rules.ts';
import { platform } from './ufw.ts';

const { edge, flowsNamed, textOf } = exampleRules(platform);

/** The lines that the shell sees. */
const statements = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('#'));
const commands = (text: string): string[] => statements(text).filter((line) => line.startsWith('ufw '));
const remarks = (text: string): string[] => commands(text).map((line) => / comment '(.*)'$/.exec(line)?.[1] ?? '');

describe('the script', () => {
  it('reads as a firewall engineer would write it', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'dns-queries', 'backup-ftp'), {
        addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'], 'backup-servers': ['192.0.2.201'] },
      }),
    ).toMatchInlineSnapshot(`
      "#!/bin/sh
      # Example Mail Lighthouse 2.0.0: the whole gateway
      # Portcullis, dataset 2026.02.01. Not the vendor's own document.
      # ufw, seen from one firewall between all zones.
      # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      # yours.
      # ufw adds a rule behind those that it has, and leaves out one that it has already: it never takes one
      # away. Delete what you no longer need.
      # It would put a rule in the place of one that matches the same, a deny of yours too. Where there is
      # one that no text with this prefix has added, the script says so and changes nothing.

      (
      set -eu

      rules() {
      # Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
      ufw route allow in on wan0 out on dmz0 to 203.0.113.10 port 25 proto tcp comment 'SEG: Inbound mail'
      # DNS: the gateway to DNS resolvers, udp/53
      ufw route allow in on dmz0 out on lan0 from 203.0.113.10 to 192.0.2.53 port 53 proto udp comment 'SEG: DNS'
      ufw route allow in on dmz0 out on lan0 from 203.0.113.10 to 192.0.2.54 port 53 proto udp comment 'SEG: DNS'
      # DNS: the gateway to DNS resolvers, tcp/53
      ufw route allow in on dmz0 out on lan0 from 203.0.113.10 to 192.0.2.53 port 53 proto tcp comment 'SEG: DNS'
      ufw route allow in on dmz0 out on lan0 from 203.0.113.10 to 192.0.2.54 port 53 proto tcp comment 'SEG: DNS'
      # Backup by FTP: the gateway to backup servers, tcp/21
      ufw route allow in on dmz0 out on lan0 from 203.0.113.10 to 192.0.2.201 port 21 proto tcp comment 'SEG: Backup by FTP'
      # Backup by FTP (passive data connections): the gateway to backup servers, tcp/50000-50099
      ufw route allow in on dmz0 out on lan0 from 203.0.113.10 to 192.0.2.201 port 50000:50099 proto tcp comment 'SEG: Backup by FTP (passive data connections)'
      }

      # Which rules would ufw replace that are not from a text with this prefix?
      ours='SEG: '
      added=$(ufw show added)
      (
      taken=0
      ufw() {
        match=$*
        match=\${match#route allow }
        match=\${match%% comment *}
        ends=\${match#in on * out on * }
        links=\${match%" $ends"}
        while IFS= read -r line; do
          case $line in
          "ufw route allow $match comment '$ours"*) ;;
          "ufw route "*" $links $ends"* | "ufw route "*" $links log $ends"* | "ufw route "*" $links log-all $ends"*)
            printf "ufw would replace: %s\\n" "$line" >&2
            taken=1
            ;;
          esac
        done <<END
      $added
      END
      }
      rules
      if [ "$taken" -ne 0 ]; then
        echo "Nothing is changed. Delete each rule that would be replaced, or take its match out of this text." >&2
        exit 1
      fi
      )

      rules
      )
      "
    `);
  });

  it('only adds rules for what is forwarded: it deletes, inserts, resets and enables nothing', () => {
    const others = statements(textOf()).filter((line) => !line.startsWith('ufw route allow in on '));
    expect(others.filter((line) => /\bufw (?!would )/.test(line))).toEqual([
      'added=$(ufw show added)',
      expect.stringMatching(/^ {4}"ufw route allow \$match comment '\$ours"\*\) ;;$/),
      expect.stringMatching(/^ {4}"ufw route "\*.*\)$/),
    ]);
    expect(others.filter((line) => /iptables|nft|systemctl|service|eval|rm /.test(line))).toEqual([]);
  });

  it('looks for rules of others before its first command', () => {
    const lines = statements(textOf());
    const calls = lines.flatMap((line, at) => (line === 'rules' ? [at] : []));
    expect(calls).toHaveLength(2);
    expect(lines.slice(calls[0], calls[1]).join('\n')).toContain('  exit 1\nfi\n)\n');
    expect(lines.indexOf('added=$(ufw show added)')).toBeLessThan(calls[0] as number);
  });

  it('binds each rule to the way in and the way out', () => {
    for (const line of commands(textOf())) expect(line).toMatch(/ in on (wan0|dmz0|lan0) out on (wan0|dmz0|lan0) /);
  });

  it('names the transport in every rule: without it ufw would allow both', () => {
    expect(commands(textOf()).filter((line) => !/ proto (tcp|udp) /.test(line))).toEqual([]);
  });

  it('writes a range with a colon, and as one range (GEN-02, GEN-03)', () => {
    expect(commands(textOf(flowsNamed('backup-ftp'))).filter((line) => line.includes(' port 50000:50099 '))).toHaveLength(2);
  });

  it('gives no rule to an IP version in which one end has no address (GEN-11)', () => {
    const addresses = { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] };
    expect(reader(textOf(flowsNamed('dns-queries'), { addresses })).map(({ family }) => family)).toEqual(['ipv4', 'ipv4']);
  });

  it('is the same for a rule in whatever text it stands', () => {
    const whole = commands(textOf());
    const feature = commands(textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } }));
    expect(feature.length).toBeGreaterThan(0);
    expect(feature.filter((line) => !whole.includes(line))).toEqual([]);
  });
});

describe('FTP, for which ufw has no helper', () => {
  it('has the passive range as rules', () => {
    const ports = reader(textOf(flowsNamed('backup-ftp'))).map(({ family, port, destination }) => [family, port, destination.networks]);
    expect(ports).toEqual([
      ['ipv4', { from: 21, to: 21 }, ['192.0.2.201/32']],
      ['ipv6', { from: 21, to: 21 }, ['2001:db8:b::201/128']],
      ['ipv4', { from: 50_000, to: 50_099 }, ['192.0.2.201/32']],
      ['ipv6', { from: 50_000, to: 50_099 }, ['2001:db8:b::201/128']],
    ]);
  });

  it('says so where there is no range, and that active mode is out', () => {
    const flows = exampleRules(platform, '1.1.0')
      .flowsNamed()
      .filter(({ flow }) => flow.id.startsWith('backup-ftp'));
    const text = words(textOf(flows, { ftp: { helper: true, passive: null } }));
    expect(text).toContain('- Backup by FTP: the data connections are not let through:');
    expect(text).toContain('Backup by FTP, active data: it needs an FTP helper');
  });
});

it('leaves out host names and wildcards, and says so', () => {
  const addresses = { gateway: ['203.0.113.10'], 'backup-servers': ['files.example.net', '*.example.org', '192.0.2.201'] };
  const text = textOf(flowsNamed('backup-ftp'), { addresses });
  expect(commands(text).filter((line) => /example\.(net|org)/.test(line))).toEqual([]);
  expect(commands(text)).toHaveLength(2);
  expect(words(text)).toContain('ufw compares addresses, and its rules take no host name (files.example.net *.example.org).');
});

describe('comments', () => {
  const titled = (title: string) => textOf(flowsNamed('dns-queries').map((entry) => ({ ...entry, flow: { ...entry.flow, title } })));

  it.each(["manager's trap", 'log', 'in', 'delete', 'data in out on and on in on it', `a${'\u2019'.repeat(9)}`])(
    'have no apostrophe and are no word of ufw: %j',
    (title) => {
      for (const remark of remarks(titled(title))) expect(remark).toMatch(/^SEG: [^']+$/);
    },
  );

  it('begin as the script says that its own do', () => {
    for (const prefix of ['SEG', "manager's", 'a "b" $c', 'x'.repeat(60), '\u00e9'])
      for (const remark of remarks(textOf(flowsNamed(), { prefix })))
        expect(`ours='${remark}`).toContain(/^ours='.*(?=')/m.exec(textOf(flowsNamed(), { prefix }))?.[0]);
  });

  it('keep to 200 characters', () => {
    expect(Math.max(...remarks(titled('x'.repeat(300))).map((remark) => remark.length))).toBe(200);
  });
});

describe('hostile text', () => {
  const texts = [...hostileTexts, "it's; ufw disable", "'; ufw reset; '"];
  const plain = statements(textOf()).length;

  it.each(texts)('in the prefix changes no statement: %j', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(texts)('in titles changes no statement: %j', (title) => {
    const text = textOf(titled(flowsNamed(), title), {}, { scope: { id: 'all', title }, product: title });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(['a b', 'eth+', 'x"', 'lan;', 'sixteen-letters0', '-o', '\u00e9', '$(id)', 'eth0:1', 'in', 'OUT', 'on', 'log', 'any'])(
    'in the name of an interface is refused: %j',
    (internet) => {
      expect(() => textOf(flowsNamed(), { zones: { ...edge.zones, internet } })).toThrow('the zone "internet" of ufw cannot be named');
    },
  );
});

it('says in its header what is not covered, what is never a rule, and what was carried', () => {
  const text = words(textOf(withCarried(flowsNamed(), 'dns-queries', '1.0.0')));
  expect(text).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
  expect(text).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
  expect(remarks(text)).toContain('SEG: DNS (carried from 1.0.0)');
});

it('is comments only where there is no rule', () => {
  expect(statements(textOf(flowsNamed('certificate-status')))).toEqual(['']);
});
