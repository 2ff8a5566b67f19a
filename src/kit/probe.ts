/** Flows and an environment make probes: who has to try to connect to what, and what nobody can try. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Flow, Party, Transport, Zone } from '#dataset/schema.ts';
import { isName } from '#rules/entry.ts';
import type { Environment } from '#rules/environment.ts';
import { type Family, isHost, networkText, toNetwork } from '#rules/network.ts';
import { zoneOf } from '#rules/plan.ts';
import { outerZones } from '#rules/vantage.ts';

/**
 * What is said once a connection is open: `http` and `https` a request, `tls` a handshake, `perhaps-tls` one that the other end need not
 * answer, `dns` and `ntp` a query; `tcp` and `udp` nothing that the other end would understand.
 */
export type Speech = 'tcp' | 'http' | 'tls' | 'perhaps-tls' | 'https' | 'dns' | 'ntp' | 'udp';

/** One connection of one flow, to one address or name. */
export interface Probe {
  /** Id of the flow. */
  readonly flow: string;
  readonly title: string;
  /** Names of the two ends, as in a sentence. */
  readonly source: string;
  readonly destination: string;
  /** Id of the party at the destination, by which whoever runs the script names a target. */
  readonly party: string;
  /** A host name or an address; null where whoever runs the script has to name one, since `note` says what stands there. */
  readonly target: string | null;
  /** IP versions to try: one for an address, those of the source for a name. */
  readonly families: readonly Family[];
  readonly transport: Transport;
  readonly port: number;
  /** IANA service name of the flow. */
  readonly application: string | null;
  readonly speech: Speech;
  /** What to know of it, as a sentence without its full stop. */
  readonly note: string | null;
}

/** A flow, or a part of one, that no script can try. */
export interface Untested extends Pick<Probe, 'flow' | 'title' | 'source' | 'destination' | 'transport' | 'port'> {
  /** Why, as a clause. */
  readonly reason: string;
}

/** Where a script runs: on the gateway, or on a machine of another party that opens connections to it. */
export interface Side {
  /** Id of the party. */
  readonly id: string;
  /** Its name, as in a sentence. */
  readonly name: string;
  readonly zone: Zone;
  /** What the machine's own address has to be one of, or within; empty where it may be any Internet address. */
  readonly addresses: readonly string[];
  readonly probes: readonly Probe[];
  readonly untested: readonly Untested[];
}

/**
 * What to try, side by side, the gateway first; flows, addresses and names in their order. A rule names the addresses that may open a
 * connection, so each party that opens one is a side of its own.
 */
export function toProbes(flows: readonly ReleaseFlow[], environment: Environment): Side[] {
  const sides = new Map<string, Side>();
  for (const flow of flows) {
    const { source } = flow;
    const before = sides.get(source.id) ?? emptySide(source, environment);
    const { probes, untested } = attemptsOf(flow, environment);
    sides.set(source.id, { ...before, probes: [...before.probes, ...probes], untested: [...before.untested, ...untested] });
  }
  const isGateway = ({ id }: Side) => id === gateway;
  return [...[...sides.values()].filter(isGateway), ...[...sides.values()].filter((side) => !isGateway(side))];
}

/** The name of a side's script: "portcullis-test-gateway.sh". */
export const scriptName = ({ id }: Pick<Side, 'id'>, extension: 'sh' | 'ps1'): string => `portcullis-test-${id}.${extension}`;

/** "Syslog export, the gateway to syslog servers". */
export const titleOf = ({ title, source, destination }: Pick<Probe, 'title' | 'source' | 'destination'>): string =>
  `${title}, ${source} to ${destination}`;

/** Id of the party that the product itself is. */
const gateway = 'gateway';

const families = ['ipv4', 'ipv6'] as const satisfies readonly Family[];

const familyNames = { ipv4: 'IPv4', ipv6: 'IPv6' } as const satisfies Record<Family, string>;

function emptySide(party: Party, environment: Environment): Side {
  const addresses = party.reach === 'internet' ? [] : (environment.addresses[party.id] ?? []);
  return { id: party.id, name: party.name, zone: zoneOf(party, environment), addresses, probes: [], untested: [] };
}

