/** Whether a text lets through what the flows justify, and nothing else: what a reader found, held against the oracle. */
import { BlockList, isIP } from 'node:net';
import type { PortRange } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Gap } from '#rules/policy.ts';
import { type Atom, anything, type Member } from './oracle.ts';
import type { Members, Permit } from './permit.ts';

/** Where the text stands. */
export interface Ground {
  /** Whether `any` has to be bound to a zone. */
  readonly bound: boolean;
  /** Whether an atom may be missing, since the text says that it cannot write it. */
  readonly excused: (atom: Atom) => boolean;
}

/** What the permits have too much, and what they lack, in words; none where they are what the atoms justify. */
export function differences(permits: readonly Permit[], atoms: readonly Atom[], { bound, excused }: Ground): string[] {
  const excess = permits.flatMap((permit) => excessOf(permit, atoms).map((what) => `permits ${what}`));
  const lacking = atoms.filter((atom) => !excused(atom) && !isHeld(atom, permits)).map((atom) => `lacks ${atomWords(atom)}`);
  return [...new Set([...excess, ...(bound ? unbound(permits) : []), ...lacking])];
}

/** Whether a gap says why an atom is missing: its name cannot be written, or, of a whole rule that cannot be, its source port. */
export const excuses = ({ flows, names }: Gap, { flow, source, destination, sourcePort }: Atom): boolean =>
  flows.some(({ id }) => id === flow) && (names.length > 0 ? names.includes(source) || names.includes(destination) : sourcePort !== null);

/** Whether the permits let the whole of an atom through: its ports may be spread over several of them. */
export const isHeld = (atom: Atom, permits: readonly Permit[]): boolean =>
  fills(
    permits.filter((permit) => holdsAtom(permit, atom)).map(({ port }) => port),
    atom.port,
  );

const holdsAtom = (permit: Permit, atom: Atom): boolean =>
  meet(permit, atom) &&
  (permit.family ?? atom.family) === atom.family &&
  (permit.from ?? atom.from) === atom.from &&
  (permit.to ?? atom.to) === atom.to &&
  holdsPorts(permit.sourcePort, atom.sourcePort) &&
  (permit.helper || !atom.helper) &&
  membersOf(permit.source).some((member) => holds(member, atom.source)) &&
  membersOf(permit.destination).some((member) => holds(member, atom.destination));

/** What of a permit no atom justifies. */
function excessOf(permit: Permit, atoms: readonly Atom[]): string[] {
  const [sources, destinations] = [membersOf(permit.source), membersOf(permit.destination)];
  if (sources.length === 0 || destinations.length === 0) return [`nothing: an end without members, ${serviceWords(permit)}`];
  const near = atoms.filter((atom) => meet(permit, atom));
  const families: Family[] = permit.family === null ? ['ipv4', 'ipv6'] : [permit.family];
  return families.flatMap((family) =>
    sources.flatMap((source) =>
      destinations
        .filter(
          (destination) =>
            !isOf(family, source) || !isOf(family, destination) || !isJustified({ family, source, destination }, permit, near),
        )
        .map((destination) => words({ ...permit, family, source, destination })),
    ),
  );
}

function isJustified(
  { family, source, destination }: Pick<Atom, 'family' | 'source' | 'destination'>,
  permit: Permit,
  atoms: readonly Atom[],
): boolean {
  const alike = atoms.filter(
    (atom) =>
      atom.family === family &&
      (permit.from ?? atom.from) === atom.from &&
      holdsPorts(atom.sourcePort, permit.sourcePort) &&
      holds(atom.source, source) &&
      holds(atom.destination, destination),
  );
  return (
    fills(
      alike.filter(({ to }) => (permit.to ?? to) === to).map(({ port }) => port),
      permit.port,
    ) &&
    // A helper must be bound to the control connection alone. It is so by addresses, before it is known by which interface a connection leaves.
    (!permit.helper || alike.some(({ helper, port }) => helper && port.from === permit.port.from && port.to === permit.port.to))
  );
}

