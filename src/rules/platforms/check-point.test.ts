import { describe, expect, it } from 'vitest';
import { reader, toCalls } from '#prove/readers/check-point.ts';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from './check-point.ts';

const { flowsNamed, rulesOf, textOf } = exampleRules(platform, '1.0.0');

const commands = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('#'));
const valuesOf = (text: string, key: string): string[] => toCalls(text).flatMap(({ values }) => values.get(key) ?? []);

describe('the script', () => {
  it('reads as a firewall engineer would write it', () => {
    const text = textOf(flowsNamed('smtp-inbound', 'dns-queries'), {
      addresses: {
        gateway: ['203.0.113.10', '2001:db8:d::10'],
        'dns-resolvers': ['192.0.2.53', '192.0.2.0/28', 'dns.example.net', '*.dns.example'],
      },
    });
    const start = text.indexOf('\nset -eu\n');
    expect(text.slice(0, start) + text.slice(text.indexOf('\napi add host'))).toMatchInlineSnapshot(`
      "#!/bin/sh
      # Example Mail Lighthouse 1.0.0: the whole gateway
      # Portcullis, dataset 2026.02.01. Not the vendor's own document.
      # Check Point, seen from one firewall between all zones.
      # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      # yours.
      # Run it with the file of a fresh session, as an administrator who may publish. It publishes; you
      # install the policy.
      #   mgmt_cli login user <administrator> > id.txt
      #   sh <this file> id.txt [<layer>] [<position of the section>]
      #   mgmt_cli logout -s id.txt
      # Any error discards the session. Run again, it sets what is its own to the same once more.
      # Any Internet address is the security zone ExternalZone: an interface has to be in it.
      # An exact name is a domain object in FQDN mode, which the Security Gateway looks up itself: let it
      # ask the resolvers that the mail gateway asks. Until it has an answer, a name lets nothing through.
      # A wildcard is a domain object with sub-domains: it takes the domain itself too, and goes by reverse
      # DNS, which can be wrong.
      api add host name 'SEG_203.0.113.10' ip-address '203.0.113.10' set-if-exists true ignore-warnings true
      api add host name 'SEG_2001_db8_d__10' ip-address '2001:db8:d::10' set-if-exists true ignore-warnings true
      api add host name 'SEG_192.0.2.53' ip-address '192.0.2.53' set-if-exists true ignore-warnings true
      api add network name 'SEG_192.0.2.0_m28' subnet '192.0.2.0' mask-length 28 set-if-exists true ignore-warnings true
      domain '.dns.example.net' false
      domain '.dns.example' true
      api add group name 'SEG_all_gateway' members.1 'SEG_203.0.113.10' members.2 'SEG_2001_db8_d__10' set-if-exists true
      api add group name 'SEG_all_dns_resolvers' members.1 'SEG_192.0.2.53' members.2 'SEG_192.0.2.0_m28' set-if-exists true
      api add service-tcp name 'SEG_tcp_25' port '25' match-for-any false set-if-exists true ignore-warnings true
      api add service-udp name 'SEG_udp_53' port '53' match-for-any false set-if-exists true ignore-warnings true
      api add service-tcp name 'SEG_tcp_53' port '53' match-for-any false set-if-exists true ignore-warnings true

      section='SEG_all'
      has access-section layer "$layer" name "$section" ||
        api add access-section layer "$layer" position "$position" name "$section"
      rule 'SEG_all_smtp_inbound_tcp' \\
        source.1 'ExternalZone' \\
        destination.1 'SEG_all_gateway' \\
        service.1 'SEG_tcp_25' \\
        action 'Accept' \\
        track.type 'Log' \\
        comments 'IPv4 and IPv6, Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25'
      rule 'SEG_all_dns_queries_udp' \\
        source.1 'SEG_all_gateway' \\
        destination.1 'SEG_all_dns_resolvers' \\
        destination.2 '.dns.example.net' \\
        destination.3 '.dns.example' \\
        service.1 'SEG_udp_53' \\
        action 'Accept' \\
        track.type 'Log' \\
        comments 'IPv4 and IPv6, DNS: the gateway to DNS resolvers, udp/53'
      rule 'SEG_all_dns_queries_tcp' \\
        source.1 'SEG_all_gateway' \\
        destination.1 'SEG_all_dns_resolvers' \\
        destination.2 '.dns.example.net' \\
        destination.3 '.dns.example' \\
        service.1 'SEG_tcp_53' \\
        action 'Accept' \\
        track.type 'Log' \\
        comments 'IPv4 and IPv6, DNS: the gateway to DNS resolvers, tcp/53'

      api publish
      trap - EXIT
      echo 'Published. Now install the policy.'
      "
    `);
  });

  it('never says Any: any Internet address is the zone on the Internet side', () => {
    const text = textOf();
    expect(text).not.toMatch(/'any'/i);
    const zones = [...text.matchAll(/(source|destination)\.\d+ '(\w+Zone)'/g)].map(([, side, zone]) => [side, zone]);
    expect(zones).toEqual([
      ['source', 'ExternalZone'],
      ['destination', 'ExternalZone'],
    ]);
  });

  it('deletes, moves and replaces nothing', () => {
    const text = commands(textOf()).join('\n');
    expect(text).not.toMatch(/delete|new-position|new-name|where-used|install-policy|ignore-errors|disable|enabled/);
    expect([...text.matchAll(/api set (\S+)/g)].map(([, type]) => type)).toEqual(['access-rule']);
  });

  it('is no match for rules of others whose service is any', () => {
    const services = toCalls(textOf()).filter(({ command }) => command.startsWith('add-service'));
    expect(services.map(({ values }) => values.get('match-for-any'))).toEqual(services.map(() => 'false'));
  });

  it('has no IPv6 half where one end has no IPv6 address (GEN-11)', () => {
    const addresses = { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] };
    expect(textOf(flowsNamed('dns-queries'), { addresses })).not.toContain('2001:db8');
  });

  it('keeps a range (GEN-02), with the separator of the API (GEN-03)', () => {
    const text = textOf(flowsNamed('backup-ftp'), { ftp: { helper: false, passive: { from: 49_152, to: 65_534 } } });
    expect(valuesOf(text, 'port')).toEqual(['21', '49152-65534']);
    expect(text).not.toContain("'ftp'");
  });

  it('has FTP by the predefined service, which has the handler; on another port by its protocol', () => {
    expect(textOf(flowsNamed('backup-ftp'))).toContain("  service.1 'ftp' \\\n");
    const flows = flowsNamed('backup-ftp').map((entry) => ({ ...entry, flow: { ...entry.flow, port: { from: 2121, to: 2121 } } }));
    expect(textOf(flows)).toContain("api add service-tcp name 'SEG_tcp_2121_ftp' port '2121' protocol 'FTP' ");
    expect(reader(textOf(flows)).every(({ helper }) => helper)).toBe(true);
  });

  it('opens DNS on both transports (NET-14)', () => {
    expect(valuesOf(textOf(flowsNamed('dns-queries')), 'service.1')).toEqual(['SEG_udp_53', 'SEG_tcp_53']);
  });

  it('says which connections stay out of TLS inspection', () => {
    const flows = flowsNamed('dns-queries').map((entry) => ({ ...entry, flow: { ...entry.flow, tlsInspection: 'forbidden' as const } }));
    expect(valuesOf(textOf(flows), 'comments').filter((words) => words.includes('keep it out of TLS inspection'))).toHaveLength(2);
  });
});

