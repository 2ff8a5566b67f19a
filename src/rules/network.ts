/** IP networks: the addresses of an administrator, as rules compare and write them. */
import ipaddr from 'ipaddr.js';

/** IP version of an address; a rule has one. */
export type Family = 'ipv4' | 'ipv6';

/** A network, or a single address where `length` is that of the whole address. */
export interface Network {
  readonly family: Family;
  /** First address, in its canonical form (RFC 5952 for IPv6). */
  readonly address: string;
  /** Prefix length in bits: at most 32, or 128. */
  readonly length: number;
}

const bits = { ipv4: 32, ipv6: 128 } as const satisfies Record<Family, number>;

/** Addresses and networks read before: a policy has the same few hundred times. */
const addresses = new Map<string, ipaddr.IPv4 | ipaddr.IPv6>();
const networks = new Map<string, Network>();

function parse(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const parsed = addresses.get(address) ?? ipaddr.parse(address);
  addresses.set(address, parsed);
  return parsed;
}

/** Reads an address or a prefix that the schema of the environment let through; anything else throws. */
export function toNetwork(text: string): Network {
  const known = networks.get(text);
  if (known) return known;
  const [address = '', length] = text.split('/');
  const parsed = parse(address);
  const family = parsed.kind();
  const network: Network = Object.freeze({
    family,
    address: parsed instanceof ipaddr.IPv6 ? parsed.toRFC5952String() : parsed.toString(),
    length: length === undefined ? bits[family] : Number(length),
  });
  networks.set(text, network);
  return network;
}

/** The first address of the network that a prefix lies in: another one than the prefix gives means that host bits are set. */
export function firstAddress(prefix: string): string {
  const [address = ''] = prefix.split('/');
  return parse(address) instanceof ipaddr.IPv6
    ? ipaddr.IPv6.networkAddressFromCIDR(prefix).toRFC5952String()
    : ipaddr.IPv4.networkAddressFromCIDR(prefix).toString();
}

/** Whether an address, or the first one of a prefix, is one that a machine can have, one of its own link only, one of IPv4 in an IPv6 spelling, or none. */
export function kindOf(text: string): 'machine' | 'link' | 'mapped' | 'none' {
  const [address = ''] = text.split('/');
  const parsed = parse(address);
  if (parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()) return 'mapped';
  if (parsed.range() === 'linkLocal') return 'link';
  return ['unspecified', 'broadcast', 'multicast', 'loopback'].includes(parsed.range()) ? 'none' : 'machine';
}

/** Whether an address, or the first one of a prefix, is one that the Internet does not route: RFC 1918, or of RFC 4193 (ULA). */
export const isPrivate = ({ address }: Network): boolean => ['private', 'uniqueLocal'].includes(parse(address).range());

/** Whether every address of `inner` is one of `outer`. Two of one length are the same or have nothing in common: only others are worked out. */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.family !== inner.family || outer.length > inner.length) return false;
  if (outer.length === inner.length) return outer.address === inner.address;
  return parse(inner.address).match(parse(outer.address), outer.length);
}

/** The fewest prefixes that hold the addresses from the first to the last one, both included; none where the last stands before the first. */
export function prefixesOf(first: Network, last: Network): Network[] {
  const { family } = first;
  const [end, size] = [numberOf(last.address), bits[family]];
  const prefixes: Network[] = [];
  for (let next = numberOf(first.address); next <= end; ) {
    let length = size;
    const reach = () => 1n << BigInt(size - length + 1);
    while (length > 0 && next % reach() === 0n && next + reach() - 1n <= end) length -= 1;
    prefixes.push({ family, address: addressOf(next, family), length });
    next += 1n << BigInt(size - length);
  }
  return prefixes;
}

const numberOf = (address: string): bigint =>
  parse(address)
    .toByteArray()
    .reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);

function addressOf(number: bigint, family: Family): string {
  const bytes = Array.from({ length: bits[family] / 8 }, (_, at) => Number((number >> BigInt(bits[family] - 8 * (at + 1))) & 255n));
  const address = ipaddr.fromByteArray(bytes);
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

/** The prefix length that an IPv4 netmask stands for; null where it is none. */
export function lengthOf(netmask: string): number | null {
  const parsed = parse(netmask);
  return parsed instanceof ipaddr.IPv4 ? parsed.prefixLengthFromSubnetMask() : null;
}

/** Whether the network is a single address. */
export const isHost = ({ family, length }: Network): boolean => length === bits[family];

/** "203.0.113.0/25"; a single address with its length too. */
export const cidrOf = ({ address, length }: Network): string => `${address}/${length}`;

/** "203.0.113.10", or "203.0.113.0/25" where it is more than one address. */
export const networkText = (network: Network): string => (isHost(network) ? network.address : cidrOf(network));

/** "255.255.255.128": the netmask of an IPv4 network; one of IPv6 throws, since it is written by its prefix length. */
export function netmaskOf({ family, length }: Network): string {
  if (family !== 'ipv4') throw new Error('an IPv6 network has no netmask: write its prefix length');
  return ipaddr.IPv4.subnetMaskFromPrefixLength(length).toString();
}

/** The networks that no other of the list contains, in the list's order, each once: two networks are nested or have no address in common. */
export const withoutContained = (networks: readonly Network[]): Network[] =>
  networks.filter(
    (network, at) => !networks.some((other, position) => contains(other, network) && (position < at || !contains(network, other))),
  );
