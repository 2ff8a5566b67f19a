/** What packets have to show: for every flow what must pass, and its neighbours, which must not. */
import { BlockList } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { PortRange, Zone } from '#dataset/schema.ts';
import type { Environment } from '#rules/environment.ts';
import type { Family } from '#rules/network.ts';
import type { Gap } from '#rules/policy.ts';
import type { Packet, Place } from './lab/exchange.ts';
import type { Leg } from './lab/lab.ts';
import { type Abilities, type Atom, anything, atomsOf, type Member } from './oracle.ts';

/** A packet, and what must become of it. */
export interface Probe extends Packet {
  /** Id of the flow that it belongs to, or whose neighbour it is. */
  readonly flow: string;
  readonly passes: boolean;
  /** What it is, in words: "itself", "the port 1 above". */
  readonly what: string;
}

/** What the probes are made of: what is wanted, what the text says that it cannot do, and where things are in the lab. */
export interface Ground {
  readonly flows: readonly ReleaseFlow[];
  readonly environment: Environment;
  readonly platform: Abilities;
  /** What the text says it does not cover: it must not let that through either. */
  readonly gaps: readonly Gap[];
  readonly families: readonly Family[];
  /** Addresses of each host name. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** Whether the platform binds a rule to where the connection leaves, beside where it comes in. */
  readonly bindsDestination: boolean;
}

/** A file that is sent by FTP and fetched again. */
export interface FtpProbe {
  readonly flow: string;
  readonly server: Place;
  readonly mode: 'passive' | 'active';
  readonly passes: boolean;
  /** Passive ports of the server; null for whichever are free. */
  readonly ports: PortRange | null;
}

/** A permission, and the legs that it joins. */
interface Claim extends Atom {
  readonly legs: readonly [Leg, Leg];
}

/** The probes, those that must pass first, each packet once. */
export function probesOf(ground: Ground): Probe[] {
  const { covered: claims, excused } = claimsOf(ground);
  const probes = new Map<string, Probe>();
  const add = (all: readonly Probe[]) => {
    for (const probe of all) {
      const key = keyOf(probe);
      if (!probes.has(key)) probes.set(key, probe);
    }
  };
  add(claims.flatMap((claim) => wanted(ground, claim)));
  const near = [
    ...claims.flatMap((claim) => neighbours(ground, claim, claims)),
    ...excused.flatMap((claim) => wanted(ground, claim).map((probe) => ({ ...probe, passes: false, what: 'what is not covered' }))),
  ];
  add(near.filter((probe) => !claims.some((claim) => permits(ground, claim, probe))));
  return [...probes.values()];
}

/** Ids of the flows of which one of these probes has to pass; one packet may be that of several flows. */
export function flowsTried(ground: Ground, probes: readonly Probe[]): Set<string> {
  const keys = new Set(probes.filter(({ passes }) => passes).map(keyOf));
  const tried = claimsOf(ground).covered.filter((claim) => wanted(ground, claim).some((probe) => keys.has(keyOf(probe))));
  return new Set(tried.map(({ flow }) => flow));
}

/** Files by FTP: in either mode where a helper follows the connection, and in passive mode where a range is open instead. */
export function ftpProbesOf(ground: Ground): FtpProbe[] {
  const { flows, environment, platform } = ground;
  const isHelped = platform.ftpHelper && environment.ftp.helper;
  const ports = isHelped ? null : environment.ftp.passive;
  const ftp = new Map(flows.filter(({ flow }) => flow.dataChannel === 'helper').map(({ flow }) => [flow.id, flow.port]));
  const probes = claimsOf(ground)
    .covered.filter(({ flow, port }) => JSON.stringify(ftp.get(flow)) === JSON.stringify(port))
    .flatMap((claim) =>
      samplesOf(claim.destination, claim.family, ground).flatMap((address) =>
        (['passive', 'active'] as const).map((mode) => ({
          flow: claim.flow,
          server: { leg: claim.legs[1], address },
          mode,
          passes: isHelped || (mode === 'passive' && ports !== null),
          ports,
        })),
      ),
    );
  const distinct = [...new Map(probes.map((probe) => [`${probe.server.address} ${probe.mode}`, probe])).values()];
  // What does not work takes its time: one of each kind says it.
  const isFirst = ({ server, mode }: FtpProbe) =>
    distinct.find((other) => other.mode === mode && familyOf(other.server.address) === familyOf(server.address))?.server === server;
  return distinct.filter((probe) => probe.passes || isFirst(probe));
}

