import { describe, expect, it } from 'vitest';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from './cisco-asa.ts';

const { flowsNamed, textOf } = exampleRules(platform, '1.0.0');

/** The lines that the ASA takes as commands. */
const statements = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('!'));

/** The comments as running text. */
const comments = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1).trim())
    .join(' ');

/** Each object and group with what it holds. */
const definitions = (text: string): Map<string, string[]> =>
  new Map(
    [...text.matchAll(/^(?:object|object-group) network (\S+)\n((?: .+\n)+)/gm)].map(([, name = '', body = '']) => [
      name,
      body.trimEnd().split('\n'),
    ]),
  );

describe('the lines', () => {
  it('read as a firewall engineer would write them', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'smtp-direct', 'dns-queries', 'updates'), {
        addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.64/28'] },
      }),
    ).toMatchInlineSnapshot(`
      "! Example Mail Lighthouse 1.0.0: the whole gateway
      ! Portcullis, dataset 2026.02.01. Not the vendor's own document.
      ! Cisco ASA, seen from one firewall between all zones.
      ! EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      ! yours.
      ! Each line goes to the end of its access list. Where a deny of yours stands there, write 'line' and
      ! its number behind the name of the list.
      ! A list is in force where an access-group of yours binds it to an interface, inbound. Nothing here
      ! binds one.
      ! Addresses are those that the hosts have, not those that they are translated to.
      ! Host names: the ASA looks them up itself, by 'dns domain-lookup' and a name server: let it ask the
      ! resolvers that the gateway asks. Until it has an answer, a name lets nothing through.
      ! Mail: 'inspect esmtp' is on by default, and hides STARTTLS unless its map allows TLS. Take the
      ! gateway out of it, and no other host.
      ! WIDER: an access list does not know by which interface a connection leaves. The last lines, to any
      ! Internet address, permit every public address: also your own ones behind other interfaces. Deny
      ! those in front of the last lines, and write a line of its own for what has a private address:
      !   access-list dmz_access_in line <number> extended deny tcp object-group SEG-gateway_v4 <your network> <its mask> eq 25
      !   access-list dmz_access_in line <number> extended deny tcp object-group SEG-gateway_v6 <your prefix> eq 25
      !
      ! Not covered:
      ! - Updates: an ASA looks host names up, and a wildcard cannot be looked up (*.mirror.example.net).
      !   Type addresses in its place, such as those of a proxy.
      !
      object network SEG-one.updates.example.net_v4
       fqdn v4 one.updates.example.net
      object network SEG-two.updates.example.net_v4
       fqdn v4 two.updates.example.net
      object network SEG-one.updates.example.net_v6
       fqdn v6 one.updates.example.net
      object network SEG-two.updates.example.net_v6
       fqdn v6 two.updates.example.net
      object network SEG-any_internet_v4_1
       range 1.0.0.0 9.255.255.255
      object network SEG-any_internet_v4_2
       range 11.0.0.0 100.63.255.255
      object network SEG-any_internet_v4_3
       range 100.128.0.0 126.255.255.255
      object network SEG-any_internet_v4_4
       range 128.0.0.0 169.253.255.255
      object network SEG-any_internet_v4_5
       range 169.255.0.0 172.15.255.255
      object network SEG-any_internet_v4_6
       range 172.32.0.0 192.167.255.255
      object network SEG-any_internet_v4_7
       range 192.169.0.0 223.255.255.255
      object network SEG-any_internet_v6
       subnet 2000::/3
      !
      object-group network SEG-gateway_v4
       network-object host 203.0.113.10
      object-group network SEG-gateway_v6
       network-object host 2001:db8:d::10
      object-group network SEG-dns-resolvers_v4
       network-object host 192.0.2.53
       network-object 192.0.2.64 255.255.255.240
      object-group network SEG-all-updates-tcp-4-to
       network-object object SEG-one.updates.example.net_v4
       network-object object SEG-two.updates.example.net_v4
      object-group network SEG-all-updates-tcp-6-to
       network-object object SEG-one.updates.example.net_v6
       network-object object SEG-two.updates.example.net_v6
      object-group network SEG-any_internet_v4
       network-object object SEG-any_internet_v4_1
       network-object object SEG-any_internet_v4_2
       network-object object SEG-any_internet_v4_3
       network-object object SEG-any_internet_v4_4
       network-object object SEG-any_internet_v4_5
       network-object object SEG-any_internet_v4_6
       network-object object SEG-any_internet_v4_7
      !
      ! Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
      access-list outside_access_in extended permit tcp any4 object-group SEG-gateway_v4 eq 25
      access-list outside_access_in extended permit tcp any6 object-group SEG-gateway_v6 eq 25
      ! DNS: the gateway to DNS resolvers, udp/53
      access-list dmz_access_in extended permit udp object-group SEG-gateway_v4 object-group SEG-dns-resolvers_v4 eq 53
      ! DNS: the gateway to DNS resolvers, tcp/53
      access-list dmz_access_in extended permit tcp object-group SEG-gateway_v4 object-group SEG-dns-resolvers_v4 eq 53
      ! Updates: the gateway to update servers, tcp/80
      access-list dmz_access_in extended permit tcp object-group SEG-gateway_v4 object-group SEG-all-updates-tcp-4-to eq 80
      access-list dmz_access_in extended permit tcp object-group SEG-gateway_v6 object-group SEG-all-updates-tcp-6-to eq 80
      ! Direct delivery: the gateway to any Internet address (Internet mail servers), tcp/25
      access-list dmz_access_in extended permit tcp object-group SEG-gateway_v4 object-group SEG-any_internet_v4 eq 25
      access-list dmz_access_in extended permit tcp object-group SEG-gateway_v6 object SEG-any_internet_v6 eq 25
      "
    `);
  });

  it('only add: no list is bound, cleared, denied from or renumbered, and none is remarked', () => {
    expect(statements(textOf()).filter((line) => !/^(?:access-list \S+ extended permit |object(?:-group)? network | )/.test(line))).toEqual(
      [],
    );
    expect(statements(textOf()).filter((line) => /\b(?:clear|no|access-group|deny|line|remark)\b/.test(line))).toEqual([]);
  });

  it('never name every address as a destination: it would be the inside too', () => {
    const lines = statements(textOf()).filter((line) => line.startsWith('access-list'));
    expect(lines.filter((line) => /any[46]? (?:eq|range) \d+(?: \d+)?$/.test(line))).toEqual([]);
    expect(lines.filter((line) => /(?:tcp|udp) any[46] /.test(line)).map((line) => line.split(' ')[1])).toEqual([
      'outside_access_in',
      'outside_access_in',
    ]);
  });

  it('to any Internet address stand last, behind those to the inside', () => {
    const lines = statements(textOf()).filter((line) => line.startsWith('access-list'));
    expect(lines.slice(-2).every((line) => line.includes(' SEG-any_internet_v'))).toBe(true);
    expect(lines.slice(0, -2).some((line) => line.includes('any_internet'))).toBe(false);
  });

  it('have numbers for ports, and a range stays one (GEN-02, GEN-03)', () => {
    const text = textOf(flowsNamed('backup-ftp'), { ftp: { helper: false, passive: { from: 49_152, to: 65_534 } } });
    expect(text).toContain(' range 49152 65534\n');
    expect(statements(text).filter((line) => / (?:eq|range) /.test(line) && !/ (?:eq \d+|range \d+ \d+)$/.test(line))).toEqual([]);
  });

  it('keep the source port of a flow', () => {
    const [flow] = flowsNamed('dns-queries');
    const from = { ...(flow as ReleaseFlow), flow: { ...(flow as ReleaseFlow).flow, sourcePort: { from: 53, to: 53 } } };
    expect(textOf([from])).toContain('udp object-group SEG-gateway_v4 eq 53 object-group SEG-dns-resolvers_v4 eq 53\n');
  });

  it('have no rule of a family that an end has no address of (GEN-11)', () => {
    const text = textOf(flowsNamed('dns-queries'), {
      addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] },
    });
    expect(statements(text).filter((line) => /v6|:/.test(line))).toEqual([]);
  });
});

