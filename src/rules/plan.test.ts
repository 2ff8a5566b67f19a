import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import type { Flow, Transport } from '#dataset/schema.ts';
import { type Environment, environment } from './environment.ts';
import { plan } from './plan.ts';
import type { Policy, Rule } from './policy.ts';
import type { Vantage } from './vantage.ts';
import { membersText, serviceText } from './words.ts';

const flows = releaseFlows(exampleDataset(), '1.1.0');

/** A flow of the example, and what is different about it here. */
function flow(id: string, change: Partial<Flow> = {}, around: Partial<ReleaseFlow> = {}): ReleaseFlow {
  const found = flows.find((entry) => entry.flow.id === id);
  if (!found) throw new Error(`the example has no flow "${id}"`);
  return { ...found, ...around, flow: { ...found.flow, ...change } };
}

/** What an administrator typed; the gateway has one address of each IP version. */
const typed = (addresses: Environment['addresses'], more: Partial<Environment> = {}): Environment => ({
  ...environment.parse({
    vantage: 'edge',
    prefix: 'SEG',
    addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], ...addresses },
    zones: { internet: 'outside', dmz: 'dmz', lan: 'inside', management: 'admin', peers: 'far' },
    ftp: { helper: true, passive: null },
  }),
  ...more,
});

const line = ({ from, to, source, destination, ...rule }: Rule): string =>
  `${from} ${membersText(source)} > ${to} ${membersText(destination)} ${serviceText(rule)}`;

const lines = ({ rules }: Policy): string[] => rules.map(line);

const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id);

const gapsOf = ({ gaps }: Policy): string[] => gaps.map((gap) => `${ids(gap.flows)}: ${gap.reason}. ${gap.remedy}`);