/** "dns-queries, the port 1 above: udp from 203.0.113.10 to port 54 of 192.0.2.53". */
export const probeWords = ({ flow, what, transport, source, sourcePort, destination, port }: Probe): string =>
  `${flow}, ${what}: ${transport} from ${sourcePort === null ? '' : `port ${sourcePort} of `}${source.address} to port ${port} of ${destination.address}`;

/** Addresses that each published name has in the lab: documentation addresses on the outside, with nobody on either side of them. */
export function labAddresses(flows: readonly ReleaseFlow[]): Map<string, readonly string[]> {
  const names = [...new Set(flows.flatMap(({ hosts }) => hosts))];
  return new Map(names.map((name, at) => [name, outside(at, { from: 130, to: 254 })]));
}

/**
 * The environment with addresses typed in the place of every published name, and for every party whose names are not published: for
 * platforms that cannot write names.
 */
export function typedEnvironment(environment: Environment, flows: readonly ReleaseFlow[]): Environment {
  const known = labAddresses(flows);
  const ends = flows.flatMap(({ source, destination, hosts }) => [source, destination].map((party) => ({ party, hosts })));
  const parties = new Set(
    ends.filter(({ party }) => party.reach === 'hosts' || party.reach === 'unpublished').map(({ party }) => party.id),
  );
  const addresses = [...parties].map((id, at) => {
    const names = new Set(ends.filter(({ party }) => party.id === id).flatMap(({ hosts }) => hosts));
    return [id, names.size > 0 ? [...names].flatMap((name) => known.get(name) ?? []) : outside(at, { from: 30, to: 76 })] as const;
  });
  return { ...environment, addresses: { ...Object.fromEntries(addresses), ...environment.addresses } };
}

function outside(at: number, { from, to }: PortRange): string[] {
  const last = from + 3 * at;
  if (last > to) throw new Error('the lab has no addresses for so many hosts');
  return [`198.51.100.${last}`, `2001:db8:a:1::${last}`];
}

/** The same for the same packet. */
export const keyOf = ({ transport, source, sourcePort, destination, port }: Packet): string =>
  [transport, source.leg, source.address, sourcePort, destination.leg, destination.address, port].join();

/** Where the zones lie in the lab. */
const legOf = { internet: 'outside', peers: 'outside', dmz: 'gateway', lan: 'inside', management: 'inside' } as const satisfies Record<
  Zone,
  Leg
>;

/** What the flows justify, and the part of it that the text says it does not cover. */
function claimsOf({ flows, environment, platform, gaps, families }: Ground): { covered: Claim[]; excused: Claim[] } {
  const claims = atomsOf(flows, environment, platform)
    .filter(({ family }) => families.includes(family))
    .map((atom): Claim => {
      const flow = flows.find((each) => each.flow.id === atom.flow);
      if (!flow) throw new Error(`no flow ${atom.flow}`);
      const legAt = ({ id, zone }: ReleaseFlow['source']): Leg => legOf[environment.placed[id] ?? zone];
      return { ...atom, legs: [legAt(flow.source), legAt(flow.destination)] };
    });
  const isExcused = (claim: Claim) => gaps.some((gap) => excuses(gap, claim));
  return { covered: claims.filter((claim) => !isExcused(claim)), excused: claims.filter(isExcused) };
}

/** A gap excuses a name that it says cannot be written; one of a whole rule that cannot be written, what has a source port. */
const excuses = ({ flows, names }: Gap, { flow, source, destination, sourcePort }: Atom): boolean =>
  flows.some(({ id }) => id === flow) && (names.length > 0 ? names.includes(source) || names.includes(destination) : sourcePort !== null);

/** Whether a claim lets a packet through. Where the platform binds to no interface, or to none that a connection leaves by, that is no part of it. */
function permits({ environment, platform, bindsDestination, addresses }: Ground, claim: Claim, packet: Packet): boolean {
  const isBound = platform.zones !== null && environment.vantage !== 'host';
  const [from, to] = claim.legs;
  return (
    packet.transport === claim.transport &&
    holdsPort(claim.port, packet.port) &&
    (claim.sourcePort === null || (packet.sourcePort !== null && holdsPort(claim.sourcePort, packet.sourcePort))) &&
    (!isBound || packet.source.leg === from) &&
    (!isBound || !bindsDestination || packet.destination.leg === to) &&
    holds(claim.source, claim.family, packet.source.address, addresses) &&
    holds(claim.destination, claim.family, packet.destination.address, addresses)
  );
}