/** Ends without the zone they need: every `any`, and the others where the text binds some of them on that side. */
const unbound = (permits: readonly Permit[]): string[] =>
  (['source', 'destination'] as const).flatMap((side) => {
    const ends = permits.map((permit) => ({ any: permit[side].any, isBound: permit[side === 'source' ? 'from' : 'to'] !== null }));
    const mixed = new Set(ends.filter(({ any }) => !any).map(({ isBound }) => isBound)).size > 1;
    return [
      ...ends.filter(({ any, isBound }) => any && !isBound).map(() => `binds any ${side} to no zone`),
      ...(mixed ? [`binds one ${side} to a zone, and another to none`] : []),
    ];
  });

/** Whether they have a transport and a port in common: looked at first, since most have not. */
const meet = (permit: Permit, atom: Atom): boolean =>
  permit.transport === atom.transport && permit.port.from <= atom.port.to && atom.port.from <= permit.port.to;

const membersOf = ({ any, networks, names }: Members): Member[] => [...(any ? [anything] : []), ...networks, ...names];

const isNetwork = (member: Member): boolean => isIP(member.split('/')[0] ?? '') !== 0;

const isOf = (family: Family, member: Member): boolean => !isNetwork(member) || (member.includes(':') ? 'ipv6' : 'ipv4') === family;

/** Whether everything that `inner` stands for is in `outer`; nobody knows the addresses of a name, so a name is only in a name. */
export function holds(outer: Member, inner: Member): boolean {
  if (outer === anything || outer === inner) return true;
  if (isNetwork(outer) !== isNetwork(inner)) return false;
  if (!isNetwork(outer)) return outer.startsWith('*.') && inner.endsWith(outer.slice(1));
  const [large, small] = [parts(outer), parts(inner)];
  return large.family === small.family && large.length <= small.length && listOf(outer).check(small.address, small.family);
}

function parts(network: Member) {
  const [address = '', length] = network.split('/');
  const family = address.includes(':') ? ('ipv6' as const) : ('ipv4' as const);
  return { address, family, length: length === undefined ? { ipv4: 32, ipv6: 128 }[family] : Number(length) };
}

const lists = new Map<Member, BlockList>();

/** Node's own comparison of addresses, which the rules do not use. */
function listOf(network: Member): BlockList {
  const found = lists.get(network) ?? new BlockList();
  if (!lists.has(network)) {
    const { address, length, family } = parts(network);
    found.addSubnet(address, length, family);
    lists.set(network, found);
  }
  return found;
}

const holdsPorts = (outer: PortRange | null, inner: PortRange | null): boolean =>
  outer === null || (inner !== null && outer.from <= inner.from && inner.to <= outer.to);

/** Whether every port of `whole` is in one of the ranges. */
function fills(ranges: readonly PortRange[], whole: PortRange): boolean {
  let next = whole.from;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (from <= next) next = Math.max(next, to + 1);
  }
  return next > whole.to;
}

type Words = Pick<Atom, 'family' | 'source' | 'destination' | 'transport' | 'port' | 'sourcePort' | 'from' | 'to' | 'helper'>;

const atomWords = (atom: Atom): string => `${words(atom)} (${atom.flow})`;

const words = ({ family, source, destination, from, to, ...service }: Words): string =>
  `${family} ${source}${zoneWords(from)} to ${destination}${zoneWords(to)}, ${serviceWords(service)}`;

const zoneWords = (zone: string | null): string => (zone === null ? '' : ` in ${zone}`);

const serviceWords = ({ transport, port, sourcePort, helper }: Pick<Words, 'transport' | 'port' | 'sourcePort' | 'helper'>): string =>
  `${transport}/${portWords(port)}${sourcePort ? ` from port ${portWords(sourcePort)}` : ''}${helper ? ' with a helper' : ''}`;

const portWords = ({ from, to }: PortRange): string => (from === to ? `${from}` : `${from}-${to}`);
