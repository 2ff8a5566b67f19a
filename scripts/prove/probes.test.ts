import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { type Environment, environment } from '#rules/environment.ts';
import { ftpProbesOf, type Ground, keyOf, labAddresses, probesOf, typedEnvironment } from './probes.ts';

const flows = releaseFlows(exampleDataset(), '2.0.0');

const named = (...ids: string[]): ReleaseFlow[] => ids.map((id) => flows.find(({ flow }) => flow.id === id) as ReleaseFlow);

const given: Environment = environment.parse({
  vantage: 'edge',
  prefix: 'SEG',
  addresses: {
    gateway: ['203.0.113.10', '2001:db8:d::10'],
    'dns-resolvers': ['192.0.2.53', '192.0.2.54', '2001:db8:b::53'],
    'backup-servers': ['192.0.2.201'],
    'peer-gateways': ['198.51.100.20'],
    'relay-host': ['relay.example.net', '*.example.net'],
    'snmp-managers': ['192.0.2.128/30', '2001:db8:b:128::/64'],
  },
  zones: { internet: 'outside', dmz: 'dmz', lan: 'inside', management: 'inside', peers: 'outside' },
  ftp: { helper: true, passive: { from: 50_000, to: 50_099 } },
});

const zones = { example: given.zones, kind: 'zone', pattern: /./, words: '' };

const ground = (of: readonly ReleaseFlow[], change: Partial<Ground> = {}): Ground => ({
  flows: of,
  environment: given,
  platform: { zones, ftpHelper: true, destinationNat: 'after' },
  gaps: [],
  families: ['ipv4', 'ipv6'],
  addresses: new Map([
    ['relay.example.net', ['198.51.100.130', '2001:db8:a:1::130']],
    ['*.example.net', ['198.51.100.133']],
  ]),
  bindsDestination: true,
  ...change,
});

type Words = (of: readonly ReleaseFlow[], change?: Partial<Ground>) => string[];

const wordsOf =
  (which: boolean, what: RegExp): Words =>
  (of, change) =>
    probesOf(ground(of, change))
      .filter((probe) => probe.passes === which && what.test(probe.what))
      .map(
        ({ transport, source, sourcePort, destination, port }) =>
          `${source.leg} ${source.address}${sourcePort === null ? '' : `:${sourcePort}`} > ${destination.leg} ${destination.address} ${transport}/${port}`,
      );

const wanted = wordsOf(true, /./);
const dropped = (what: RegExp): Words => wordsOf(false, what);

