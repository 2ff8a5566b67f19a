/** Flows and an environment make a policy: the one place where it is decided what is let through. */
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import type { Party, PortRange, Transport, Zone } from '#dataset/schema.ts';
import { isName } from './entry.ts';
import type { Environment } from './environment.ts';
import { merged } from './merge.ts';
import { type Family, toNetwork, withoutContained } from './network.ts';
import type { End, FlowRef, Gap, Policy, Rule } from './policy.ts';
import { innerZones, outerZones } from './vantage.ts';

/** What stands at one end of a flow: the end of a rule for each family that has one. */
interface Side {
  readonly party: Party;
  readonly ends: Readonly<Record<Family, End | undefined>>;
}

const families = ['ipv4', 'ipv6'] as const satisfies readonly Family[];

/**
 * What a firewall has to let through for these flows, each as it stands in one release.
 *
 * A flow becomes rules only if it is printed or carried, opened by no helper, and crosses the firewall. A party without an
 * address makes a gap, never a wider rule. Throws at a kind that it does not know.
 */
export function plan(flows: readonly ReleaseFlow[], environment: Environment): Policy {
  const rules: Rule[] = [];
  const gaps: Gap[] = [];
  const left: Record<'elsewhere' | 'opened' | 'unresolved' | 'unknown', FlowRef[]> = {
    elsewhere: [],
    opened: [],
    unresolved: [],
    unknown: [],
  };

  for (const flow of flows) {
    const place = placeOf(flow, environment);
    if (place !== 'rules') {
      if (place !== 'nowhere') left[place].push(refOf(flow));
      continue;
    }
    const made = rulesOf(flow, environment);
    rules.push(...made.rules);
    gaps.push(...made.gaps);
  }
  return { vantage: environment.vantage, prefix: environment.prefix, rules: merged(rules), gaps, ...left };
}

/** Where a flow goes: into rules, into one of the lists of what is left out, or nowhere, since the release does not have it. */
function placeOf(flow: ReleaseFlow, environment: Environment): 'rules' | 'elsewhere' | 'opened' | 'unresolved' | 'unknown' | 'nowhere' {
  switch (flow.status) {
    case 'unresolved':
    case 'unknown':
      return flow.status;
    case 'gone':
    case 'unprinted':
      return 'nowhere';
    case 'printed':
    case 'carried':
      if (!crosses(flow, environment)) return 'elsewhere';
      return flow.flow.via === undefined ? 'rules' : 'opened';
    default:
      throw new Error(`no rule for a flow that is "${flow.status satisfies never}"`);
  }
}

/** Whether a flow passes the firewall of the vantage point, by the zones of its ends: of two firewalls, it may pass both. */
export function crosses({ source, destination }: ReleaseFlow, environment: Pick<Environment, 'vantage' | 'placed'>): boolean {
  const ends = [zoneOf(source, environment), zoneOf(destination, environment)];
  const parts = ends[0] !== ends[1];
  switch (environment.vantage) {
    case 'host':
      return true;
    case 'edge':
      return parts;
    case 'outer':
      return parts && ends.some((end) => outerZones.includes(end));
    case 'inner':
      return parts && ends.some((end) => innerZones.includes(end));
    default:
      throw new Error(`no rules from the vantage point "${environment.vantage satisfies never}"`);
  }
}

/** The zone that a party stands in, in this environment. */
export const zoneOf = (party: Party, { placed }: Pick<Environment, 'placed'>): Zone => placed[party.id] ?? party.zone;

