import { describe, expect, it } from 'vitest';
import { reader } from '#prove/readers/firewalld.ts';
import { exampleRules, hostileTexts, titled, withCarried, withSourcePort, words } from '#rules/example-rules.ts';
import { plan } from '#rules/plan.ts';
import { platform } from './firewalld.ts';

const { edge, flowsNamed, subject, textOf } = exampleRules(platform);

/** The lines of the script that are no comment and stand in no file. */
const commands = (text: string): string[] =>
  text
    .replace(/<<'END'\n[\s\S]*?\nEND\n/g, "<<'END'\n")
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** What firewalld reads. */
const elements = (text: string): string[] => text.split('\n').filter((line) => /^ *<(?!!--)/.test(line));

const names = (text: string): string[] => [...text.matchAll(/^cat > "\$new\/\w+\/(.+)\.xml"/gm)].map(([, name]) => name as string);

describe('the script', () => {
  it('reads as a firewall engineer would write it', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'dns-queries'), {
        addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'] },
      }),
    ).toMatchInlineSnapshot(`
      "#!/bin/sh
      # Example Mail Lighthouse 2.0.0: the whole gateway
      # Portcullis, dataset 2026.02.01. Not the vendor's own document.
      # firewalld, seen from one firewall between all zones.
      # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      # yours.
      # The script owns the policies seg-all-? and replaces them all. Other policies and zones stay as they
      # are.
      # It checks a copy of /etc/firewalld first. Then it reloads firewalld, which drops what is in the
      # runtime configuration only.
      # The policies allow, and close nothing: what a zone or another policy lets through goes on passing.

      (
      set -eu
      new=$(mktemp -d)
      trap 'rm -rf "$new"' EXIT
      cp -R /etc/firewalld/. "$new"
      rm -f "$new"/policies/seg-all-?.xml
      mkdir -p "$new/policies"

      cat > "$new/policies/seg-all-1.xml" <<'END'
      <?xml version="1.0" encoding="utf-8"?>
      <policy priority="-10" target="CONTINUE">
        <short>SEG: the whole gateway, external to dmz</short>
        <description>Example Mail Lighthouse 2.0.0, Portcullis dataset 2026.02.01</description>
        <ingress-zone name="external"/>
        <egress-zone name="dmz"/>
        <!-- Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25 -->
        <rule family="ipv4"><destination address="203.0.113.10"/><port port="25" protocol="tcp"/><accept/></rule>
      </policy>
      END

      cat > "$new/policies/seg-all-2.xml" <<'END'
      <?xml version="1.0" encoding="utf-8"?>
      <policy priority="-10" target="CONTINUE">
        <short>SEG: the whole gateway, dmz to internal</short>
        <description>Example Mail Lighthouse 2.0.0, Portcullis dataset 2026.02.01</description>
        <ingress-zone name="dmz"/>
        <egress-zone name="internal"/>
        <!-- DNS: the gateway to DNS resolvers, udp/53 -->
        <rule family="ipv4"><source address="203.0.113.10"/><destination address="192.0.2.53"/><port port="53" protocol="udp"/><accept/></rule>
        <rule family="ipv4"><source address="203.0.113.10"/><destination address="192.0.2.54"/><port port="53" protocol="udp"/><accept/></rule>
        <!-- DNS: the gateway to DNS resolvers, tcp/53 -->
        <rule family="ipv4"><source address="203.0.113.10"/><destination address="192.0.2.53"/><port port="53" protocol="tcp"/><accept/></rule>
        <rule family="ipv4"><source address="203.0.113.10"/><destination address="192.0.2.54"/><port port="53" protocol="tcp"/><accept/></rule>
      </policy>
      END

      firewall-offline-cmd --system-config="$new" --check-config
      mkdir -p /etc/firewalld/policies
      rm -f /etc/firewalld/policies/seg-all-?.xml
      cp "$new/policies/seg-all-1.xml" /etc/firewalld/policies/
      cp "$new/policies/seg-all-2.xml" /etc/firewalld/policies/
      firewall-cmd --reload
      )
      "
    `);
  });

  it('is rid of whatever it no longer has, and touches nothing else', () => {
    expect(commands(textOf()).filter((line) => /^(rm|cp|mkdir|firewall)/.test(line))).toEqual([
      'cp -R /etc/firewalld/. "$new"',
      'rm -f "$new"/policies/seg-all-?.xml',
      'mkdir -p "$new/policies"',
      'firewall-offline-cmd --system-config="$new" --check-config',
      'mkdir -p /etc/firewalld/policies',
      'rm -f /etc/firewalld/policies/seg-all-?.xml',
      ...[1, 2, 3, 4].map((at) => `cp "$new/policies/seg-all-${at}.xml" /etc/firewalld/policies/`),
      'firewall-cmd --reload',
    ]);
  });

  it('is a comment alone where there is no rule', () => {
    expect(commands(textOf(flowsNamed('certificate-status')))).toEqual([]);
  });

  it('comes out the same each time', () => {
    expect(textOf()).toBe(textOf());
  });
});