describe('the probes that must pass', () => {
  it('are every address of one end to every one of the other, by every transport', () => {
    expect(wanted(named('dns-queries')).sort()).toEqual([
      'gateway 2001:db8:d::10 > inside 2001:db8:b::53 tcp/53',
      'gateway 2001:db8:d::10 > inside 2001:db8:b::53 udp/53',
      'gateway 203.0.113.10 > inside 192.0.2.53 tcp/53',
      'gateway 203.0.113.10 > inside 192.0.2.53 udp/53',
      'gateway 203.0.113.10 > inside 192.0.2.54 tcp/53',
      'gateway 203.0.113.10 > inside 192.0.2.54 udp/53',
    ]);
    expect(wanted(named('dns-queries'), { families: ['ipv6'] })).toHaveLength(2);
  });

  it('have the first and the last address of a network, and two of the Internet', () => {
    expect(wanted(named('snmp-polling'))).toEqual([
      'inside 192.0.2.128 > gateway 203.0.113.10 udp/161',
      'inside 192.0.2.131 > gateway 203.0.113.10 udp/161',
      'inside 2001:db8:b:128:: > gateway 2001:db8:d::10 udp/161',
      'inside 2001:db8:b:128:ffff:ffff:ffff:ffff > gateway 2001:db8:d::10 udp/161',
    ]);
    const any = wanted(named('smtp-inbound'), { families: ['ipv4'] });
    expect(any).toEqual(['outside 198.51.100.77 > gateway 203.0.113.10 tcp/25', 'outside 198.18.7.7 > gateway 203.0.113.10 tcp/25']);
  });

  it('have the first, the last and a port between them of a range', () => {
    const [flow] = named('backup-ftp');
    const ranged = { ...flow, flow: { ...flow?.flow, dataChannel: 'passive-range' } } as ReleaseFlow;
    expect(wanted([ranged])).toEqual([21, 50_000, 50_049, 50_099].map((port) => `gateway 203.0.113.10 > inside 192.0.2.201 tcp/${port}`));
  });

  it('take names to where the lab has them, but those that the text says it cannot write, which must not pass', () => {
    const [smtp] = named('smtp-relay');
    const relay = { id: 'smtp-relay', title: '', feature: '', carriedFrom: null };
    expect(wanted([smtp as ReleaseFlow]).sort()).toEqual([
      'gateway 2001:db8:d::10 > outside 2001:db8:a:1::130 tcp/25',
      'gateway 203.0.113.10 > outside 198.51.100.130 tcp/25',
      'gateway 203.0.113.10 > outside 198.51.100.133 tcp/25',
    ]);
    const gaps = [{ flows: [relay], reason: '', remedy: '', names: ['*.example.net'] }];
    expect(wanted([smtp as ReleaseFlow], { gaps })).not.toContain('gateway 203.0.113.10 > outside 198.51.100.133 tcp/25');
    expect(dropped(/not covered/)([smtp as ReleaseFlow], { gaps })).toEqual(['gateway 203.0.113.10 > outside 198.51.100.133 tcp/25']);
    expect(() => wanted([smtp as ReleaseFlow], { addresses: new Map() })).toThrow('no address of relay.example.net');
  });
});

describe('the probes that must be dropped', () => {
  const dns = named('dns-queries');

  it('are the ports beside, the other transport, and what would come back by itself', () => {
    const ports = dropped(/^the port/)(dns).filter((words) => words.includes('> inside 192.0.2.53 udp'));
    expect(ports.map((words) => Number(words.split('/')[1])).sort()).toEqual([46, 51, 52, 54, 55, 60]);
    expect(dropped(/other transport/)(named('snmp-polling'))).toContain('inside 192.0.2.131 > gateway 203.0.113.10 tcp/161');
    expect(dropped(/direction/)(dns)).toContain('inside 192.0.2.53 > gateway 203.0.113.10 udp/53');
    expect(dropped(/reply/)(dns)).toContain('inside 192.0.2.53:53 > gateway 203.0.113.10 udp/30800');
  });

  it('are the addresses beside, and strangers', () => {
    expect(dropped(/another source/)(named('snmp-polling'), { families: ['ipv4'] })).toEqual([
      'inside 192.0.2.127 > gateway 203.0.113.10 udp/161',
      'inside 192.0.2.132 > gateway 203.0.113.10 udp/161',
      'inside 192.0.2.222 > gateway 203.0.113.10 udp/161',
    ]);
    // 192.0.2.54 is the other resolver's.
    expect(dropped(/another destination/)(dns, { families: ['ipv4'] }).filter((words) => words.includes('udp'))).toEqual([
      'gateway 203.0.113.10 > inside 192.0.2.52 udp/53',
      'gateway 203.0.113.10 > inside 192.0.2.222 udp/53',
      'gateway 203.0.113.10 > inside 192.0.2.55 udp/53',
    ]);
    expect(dropped(/another source/)(named('smtp-inbound'), { families: ['ipv4'] })).toEqual([
      'inside 192.0.2.222 > gateway 203.0.113.10 tcp/25',
    ]);
  });

  it('are the right addresses on a wrong leg, where a platform tells the legs', () => {
    const v4 = { families: ['ipv4'] } as const;
    const astray = dropped(/on the leg/);
    expect(astray(named('peer-sync-in'), v4)).toEqual(['inside 198.51.100.20 > gateway 203.0.113.10 udp/17777']);
    expect(astray(named('peer-sync-out'), v4)).toEqual([
      'inside 203.0.113.10 > outside 198.51.100.20 udp/17777',
      'gateway 203.0.113.10 > inside 198.51.100.20 udp/17777',
    ]);
    expect(astray(named('peer-sync-out'), { ...v4, bindsDestination: false })).toEqual([
      'inside 203.0.113.10 > outside 198.51.100.20 udp/17777',
    ]);
    expect(astray(dns, { platform: { zones: null, ftpHelper: true, destinationNat: 'after' } })).toEqual([]);
    expect(astray(dns, { environment: { ...given, vantage: 'host' } })).toEqual([]);
  });

  it('are ports between those that the same ends use', () => {
    const [udp] = named('peer-sync-out');
    const other = { ...udp, flow: { ...udp?.flow, id: 'other', port: { from: 17_877, to: 17_877 } } } as ReleaseFlow;
    expect(dropped(/between/)([udp as ReleaseFlow, other])).toEqual(['gateway 203.0.113.10 > outside 198.51.100.20 udp/17827']);
  });

  it('are nothing that another flow has, and no packet is there twice', () => {
    const all = probesOf(ground(flows.filter(({ flow }) => flow.id !== 'certificate-status')));
    expect(new Set(all.map(keyOf)).size).toBe(all.length);
    const both = [...named('smtp-inbound'), ...named('smtp-direct')];
    expect(dropped(/direction/)(both)).toEqual([]);
    expect(dropped(/direction/)(named('smtp-inbound'))).not.toEqual([]);
  });
});