type Attempts = Pick<Side, 'probes' | 'untested'>;

function attemptsOf(flow: ReleaseFlow, environment: Environment): Attempts {
  const { targets, open, missing } = destinationOf(flow, environment);
  const reason = neverTested(flow) ?? withoutSource(flow, environment) ?? missing;
  const { transport: transports } = flow.flow;
  if (reason !== null) return { probes: [], untested: transports.map((transport) => untested(flow, transport, reason)) };
  const own = sourceFamilies(flow.source, environment);
  const canReach = ({ family }: Target) => family === null || own.includes(family);
  const lacking = ({ text, family }: Target) =>
    `${flow.source.name} has no ${family === null ? '' : familyNames[family]} address to reach ${text} from`;
  return {
    probes: transports.flatMap((transport) => [
      ...targets.filter(canReach).map(({ text, family }) => ({
        ...probeOf(flow, transport),
        target: text,
        families: family === null ? own : [family],
        note: noteOf(flow),
      })),
      ...(open.length === 0 ? [] : [{ ...probeOf(flow, transport), target: null, families: own, note: openWords(open) }]),
    ]),
    untested: transports.flatMap((transport) =>
      targets.filter((target) => !canReach(target)).map((target) => untested(flow, transport, lacking(target))),
    ),
  };
}

const probeOf = (flow: ReleaseFlow, transport: Transport): Omit<Probe, 'target' | 'families' | 'note'> => ({
  ...endsOf(flow),
  party: flow.destination.id,
  transport,
  port: flow.flow.port.from,
  application: flow.flow.application,
  speech: speechOf(flow.flow, transport),
});

const endsOf = ({ flow, source, destination }: ReleaseFlow): Pick<Probe, 'flow' | 'title' | 'source' | 'destination'> => ({
  flow: flow.id,
  title: flow.title,
  source: source.name,
  destination: destination.name,
});

const untested = (flow: ReleaseFlow, transport: Transport, reason: string): Untested => ({
  ...endsOf(flow),
  transport,
  port: flow.flow.port.from,
  reason,
});

/** Why nobody should try a flow, whatever its ends; null where somebody should. */
function neverTested({ status, release, flow, goneIn }: ReleaseFlow): string | null {
  switch (status) {
    case 'printed':
    case 'carried':
      return flow.via === undefined ? null : `a helper opens it for "${flow.via}", and only then`;
    case 'unresolved':
      return "the vendor's table does not say what it is for, so no rule lets it through";
    case 'unknown':
      return `nothing is known of it in ${release}`;
    case 'gone':
      return `the vendor's table does not have it any more since ${goneIn}`;
    case 'unprinted':
      return `the vendor's table does not have it in ${release}`;
    default:
      throw new Error(`no probe of a flow that is "${status satisfies never}"`);
  }
}

const withoutSource = ({ source }: ReleaseFlow, environment: Environment): string | null =>
  sourceFamilies(source, environment).length > 0 ? null : `no address of ${source.name} is given`;

/** IP versions in which a party can open a connection, by its addresses. */
function sourceFamilies(party: Party, environment: Environment): Family[] {
  const typed = environment.addresses[party.id] ?? [];
  if (isAnywhere(party, environment) || typed.some(isName)) return [...families];
  return families.filter((family) => typed.some((entry) => toNetwork(entry).family === family));
}

/** Whether a party may be any Internet address: by its nature, or by the administrator's choice. */
const isAnywhere = ({ id, reach }: Party, { addresses, anyInternet }: Environment): boolean =>
  reach === 'internet' || (reach !== 'typed' && (addresses[id] ?? []).length === 0 && anyInternet.includes(id));

/** Something to connect to; `family` is null for a name. */
interface Target {
  readonly text: string;
  readonly family: Family | null;
}

/** What stands at a flow's destination. */
interface Destination {
  readonly targets: readonly Target[];
  /** What stands for more than one machine, in words. */
  readonly open: readonly string[];
  /** Why nothing stands there; null where something does. */
  readonly missing: string | null;
}