function rulesOf(flow: ReleaseFlow, environment: Environment): { rules: Rule[]; gaps: Gap[] } {
  const sides = [sideOf(flow.source, flow, environment), sideOf(flow.destination, flow, environment)];
  const missing = sides.filter((side) => 'gap' in side).map(({ gap }) => gap);
  const [source, destination] = sides.filter((side): side is Side => !('gap' in side));
  if (!source || !destination) return { rules: [], gaps: missing };

  const rules = servicesOf(flow, environment).flatMap((service) =>
    families.flatMap((family) => {
      const [from, to] = [source.ends[family], destination.ends[family]];
      return from && to ? [toRule(flow, environment, family, from, to, service)] : [];
    }),
  );
  if (rules.length === 0) {
    const reason = `${source.party.name} and ${destination.party.name} have no address of the same family`;
    return { rules, gaps: [gapOf(flow, reason, 'Type an IPv4 or an IPv6 address of both.')] };
  }
  return { rules, gaps: dataChannelGaps(flow, environment) };
}

/** What stands at a party's end, by its reach; a gap where nothing may. */
function sideOf(party: Party, flow: ReleaseFlow, environment: Environment): Side | { gap: Gap } {
  const zone = zoneOf(party, environment);
  const typed = environment.addresses[party.id] ?? [];
  const side = (entries: readonly string[]): Side => ({ party, ends: endsOf(party, entries) });
  const own = (): Side => (isTranslated(party, flow, environment) ? publicSide(party, environment) : side(typed));
  const anyInternet = (): Side => {
    if (zone !== 'internet') throw new Error(`${party.id} may be any address, so it has to stand in the zone "internet", not "${zone}"`);
    const end: End = { parties: [party.id], titles: [party.name], any: true, networks: [], names: [], wildcards: [] };
    return { party, ends: { ipv4: end, ipv6: end } };
  };
  switch (party.reach) {
    case 'internet':
      return anyInternet();
    case 'typed':
      return typed.length > 0 ? own() : { gap: gapOf(flow, `no address of ${party.name} is given`, typeIt) };
    case 'hosts':
      if (typed.length > 0) return side(typed);
      if (flow.hosts.length > 0) return side(flow.hosts);
      break;
    case 'unpublished':
      if (typed.length > 0) return side(typed);
      break;
    default:
      throw new Error(`${party.id} has a reach that no rule is known for: "${party.reach satisfies never}"`);
  }
  if (environment.anyInternet.includes(party.id)) return anyInternet();
  const reason = `the vendor names no host for ${party.name} in this release`;
  return { gap: gapOf(flow, reason, 'Type addresses that the vendor gives you, or leave it closed.') };
}

/** Whether destination NAT stands between the source of a flow and the gateway. */
const isTranslated = (party: Party, { source, destination }: ReleaseFlow, environment: Environment): boolean =>
  environment.publicAddresses.length > 0 &&
  environment.vantage !== 'host' &&
  party.id === 'gateway' &&
  party === destination &&
  outerZones.includes(zoneOf(source, environment));

/** The gateway as it is seen before NAT: by its public addresses, but for an IP version that has none and is not translated. */
function publicSide(party: Party, { addresses, publicAddresses }: Environment): Side {
  const [outer, inner] = [endsOf(party, publicAddresses), endsOf(party, addresses[party.id] ?? [])];
  return { party, ends: { ipv4: outer.ipv4 ?? inner.ipv4, ipv6: outer.ipv6 ?? inner.ipv6 } };
}

/** What was made of a list of entries: the same few stand at the ends of many flows, and are typed one at a time. */
const made = new WeakMap<readonly string[], Side>();

function endsOf(party: Party, entries: readonly string[]): Side['ends'] {
  const known = made.get(entries);
  if (known?.party === party) return known.ends;
  const ends = toEnds(party, entries);
  made.set(entries, { party, ends });
  return ends;
}

/** The end of a rule for each family: names belong to both, addresses to their own; undefined where there are neither. */
function toEnds(party: Party, entries: readonly string[]): Side['ends'] {
  const names = unique(entries.filter(isName));
  const networks = entries.filter((entry) => !isName(entry)).map(toNetwork);
  const endOf = (family: Family): End | undefined => {
    const own = networks.filter((network) => network.family === family);
    if (names.length + own.length === 0) return undefined;
    return {
      parties: [party.id],
      titles: [party.name],
      any: false,
      networks: withoutContained(own),
      names: names.filter((name) => !name.startsWith('*.')),
      wildcards: names.filter((name) => name.startsWith('*.')),
    };
  };
  return { ipv4: endOf('ipv4'), ipv6: endOf('ipv6') };
}

