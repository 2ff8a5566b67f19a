/** FortiGate commands, read by a strict grammar of their lines. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** A table of the configuration, as it is called behind "config firewall". */
export type Table = 'address' | 'address6' | 'addrgrp' | 'addrgrp6' | 'service custom' | 'policy';

/** An entry of a table: its commands, value by value. */
export interface Entry {
  readonly table: Table;
  readonly name: string;
  readonly values: ReadonlyMap<string, readonly string[]>;
}

export const reader: Reader = (text) => permitsOf(toEntries(text));

/** How a value is written: words in double quotes, or bare ones. */
type Form = 'quoted' | 'bare';

interface Command {
  readonly form: Form;
  readonly value: RegExp;
}

const name = /^[A-Za-z][A-Za-z0-9._-]{0,62}$/;
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const host = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const ports = /^\d{1,5}(?:-\d{1,5})?(?::\d{1,5}(?:-\d{1,5})?)?$/;
const fqdnType = { form: 'bare', value: /^fqdn$/ } as const;
const reference = { form: 'quoted', value: name } as const;
const zone = { form: 'quoted', value: /^(?!any$)[A-Za-z0-9][A-Za-z0-9 ._/-]{0,34}$/i } as const;
const group = { member: reference };

const commands: Readonly<Record<Table, Readonly<Record<string, Command>>>> = {
  address: { subnet: { form: 'bare', value: ipv4 }, type: fqdnType, fqdn: { form: 'quoted', value: host } },
  address6: { ip6: { form: 'bare', value: /^[0-9a-f:.]+\/\d{1,3}$/ }, type: fqdnType, fqdn: { form: 'quoted', value: host } },
  addrgrp: group,
  addrgrp6: group,
  'service custom': {
    'tcp-portrange': { form: 'bare', value: ports },
    'udp-portrange': { form: 'bare', value: ports },
    helper: { form: 'bare', value: /^ftp$/ },
  },
  policy: {
    name: { form: 'quoted', value: /^[A-Za-z][A-Za-z0-9._-]{0,34}$/ },
    srcintf: zone,
    dstintf: zone,
    srcaddr: reference,
    dstaddr: reference,
    srcaddr6: reference,
    dstaddr6: reference,
    action: { form: 'bare', value: /^accept$/ },
    schedule: { form: 'quoted', value: /^always$/ },
    service: reference,
    logtraffic: { form: 'bare', value: /^all$/ },
    comments: { form: 'quoted', value: /^[A-Za-z0-9 .,:;/_()+=@*-]{1,1023}$/ },
  },
};

/** The entries in their order. A line that is none of an entry throws, and so does an entry that stands twice. */
export function toEntries(text: string): Entry[] {
  const state: State = { entries: [], table: undefined, entry: undefined };
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  for (const [at, line] of text.slice(0, -1).split('\n').entries()) {
    try {
      readLine(line, state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  if (state.table !== undefined) throw new Error('the text ends inside a table');
  return state.entries;
}

interface State {
  readonly entries: Entry[];
  table: Table | undefined;
  entry: { table: Table; name: string; values: Map<string, string[]> } | undefined;
}

function readLine(line: string, state: State): void {
  const { entries, table, entry } = state;
  if (!/^[\x20-\x7e]*$/.test(line) || (line.startsWith('#') ? /[?\\]/ : /[?\\$#]/).test(line)) {
    throw new Error('has a character that the terminal takes as something else');
  }
  if (entry) {
    if (line === '    next') {
      checkEntry(entry);
      entries.push(entry);
      state.entry = undefined;
    } else readCommand(entry, line);
  } else if (table !== undefined) {
    if (line === 'end') state.table = undefined;
    else state.entry = openedEntry(line, table, entries);
  } else if (line.startsWith('config firewall ')) {
    state.table = line.slice('config firewall '.length) as Table;
    if (!Object.hasOwn(commands, state.table)) throw new Error('is no table that the rules have');
  } else if (line !== '#' && !line.startsWith('# ')) throw new Error('is no command');
}

function openedEntry(line: string, table: Table, entries: readonly Entry[]): NonNullable<State['entry']> {
  // A number other than 0 is a policy of the administrator's.
  const label = (table === 'policy' ? /^ {4}edit (0)$/ : /^ {4}edit "([^"]+)"$/).exec(line)?.[1];
  if (label === undefined || (table !== 'policy' && !name.test(label))) throw new Error('is no entry of this table');
  if (table !== 'policy' && entries.some((other) => other.name === label && isService(other) === isService({ table }))) {
    throw new Error('stands twice');
  }
  return { table, name: label, values: new Map() };
}

/** Addresses and groups of both IP versions share their names; services have their own. */
const isService = ({ table }: Pick<Entry, 'table'>): boolean => table === 'service custom';

function readCommand({ table, values }: NonNullable<State['entry']>, line: string): void {
  const [, verb, key = '', rest = ''] = /^ {8}(set|append) ([a-z0-9-]+) (.+)$/.exec(line) ?? [];
  const command = commands[table][key];
  if (verb === undefined || !command) throw new Error('is no command of this table');
  const word = command.form === 'quoted' ? /^"([^"]*)"$/ : /^([^" ]+)$/;
  const words = (command.form === 'quoted' ? rest.split(/(?<=") (?=")/) : rest.split(' ')).map((part) => word.exec(part)?.[1]);
  if (!words.every((each) => each !== undefined && command.value.test(each))) throw new Error(`has no value of ${key}`);
  if (verb === 'append' ? key !== 'member' || !values.has(key) : values.has(key)) throw new Error('sets what is set');
  values.set(key, [...(values.get(key) ?? []), ...(words as string[])]);
}

