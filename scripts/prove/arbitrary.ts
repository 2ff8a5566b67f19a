/** Random flows and environments, of few distinct values, so that they overlap a great deal. */
import fc from 'fast-check';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import { type Flow, type Party, type PortRange, zone } from '#dataset/schema.ts';
import { type Environment, environment } from '#rules/environment.ts';
import type { Platform } from '#rules/platform.ts';
import type { Vantage } from '#rules/vantage.ts';
import { hostileTexts } from './texts.ts';

/** Random input of `plan`, or of a platform. */
export interface Case {
  readonly flows: readonly ReleaseFlow[];
  readonly environment: Environment;
}

/** Flows and an environment that belong together, seen from one of these vantage points. */
export const cases = (zones: Platform['zones'], vantages: readonly Vantage[]): fc.Arbitrary<Case> =>
  fc
    .record({ flows, environment: environments(zones, vantages) })
    .map((each) => Object.defineProperty(each, fc.toStringMethod, { value: () => caseWords(each) }));

/** A case as a person wants to see it when it fails. */
function caseWords({ flows: given, environment: { addresses, ...rest } }: Case): string {
  const lines = given.map(({ flow: { id, from, to, transport, port, title, ...more }, status, hosts }) => {
    const { sourcePort, via, dataChannel, tlsInspection } = more;
    return JSON.stringify({ id, title, from, to, transport, port, sourcePort, via, dataChannel, tlsInspection, status, hosts });
  });
  const typed = Object.entries(addresses).filter(([, entries]) => entries.length > 0);
  return `\n${[...lines, JSON.stringify({ ...rest, addresses: Object.fromEntries(typed) })].join('\n')}\n`;
}

/** A text that means something to a configuration language, or a plain one. */
export const hostileText = fc.oneof(fc.constant('SEG'), fc.constantFrom(...hostileTexts));

/** A text without everything that quoting, wrapping and comment signs may change. */
export const bare = (text: string): string => text.replace(/[^A-Za-z0-9]/g, '');

const gateway: Party = { id: 'gateway', name: 'the gateway', zone: 'dmz', reach: 'typed', hint: 'It.' };

/** A party of every reach, and one in every zone; `placed` moves them. */
const others = [
  { id: 'mail-servers', zone: 'internet', reach: 'internet' },
  { id: 'relay', zone: 'internet', reach: 'typed' },
  { id: 'resolvers', zone: 'lan', reach: 'typed' },
  { id: 'directories', zone: 'lan', reach: 'typed' },
  { id: 'updates', zone: 'internet', reach: 'hosts' },
  { id: 'reputation', zone: 'internet', reach: 'hosts' },
  { id: 'revocation', zone: 'internet', reach: 'unpublished' },
  { id: 'mirrors', zone: 'lan', reach: 'hosts' },
  { id: 'managers', zone: 'management', reach: 'typed' },
  { id: 'peers', zone: 'peers', reach: 'typed' },
  { id: 'neighbours', zone: 'dmz', reach: 'typed' },
] as const satisfies Omit<Party, 'name' | 'hint'>[];

const names = ['a.example.net', 'example.net', '*.example.net', '*.a.example.net', `${'long-'.repeat(11)}name.example.org`];

/** Prefixes that hold each other, neighbours, and one address in two spellings. */
const networks = [
  ...['10.0.0.0/8', '10.1.2.0/24', '10.1.2.3', '10.1.2.3/32', '10.1.2.4', '10.1.3.0/24', '203.0.113.0/24'],
  ...['2001:db8:1::/48', '2001:db8:1::3', '2001:DB8:1:0::3', '2001:db8::/64'],
];

const publicAddresses = ['198.51.100.10', '198.51.100.11', '2001:db8:e::10'];

const gatewayAddresses = ['203.0.113.10', '203.0.113.11', '2001:db8:d::10', '2001:db8:d::11'];

const single = (port: number): PortRange => ({ from: port, to: port });

const singlePorts = fc.constantFrom(21, 80, 80, 81, 83, 50_000).map(single);

const ports: fc.Arbitrary<PortRange> = fc.oneof(
  { weight: 3, arbitrary: singlePorts },
  {
    weight: 1,
    arbitrary: fc.constantFrom({ from: 79, to: 80 }, { from: 80, to: 443 }, { from: 1024, to: 65_535 }, { from: 50_001, to: 50_099 }),
  },
);

/** Ids that might be taken for each other once a name is made of them. */
const ids = ['a', 'b', 'c', 'd', 'e', 'a-data', 'b-data', 'a-tcp', 'a-passive', 'b-udp-4', 'a-b'];

const seldom = <T>(member: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: member });