describe('names of hosts', () => {
  const gateway = ['203.0.113.10'];

  it('are domain objects, a wildcard with its sub-domains', () => {
    const text = textOf(flowsNamed('smtp-relay'), { addresses: { gateway, 'relay-host': ['relay.example.net', '*.relay.example'] } });
    expect(text).toContain("\ndomain '.relay.example.net' false\ndomain '.relay.example' true\n");
    expect(text.replace(/\n# /g, ' ')).toContain('A wildcard is a domain object with sub-domains: it takes the domain itself too');
    expect(textOf(flowsNamed('smtp-inbound'))).not.toContain('A wildcard is');
  });

  it('that are there with and without sub-domains are one object, so the name alone is not covered', () => {
    const addresses = { gateway, 'relay-host': ['*.example.net'], 'backup-servers': ['example.net', '192.0.2.201'] };
    const { text, policy } = rulesOf(flowsNamed('smtp-relay', 'backup-ftp'), { addresses });
    expect(valuesOf(text, 'is-sub-domain')).toEqual(['true']);
    expect(policy.gaps.map(({ flows, names }) => [flows.map(({ id }) => id), names])).toEqual([[['backup-ftp'], ['example.net']]]);
  });
});

describe('two texts', () => {
  it('have rules, groups and a section of their own, and the same objects', () => {
    const one = toCalls(textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } }));
    const other = toCalls(textOf(flowsNamed('dns-queries', 'updates'), {}, { scope: { id: 'upkeep', title: 'Upkeep' } }));
    const isOwn = (command: string) => ['add-group', 'add-access-section', 'add-access-rule'].includes(command);
    for (const call of one) {
      const twin = other.find(({ command, values }) => command === call.command && values.get('name') === call.values.get('name'));
      expect(twin).toEqual(isOwn(call.command) ? undefined : call);
    }
  });

  it('give a rule its own group where the same party has other addresses elsewhere', () => {
    const text = textOf(flowsNamed('dns-queries', 'smtp-relay'), {
      addresses: {
        gateway: ['203.0.113.10', '203.0.113.11', '2001:db8:d::10'],
        'dns-resolvers': ['192.0.2.53'],
        'relay-host': ['198.51.100.25', '2001:db8:a::25'],
      },
    });
    expect(valuesOf(text, 'source.1')).toEqual(['SEG_all_gateway', 'SEG_all_dns_queries_udp_4_from', 'SEG_all_dns_queries_tcp_4_from']);
  });
});

describe('names', () => {
  it.each(['SEG', 'sr1', 'x'.repeat(70), 'y'.repeat(300), '1', 'a-host'])('are kept short, unique, and free of hyphens: %s', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    const names = toCalls(text)
      .filter(({ command }) => command !== 'add-dns-domain')
      .map(({ command, values }) => `${command === 'add-access-rule'} ${values.get('name')}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^\w+ (?!sr\d)[a-z][a-z0-9_.]{0,62}$/i);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it('keep prefixes apart that differ only after the cut (GEN-10)', () => {
    const names = ['a', 'b'].map((last) => valuesOf(textOf(flowsNamed('dns-queries'), { prefix: `${'x'.repeat(70)}${last}` }), 'name'));
    expect(names[0]?.filter((name) => names[1]?.includes(name))).toEqual([]);
  });
});
