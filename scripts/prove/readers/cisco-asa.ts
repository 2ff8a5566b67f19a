/** The lines of a Cisco ASA, read by a strict grammar. It is narrower than an ASA: what an ASA would take, and we do not write, throws too. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

export const reader: Reader = (text) => {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const state: State = {
    objects: new Map(),
    groups: new Map(),
    used: new Set(),
    entries: new Set(),
    permits: [],
    open: null,
    helped: false,
  };
  for (const [at, line] of text.slice(0, -1).split('\n').entries()) {
    try {
      readLine(line, state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  close(state);
  const unused = [...state.objects.keys(), ...state.groups.keys()].find((name) => !state.used.has(name));
  if (unused !== undefined) throw new Error(`"${unused}" stands in no line`);
  return state.permits;
};

/** What an object or a member stands for. */
type Value =
  | { readonly kind: 'network'; readonly family: Family; readonly network: string }
  | { readonly kind: 'name'; readonly family: Family; readonly name: string }
  | { readonly kind: 'range'; readonly family: 'ipv4'; readonly from: number; readonly to: number }
  | { readonly kind: 'everything'; readonly family: 'ipv6' };

interface State {
  readonly objects: Map<string, Value>;
  readonly groups: Map<string, Value[]>;
  /** Objects that stand in a group or a line, and groups that stand in a line. */
  readonly used: Set<string>;
  readonly entries: Set<string>;
  readonly permits: Permit[];
  /** The object or group whose lines are being read. */
  open: { readonly kind: 'object' | 'group'; readonly name: string } | null;
  /** Whether the comment above says that FTP inspection follows the connection. */
  helped: boolean;
}

const name = '[A-Za-z][A-Za-z0-9._-]{0,63}';
const hostName = '(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?';
const list = '(?!(?:alert-interval|deny-flow-max) )[A-Za-z0-9][A-Za-z0-9_.-]{0,127}';

function readLine(line: string, state: State): void {
  if (!/^[\x20-\x7e]{1,500}$/.test(line) || line.includes('?'))
    throw new Error('has a character that the terminal takes as something else');
  if (line.startsWith('!')) {
    readComment(line, state);
    return;
  }
  if (line.startsWith(' ')) {
    readValue(line.slice(1), state);
    return;
  }
  close(state);
  const object = match(line, `object network (${name})`);
  const group = match(line, `object-group network (${name})`);
  const opened = object?.[1] ?? group?.[1];
  if (opened === undefined) {
    readEntry(line, state);
    return;
  }
  if (state.objects.has(opened) || state.groups.has(opened)) throw new Error('has a name that is taken');
  if (group) state.groups.set(opened, []);
  state.open = { kind: object ? 'object' : 'group', name: opened };
}

function readComment(line: string, state: State): void {
  const helped = line === '! "inspect ftp" opens its data connections.';
  if (line !== '!' && !helped && !match(line, '! [^"]+')) throw new Error('is no comment of ours');
  state.helped = helped;
}

/** An object has one value, and a group a member: an ASA takes neither without. */
function close(state: State): void {
  const { open, objects, groups } = state;
  if (open && (open.kind === 'object' ? !objects.has(open.name) : groups.get(open.name)?.length === 0)) {
    throw new Error(`"${open.name}" has nothing in it`);
  }
  state.open = null;
}

function readValue(line: string, { open, objects, groups, used }: State): void {
  if (!open) throw new Error('belongs to nothing');
  if (open.kind === 'object') {
    if (objects.has(open.name)) throw new Error('is a second value of an object');
    objects.set(open.name, toValue(line));
    return;
  }
  const members = groups.get(open.name) ?? [];
  const [, word = ''] = match(line, 'network-object (.+)') ?? [];
  const reference = match(word, `object (${name})`)?.[1];
  const member = reference === undefined ? toNetwork(word) : objects.get(reference);
  if (!member) throw new Error('has no object of this name before it');
  if (members.some((other) => JSON.stringify(other) === JSON.stringify(member))) throw new Error('is a member already');
  if (members.some(({ family }) => family !== member.family)) throw new Error('mixes IP versions in a group');
  members.push(member);
  if (reference !== undefined) used.add(reference);
}

function toValue(line: string): Value {
  const host = match(line, `fqdn v([46]) (${hostName})`);
  if (host) return { kind: 'name', family: host[1] === '4' ? 'ipv4' : 'ipv6', name: host[2] as string };
  if (line === 'subnet 2000::/3') return { kind: 'everything', family: 'ipv6' };
  const [, from, to] = match(line, 'range (\\S+) (\\S+)') ?? [];
  if (from === undefined || to === undefined) throw new Error('is no value of an object');
  const range = { from: toNumber(from), to: toNumber(to) };
  if (range.from > range.to) throw new Error('is a range that ends before it begins');
  return { kind: 'range', family: 'ipv4', ...range };
}