describe('what a plan lets through', () => {
  it('is two rules for peers, one for each side that opens a connection (NET-04)', () => {
    const peers = typed({ gateway: ['192.0.2.11'], 'peer-gateways': ['192.0.2.12'] });
    expect(lines(plan([flow('peer-sync-out'), flow('peer-sync-in')], peers))).toEqual([
      'dmz 192.0.2.11 > far 192.0.2.12 udp/17777',
      'far 192.0.2.12 > dmz 192.0.2.11 udp/17777',
    ]);
  });

  it('goes by who opens the connection, whatever the table prints: polling to the gateway, traps to the manager (NET-06)', () => {
    const polling = flow('snmp-polling');
    const traps = flow(
      'snmp-polling',
      { id: 'traps', port: { from: 162, to: 162 } },
      {
        direction: 'out',
        source: polling.destination,
        destination: polling.source,
      },
    );
    expect(lines(plan([polling, traps], typed({ gateway: ['203.0.113.10'], 'snmp-managers': ['192.0.2.161'] })))).toEqual([
      'admin 192.0.2.161 > dmz 203.0.113.10 udp/161',
      'dmz 203.0.113.10 > admin 192.0.2.161 udp/162',
    ]);
  });

  it('is DNS on both transports, in both IP versions, to the resolvers only (NET-14)', () => {
    expect(lines(plan([flow('dns-queries')], typed({ 'dns-resolvers': ['192.0.2.53', '2001:db8::53'] })))).toEqual([
      'dmz 203.0.113.10 > inside 192.0.2.53 udp/53',
      'dmz 2001:db8:d::10 > inside 2001:db8::53 udp/53',
      'dmz 203.0.113.10 > inside 192.0.2.53 tcp/53',
      'dmz 2001:db8:d::10 > inside 2001:db8::53 tcp/53',
    ]);
  });

  it('is what was asked for, and not its neighbours: LDAP and the Global Catalog with TLS only (NET-25)', () => {
    const directory = (port: number) => flow('dns-queries', { id: `ldap-${port}`, transport: ['tcp'], port: { from: port, to: port } });
    const all = [389, 636, 3268, 3269].map(directory);
    const chosen = all.filter(({ flow: { id } }) => ['ldap-636', 'ldap-3269'].includes(id));
    expect(plan(chosen, typed({ 'dns-resolvers': ['192.0.2.38'] })).rules.map(serviceText)).toEqual(['tcp/636', 'tcp/3269']);
  });

  it('is marked where a TLS proxy must not open it (NET-20)', () => {
    const { rules } = plan([flow('peer-sync-out'), flow('peer-sync-in')], typed({ 'peer-gateways': ['192.0.2.12'] }));
    expect(rules.map(({ id, inspection }) => [id, inspection])).toEqual([
      ['peer-sync-out-udp-4', 'forbidden'],
      ['peer-sync-in-udp-4', null],
    ]);
  });

  it('is a range where the flow has a range (GEN-02)', () => {
    const port = { from: 49_152, to: 65_534 };
    expect(lines(plan([flow('snmp-polling', { port })], typed({ 'snmp-managers': ['192.0.2.161'] })))).toEqual([
      'admin 192.0.2.161 > dmz 203.0.113.10 udp/49152-65534',
    ]);
  });

  it('is each address once: one that lies within a prefix, and one that is spelt in two ways (GEN-05)', () => {
    const peers = ['10.1.2.3', '10.0.0.0/8', '2001:db8::5', '2001:DB8:0::5', 'peer.example.net', 'peer.example.net'];
    expect(lines(plan([flow('peer-sync-in')], typed({ 'peer-gateways': peers })))).toEqual([
      'far 10.0.0.0/8 peer.example.net > dmz 203.0.113.10 udp/17777',
      'far 2001:db8::5 peer.example.net > dmz 2001:db8:d::10 udp/17777',
    ]);
  });

  it('is nothing in an IP version that one end has no address of (GEN-11)', () => {
    expect(lines(plan([flow('dns-queries')], typed({ 'dns-resolvers': ['192.0.2.53'] })))).toEqual([
      'dmz 203.0.113.10 > inside 192.0.2.53 udp/53',
      'dmz 203.0.113.10 > inside 192.0.2.53 tcp/53',
    ]);
  });

  it('is one rule for what several flows need, which names them all (GEN-23)', () => {
    const more = ['one', 'two'].map((id) => flow('updates', { id, title: id }));
    const { rules } = plan([flow('updates'), ...more], typed({ gateway: ['203.0.113.10'] }));
    expect(rules.map((rule) => [rule.id, ids(rule.flows), serviceText(rule)])).toEqual([
      ['updates-tcp-4', ['updates', 'one', 'two'], 'tcp/80'],
    ]);
  });

  it('is the published names where nothing is typed, and what is typed in their place', () => {
    const { rules } = plan([flow('updates')], typed({ gateway: ['203.0.113.10'] }));
    expect(rules.map(({ destination: { names, wildcards } }) => ({ names, wildcards }))).toEqual([
      { names: ['one.updates.example.net', 'two.updates.example.net'], wildcards: ['*.mirror.example.net'] },
    ]);
    expect(lines(plan([flow('updates')], typed({ gateway: ['203.0.113.10'], 'update-servers': ['192.0.2.80'] })))).toEqual([
      'dmz 203.0.113.10 > outside 192.0.2.80 tcp/80',
    ]);
  });

  it('is any address at the end of Internet mail servers only, each IP version by itself', () => {
    expect(lines(plan([flow('smtp-inbound')], typed({})))).toEqual([
      'outside any > dmz 203.0.113.10 tcp/25',
      'outside any > dmz 2001:db8:d::10 tcp/25',
    ]);
  });

  it('is any address of servers without published hosts by choice only', () => {
    const status = { status: 'printed' } as const;
    const chosen = typed({ gateway: ['203.0.113.10'] }, { anyInternet: ['revocation-servers'] });
    expect(lines(plan([flow('certificate-status', {}, status)], chosen))).toEqual(['dmz 203.0.113.10 > outside any tcp/80']);
    expect(plan([flow('certificate-status', {}, status)], typed({})).rules).toEqual([]);
  });
});