interface Service {
  readonly transport: Transport;
  readonly port: PortRange;
  readonly ftp: Rule['ftp'];
}

/** The services of a flow: each transport on its port, and the passive range of FTP where no helper opens it. */
function servicesOf({ flow }: ReleaseFlow, { ftp }: Environment): Service[] {
  const helped = flow.dataChannel === 'helper' && ftp.helper;
  const services: Service[] = flow.transport.map((transport) => {
    if (transport !== 'tcp' && transport !== 'udp') throw new Error(`no rule for the transport "${transport satisfies never}"`);
    // FTP is TCP (RFC 959): a helper follows nothing else.
    return { transport, port: flow.port, ftp: helped && transport === 'tcp' ? 'control' : null };
  });
  if (needsPassiveRange(flow, ftp.helper) && ftp.passive) services.push({ transport: 'tcp', port: ftp.passive, ftp: 'data' });
  return services;
}

function needsPassiveRange({ dataChannel }: ReleaseFlow['flow'], helper: boolean): boolean {
  switch (dataChannel) {
    case undefined:
      return false;
    case 'helper':
      return !helper;
    case 'passive-range':
      return true;
    default:
      throw new Error(`no rule for the data channel "${dataChannel satisfies never}"`);
  }
}

function dataChannelGaps(flow: ReleaseFlow, { ftp }: Environment): Gap[] {
  if (!needsPassiveRange(flow.flow, ftp.helper) || ftp.passive) return [];
  const why =
    flow.flow.dataChannel === 'helper'
      ? 'this firewall has no helper that follows FTP'
      : 'the control connection is encrypted, so no helper can follow it';
  return [
    gapOf(flow, `the data connections are not let through: ${why}`, 'Set a fixed passive range on the server, and type it. Or use SFTP.'),
  ];
}

function toRule(flow: ReleaseFlow, environment: Environment, family: Family, source: End, destination: End, service: Service): Rule {
  const { transport, port, ftp } = service;
  return {
    // "passive" takes the place of the transport: behind the flow's id and before it, it could be the end of another flow's id.
    id: [flow.flow.id, ftp === 'data' ? 'passive' : transport, family === 'ipv4' ? '4' : '6'].join('-'),
    flows: [refOf(flow)],
    direction: flow.direction,
    family,
    from: zoneName(flow.source, environment),
    to: zoneName(flow.destination, environment),
    source,
    destination,
    transport,
    port,
    // A client opens passive data connections from any port, whatever that of its control connection.
    sourcePort: ftp === 'data' ? null : (flow.flow.sourcePort ?? null),
    ftp,
    inspection: flow.flow.tlsInspection === 'forbidden' ? 'forbidden' : null,
  };
}

function zoneName(party: Party, environment: Environment): string {
  const zone = zoneOf(party, environment);
  const name = environment.zones[zone];
  if (name === undefined) throw new Error(`the environment has no name for the zone "${zone}"`);
  return name;
}

/** How a rule or a gap names a flow. */
export const refOf = ({ flow, carriedFrom }: ReleaseFlow): FlowRef => ({
  id: flow.id,
  title: flow.title,
  feature: flow.feature,
  carriedFrom,
  ...(flow.dataChannel === 'passive-range' ? { encryptedFtp: true } : {}),
});

/** What is to be done about something that is not typed. */
export const typeIt = 'Type it.';

const gapOf = (flow: ReleaseFlow, reason: string, remedy: string): Gap => ({ flows: [refOf(flow)], reason, remedy, names: [] });

const unique = <T>(members: readonly T[]): T[] => [...new Set(members)];