/** A flow as the schema of the dataset lets it through. */
const flowParts = fc.record({
  // Some parties more often than others, so that flows meet.
  party: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...others.slice(0, 4)) }, { weight: 1, arbitrary: fc.constantFrom(...others) }),
  words: hostileText,
  partyName: hostileText,
  inbound: fc.boolean(),
  transport: fc.constantFrom<Flow['transport'][]>(['tcp'], ['tcp'], ['udp'], ['udp', 'tcp']),
  port: ports,
  sourcePort: seldom(fc.constantFrom(20, 53).map(single)),
  via: fc.constantFrom('control', undefined),
  dataChannel: seldom(fc.constantFrom<NonNullable<Flow['dataChannel']>[]>('helper', 'passive-range')),
  tlsInspection: fc.constantFrom<Flow['tlsInspection'][]>('unknown', 'forbidden'),
  status: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<ReleaseFlow['status'][]>('printed', 'carried') },
    { weight: 1, arbitrary: fc.constantFrom<ReleaseFlow['status'][]>('unresolved', 'unknown', 'gone', 'unprinted') },
  ),
  hosts: fc.subarray(names, { maxLength: 4 }),
});

type FlowParts = typeof flowParts extends fc.Arbitrary<infer T> ? T : never;

const flows: fc.Arbitrary<ReleaseFlow[]> = fc
  .record({ ids: fc.shuffledSubarray(ids, { minLength: 4 }), parts: fc.array(flowParts, { minLength: ids.length, maxLength: ids.length }) })
  .map(({ ids: chosen, parts }) => chosen.map((id, at) => toFlow(id, parts[at] as FlowParts)));

function toFlow(id: string, parts: FlowParts): ReleaseFlow {
  const party: Party = { ...parts.party, name: parts.partyName, hint: 'Someone.' };
  const [source, destination] = parts.inbound ? [party, gateway] : [gateway, party];
  // The schema wants a source port with `via`, and without it takes one beside a single port only.
  const via = parts.sourcePort === undefined ? undefined : parts.via;
  const sourcePort = via === undefined && parts.port.from !== parts.port.to ? undefined : parts.sourcePort;
  return {
    flow: {
      id,
      title: `Q${bare(id)}Q ${parts.words}`,
      purpose: 'None.',
      from: source.id,
      to: destination.id,
      transport: parts.transport,
      port: parts.port,
      ...(sourcePort && { sourcePort }),
      ...(via !== undefined && { via }),
      ...(parts.dataChannel && { dataChannel: parts.dataChannel }),
      application: null,
      configurable: false,
      tlsInspection: parts.tlsInspection,
      addsEnd: false,
      unresolved: parts.status === 'unresolved',
      doubts: [],
      feature: 'made-up',
    },
    status: parts.status,
    carriedFrom: parts.status === 'carried' ? '1.0.0' : null,
    goneIn: parts.status === 'gone' ? '1.0.0' : null,
    lastPrinted: null,
    release: '2.0.0',
    source,
    destination,
    direction: parts.inbound ? 'in' : 'out',
    condition: null,
    hosts: parts.party.reach === 'hosts' ? parts.hosts : [],
    hostList: 'complete',
    doubtfulHosts: [],
    hostsFrom: null,
    printed: [],
    reading: null,
  };
}

const environments = (zones: Platform['zones'], vantages: readonly Vantage[]): fc.Arbitrary<Environment> =>
  fc
    .record({
      vantage: fc.constantFrom(...vantages.slice(0, 1), ...vantages),
      prefix: hostileText,
      addresses: fc.record({
        ...Object.fromEntries(others.map(({ id, reach }) => [id, orEmpty(reach === 'typed' ? 5 : 1, typedEntries)])),
        gateway: orEmpty(15, fc.subarray(gatewayAddresses, { minLength: 1, maxLength: 3 })),
      }),
      publicAddresses: fc.oneof(
        { weight: 2, arbitrary: fc.constant<string[]>([]) },
        { weight: 1, arbitrary: fc.subarray(publicAddresses) },
      ),
      placed: fc.dictionary(fc.constantFrom('gateway', ...movable), fc.constantFrom(...zone.options), { maxKeys: 2 }),
      anyInternet: fc.subarray(['updates', 'reputation', 'revocation']),
      zones: fc.constantFrom(...zoneNames(zones)),
      ftp: fc.record({
        helper: fc.boolean(),
        passive: fc.constantFrom(null, { from: 50_000, to: 50_099 }, { from: 1024, to: 65_535 }),
      }),
    })
    .map(({ anyInternet, placed, ...rest }) =>
      environment.parse({
        ...rest,
        placed,
        // Only what stands in the Internet may be any address of it.
        anyInternet: anyInternet.filter((id) => (placed[id] ?? 'internet') === 'internet'),
      }),
    );

const typedEntries = fc.subarray([...networks, ...names], { minLength: 1, maxLength: 4 });

/** Nothing once in a while: the more `filled`, the less often. */
const orEmpty = (filled: number, entries: fc.Arbitrary<string[]>) =>
  fc.oneof({ weight: filled, arbitrary: entries }, { weight: 1, arbitrary: fc.constant<string[]>([]) });

const movable = others.filter(({ reach }) => reach !== 'internet').map(({ id }) => id);

/** A name for each zone, and names that zones share: the example's, where the platform takes no others. */
function zoneNames(zones: Platform['zones']): Environment['zones'][] {
  const own: Environment['zones'] = { internet: 'za', dmz: 'zb', lan: 'zc', management: 'zd', peers: 'ze' };
  if (zones === null) return [own];
  return Object.values(own).every((name) => zones.pattern.test(name)) ? [own, zones.example] : [zones.example];
}