function toNetwork(word: string): Value {
  const [, host] = match(word, 'host (\\S+)') ?? [];
  if (host?.includes(':')) return { kind: 'network', family: 'ipv6', network: `${ipv6(host)}/128` };
  if (host !== undefined) return { kind: 'network', family: 'ipv4', network: `${dotted(toNumber(host))}/32` };
  const [, prefix, length] = match(word, '([0-9a-f:]+)/([1-9]\\d{0,2})') ?? [];
  if (prefix !== undefined && Number(length) < 128) return { kind: 'network', family: 'ipv6', network: `${ipv6(prefix)}/${length}` };
  const [, address, mask] = match(word, '(\\S+) (\\S+)') ?? [];
  if (address === undefined || mask === undefined) throw new Error('is no member of a group');
  const [base, bits] = [toNumber(address), toNumber(mask).toString(2).padStart(32, '0')];
  const size = bits.replaceAll('1', '').length;
  if (!/^1+0+$/.test(bits) || base % 2 ** size !== 0) throw new Error('is no network and its mask');
  return { kind: 'network', family: 'ipv4', network: `${dotted(base)}/${32 - size}` };
}

function readEntry(line: string, state: State): void {
  const end = `any4|any6|object ${name}|object-group ${name}`;
  const ports = '(?:eq \\d+|range \\d+ \\d+)';
  const found = match(line, `access-list (${list}) extended permit (tcp|udp) (${end})(?: (${ports}))? (${end}) (${ports})`);
  if (!found) throw new Error('is no line that an ASA has for this');
  if (state.entries.has(line)) throw new Error('stands twice');
  state.entries.add(line);
  const [, from = '', transport, sourceWord = '', sourcePort, destinationWord = '', port = ''] = found;
  const [source, destination] = [toEnd(sourceWord, state), toEnd(destinationWord, state)];
  // It would be the inside too: an access list does not know by which interface a connection leaves.
  if (/^any/.test(destinationWord)) throw new Error('lets through to every interface');
  if (source.family !== destination.family) throw new Error('mixes IP versions');
  state.permits.push({
    family: source.family,
    from,
    to: null,
    source: source.members,
    destination: destination.members,
    transport: transport as Transport,
    port: toRange(port),
    sourcePort: sourcePort === undefined ? null : toRange(sourcePort),
    helper: state.helped,
  });
}

function toEnd(word: string, { objects, groups, used }: State): { family: Family; members: Members } {
  if (word === 'any4' || word === 'any6') return { family: word === 'any4' ? 'ipv4' : 'ipv6', members: everything };
  const [kind, label = ''] = word.split(' ');
  const object = objects.get(label);
  const values = kind === 'object-group' ? groups.get(label) : object && [object];
  const family = values?.[0]?.family;
  if (!values || !family) throw new Error(`knows no ${kind} "${label}"`);
  used.add(label);
  if (values.some((value) => value.kind === 'everything' || value.kind === 'range')) {
    if (family === 'ipv4' ? !arePublic(values) : values.length > 1)
      throw new Error(`has in "${label}" something else than all public addresses`);
    return { family, members: everything };
  }
  return {
    family,
    members: {
      any: false,
      networks: values.flatMap((value) => (value.kind === 'network' ? [value.network] : [])),
      names: values.flatMap((value) => (value.kind === 'name' ? [value.name] : [])),
    },
  };
}

const everything: Members = { any: true, networks: [], names: [] };

/** What is no address on the Internet: the registry of special purposes (RFC 6890), without what is only reserved for examples and tests. */
const notPublic = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
];

/** Whether ranges, with what is not public, are all of IPv4 and have no address in common. */
function arePublic(values: readonly Value[]): boolean {
  const gaps = notPublic.map((network): [number, number] => {
    const [address = '', length] = network.split('/');
    const from = toNumber(address);
    return [from, from + 2 ** (32 - Number(length)) - 1];
  });
  const ranges = values.map((value): [number, number] => (value.kind === 'range' ? [value.from, value.to] : [0, 0]));
  const all = [...ranges, ...gaps].sort(([a], [b]) => a - b);
  return all.every(([from], at) => from === (all[at - 1]?.[1] ?? -1) + 1) && all.at(-1)?.[1] === 2 ** 32 - 1;
}

function toNumber(address: string): number {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    throw new Error(`has no IPv4 address "${address}"`);
  }
  return parts.reduce((value, part) => value * 256 + Number(part), 0);
}

const dotted = (value: number): string => [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');

function ipv6(text: string): string {
  const halves = text.split('::');
  const parts = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const whole = halves.length === 1 ? parts.length === 8 : halves.length === 2 && parts.length < 8;
  if (!whole || !parts.every((part) => /^(?:0|[1-9a-f][0-9a-f]{0,3})$/.test(part))) throw new Error(`has no IPv6 address "${text}"`);
  return text;
}

function toRange(words: string): PortRange {
  const [from = 0, to = from] = words.split(' ').slice(1).map(Number);
  const isRange = words.startsWith('range');
  if (from < 1 || to > 65_535 || (isRange ? from >= to : from !== to) || /\b0/.test(words)) throw new Error(`has no ports "${words}"`);
  return { from, to };
}

const match = (line: string, pattern: string): RegExpExecArray | null => new RegExp(`^(?:${pattern})$`).exec(line);