/** Which commands an entry has to have, all of one line of these. */
const wholes: Readonly<Record<Table, readonly string[]>> = {
  address: ['subnet', 'fqdn type'],
  address6: ['ip6', 'fqdn type'],
  addrgrp: ['member'],
  addrgrp6: ['member'],
  'service custom': ['tcp-portrange', 'udp-portrange', 'helper tcp-portrange'],
  policy: ['srcaddr dstaddr', 'srcaddr6 dstaddr6', 'srcaddr dstaddr srcaddr6 dstaddr6'].map((ends) =>
    [...ends.split(' '), 'name', 'srcintf', 'dstintf', 'action', 'schedule', 'service', 'logtraffic', 'comments'].sort().join(' '),
  ),
};

function checkEntry({ table, values }: Entry): void {
  const keys = [...values.keys()].sort().join(' ');
  if (!wholes[table].includes(keys)) throw new Error(`ends an entry that is not whole: ${keys}`);
}

function permitsOf(entries: readonly Entry[]): Permit[] {
  const names = new Set<string>();
  return entries
    .filter(({ table }) => table === 'policy')
    .flatMap((policy) => {
      const label = one(policy, 'name');
      if (names.has(label)) throw new Error(`two policies are named "${label}"`);
      names.add(label);
      return (['ipv4', 'ipv6'] as const)
        .filter((family) => policy.values.has(family === 'ipv4' ? 'srcaddr' : 'srcaddr6'))
        .map((family) => toPermit(policy, family, entries));
    });
}

function toPermit(policy: Entry, family: Family, entries: readonly Entry[]): Permit {
  const six = family === 'ipv4' ? '' : '6';
  const service = find(entries, ['service custom'], one(policy, 'service'));
  const transport: Transport = service.values.has('udp-portrange') ? 'udp' : 'tcp';
  const [port = '', sourcePort] = one(service, `${transport}-portrange`).split(':');
  return {
    family,
    from: one(policy, 'srcintf'),
    to: one(policy, 'dstintf'),
    source: membersOf(policy.values.get(`srcaddr${six}`) ?? [], family, entries),
    destination: membersOf(policy.values.get(`dstaddr${six}`) ?? [], family, entries),
    transport,
    port: rangeOf(port),
    sourcePort: sourcePort === undefined ? null : rangeOf(sourcePort),
    helper: service.values.get('helper') !== undefined,
  };
}

function membersOf(names: readonly string[], family: Family, entries: readonly Entry[]): Members {
  if (names.length === 1 && names[0] === 'all') return { any: true, networks: [], names: [] };
  const found = names.map((each) => find(entries, family === 'ipv4' ? ['address', 'addrgrp'] : ['address6', 'addrgrp6'], each));
  const members = found.flatMap((entry): Pick<Members, 'networks' | 'names'>[] => {
    if (entry.values.has('member')) return [membersOf(entry.values.get('member') ?? [], family, entries)];
    if (entry.values.has('type')) return [{ networks: [], names: [one(entry, 'fqdn')] }];
    return [{ networks: [networkOf(entry)], names: [] }];
  });
  return { any: false, networks: members.flatMap(({ networks }) => networks), names: members.flatMap(({ names: hosts }) => hosts) };
}

function networkOf(entry: Entry): string {
  if (entry.table === 'address6') return one(entry, 'ip6');
  const [address, mask = ''] = entry.values.get('subnet') ?? [];
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  if (!/^1+0*$/.test(bits) || bits.length !== 32) throw new Error(`the address "${entry.name}" has no netmask`);
  return `${address}/${bits.replaceAll('0', '').length}`;
}

function rangeOf(text: string): PortRange {
  const [from = 0, to = from] = text.split('-').map(Number);
  if (from < 1 || to > 65_535 || from > to) throw new Error(`"${text}" is no range of ports`);
  return { from, to };
}

function find(entries: readonly Entry[], tables: readonly Table[], wanted: string): Entry {
  const found = entries.find((entry) => tables.includes(entry.table) && entry.name === wanted);
  if (!found) throw new Error(`"${wanted}" is not there`);
  return found;
}

/** The one value of a command, which has to be there. */
function one({ name: label, values }: Entry, key: string): string {
  const [value, ...more] = values.get(key) ?? [];
  if (value === undefined || more.length > 0) throw new Error(`"${label}" has not one ${key}`);
  return value;
}
