import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { type Environment, environment } from '#rules/environment.ts';
import { type Abilities, type Atom, atomsOf } from './oracle.ts';

const flows = releaseFlows(exampleDataset(), '1.1.0');

const named = (...ids: string[]): ReleaseFlow[] => ids.map((id) => flows.find(({ flow }) => flow.id === id) as ReleaseFlow);

const given: Environment = environment.parse({
  vantage: 'edge',
  prefix: 'SEG',
  addresses: {
    gateway: ['203.0.113.10', '2001:db8:d::10'],
    'dns-resolvers': ['192.0.2.53', '2001:db8:b::53'],
    'backup-servers': ['192.0.2.201'],
    'peer-gateways': ['peer.example.net', '192.0.2.0/25'],
  },
  zones: { internet: 'outside', dmz: 'dmz', lan: 'inside', management: 'inside', peers: 'outside' },
  ftp: { helper: true, passive: { from: 50_000, to: 50_099 } },
});

const zones = { example: given.zones, kind: 'zone', pattern: /./, words: '' };

const words = ({ from, to, source, destination, transport, port, helper }: Atom): string =>
  `${from ?? '-'} ${source} > ${to ?? '-'} ${destination} ${transport}/${port.from === port.to ? port.from : `${port.from}-${port.to}`}${helper ? ' helper' : ''}`;

const atoms = (of: readonly ReleaseFlow[], change: Partial<Environment> = {}, abilities: Partial<Abilities> = {}): string[] =>
  atomsOf(of, { ...given, ...change }, { zones, ftpHelper: true, destinationNat: 'after', ...abilities }).map(words);

/** Written out by hand: what the issue and the design ask for. */
describe('the oracle', () => {
  it('joins every address of one end to every one of the other, within an IP version, on every transport', () => {
    expect(atoms(named('dns-queries'))).toEqual([
      'dmz 203.0.113.10 > inside 192.0.2.53 udp/53',
      'dmz 2001:db8:d::10 > inside 2001:db8:b::53 udp/53',
      'dmz 203.0.113.10 > inside 192.0.2.53 tcp/53',
      'dmz 2001:db8:d::10 > inside 2001:db8:b::53 tcp/53',
    ]);
  });

  it('takes a host name in either IP version', () => {
    expect(atoms(named('peer-sync-in'))).toEqual([
      'outside peer.example.net > dmz 203.0.113.10 udp/17777',
      'outside peer.example.net > dmz 2001:db8:d::10 udp/17777',
      'outside 192.0.2.0/25 > dmz 203.0.113.10 udp/17777',
    ]);
  });

  it('has any address of Internet mail servers, and of nobody else but by choice', () => {
    const printed = named('certificate-status').map((flow) => ({ ...flow, status: 'printed' as const }));
    const addresses = { gateway: ['203.0.113.10'] };
    expect(atoms(named('smtp-inbound'), { addresses })).toEqual(['outside any > dmz 203.0.113.10 tcp/25']);
    expect(atoms([...printed, ...named('dns-queries')], { addresses })).toEqual([]);
    expect(atoms([...printed, ...named('dns-queries')], { addresses, anyInternet: ['revocation-servers', 'dns-resolvers'] })).toEqual([
      'dmz 203.0.113.10 > outside any tcp/80',
    ]);
  });

  it('has published names where nothing is typed', () => {
    const addresses = { gateway: ['203.0.113.10'] };
    expect(atoms(named('updates'), { addresses })).toHaveLength(3);
    expect(atoms(named('updates'), { addresses: { ...addresses, 'update-servers': ['192.0.2.80'] } })).toEqual([
      'dmz 203.0.113.10 > outside 192.0.2.80 tcp/80',
    ]);
  });

  it('has FTP with a helper, or with the passive range', () => {
    const [control, range] = ['dmz 203.0.113.10 > inside 192.0.2.201 tcp/21', 'dmz 203.0.113.10 > inside 192.0.2.201 tcp/50000-50099'];
    const ftp = named('backup-ftp', 'backup-ftp-data');
    const encrypted = named('backup-ftp').map((each) => ({ ...each, flow: { ...each.flow, dataChannel: 'passive-range' as const } }));
    expect(atoms(ftp)).toEqual([`${control} helper`]);
    expect(atoms(ftp, {}, { ftpHelper: false })).toEqual([control, range]);
    expect(atoms(ftp, { ftp: { helper: false, passive: null } })).toEqual([control]);
    expect(atoms(encrypted)).toEqual([control, range]);
  });

  it('has nothing of a flow that is neither printed nor carried', () => {
    for (const status of ['unresolved', 'unknown', 'gone', 'unprinted'] as const) {
      expect(atoms(named('smtp-inbound').map((flow) => ({ ...flow, status })))).toEqual([]);
    }
    expect(atoms(named('smtp-inbound').map((flow) => ({ ...flow, status: 'carried' })))).toHaveLength(2);
  });

  it('has what crosses the firewall', () => {
    const all = named('smtp-inbound', 'dns-queries', 'peer-sync-in', 'backup-ftp');
    const [mail, dns, peers, ftp] = all.map((flow) => atoms([flow])) as [string[], string[], string[], string[]];
    expect(atoms(all, { vantage: 'outer' })).toEqual([...mail, ...peers]);
    expect(atoms(all, { vantage: 'inner' })).toEqual([...dns, ...ftp]);
    expect(atoms(all, { placed: { 'dns-resolvers': 'dmz' } })).toEqual([...mail, ...peers, ...ftp]);
    expect(atoms(all, { placed: { 'dns-resolvers': 'dmz' }, vantage: 'host' })).toHaveLength(all.flatMap((flow) => atoms([flow])).length);
  });

  it('has the public address of the gateway for who comes from outside, where rules see it before NAT', () => {
    const change = { publicAddresses: ['198.51.100.10'] };
    const before = { destinationNat: 'before' } as const;
    const all = named('smtp-inbound', 'smtp-direct', 'peer-sync-in', 'snmp-polling');
    expect(atoms(all, change)).toEqual(atoms(all));
    expect(atoms(all, { ...change, vantage: 'host' }, before)).toEqual(atoms(all, { vantage: 'host' }));
    const translated = atoms(all).map((each) => (each.startsWith('outside') ? each.replace('203.0.113.10', '198.51.100.10') : each));
    expect(atoms(all, change, before)).toEqual(translated);
    expect(atoms(all, { ...change, addresses: {} }, before)).toEqual([]);
  });

  it('has no zones where the platform has none, and the Internet where it tells it', () => {
    const [mail] = atoms(named('smtp-inbound'), {}, { zones: null });
    const [told] = atoms(named('smtp-inbound'), {}, { zones: null, tellsInternet: true });
    expect([mail, told]).toEqual(['- any > - 203.0.113.10 tcp/25', 'internet any > - 203.0.113.10 tcp/25']);
  });
});