describe('transfers by FTP', () => {
  const words = (change: Partial<Ground> = {}) =>
    ftpProbesOf(ground(named('backup-ftp', 'dns-queries'), change)).map(
      ({ server, mode, passes, ports }) =>
        `${server.address} ${mode} ${passes ? 'passes' : 'does not'}${ports ? ` ${ports.from}-${ports.to}` : ''}`,
    );

  it('pass in either mode with a helper, and without one in passive mode alone, where a range is open', () => {
    expect(words()).toEqual(['192.0.2.201 passive passes', '192.0.2.201 active passes']);
    const platform = { zones, ftpHelper: false, destinationNat: 'after' } as const;
    expect(words({ platform })).toEqual(['192.0.2.201 passive passes 50000-50099', '192.0.2.201 active does not 50000-50099']);
    const closed = { ...given, ftp: { helper: true, passive: null } };
    expect(words({ platform, environment: closed })).toEqual(['192.0.2.201 passive does not', '192.0.2.201 active does not']);
  });
});

describe('the addresses of the lab', () => {
  const [update] = named('updates').map((flow) => ({ ...flow, status: 'printed' as const, hosts: ['a.example.net', '*.b.example.net'] }));
  const all = [update as ReleaseFlow, ...named('certificate-status')];

  it('are other ones for each name', () => {
    expect([...labAddresses(all)]).toEqual([
      ['a.example.net', ['198.51.100.130', '2001:db8:a:1::130']],
      ['*.b.example.net', ['198.51.100.133', '2001:db8:a:1::133']],
    ]);
    const many = { ...update, hosts: Array.from({ length: 60 }, (_, at) => `h${at}.example.net`) } as ReleaseFlow;
    expect(() => labAddresses([many])).toThrow('no addresses for so many hosts');
  });

  it('are typed for parties whose names cannot be written, or are not published, and replace nothing that is typed', () => {
    const typed = typedEnvironment(given, all).addresses;
    expect(typed['update-servers']).toEqual(['198.51.100.130', '2001:db8:a:1::130', '198.51.100.133', '2001:db8:a:1::133']);
    expect(typed['revocation-servers']).toHaveLength(2);
    expect(typed.gateway).toEqual(given.addresses.gateway);
    expect(typedEnvironment({ ...given, addresses: { 'update-servers': ['192.0.2.9'] } }, all).addresses['update-servers']).toEqual([
      '192.0.2.9',
    ]);
  });
});