describe('FTP (NET-17)', () => {
  const servers = { gateway: ['203.0.113.10'], 'backup-servers': ['192.0.2.201'] };
  const ftp = [flow('backup-ftp'), flow('backup-ftp-data')];
  const passive = { from: 49_152, to: 65_534 };
  const encrypted = flow('backup-ftp', { dataChannel: 'passive-range', port: { from: 990, to: 990 } });

  it('is the control connection, which the helper follows: its data connections are no rule', () => {
    const policy = plan(ftp, typed(servers));
    expect(policy.rules.map((rule) => [line(rule), rule.ftp])).toEqual([['dmz 203.0.113.10 > inside 192.0.2.201 tcp/21', 'control']]);
    expect([ids(policy.opened), policy.gaps]).toEqual([['backup-ftp-data'], []]);
  });

  it('has the passive range of the servers where there is no helper, to them only', () => {
    const policy = plan(ftp, typed(servers, { ftp: { helper: false, passive } }));
    expect(policy.rules.map((rule) => [rule.id, line(rule), rule.ftp])).toEqual([
      ['backup-ftp-tcp-4', 'dmz 203.0.113.10 > inside 192.0.2.201 tcp/21', null],
      ['backup-ftp-passive-4', 'dmz 203.0.113.10 > inside 192.0.2.201 tcp/49152-65534', 'data'],
    ]);
  });

  it('says what is missing without a helper and without a range', () => {
    expect(gapsOf(plan(ftp, typed(servers, { ftp: { helper: false, passive: null } })))).toEqual([
      'backup-ftp: the data connections are not let through: this firewall has no helper that follows FTP. Set a fixed passive range on the server, and type it. Or use SFTP.',
    ]);
  });

  it('needs the range where it is encrypted, helper or not', () => {
    expect(
      plan([encrypted], typed(servers, { ftp: { helper: true, passive } })).rules.map((rule) => [serviceText(rule), rule.ftp]),
    ).toEqual([
      ['tcp/990', null],
      ['tcp/49152-65534', 'data'],
    ]);
    expect(gapsOf(plan([encrypted], typed(servers)))).toEqual([
      'backup-ftp: the data connections are not let through: the control connection is encrypted, so no helper can follow it. Set a fixed passive range on the server, and type it. Or use SFTP.',
    ]);
  });

  it('is followed on TCP only', () => {
    const { rules } = plan([flow('backup-ftp', { transport: ['tcp', 'udp'] })], typed(servers));
    expect(rules.map(({ transport, ftp: followed }) => [transport, followed])).toEqual([
      ['tcp', 'control'],
      ['udp', null],
    ]);
  });

  it('has names for its rules that no other flow can have', () => {
    const other = flow('backup-ftp', { id: 'backup-ftp-passive', dataChannel: undefined as never });
    const { rules } = plan(
      [encrypted, other],
      typed({ ...servers, 'backup-servers': ['192.0.2.201', '192.0.2.202'] }, { ftp: { helper: false, passive } }),
    );
    expect(new Set(ids(rules)).size).toBe(rules.length);
  });
});