describe('objects and groups', () => {
  it('have one header each, with what they are, and something in them (GEN-18)', () => {
    const text = textOf();
    const headers = statements(text).filter((line) => line.startsWith('object'));
    expect(new Set(headers.map((line) => line.split(' ')[2])).size).toBe(headers.length);
    expect(definitions(text).size).toBe(headers.length);
    expect(headers.every((line) => /^object(?:-group)? network \S+$/.test(line))).toBe(true);
  });

  it('that two texts share are the same in both, since a group only grows', () => {
    const scoped = (id: string, ...flows: string[]) => definitions(textOf(flowsNamed(...flows), {}, { scope: { id, title: id } }));
    const [mail, upkeep] = [
      scoped('smtp', 'smtp-inbound', 'smtp-direct', 'dns-queries'),
      scoped('upkeep', 'backup-ftp', 'updates', 'snmp-polling'),
    ];
    const shared = [...mail.keys()].filter((name) => upkeep.has(name));
    expect(shared).toEqual(['SEG-gateway_v4', 'SEG-gateway_v6']);
    for (const [one, other] of [
      [mail, upkeep],
      [mail, definitions(textOf())],
    ] as const) {
      for (const [name, members] of one) if (other.has(name)) expect(other.get(name)).toEqual(members);
    }
  });

  it('are named after their text where their members could be others in another', () => {
    const hosts = (id: string) =>
      [...definitions(textOf(flowsNamed('updates'), {}, { scope: { id, title: id } })).keys()].filter((name) => name.endsWith('-to'));
    expect(hosts('one')).toEqual(['SEG-one-updates-tcp-4-to', 'SEG-one-updates-tcp-6-to']);
    expect(hosts('two')).toEqual(['SEG-two-updates-tcp-4-to', 'SEG-two-updates-tcp-6-to']);
  });

  it('have a host name once for each IP version', () => {
    const text = textOf(flowsNamed('updates'));
    expect(text).toContain('object network SEG-one.updates.example.net_v4\n fqdn v4 one.updates.example.net\n');
    expect(text).toContain('object network SEG-one.updates.example.net_v6\n fqdn v6 one.updates.example.net\n');
    expect(comments(text)).toContain("by 'dns domain-lookup' and a name server");
  });

  it('have names of at most 64 letters that differ where only the end does (GEN-09, GEN-10)', () => {
    const names = (prefix: string) => [...definitions(textOf(flowsNamed(), { prefix })).keys()];
    const [one, other] = [names(`${'x'.repeat(70)}a`), names(`${'x'.repeat(70)}b`)];
    for (const name of [...one, ...other]) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/);
    expect(one.filter((name) => other.includes(name))).toEqual([]);
    expect(new Set(one).size).toBe(one.length);
  });
});

