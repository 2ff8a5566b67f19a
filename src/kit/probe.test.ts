import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import type { Environment } from '#rules/environment.ts';
import { plan } from '#rules/plan.ts';
import { exampleFlows, exampleSide, knowing } from './example-kit.ts';
import { type Probe, type Side, scriptName, toProbes, type Untested } from './probe.ts';

const line = ({ flow, transport, port, target, families, speech }: Probe): string =>
  `${flow} ${transport}/${port} ${target ?? '?'} ${families.join('+')} ${speech}`;
const left = ({ flow, transport, port, reason }: Untested): string => `${flow} ${transport}/${port}: ${reason}`;
const addressesWith = (change: Environment['addresses']): Environment['addresses'] => ({ ...knowing().addresses, ...change });
const flowLike = (id: string, change: Partial<ReleaseFlow['flow']>): ReleaseFlow[] =>
  exampleFlows(id).map((entry) => ({ ...entry, flow: { ...entry.flow, ...change } }));

it('makes a side of each party that opens connections, the gateway first', () => {
  expect(toProbes(exampleFlows(), knowing()).map(({ id, name, zone, addresses }) => [id, name, zone, ...addresses])).toEqual([
    ['gateway', 'the gateway', 'dmz', '203.0.113.10', '2001:db8:d::10'],
    ['internet-mail-servers', 'Internet mail servers', 'internet'],
    ['peer-gateways', 'peer gateways', 'peers', '198.51.100.20', '198.51.100.21', '2001:db8:a::20'],
    ['backup-servers', 'backup servers', 'lan', '192.0.2.201', '2001:db8:b::201'],
    ['snmp-managers', 'SNMP managers', 'management', '192.0.2.161', '2001:db8:b::161'],
  ]);
  expect(scriptName({ id: 'snmp-managers' }, 'ps1')).toBe('portcullis-test-snmp-managers.ps1');
});

it('tries every address and every name of a destination, and says what nobody can try', () => {
  const { probes, untested } = exampleSide('gateway');
  expect(probes.map(line)).toEqual([
    'smtp-direct tcp/25 ? ipv4+ipv6 tcp',
    'smtp-relay tcp/25 198.51.100.25 ipv4 tcp',
    'smtp-relay tcp/25 2001:db8:a::25 ipv6 tcp',
    'dns-queries udp/53 192.0.2.53 ipv4 dns',
    'dns-queries udp/53 192.0.2.54 ipv4 dns',
    'dns-queries udp/53 2001:db8:b::53 ipv6 dns',
    'dns-queries tcp/53 192.0.2.53 ipv4 dns',
    'dns-queries tcp/53 192.0.2.54 ipv4 dns',
    'dns-queries tcp/53 2001:db8:b::53 ipv6 dns',
    'peer-sync-out udp/17777 198.51.100.20 ipv4 udp',
    'peer-sync-out udp/17777 198.51.100.21 ipv4 udp',
    'peer-sync-out udp/17777 2001:db8:a::20 ipv6 udp',
    'backup-ftp tcp/21 192.0.2.201 ipv4 tcp',
    'backup-ftp tcp/21 2001:db8:b::201 ipv6 tcp',
    'updates tcp/80 one.updates.example.net ipv4+ipv6 http',
    'updates tcp/80 two.updates.example.net ipv4+ipv6 http',
    'updates tcp/80 ? ipv4+ipv6 http',
  ]);
  expect(untested.map(left)).toEqual([
    "certificate-status tcp/80: the vendor's table does not have it in 1.1.0",
    "unresolved-https tcp/443: the vendor's table does not say what it is for, so no rule lets it through",
  ]);
});

it('notes what a probe does not show, and what it lacks', () => {
  expect(exampleSide('internet-mail-servers').probes[0]?.note).toMatch(/^a provider may keep its customers from connecting/);
  const notes = exampleSide('gateway').probes.filter(({ note }) => note !== null);
  expect(notes.map(({ flow, note }) => `${flow}: ${note}`)).toEqual([
    'smtp-direct: any Internet address: more than one machine',
    ...Array.from({ length: 3 }, () => 'peer-sync-out: must be kept out of TLS inspection'),
    ...Array.from({ length: 2 }, () => 'backup-ftp: the control connection only: the data connections are not tried'),
    'updates: *.mirror.example.net: more than one machine',
  ]);
  const [probe] = exampleSide('gateway', flowLike('dns-queries', { port: { from: 53, to: 55 } })).probes;
  expect(probe).toMatchObject({ port: 53, note: 'the first port of 53-55 only' });
});