/** What stands at the destination, by the party's reach, as a rule would have it. */
function destinationOf(flow: ReleaseFlow, environment: Environment): Destination {
  const { destination: party, hosts } = flow;
  const typed = environment.addresses[party.id] ?? [];
  switch (party.reach) {
    case 'internet':
      return anywhere;
    case 'typed':
      if (typed.length === 0) return nothing(`no address of ${party.name} is given`);
      return toDestination(party.id === gateway ? gatewayAddresses(flow, environment) : typed);
    case 'hosts':
      if (typed.length > 0) return toDestination(typed);
      if (hosts.length > 0) return toDestination(hosts);
      break;
    case 'unpublished':
      if (typed.length > 0) return toDestination(typed);
      break;
    default:
      throw new Error(`${party.id} has a reach that no probe is known for: "${party.reach satisfies never}"`);
  }
  if (isAnywhere(party, environment)) return anywhere;
  return nothing(`the vendor names no host for ${party.name} in this release`);
}

const anywhere: Destination = { targets: [], open: ['any Internet address'], missing: null };

const nothing = (missing: string): Destination => ({ targets: [], open: [], missing });

/** The gateway as the source of a flow sees it: before destination NAT by its public addresses, in the IP versions that have one. */
function gatewayAddresses({ source }: ReleaseFlow, environment: Environment): string[] {
  const { [gateway]: own = [] } = environment.addresses;
  if (!outerZones.includes(zoneOf(source, environment))) return own;
  const outer = environment.publicAddresses;
  const familyOf = (entry: string) => toNetwork(entry).family;
  return [...outer, ...own.filter((entry) => !outer.some((other) => familyOf(other) === familyOf(entry)))];
}

function toDestination(entries: readonly string[]): Destination {
  const [names, networks] = [entries.filter(isName), entries.filter((entry) => !isName(entry)).map(toNetwork)];
  const isWildcard = (name: string) => name.startsWith('*.');
  const [machines, several] = [networks.filter(isHost), networks.filter((network) => !isHost(network))];
  const targets = [
    ...machines.map((network) => ({ text: network.address, family: network.family })),
    ...names.filter((name) => !isWildcard(name)).map((text) => ({ text, family: null })),
  ];
  return {
    targets: targets.filter(({ text }, at) => targets.findIndex((other) => other.text === text) === at),
    open: [...new Set([...several.map(networkText), ...names.filter(isWildcard)])],
    missing: null,
  };
}

const openWords = (open: readonly string[]): string => `${open.join(', ')}: more than one machine`;

/** What is said on a connection of an application, by its IANA service name. */
const speeches: Readonly<Record<string, Speech>> = {
  domain: 'dns',
  ntp: 'ntp',
  http: 'http',
  hkp: 'http',
  https: 'https',
  ldaps: 'tls',
  'msft-gc-ssl': 'tls',
  ftps: 'tls',
};

function speechOf({ application, tlsInspection }: Flow, transport: Transport): Speech {
  // Where inspection is forbidden, a handshake shows it, whatever else is spoken there.
  const known = speeches[application ?? ''] ?? (tlsInspection === 'forbidden' ? 'perhaps-tls' : 'tcp');
  switch (transport) {
    case 'tcp':
      return known === 'ntp' ? 'tcp' : known;
    case 'udp':
      return known === 'dns' || known === 'ntp' ? known : 'udp';
    default:
      throw new Error(`no probe of the transport "${transport satisfies never}"`);
  }
}

function noteOf({ source, flow: { application, dataChannel, port, tlsInspection } }: ReleaseFlow): string | null {
  const isFromAnywhere = source.reach === 'internet' && application === 'smtp';
  const notes = [
    isFromAnywhere ? 'a provider may keep its customers from connecting to mail servers, whatever this firewall does' : '',
    dataChannel === undefined ? '' : 'the control connection only: the data connections are not tried',
    port.from === port.to ? '' : `the first port of ${port.from}-${port.to} only`,
    tlsInspection === 'forbidden' ? 'must be kept out of TLS inspection' : '',
  ].filter((note) => note !== '');
  return notes.length > 0 ? notes.join('; ') : null;
}
