/** The rules of an nftables file, read by a strict grammar of their lines. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

type Chain = 'base' | 'ours' | 'helper';

/** Reads both forms: a chain of ours in another's table, and a whole table. */
export const reader: Reader = (text) => {
  const state: State = {
    names: namesOf(text),
    sets: new Map(),
    helpers: new Map(),
    helped: [],
    permits: [],
    made: new Set(),
    emptied: new Set(),
    block: [],
  };
  for (const [at, line] of text.split('\n').entries()) {
    if (line === '' || line.trimStart().startsWith('#')) continue;
    try {
      readLine(line.trim(), state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  if (state.block.length > 0) throw new Error('the text ends inside a block');
  if (!state.helped.every((helped) => state.permits.some((permit) => sameConnection(helped, permit)))) {
    throw new Error('the helper follows what is not let through');
  }
  return state.permits.map((permit) => ({ ...permit, helper: state.helped.some((helped) => sameConnection(helped, permit)) }));
};

interface State {
  /** Set, as dnsmasq names it → host names that its lines put into it. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Set → how dnsmasq names it: IP version, family of its table, table, set. */
  readonly sets: Map<string, string>;
  readonly helpers: Map<string, Family>;
  readonly helped: Omit<Permit, 'helper'>[];
  readonly permits: Omit<Permit, 'helper'>[];
  /** Tables and chains ("table chain") that the text makes, and those of them that it has emptied of what an earlier load left. */
  readonly made: Set<string>;
  readonly emptied: Set<string>;
  /** Open blocks: a table, then a chain. */
  readonly block: { kind: 'table' | 'chain'; name: string; chain?: Chain }[];
}

const identifier = '[A-Za-z][A-Za-z0-9_]*';
const quoted = '"[^"\\\\]{1,128}"';

function readLine(line: string, state: State): void {
  const { block } = state;
  const open = block.at(-1);
  if (line === '}') {
    if (!block.pop()) throw new Error('closes what is not open');
    return;
  }
  if (!open) readStatement(line, state);
  else if (open.kind === 'table') readMember(line, state, open.name);
  else readRule(line, state, open);
}

function readStatement(line: string, { block, made, emptied }: State): void {
  const [, opened] = match(line, `table inet (${identifier}) \\{`) ?? [];
  const [, declared] = match(line, `table inet (${identifier})`) ?? [];
  const [, deleted] = match(line, `delete table inet (${identifier})`) ?? [];
  const [, table, chain] = match(line, `flush chain inet (${identifier}) (${identifier})`) ?? [];
  if (opened) block.push({ kind: 'table', name: opened });
  else if (declared) made.add(declared);
  else if (deleted && made.has(deleted)) emptied.add(deleted);
  else if (chain && made.has(`${table} ${chain}`) && !['forward', 'input', 'output'].includes(chain)) emptied.add(`${table} ${chain}`);
  else throw new Error('is no statement of a file, or empties what is not of this text');
}

function readMember(line: string, { block, sets, helpers, made }: State, table: string): void {
  const set = match(line, `set (${identifier}) \\{ type (ipv4|ipv6)_addr; \\}`);
  const helper = match(line, `ct helper (${identifier}) \\{ type "ftp" protocol tcp; l3proto (ip|ip6); \\}`);
  const chain = match(line, `chain (${identifier}) \\{`);
  if (set) sets.set(set[1] as string, `${set[2] === 'ipv4' ? 4 : 6}#inet#${table}#${set[1]}`);
  else if (helper) helpers.set(helper[1] as string, helper[2] === 'ip' ? 'ipv4' : 'ipv6');
  else if (chain) {
    made.add(`${table} ${chain[1]}`);
    block.push({ kind: 'chain', name: `${table} ${chain[1]}`, chain: 'ours' });
  } else throw new Error('is no member of a table');
}

function readRule(line: string, state: State, open: State['block'][number]): void {
  const base = match(line, 'type filter hook (forward|input|output|prerouting) priority filter; policy (drop|accept);');
  if (base) {
    // Ours accepts nothing by its policy but where it only binds the helper.
    const helperOnly = base[2] === 'accept';
    if (helperOnly && base[1] !== 'prerouting' && base[1] !== 'output') throw new Error('a base chain that accepts all');
    if (!helperOnly && !isEmptied(state)) throw new Error('drops in a table that is not of this text');
    open.chain = helperOnly ? 'helper' : 'base';
    return;
  }
  if (!isEmptied(state)) throw new Error('adds to what an earlier load has left');
  const helped = match(line, `(.*) ct helper set "(${identifier})"`);
  if (helped) {
    const connection = toPermit(helped[1] as string, state);
    if (state.helpers.get(helped[2] as string) !== connection.family) throw new Error('binds a helper of another IP version, or of none');
    state.helped.push(connection);
    return;
  }
  if (open.chain === 'helper') throw new Error('is no rule of a chain that binds the helper');
  if (isEssential(line, open)) return;
  const rule = match(line, `(.*) counter accept comment ${quoted}`);
  if (!rule) throw new Error('is no rule');
  state.permits.push(toPermit(rule[1] as string, state));
}

/** Whether the text has emptied the open chain, or its whole table. */
const isEmptied = ({ block, emptied }: State): boolean => block.some(({ name }) => emptied.has(name));

/** What a chain lets through beside connections: replies, and on a host its loopback and neighbour discovery. */
function isEssential(line: string, { chain }: State['block'][number]): boolean {
  const address = '(\\{ [0-9a-f.:, /]+ \\}|[0-9a-f.:/]+)';
  if (match(line, `ct state established,related ip6? (saddr|daddr) ${address} counter accept comment "replies"`)) return true;
  if (chain !== 'base') return false;
  return (
    line === 'ct state invalid counter drop' ||
    line === 'ct state established,related counter accept comment "replies, and errors about them"' ||
    match(line, '[io]ifname "lo" counter accept comment "loopback"') !== null ||
    match(line, 'icmpv6 type \\{ [a-z0-9, -]+ \\} counter accept comment "IPv6 neighbours"') !== null
  );
}

function toPermit(matches: string, state: State): Omit<Permit, 'helper'> {
  const end = '(?:\\{ ([0-9a-f.:/, ]+) \\}|([0-9a-f.:/]+)|@([A-Za-z0-9_]+))';
  const pattern = new RegExp(
    `^(?:iifname "([^"]+)" )?(?:oifname "([^"]+)" )?(?:meta nfproto (ipv4|ipv6) )?(?:(ip6?) saddr ${end} )?(?:(ip6?) daddr ${end} )?(tcp|udp) dport (\\d+)(?:-(\\d+))?(?: \\12 sport (\\d+)(?:-(\\d+))?)?$`,
  );
  const found = pattern.exec(matches);
  if (!found) throw new Error('is no match of a rule');
  const [, from, to, nfproto, sourceWord, s1, s2, s3, destinationWord, d1, d2, d3, transport, low, high, sourceLow, sourceHigh] = found;
  const words = [...new Set([sourceWord, destinationWord].filter((word) => word !== undefined))];
  if (words.length > 1) throw new Error('mixes IP versions');
  const family = (nfproto ?? (words[0] === 'ip' ? 'ipv4' : words[0] === 'ip6' ? 'ipv6' : undefined)) as Family | undefined;
  if (family === undefined) throw new Error('is of no IP version');
  return {
    family,
    from: from ?? null,
    to: to ?? null,
    source: membersOf(s1 ?? s2, s3, family, state),
    destination: membersOf(d1 ?? d2, d3, family, state),
    transport: transport as Transport,
    port: rangeOf(low as string, high),
    sourcePort: sourceLow === undefined ? null : rangeOf(sourceLow, sourceHigh),
  };
}

function membersOf(list: string | undefined, set: string | undefined, family: Family, { sets, names }: State): Members {
  if (set !== undefined) {
    const target = sets.get(set) ?? '';
    const found = names.get(target);
    if (!target.startsWith(family === 'ipv4' ? '4' : '6') || !found)
      throw new Error(`uses a set "${set}" that is not there, or that nothing fills`);
    return { any: false, networks: [], names: found };
  }
  if (list === undefined) return { any: true, networks: [], names: [] };
  const bits = family === 'ipv4' ? 32 : 128;
  return { any: false, networks: list.split(', ').map((network) => (network.includes('/') ? network : `${network}/${bits}`)), names: [] };
}

function rangeOf(low: string, high = low): PortRange {
  const range = { from: Number(low), to: Number(high) };
  if (range.from < 1 || range.to > 65_535 || range.from > range.to) throw new Error('has no port from 1 to 65535');
  return range;
}

/** The lines for dnsmasq. It takes every name below a name too, so a line before says where the published name is a wildcard. */
function namesOf(text: string): Map<string, string[]> {
  const names = new Map<string, string[]>();
  const line = /^(?:# (\*\.[a-z0-9.-]+), and [a-z0-9.-]+ itself:\n)?#nftset=\/([^#\n]+)\/([46]#inet#[^\n]+)$/gm;
  for (const [whole, wildcard, domains = '', targets = ''] of text.matchAll(line)) {
    if (whole.split('\n').some((part) => part.length > 1000)) throw new Error(`a line for dnsmasq that it would not read whole: ${whole}`);
    if (wildcard !== undefined && wildcard !== `*.${domains}`) throw new Error(`a line for dnsmasq of another name than "${wildcard}"`);
    for (const target of targets.split(',')) {
      names.set(target, [...(names.get(target) ?? []), ...(wildcard === undefined ? domains.split('/') : [wildcard])]);
    }
  }
  return names;
}

/** A helper chain leaves out the way out, so what it binds is a permit without `to`. */
const sameConnection = (helped: Omit<Permit, 'helper'>, permit: Omit<Permit, 'helper'>): boolean =>
  JSON.stringify({ ...helped, to: permit.to }) === JSON.stringify(permit);

const match = (line: string, pattern: string): RegExpExecArray | null => new RegExp(`^${pattern}$`).exec(line);