describe('what a plan leaves out', () => {
  it('is a flow whose party has no address, and it says so (GEN-25)', () => {
    const policy = plan([flow('dns-queries'), flow('backup-ftp')], typed({ 'backup-servers': ['192.0.2.201'] }));
    expect(policy.rules.flatMap((rule) => ids(rule.flows))).toEqual(['backup-ftp']);
    expect(gapsOf(policy)).toEqual(['dns-queries: no address of DNS resolvers is given. Type it.']);
  });

  it('is everything without an address of the gateway', () => {
    const policy = plan(flows, typed({ gateway: [], 'dns-resolvers': ['192.0.2.53'] }));
    expect(policy.rules).toEqual([]);
    expect(gapsOf(policy)).toContain('dns-queries: no address of the gateway is given. Type it.');
  });

  it('is a flow between ends that have no IP version in common', () => {
    expect(gapsOf(plan([flow('dns-queries')], typed({ gateway: ['203.0.113.10'], 'dns-resolvers': ['2001:db8::53'] })))).toEqual([
      'dns-queries: the gateway and DNS resolvers have no address of the same family. Type an IPv4 or an IPv6 address of both.',
    ]);
  });

  it('is a flow to servers that the vendor does not name', () => {
    expect(gapsOf(plan([flow('updates', {}, { hosts: [] })], typed({})))).toEqual([
      'updates: the vendor names no host for update servers in this release. Type addresses that the vendor gives you, or leave it closed.',
    ]);
  });

  it('is every flow that is neither printed nor carried, and a helper opens', () => {
    const [unresolved, unknown, gone, unprinted] = (['unresolved', 'unknown', 'gone', 'unprinted'] as const).map((status) =>
      flow('smtp-inbound', { id: status }, { status }),
    ) as [ReleaseFlow, ReleaseFlow, ReleaseFlow, ReleaseFlow];
    const policy = plan([unresolved, unknown, gone, unprinted, flow('backup-ftp-data')], typed({ 'backup-servers': ['192.0.2.201'] }));
    expect([policy.rules, policy.gaps]).toEqual([[], []]);
    expect([policy.unresolved, policy.unknown, policy.opened].map(ids)).toEqual([['unresolved'], ['unknown'], ['backup-ftp-data']]);
  });

  it('is never what was carried, which keeps the release that printed it', () => {
    const { rules } = plan([flow('smtp-inbound', {}, { status: 'carried', carriedFrom: '1.0.0' })], typed({}));
    expect(rules.map((rule) => rule.flows[0]?.carriedFrom)).toEqual(['1.0.0', '1.0.0']);
  });
});

describe('where the firewall stands', () => {
  const addresses = { 'peer-gateways': ['192.0.2.12'], 'dns-resolvers': ['192.0.2.53'], 'snmp-managers': ['192.0.2.161'] };
  const given = ['smtp-inbound', 'dns-queries', 'peer-sync-out', 'snmp-polling'].map((id) => flow(id));
  const seen = (vantage: Vantage, placed: Environment['placed'] = {}) => {
    const { rules, elsewhere } = plan(given, typed(addresses, { vantage, placed }));
    return { rules: [...new Set(rules.flatMap((rule) => ids(rule.flows)))], elsewhere: ids(elsewhere) };
  };

  it('decides which rules it has', () => {
    const all = ids(given.map((entry) => entry.flow));
    expect(seen('edge')).toEqual({ rules: all, elsewhere: [] });
    expect(seen('host')).toEqual({ rules: all, elsewhere: [] });
    expect(seen('outer')).toEqual({ rules: ['smtp-inbound', 'peer-sync-out'], elsewhere: ['dns-queries', 'snmp-polling'] });
    expect(seen('inner')).toEqual({ rules: ['dns-queries', 'snmp-polling'], elsewhere: ['smtp-inbound', 'peer-sync-out'] });
  });

  it('is passed by nothing that stays in one zone, but on the gateway itself', () => {
    expect(seen('edge', { 'dns-resolvers': 'dmz' }).elsewhere).toEqual(['dns-queries']);
    expect(seen('host', { 'dns-resolvers': 'dmz' }).elsewhere).toEqual([]);
  });

  it('is passed twice by what goes from the Internet to a gateway in the internal network', () => {
    expect(seen('outer', { gateway: 'lan' }).rules).toEqual(['smtp-inbound', 'peer-sync-out']);
    expect(seen('inner', { gateway: 'lan' })).toEqual({
      rules: ['smtp-inbound', 'peer-sync-out', 'snmp-polling'],
      elsewhere: ['dns-queries'],
    });
    expect(seen('outer', { gateway: 'lan', 'dns-resolvers': 'dmz' }).elsewhere).toContain('dns-queries');
  });

  it('names the zone that a party is placed in', () => {
    const policy = plan([flow('dns-queries', { transport: ['udp'] })], typed(addresses, { placed: { 'dns-resolvers': 'internet' } }));
    expect(lines(policy)).toEqual(['dmz 203.0.113.10 > outside 192.0.2.53 udp/53']);
  });
});

