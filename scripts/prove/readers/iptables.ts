/** The rules of an iptables script, read by a strict grammar of its lines: the shell's, iptables-restore's and ipset's. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** Reads both forms: chains of ours, and whole built-in chains. Everything has to be defined, reached and put into force, once. */
export const reader: Reader = (text) => {
  const state: State = {
    step: 'comments',
    resolved: new Map(),
    sets: new Map(),
    uses: [],
    tables: [],
    applied: [],
    jumps: [],
    emptied: [],
  };
  for (const [at, line] of text.split('\n').entries()) {
    try {
      readLine(line, at, state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  if (state.step !== 'comments' && state.step !== 'over') throw new Error(`the text ends in the step "${state.step}"`);
  checkForce(state);
  checkSets(state);
  return state.tables.filter(({ name }) => name === 'filter').flatMap((table) => permitsOf(table, state));
};

type Connection = Omit<Permit, 'helper'>;

/** One table of one family, as iptables-restore is given it. */
interface Table {
  readonly family: Family;
  readonly name: 'filter' | 'raw';
  /** Chain → the connections that its lines are about. */
  readonly chains: Map<string, Connection[]>;
  readonly flushed: string[];
}

interface State {
  step: 'comments' | 'start' | 'body' | 'restore' | 'sets' | 'force' | 'over';
  /** Host name (of a wildcard, the name it is below) → sets that its line for dnsmasq fills. */
  readonly resolved: Map<string, readonly string[]>;
  /** Set → its family, and the name that it is for. */
  readonly sets: Map<string, { readonly family: Family; readonly name: string }>;
  /** Sets that lines of the tables match. */
  readonly uses: { readonly set: string; readonly family: Family }[];
  readonly tables: Table[];
  /** Which family's function is being read, and what has to come next in it. */
  family?: Family;
  /** The name that the sets below are for. */
  name?: string;
  /** Functions in the order in which they are put into force: a test, and then the change. */
  readonly applied: string[];
  readonly jumps: { readonly family: Family; readonly table: 'filter' | 'raw'; readonly from: string; readonly to: string }[];
  readonly emptied: { readonly family: Family; readonly chain: string }[];
  table?: Table | undefined;
}

const chain = '[A-Za-z][A-Za-z0-9_-]{0,27}';
const set = '[A-Za-z][A-Za-z0-9_.-]{0,30}';
const host = '[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?';
const list = '[0-9a-f.:/]+(?:,[0-9a-f.:/]+)*';
const remark = '-m comment --comment "[^"\\\\]{1,255}"';
const builtIn = 'FORWARD|INPUT|OUTPUT';

function readLine(line: string, at: number, state: State): void {
  switch (state.step) {
    case 'comments':
      readComment(line, at, state);
      return;
    case 'start':
      if (line !== 'set -eu') throw new Error('does not make the shell stop at an error');
      state.step = 'body';
      return;
    case 'body':
      readBody(line, state);
      return;
    case 'restore':
      readRestore(line, state);
      return;
    case 'sets':
      readSet(line, state);
      return;
    case 'force':
      readForce(line, state);
      return;
    case 'over':
      if (line !== '') throw new Error('stands behind the end');
      return;
    default:
      throw new Error(`no step "${state.step satisfies never}"`);
  }
}

function readComment(line: string, at: number, state: State): void {
  if (line === '(') {
    state.step = 'start';
    return;
  }
  const filled = match(line, `#ipset=/(${host})/(${set}(?:,${set})*)`);
  // dnsmasq reads 1024 bytes of a line.
  if (filled && line.length <= 1000) {
    const [, name = '', sets = ''] = filled;
    // It goes by one line for a name, and leaves out another one.
    if (state.resolved.has(name)) throw new Error('is a second line for a name');
    state.resolved.set(name, sets.split(','));
  } else if (at === 0 ? line !== '#!/bin/sh' : !match(line, '# .*|#|')) throw new Error('is no comment');
}

function readBody(line: string, state: State): void {
  const opened = match(line, '(ipv4|ipv6)\\(\\) \\{');
  if (opened) {
    const family = opened[1] as Family;
    if (state.tables.some((table) => table.family === family)) throw new Error('is a second function of its name');
    Object.assign(state, { family, step: 'restore' });
  } else if (line === "ipset -exist restore <<'END'") state.step = 'sets';
  else if (line !== '') {
    state.step = 'force';
    readForce(line, state);
  }
}

function readRestore(line: string, state: State): void {
  const family = state.family as Family;
  if (line.length > 10_000) throw new Error('is longer than iptables-restore reads');
  if (line === "cat <<'END'" || line === 'END') return;
  if (line === '}') {
    if (state.table) throw new Error('closes a function before its last table is committed');
    state.step = 'body';
    return;
  }
  const started = match(line, '\\*(filter|raw)');
  if (started) {
    if (state.table) throw new Error('begins a table within another one');
    state.table = { family, name: started[1] as Table['name'], chains: new Map(), flushed: [] };
    state.tables.push(state.table);
  } else if (line === 'COMMIT') delete state.table;
  else if (!match(line, '# .*')) readTable(line, state);
}

function readTable(line: string, state: State): void {
  const { table } = state;
  if (!table) throw new Error('stands in no table');
  const declared = match(line, `:(${chain}) (-|DROP) \\[0:0\\]`);
  if (declared) {
    const [, name = '', policy] = declared;
    if ((policy === 'DROP') !== isBuiltIn(name)) throw new Error('declares a built-in chain that does not drop, or another one that does');
    if (policy === 'DROP' && table.name !== 'filter') throw new Error('closes a table that is not for that');
    table.chains.set(name, []);
    return;
  }
  const flushed = match(line, `-F (${chain})`);
  if (flushed) {
    if (!isBuiltIn(flushed[1] as string) || !table.chains.has(flushed[1] as string))
      throw new Error('empties a chain that is not replaced');
    table.flushed.push(flushed[1] as string);
    return;
  }
  const rule = match(line, `-A (${chain}) (.*)`);
  const [, name = '', words = ''] = rule ?? [];
  const connections = table.chains.get(name);
  if (!connections) throw new Error('is no rule of a chain that is declared');
  if (isBuiltIn(name) && !table.flushed.includes(name)) throw new Error('adds to a built-in chain');
  if (table.name === 'filter' && isEssential(words, name, table.family)) return;
  const target = table.name === 'raw' ? ' -j CT --helper ftp' : ` ${remark} -j ACCEPT`;
  const permitted = match(words, `(.*)${target}`);
  if (!permitted) throw new Error('is no rule');
  connections.push(toConnection(permitted[1] as string, table.family, state));
}

/** What a chain lets through beside connections: replies, and one that drops also loopback and neighbour discovery. */
function isEssential(words: string, name: string, family: Family): boolean {
  const tracked = '-m conntrack --ctstate RELATED,ESTABLISHED';
  if (match(words, `-[sd] ${list} ${tracked} -m comment --comment "replies" -j ACCEPT`)) return !isBuiltIn(name);
  if (!isBuiltIn(name)) return false;
  const kinds: Record<string, string> = { INPUT: '134|135|136|130', OUTPUT: '133|135|136|131|143' };
  return (
    words === '-m conntrack --ctstate INVALID -j DROP' ||
    words === `${tracked} -m comment --comment "replies, and errors about them" -j ACCEPT` ||
    (name === 'INPUT' && words === '-i lo -m comment --comment "loopback" -j ACCEPT') ||
    (name === 'OUTPUT' && words === '-o lo -m comment --comment "loopback" -j ACCEPT') ||
    (family === 'ipv6' &&
      name in kinds &&
      match(words, `-p ipv6-icmp --icmpv6-type (?:${kinds[name]}) -m comment --comment "IPv6 neighbours" -j ACCEPT`) !== null)
  );
}

function toConnection(words: string, family: Family, state: State): Connection {
  const link = '[A-Za-z0-9][A-Za-z0-9_.:@-]{0,14}';
  const found = match(
    words,
    `(?:-i (?<from>${link}) ?)?(?:-o (?<to>${link}) ?)?(?:-s (?<s>${list}) )?(?:-d (?<d>${list}) )?-p (?<transport>tcp|udp) --dport (?<port>[0-9:]+)(?: --sport (?<sport>[0-9:]+))?(?: -m set --match-set (?<src>${set}) src)?(?: -m set --match-set (?<dst>${set}) dst)?`,
  )?.groups;
  if (!found) throw new Error('is no match of a rule');
  return {
    family,
    from: found.from ?? null,
    to: found.to ?? null,
    source: membersOf(found.s, found.src, family, state),
    destination: membersOf(found.d, found.dst, family, state),
    transport: found.transport as Transport,
    port: rangeOf(found.port as string),
    sourcePort: found.sport === undefined ? null : rangeOf(found.sport),
  };
}

/** A set's name stands for itself until all sets are known. */
function membersOf(addresses: string | undefined, name: string | undefined, family: Family, { uses }: State): Members {
  if (name !== undefined) {
    if (addresses !== undefined) throw new Error('wants an address in a list and in a set');
    uses.push({ set: name, family });
    return { any: false, networks: [], names: [name] };
  }
  if (addresses === undefined) return { any: true, networks: [], names: [] };
  const bits = family === 'ipv4' ? 32 : 128;
  const networks = addresses.split(',').map((address) => {
    if (address.includes(':') !== (family === 'ipv6')) throw new Error('has an address of the other IP version');
    const length = Number(address.split('/')[1] ?? bits);
    if (length < 1 || length > bits) throw new Error('has no length of a network');
    return address.includes('/') ? address : `${address}/${bits}`;
  });
  return { any: false, networks, names: [] };
}

function rangeOf(text: string): PortRange {
  const [from = Number.NaN, to = from, ...more] = text.split(':').map(Number);
  if (!(from >= 1 && from <= to && to <= 65_535) || more.length > 0) throw new Error('has no port from 1 to 65535');
  return { from, to };
}

function readSet(line: string, state: State): void {
  if (line === 'END') {
    state.step = 'force';
    return;
  }
  const named = match(line, `# ((?:\\*\\.)?${host})`);
  const created = match(line, `create (${set}) hash:ip family (inet|inet6) timeout 86400`);
  if (named) state.name = named[1] as string;
  else if (created && state.name !== undefined) {
    if (state.sets.has(created[1] as string)) throw new Error('makes a set twice');
    state.sets.set(created[1] as string, { family: created[2] === 'inet' ? 'ipv4' : 'ipv6', name: state.name });
  } else throw new Error('makes no set for a name');
}

const programs = { iptables: 'ipv4', ip6tables: 'ipv6' } as const satisfies Record<string, Family>;

function readForce(line: string, state: State): void {
  if (line === ')') {
    state.step = 'over';
    return;
  }
  const program = '(?<program>ip6?tables)';
  const restored = match(line, `(?<family>ipv4|ipv6) \\| ${program}-restore (?<how>--noflush --test|--wait --noflush)`)?.groups;
  const jumped = match(
    line,
    `(?<begin>${program} -w(?: -t (?<table>raw))?) -C (?<from>${builtIn}|PREROUTING) -j (?<to>${chain}) 2>/dev/null \\|\\| \\k<begin> -I \\k<from> -j \\k<to>`,
  )?.groups;
  const emptied = match(line, `${program} -w -F (?<chain>${chain}) 2>/dev/null \\|\\| true # from an earlier text`)?.groups;
  const family = programs[(restored ?? jumped ?? emptied)?.program as keyof typeof programs];
  if (restored) {
    if (restored.family !== family) throw new Error('gives a program the rules of the other IP version');
    state.applied.push(`${family} ${restored.how}`);
  } else if (jumped) {
    state.jumps.push({
      family,
      table: jumped.table === undefined ? 'filter' : 'raw',
      from: jumped.from as string,
      to: jumped.to as string,
    });
  } else if (emptied) state.emptied.push({ family, chain: emptied.chain as string });
  else throw new Error('is no command of the script');
}

/** All functions are tested before any is put into force, and then every chain of ours is reached once. */
function checkForce({ tables, applied, jumps, emptied }: State): void {
  const functions = [...new Set(tables.map(({ family }) => family))];
  const wanted = ['--noflush --test', '--wait --noflush'].flatMap((how) => functions.map((family) => `${family} ${how}`));
  if (applied.join() !== wanted.join()) throw new Error(`puts in force "${applied.join(', ')}" and not "${wanted.join(', ')}"`);
  for (const { family, name, chains, flushed } of tables) {
    for (const own of chains.keys()) {
      const reached = jumps.filter((jump) => jump.family === family && jump.table === name && jump.to === own);
      if (isBuiltIn(own) ? reached.length > 0 || !flushed.includes(own) : reached.length !== 1) {
        throw new Error(`the chain ${own} of ${family} is reached ${reached.length} times, or is not replaced`);
      }
    }
  }
  const ours = tables.flatMap(({ family, name, chains }) => [...chains.keys()].map((own) => `${family} ${name} ${own}`));
  const lost = jumps.filter(({ family, table, to }) => !ours.includes(`${family} ${table} ${to}`));
  if (lost.length > 0) throw new Error(`jumps to ${lost.map(({ to }) => to).join()}, which the text does not fill`);
  if (emptied.some(({ family }) => functions.includes(family))) throw new Error('empties what it has filled');
}

/** Every set is made, for one family, and dnsmasq fills it from the line of its name and from those of names below its wildcard. */
function checkSets({ sets, uses, resolved }: State): void {
  for (const use of uses) {
    if (sets.get(use.set)?.family !== use.family) throw new Error(`the set ${use.set} is not made, or for the other IP version`);
  }
  const filling = [...resolved].flatMap(([domain, filled]) => filled.map((each) => ({ domain, each })));
  for (const [name, { name: wanted }] of sets) {
    const apex = wanted.replace(/^\*\./, '');
    const below = wanted === apex ? [] : [...resolved.keys()].filter((domain) => domain.endsWith(`.${apex}`));
    const found = filling.filter(({ each }) => each === name).map(({ domain }) => domain);
    if (found.toSorted().join() !== [apex, ...below].toSorted().join())
      throw new Error(`dnsmasq fills the set ${name} from ${found.join()}`);
  }
}

function permitsOf({ family, chains }: Table, { tables, sets }: State): Permit[] {
  const named = (members: Members): Members => ({ ...members, names: members.names.map((name) => sets.get(name)?.name ?? '') });
  const helped = tables
    .filter((table) => table.name === 'raw' && table.family === family)
    .flatMap((table) => [...table.chains.values()].flat());
  const permits = [...chains.values()].flat();
  const stray = helped.filter((connection) => !permits.some((permit) => isSame(connection, permit)));
  if (stray.length > 0) throw new Error(`a helper follows what is not let through: ${JSON.stringify(stray)}`);
  return permits.map((permit) => ({
    ...permit,
    source: named(permit.source),
    destination: named(permit.destination),
    helper: helped.some((connection) => isSame(connection, permit)),
  }));
}

/** The table raw does not know the way out, so what it binds is a permit without `to`. */
const isSame = (connection: Connection, permit: Connection): boolean =>
  JSON.stringify({ ...connection, to: permit.to }) === JSON.stringify(permit);

const isBuiltIn = (name: string): boolean => new RegExp(`^(?:${builtIn}|PREROUTING|POSTROUTING)$`).test(name);

const match = (line: string, pattern: string): RegExpExecArray | null => new RegExp(`^(?:${pattern})$`).exec(line);