const holdsPort = ({ from, to }: PortRange, port: number): boolean => from <= port && port <= to;

const lists = new Map<Member, BlockList>();

function holds(member: Member, family: Family, address: string, addresses: Ground['addresses']): boolean {
  if (familyOf(address) !== family) return false;
  if (member === anything) return true;
  const known = addresses.get(member);
  if (known) return known.includes(address);
  const list = lists.get(member) ?? new BlockList();
  if (!lists.has(member)) {
    const [first, last] = endsOf(member);
    list.addRange(first, last, family);
    lists.set(member, list);
  }
  return list.check(address, family);
}

const familyOf = (address: string): Family => (address.includes(':') ? 'ipv6' : 'ipv4');

/** The first and the last address of a network, or an address twice. */
function endsOf(network: string): [string, string] {
  const [address = '', length] = network.split('/');
  const bytes = ipaddr.parse(address).toByteArray();
  const bits = length === undefined ? bytes.length * 8 : Number(length);
  const last = bytes.map((byte, at) => byte | (0xff >> Math.min(8, Math.max(0, bits - at * 8))));
  return [ipaddr.fromByteArray(bytes).toString(), ipaddr.fromByteArray(last).toString()];
}

/** The address that many places after another one. */
function shifted(address: string, places: number): string {
  const bytes = ipaddr.parse(address).toByteArray();
  let carry = places;
  const moved = bytes.toReversed().map((byte) => {
    const sum = byte + carry;
    carry = Math.floor(sum / 256);
    return sum & 0xff;
  });
  return ipaddr.fromByteArray(moved.toReversed()).toString();
}

/** Somebody on each leg who is nobody's party. */
const strangers = {
  outside: { ipv4: '198.51.100.222', ipv6: '2001:db8:a:dead::222' },
  gateway: { ipv4: '203.0.113.222', ipv6: '2001:db8:d:dead::222' },
  inside: { ipv4: '192.0.2.222', ipv6: '2001:db8:b:dead::222' },
} as const satisfies Record<Leg, Record<Family, string>>;

/** Who stands for any Internet address: from the network next to the firewall, and from beyond it. */
const anybody = {
  ipv4: ['198.51.100.77', '198.18.7.7'],
  ipv6: ['2001:db8:a:77::77', '3fff:77::7'],
} as const satisfies Record<Family, readonly string[]>;

/** Addresses that stand for a member: all of a name's, the first and the last of a network. */
function samplesOf(member: Member, family: Family, { addresses, environment }: Ground): string[] {
  // On the gateway itself, whoever needs zones tells them by addresses, and knows of none beyond.
  if (member === anything) return environment.vantage === 'host' ? anybody[family].slice(0, 1) : [...anybody[family]];
  const known = addresses.get(member);
  if (known) return known.filter((address) => familyOf(address) === family);
  if (/^[^/:]*[a-z]/i.test(member) && !member.includes(':')) throw new Error(`the lab has no address of ${member}`);
  return [...new Set(endsOf(member))];
}

/** Everything that a claim is: each pair of addresses, and of a range its first, its last and a port between them. */
function wanted(ground: Ground, claim: Claim): Probe[] {
  const { from, to } = claim.port;
  const ports = [...new Set([from, Math.floor((from + to) / 2), to])];
  return pairsOf(ground, claim).flatMap((pair) => ports.map((port) => ({ ...probeOf(claim, pair, port), passes: true, what: 'itself' })));
}

type Pair = readonly [Place, Place];

function pairsOf(ground: Ground, { source, destination, family, legs: [from, to] }: Claim): Pair[] {
  return samplesOf(source, family, ground).flatMap((first) =>
    samplesOf(destination, family, ground).map(
      (second): Pair => [
        { leg: from, address: first },
        { leg: to, address: second },
      ],
    ),
  );
}