describe('wildcards', () => {
  it('are a gap with its way out, and no line', () => {
    const text = textOf(flowsNamed('updates'));
    expect(statements(text).join()).not.toContain('mirror.example.net');
    expect(comments(text)).toContain(
      'Updates: an ASA looks host names up, and a wildcard cannot be looked up (*.mirror.example.net). Type addresses in its place, such as those of a proxy.',
    );
  });

  it('leave no line where nothing else is there, and no group that is empty', () => {
    const text = textOf(flowsNamed('smtp-relay'), { addresses: { gateway: ['203.0.113.10'], 'relay-host': ['*.relay.example'] } });
    expect(statements(text)).toEqual([]);
  });
});

describe('the header', () => {
  it('says what inspection does to mail, and to whom the exemption is limited (NET-19)', () => {
    const words = comments(textOf(flowsNamed('smtp-inbound')));
    expect(words).toContain("'inspect esmtp' is on by default, and hides STARTTLS");
    expect(words).toContain('Take the gateway out of it, and no other host.');
    expect(comments(textOf(flowsNamed('dns-queries')))).not.toContain('esmtp');
  });

  it('says what FTP needs, beside the connection too', () => {
    const text = textOf(flowsNamed('backup-ftp'));
    expect(comments(text)).toContain("'inspect ftp' opens the data connections");
    expect(text).toMatch(/tcp\/21\n! "inspect ftp" opens its data connections\.\naccess-list /);
    expect(comments(textOf(flowsNamed('backup-ftp'), { ftp: { helper: false, passive: null } }))).not.toContain('inspect ftp');
  });

  it('says what a line to any Internet address is wider than, and has the line that narrows it', () => {
    const words = comments(textOf(flowsNamed('smtp-direct')));
    expect(words).toContain('WIDER: an access list does not know by which interface a connection leaves.');
    expect(words).toContain(
      'access-list dmz_access_in line <number> extended deny tcp object-group SEG-gateway_v4 <your network> <its mask> eq 25',
    );
    expect(comments(textOf(flowsNamed('smtp-inbound')))).not.toContain('WIDER');
  });

  it('marks a connection that TLS inspection must not touch', () => {
    expect(comments(exampleRules(platform, '1.1.0').textOf())).toContain('udp/17777; keep it out of TLS inspection');
  });
});

it('is the same each time, and no line stands twice in it', () => {
  expect(textOf()).toBe(textOf());
  const lines = statements(textOf()).filter((line) => !line.startsWith(' '));
  expect(new Set(lines).size).toBe(lines.length);
});
