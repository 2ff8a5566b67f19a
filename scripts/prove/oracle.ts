/** What the flows justify, said a second time and without the code that plans, merges and names: short enough to be believed. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Party, PortRange, Transport, Zone } from '#dataset/schema.ts';
import type { Environment } from '#rules/environment.ts';
import type { Family } from '#rules/network.ts';
import type { Platform } from '#rules/platform.ts';

/** One member at either end of a connection: an address or a prefix as it was typed, a host name, or `anything`. */
export type Member = string;

/** Any address of the family. */
export const anything = 'any';

/** One permission that a flow justifies, and that a text has to have. */
export interface Atom {
  readonly flow: string;
  readonly family: Family;
  /** Names of the zones on this firewall; null on a platform that has none, but "internet" where it tells the Internet from all else. */
  readonly from: string | null;
  readonly to: string | null;
  readonly source: Member;
  readonly destination: Member;
  readonly transport: Transport;
  readonly port: PortRange;
  /** Source ports; null for any. */
  readonly sourcePort: PortRange | null;
  /** Whether a helper opens FTP data connections for it. */
  readonly helper: boolean;
}

/** What a platform has. */
export type Abilities = Pick<Platform, 'zones' | 'tellsInternet' | 'ftpHelper' | 'destinationNat'>;

/** Everything that the flows justify in an environment, one atom for each flow, pair of members, service and family. */
export function atomsOf(flows: readonly ReleaseFlow[], environment: Environment, abilities: Abilities): Atom[] {
  const { zones, tellsInternet, ftpHelper } = abilities;
  const nameOf = (party: Party): string | null => {
    const zone = zoneOf(party, environment);
    return zones === null ? (tellsInternet && zone === 'internet' ? zone : null) : environment.zones[zone];
  };
  return flows
    .filter((flow) => isPermitted(flow) && passes(flow, environment))
    .flatMap((flow) =>
      servicesOf(flow, ftpHelper && environment.ftp.helper, environment.ftp.passive).flatMap((service) =>
        membersOf(flow.source, flow, environment).flatMap((source) =>
          destinationsOf(flow, environment, abilities).flatMap((destination) =>
            familiesOf(source)
              .filter((family) => familiesOf(destination).includes(family))
              .map((family) => ({
                flow: flow.flow.id,
                family,
                from: nameOf(flow.source),
                to: nameOf(flow.destination),
                source,
                destination,
                ...service,
              })),
          ),
        ),
      ),
    );
}

/** Printed or carried, and opened by no helper: nothing else may become a rule. */
const isPermitted = ({ status, flow }: ReleaseFlow): boolean => (status === 'printed' || status === 'carried') && flow.via === undefined;

/** The outer of two firewalls has the Internet and the peers on its far side, the inner one the internal and the management network. */
function passes({ source, destination }: ReleaseFlow, environment: Environment): boolean {
  const ends = [zoneOf(source, environment), zoneOf(destination, environment)];
  const reaches = (...far: Zone[]) => ends[0] !== ends[1] && ends.some((zone) => far.includes(zone));
  switch (environment.vantage) {
    case 'host':
      return true;
    case 'edge':
      return ends[0] !== ends[1];
    case 'outer':
      return reaches('internet', 'peers');
    case 'inner':
      return reaches('lan', 'management');
    default:
      throw new Error(`no such vantage point: ${environment.vantage satisfies never}`);
  }
}

const zoneOf = ({ id, zone }: Party, { placed }: Environment): Zone => placed[id] ?? zone;

/** What is typed prevails; a published name stands where nothing is typed; any address only at the Internet's end, or by choice. */
function membersOf({ id, reach }: Party, { hosts }: ReleaseFlow, { addresses, anyInternet }: Environment): readonly Member[] {
  const typed = addresses[id] ?? [];
  if (reach === 'internet') return [anything];
  if (typed.length > 0) return typed;
  if (reach === 'hosts' && hosts.length > 0) return hosts;
  return reach !== 'typed' && anyInternet.includes(id) ? [anything] : [];
}

/**
 * Before destination NAT, who comes from the Internet or the peers speaks to the public addresses of the gateway: to its own ones only in an
 * IP version that has no public one. On the gateway itself, NAT is over.
 */
function destinationsOf(flow: ReleaseFlow, environment: Environment, { destinationNat }: Abilities): readonly Member[] {
  const { destination, source } = flow;
  const own = membersOf(destination, flow, environment);
  const outside = ['internet', 'peers'].includes(zoneOf(source, environment));
  if (destination.id !== 'gateway' || destinationNat === 'after' || environment.vantage === 'host' || !outside || own.length === 0)
    return own;
  const given = environment.publicAddresses;
  const isSix = (member: Member) => member.includes(':');
  return [false, true].flatMap((six) => (given.some((each) => isSix(each) === six) ? given : own).filter((each) => isSix(each) === six));
}

/** A name or any address may be of both families. */
const familiesOf = (member: Member): readonly Family[] =>
  member.includes(':') ? ['ipv6'] : /^[\d./]+$/.test(member) ? ['ipv4'] : ['ipv4', 'ipv6'];

/** The flow's own services, and the passive range of FTP where no helper opens the data connections. */
function servicesOf(
  { flow: { transport, port, sourcePort, dataChannel } }: ReleaseFlow,
  helper: boolean,
  passive: PortRange | null,
): Pick<Atom, 'transport' | 'port' | 'sourcePort' | 'helper'>[] {
  const own = transport.map((each) => ({
    transport: each,
    port,
    sourcePort: sourcePort === undefined ? null : { from: sourcePort.from, to: sourcePort.to },
    helper: helper && dataChannel === 'helper' && each === 'tcp',
  }));
  const ranged = passive !== null && (dataChannel === 'passive-range' || (dataChannel === 'helper' && !helper));
  return ranged ? [...own, { transport: 'tcp', port: passive, sourcePort: null, helper: false }] : own;
}