describe('a destination', () => {
  it('of networks is one that somebody has to choose from', () => {
    const addresses = addressesWith({ 'dns-resolvers': ['192.0.2.0/24', '192.0.2.53/32', '*.dns.example.net'] });
    const { probes } = exampleSide('gateway', flowLike('dns-queries', { transport: ['udp'] }), knowing({ addresses }));
    expect(probes.map(line)).toEqual(['dns-queries udp/53 192.0.2.53 ipv4 dns', 'dns-queries udp/53 ? ipv4+ipv6 dns']);
    expect(probes[1]?.note).toBe('192.0.2.0/24, *.dns.example.net: more than one machine');
  });

  it('without an address is not tried', () => {
    const addresses = addressesWith({ 'dns-resolvers': [], 'snmp-managers': [] });
    const sides = toProbes(exampleFlows('dns-queries', 'snmp-polling'), knowing({ addresses }));
    expect(sides.flatMap(({ probes }) => probes)).toEqual([]);
    expect(sides.flatMap(({ untested }) => untested.map(left))).toEqual([
      'dns-queries udp/53: no address of DNS resolvers is given',
      'dns-queries tcp/53: no address of DNS resolvers is given',
      'snmp-polling udp/161: no address of SNMP managers is given',
    ]);
  });

  it('whose hosts the vendor does not name is tried where any Internet address is allowed by choice', () => {
    const flows = releaseFlows(exampleDataset(), '2.0.0').filter(({ flow }) => flow.id === 'certificate-status');
    const [side] = toProbes(flows, knowing());
    expect(side?.untested.map(left)).toEqual([
      'certificate-status tcp/80: the vendor names no host for revocation servers in this release',
    ]);
    const [open] = toProbes(flows, knowing({ anyInternet: ['revocation-servers'] }));
    expect(open?.probes.map(line)).toEqual(['certificate-status tcp/80 ? ipv4+ipv6 http']);
  });

  it('is tried in the IP versions of the source only', () => {
    const addresses = addressesWith({ gateway: ['203.0.113.10'] });
    const { probes, untested } = exampleSide('gateway', exampleFlows('smtp-relay', 'updates'), knowing({ addresses }));
    expect(probes.map(line)).toEqual([
      'smtp-relay tcp/25 198.51.100.25 ipv4 tcp',
      'updates tcp/80 one.updates.example.net ipv4 http',
      'updates tcp/80 two.updates.example.net ipv4 http',
      'updates tcp/80 ? ipv4 http',
    ]);
    expect(untested.map(left)).toEqual(['smtp-relay tcp/25: the gateway has no IPv6 address to reach 2001:db8:a::25 from']);
  });
});

it('reaches the gateway from outside by its public address, in the IP versions that have one', () => {
  const environment = knowing({ publicAddresses: ['198.51.100.10'], placed: { 'snmp-managers': 'lan' } });
  const targets = (side: string) => [...new Set(exampleSide(side, exampleFlows(), environment).probes.map(({ target }) => target))];
  expect(targets('internet-mail-servers')).toEqual(['198.51.100.10', '2001:db8:d::10']);
  expect(targets('peer-gateways')).toEqual(['198.51.100.10', '2001:db8:d::10']);
  expect(targets('snmp-managers')).toEqual(['203.0.113.10', '2001:db8:d::10']);
});

it('knows what is spoken by the application, never by the port', () => {
  const speech = (change: Partial<ReleaseFlow['flow']>) => exampleSide('gateway', flowLike('dns-queries', change)).probes[0]?.speech;
  expect(
    ['domain', 'ntp', 'http', 'hkp', 'https', 'ldaps', 'ftps', 'msft-gc-ssl', 'ssh', null].map((application) => [
      application,
      speech({ application, transport: ['tcp'] }),
      speech({ application, transport: ['udp'] }),
    ]),
  ).toEqual([
    ['domain', 'dns', 'dns'],
    ['ntp', 'tcp', 'ntp'],
    ['http', 'http', 'udp'],
    ['hkp', 'http', 'udp'],
    ['https', 'https', 'udp'],
    ['ldaps', 'tls', 'udp'],
    ['ftps', 'tls', 'udp'],
    ['msft-gc-ssl', 'tls', 'udp'],
    ['ssh', 'tcp', 'udp'],
    [null, 'tcp', 'udp'],
  ]);
  expect(speech({ application: null, transport: ['tcp'], tlsInspection: 'forbidden' })).toBe('perhaps-tls');
});

it.each(exampleDataset().releases.map(({ release }) => release))(
  'has every flow of %s on the side of its source, and tries what has a rule',
  (release) => {
    const flows = releaseFlows(exampleDataset(), release);
    const environment = knowing({ vantage: 'host' });
    const sides = toProbes(flows, environment);
    const named = ({ probes, untested }: Side) => [...probes, ...untested].map(({ flow }) => flow);
    for (const { flow, source } of flows) {
      expect(
        sides.filter((side) => named(side).includes(flow.id)).map(({ id }) => id),
        flow.id,
      ).toEqual([source.id]);
    }
    const tried = new Set(sides.flatMap(({ probes }) => probes.map(({ flow, transport }) => `${flow} ${transport}`)));
    const ruled = new Set(plan(flows, environment).rules.flatMap((rule) => rule.flows.map(({ id }) => `${id} ${rule.transport}`)));
    expect([...tried].sort()).toEqual([...ruled].sort());
  },
);