describe('the gateway before destination NAT', () => {
  const addresses = { 'peer-gateways': ['192.0.2.12', '2001:db8:a::12'], 'snmp-managers': ['192.0.2.161'] };
  const given = ['smtp-inbound', 'peer-sync-in', 'peer-sync-out', 'snmp-polling'].map((id) => flow(id));
  const seen = (publicAddresses: string[], more: Partial<Environment> = {}) =>
    lines(plan(given, typed(addresses, { publicAddresses, ...more })));

  it('has its public address for who comes from the Internet or the peers, and its own for all else', () => {
    expect(seen(['198.51.100.10', '2001:db8:e::10'])).toEqual([
      'outside any > dmz 198.51.100.10 tcp/25',
      'outside any > dmz 2001:db8:e::10 tcp/25',
      'far 192.0.2.12 > dmz 198.51.100.10 udp/17777',
      'far 2001:db8:a::12 > dmz 2001:db8:e::10 udp/17777',
      'dmz 203.0.113.10 > far 192.0.2.12 udp/17777',
      'dmz 2001:db8:d::10 > far 2001:db8:a::12 udp/17777',
      'admin 192.0.2.161 > dmz 203.0.113.10 udp/161',
    ]);
  });

  it('keeps its own address in an IP version that has no public one', () => {
    expect(seen(['198.51.100.10']).slice(0, 2)).toEqual([
      'outside any > dmz 198.51.100.10 tcp/25',
      'outside any > dmz 2001:db8:d::10 tcp/25',
    ]);
  });

  it('is itself on its own firewall, and for who stands elsewhere', () => {
    expect(seen(['198.51.100.10'], { vantage: 'host' })).toEqual(seen([], { vantage: 'host' }));
    expect(seen(['198.51.100.10'], { placed: { 'peer-gateways': 'lan' } })).toContain('inside 192.0.2.12 > dmz 203.0.113.10 udp/17777');
  });

  it('needs an address of its own too', () => {
    const policy = plan(given, typed({ ...addresses, gateway: [] }, { publicAddresses: ['198.51.100.10'] }));
    expect(policy.rules).toEqual([]);
  });
});

describe('a kind that no rule is known for', () => {
  const managed = typed({ 'snmp-managers': ['192.0.2.161'] });
  const polling = flow('snmp-polling');

  it.each<[string, ReleaseFlow, Environment]>([
    // ICMP has a type and a code, and no port (GEN-13): whoever adds it has to say how each platform writes it.
    ['transport "icmp"', flow('snmp-polling', { transport: ['icmp' as Transport] }), managed],
    ['flow that is "new"', flow('snmp-polling', {}, { status: 'new' as never }), managed],
    ['data channel "other"', flow('snmp-polling', { dataChannel: 'other' as never }), managed],
    ['reach', flow('snmp-polling', {}, { source: { ...polling.source, reach: 'new' as never } }), managed],
    ['vantage point "above"', polling, { ...managed, vantage: 'above' as never }],
    ['zone "management"', polling, { ...managed, zones: { internet: 'outside' } as never }],
    ['stand in the zone "internet"', flow('smtp-inbound'), { ...managed, placed: { 'internet-mail-servers': 'lan' } }],
  ])('throws: a %s', (words, unknown, given) => {
    expect(() => plan([unknown], given)).toThrow(words);
  });
});