const probeOf = (
  { flow, transport, sourcePort }: Claim,
  [source, destination]: Pair,
  port: number,
): Pick<Probe, 'flow' | 'transport' | 'source' | 'sourcePort' | 'destination' | 'port'> => ({
  flow,
  transport,
  source,
  sourcePort: sourcePort?.from ?? null,
  destination,
  port,
});

/** Where a reply-looking packet goes: a port that nobody has, below those that a kernel gives out. */
const unknownPort = 30_800;

/** What is nearest to a claim and is not it, unless it is another one. */
function neighbours(ground: Ground, claim: Claim, claims: readonly Claim[]): Probe[] {
  const { from, to } = claim.port;
  const dropped = (what: string, pair: Pair, change: Partial<Packet> = {}): Probe => ({
    ...probeOf(claim, pair, from),
    ...change,
    passes: false,
    what,
  });
  const pairs = pairsOf(ground, claim);
  const [[source, destination] = []] = pairs;
  if (!source || !destination) return [];
  // A list of names is one list in every text: what lies in the middle of it needs no thorough look.
  const isThorough = isFirstOrLast(claim, claims);
  const perPair = pairs.flatMap((pair) => [
    ...(isThorough ? [1, 2, 7] : [1]).flatMap((step) => [
      dropped(`the port ${step} below`, pair, { port: from - step }),
      dropped(`the port ${step} above`, pair, { port: to + step }),
    ]),
    dropped('the other transport', pair, { transport: claim.transport === 'tcp' ? 'udp' : 'tcp' }),
    ...(isThorough
      ? [
          ...between(claim, claims).map((port) => dropped('a port between two', pair, { port })),
          dropped('the other direction', [pair[1], pair[0]]),
          dropped('what looks like a reply', [pair[1], pair[0]], { sourcePort: from, port: unknownPort }),
          ...astray(ground, claim, pair).map(([what, other]) => dropped(what, other)),
        ]
      : []),
  ]);
  return [
    ...perPair,
    ...(isThorough ? others(ground, claim, 'source').map((other) => dropped('another source', [other, destination])) : []),
    ...others(ground, claim, 'destination').map((other) => dropped('another destination', [source, other])),
  ].filter(({ port }) => port >= 1 && port <= 65_535);
}

function isFirstOrLast(claim: Claim, claims: readonly Claim[]): boolean {
  const keyOf = ({ flow, family, transport, port }: Claim) => [flow, family, transport, port.from, port.to].join();
  const alike = claims.filter((other) => keyOf(other) === keyOf(claim));
  return claim === alike[0] || claim === alike.at(-1);
}

/** Ports in the middle between the claim's and each other one that the same ends use: a list that became a range would have them. */
const between = ({ source, destination, family, transport, port }: Claim, claims: readonly Claim[]): number[] => [
  ...new Set(
    claims
      .filter(
        (other) => other.source === source && other.destination === destination && other.family === family && other.transport === transport,
      )
      .flatMap((other) => (other.port.from > port.to + 1 ? [Math.floor((port.to + other.port.from) / 2)] : [])),
  ),
];

/** Those next to an end, a stranger beside it, and where any address of the Internet will do, a stranger on the other side. */
function others(ground: Ground, claim: Claim, side: 'source' | 'destination'): Place[] {
  const { [side]: member, family, legs } = claim;
  const leg = legs[side === 'source' ? 0 : 1];
  if (member === anything) return [{ leg: 'inside', address: strangers.inside[family] }];
  const samples = samplesOf(member, family, ground);
  const [first = '', last = ''] = [samples[0], samples.at(-1)];
  return [shifted(first, -1), shifted(last, 1), strangers[leg][family]].map((address) => ({ leg, address }));
}

/** The right addresses on a wrong leg: somebody who poses as the source, and a way to the destination by another leg. */
function astray({ environment }: Ground, { legs: [from, to] }: Claim, [source, destination]: Pair): [string, Pair][] {
  if (environment.vantage === 'host') return [];
  const elsewhere = (['outside', 'inside'] as const).filter((leg) => leg !== from && leg !== to);
  return elsewhere.flatMap((leg): [string, Pair][] => [
    [`the source on the leg "${leg}"`, [{ ...source, leg }, destination]],
    ...(from === 'gateway'
      ? ([[`the destination on the leg "${leg}"`, [source, { ...destination, leg }]]] satisfies [string, Pair][])
      : []),
  ]);
}