describe('the policies', () => {
  it('stand before the zones, and leave what they do not accept to others', () => {
    const heads = textOf().match(/<policy .*/g);
    expect(heads?.length).toBe(4);
    expect([...new Set(heads)]).toEqual(['<policy priority="-10" target="CONTINUE">']);
    expect(textOf()).not.toMatch(/<(reject|drop|masquerade|forward-port)/);
  });

  it('have one port or one service in each rule, a dash in ranges, and a family on each (GEN-30, GEN-03)', () => {
    const rules = elements(textOf(flowsNamed(), { ftp: { helper: false, passive: { from: 50_000, to: 50_099 } } })).filter((line) =>
      line.includes('<rule'),
    );
    expect(rules.length).toBeGreaterThan(10);
    for (const rule of rules)
      expect(rule).toMatch(
        /^ {2}<rule family="ipv[46]">.*(<port port="\d+(-\d+)?" protocol="(tcp|udp)"\/>|<service name="[a-z0-9-]+"\/>)<accept\/><\/rule>$/,
      );
    expect(rules.join('\n')).toContain('port="50000-50099"');
  });

  it('have a rule once, though two flows need it', () => {
    const addresses = { gateway: ['203.0.113.10', '203.0.113.11'], 'dns-resolvers': ['192.0.2.53'] };
    const policy = plan(flowsNamed('dns-queries'), { ...edge, addresses });
    const [rule] = policy.rules;
    if (!rule) throw new Error('no rule');
    const part = { ...rule, source: { ...rule.source, networks: rule.source.networks.slice(0, 1) } };
    const text = platform.render({ ...policy, rules: [rule, part] }, { ...subject, platform: '', notes: [], ftpHelper: true });
    expect(elements(text).filter((line) => line.includes('203.0.113.10"'))).toHaveLength(1);
  });

  it('have no host name: it is named as not covered, with the way out (GEN-21)', () => {
    const addresses = { gateway: ['203.0.113.10'], 'relay-host': ['mx.relay.example', '*.relay.example', '198.51.100.25'] };
    const text = textOf(flowsNamed('smtp-relay'), { addresses });
    expect(words(text)).toContain('its rules take no host names (mx.relay.example *.relay.example). Type addresses in their place');
    expect(
      elements(text)
        .filter((line) => line.includes('<rule'))
        .join('\n'),
    ).toMatch(/^[^\n]*"198\.51\.100\.25"[^\n]*$/);
  });

  it('leave out a rule with a source port, and say so', () => {
    const flows = withSourcePort(flowsNamed('snmp-polling'), 20);
    expect(elements(textOf(flows))).toEqual([]);
    expect(words(textOf(flows))).toContain('a rule of firewalld has a destination port or a source port, not both.');
  });
});

describe("the gateway's own firewall", () => {
  const text = textOf(flowsNamed('smtp-inbound', 'dns-queries'), { vantage: 'host' });

  it('is HOST at the end of the gateway', () => {
    expect(elements(text).filter((line) => line.includes('gress-zone'))).toEqual([
      '  <ingress-zone name="external"/>',
      '  <egress-zone name="HOST"/>',
      '  <ingress-zone name="HOST"/>',
      '  <egress-zone name="internal"/>',
    ]);
  });

  it('says that its output is open by default', () => {
    expect(words(text)).toContain('Output is open until a policy of yours closes it');
  });
});

describe('the FTP helper', () => {
  const onPort = (from: number, to = from) =>
    textOf(flowsNamed('backup-ftp').map((entry) => ({ ...entry, flow: { ...entry.flow, port: { from, to } } })));

  it("comes with firewalld's own service", () => {
    expect(textOf(flowsNamed('backup-ftp'))).toContain('<destination address="192.0.2.201"/><service name="ftp"/><accept/>');
    expect(names(textOf(flowsNamed('backup-ftp')))).toEqual(['seg-all-1']);
  });

  it('needs a helper and a service of that port on any other', () => {
    const text = onPort(2121);
    expect(names(text)).toEqual(['seg-ftp-2121', 'seg-ftp-2121', 'seg-all-1']);
    expect(text).toContain('<helper name="seg-ftp-2121"/>');
    expect(text).toContain('<service name="seg-ftp-2121"/><accept/>');
    expect(reader(text).map(({ port, helper }) => ({ port, helper }))).toEqual(
      Array(2).fill({ port: { from: 2121, to: 2121 }, helper: true }),
    );
  });
});

describe('names', () => {
  it('of two features do not meet', () => {
    const one = textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } });
    const other = textOf(flowsNamed('backup-ftp'), {}, { scope: { id: 'backup', title: 'Backup' } });
    expect([...names(one), ...names(other)]).toEqual(['seg-dns-1', 'seg-backup-1']);
  });

  it('have at most 17 characters, and differ where what they are made of differs only after the cut', () => {
    const both = ['a', 'b'].flatMap((last) => names(textOf(flowsNamed(), { prefix: `${'x'.repeat(40)}${last}` })));
    expect(new Set(both).size).toBe(8);
    for (const name of both) expect(name.length).toBeLessThanOrEqual(17);
  });

  it('of more policies than digits still have one sign at the end', () => {
    const policy = plan(flowsNamed('smtp-inbound'), edge);
    const rules = Array.from({ length: 12 }, (_, at) => policy.rules.map((rule) => ({ ...rule, from: `zone${at}` }))).flat();
    const text = platform.render({ ...policy, rules }, { ...subject, platform: '', notes: [], ftpHelper: true });
    expect(names(text).at(-1)).toBe('seg-all-c');
    expect(reader(text)).toHaveLength(rules.length);
  });
});

describe('hostile text', () => {
  const texts = [
    ...hostileTexts,
    'END\n)\nrm -rf /',
    "it's; $(id) `id` \\",
    '--> <rule/> <!-- ]]> &amp; --',
    '<accept/>&lt;',
    '-----',
    '%s !! !x',
  ];
  const plain = textOf();

  it.each(texts)('in the prefix changes nothing but names: %j', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    expect(commands(text).length).toBe(commands(plain).length);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(plain));
  });

  it.each(texts)('in titles and names of parties changes nothing but comments: %j', (title) => {
    const text = textOf(titled(flowsNamed(), title), {}, { scope: { id: 'all', title }, product: title });
    expect(commands(text)).toEqual(commands(plain));
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(plain));
  });

  it.each(['', 'a b', 'x"', 'lan;', '../x', 'a/b', 'HOST', 'ANY', 'z\n', '\u00e9'])('in the name of a zone is refused: %j', (internet) => {
    expect(() => textOf(flowsNamed(), { zones: { ...edge.zones, internet } })).toThrow('the zone "internet" of firewalld cannot be named');
  });
});

it('says what is not covered, what is never a rule, and what was carried', () => {
  const text = words(textOf(withCarried(flowsNamed(), 'dns-queries', '1.0.0')));
  expect(text).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
  expect(text).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
  expect(text).toContain('<!-- DNS (carried from 1.0.0): the gateway to DNS resolvers, udp/53 -->');
});

it('keeps the marks against TLS inspection', () => {
  const flows = flowsNamed('dns-queries').map((entry) => ({ ...entry, flow: { ...entry.flow, tlsInspection: 'forbidden' as const } }));
  expect(textOf(flows)).toContain('udp/53; keep it out of TLS inspection -->');
});
