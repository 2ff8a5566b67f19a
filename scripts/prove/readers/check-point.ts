/** A Check Point script, read by a strict grammar of its lines. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** A call of the management API, as "add-host", and its arguments; those that go on counting, as "members.1", in their order. */
export interface Call {
  readonly command: string;
  readonly values: ReadonlyMap<string, string>;
}

export const reader: Reader = (text) => permitsOf(toCalls(text));

/**
 * What every script begins with, written out once more: this reader takes nothing from what renders the script, so a change there has
 * to be made here too, by someone who has read it again. The tests of the checkers run it against a small management server.
 */
const functions = `\
set -eu
session=\${1:?"name the session file of mgmt_cli login"}
layer=\${2:-Network}
position=\${3:-top}
trap 'mgmt_cli discard -s "$session" >/dev/null 2>&1 || :' EXIT
trap 'exit 1' HUP INT TERM

api() {
  if ! answer=$(mgmt_cli "$@" -s "$session" 2>&1); then
    printf '%s\\n' "$*: $answer" >&2
    exit 1
  fi
}

has() {
  mgmt_cli show "$@" -s "$session" >/dev/null 2>&1
}

# A domain object is named by its domain, so it may be yours: it is used as it is, or not at all.
domain() {
  if ! has dns-domain name "$1"; then
    api add dns-domain name "$1" is-sub-domain "$2"
  elif ! mgmt_cli show dns-domain name "$1" -s "$session" | tr -d ' "' | grep -q "^is-sub-domain:$2"; then
    printf '%s\\n' "$1 is there, but not with is-sub-domain $2" >&2
    exit 1
  fi
}

# A rule of this name is set anew where it stands; a new one goes to the end of the section.
rule() {
  name=$1
  shift
  if has access-rule layer "$layer" name "$name"; then
    api set access-rule layer "$layer" name "$name" "$@"
  else
    api add access-rule layer "$layer" position.bottom "$section" name "$name" "$@"
  fi
}

`;

const section =
  'has access-section layer "$layer" name "$section" || api add access-section layer "$layer" position "$position" name "$section"';

const ending = `
api publish
trap - EXIT
echo 'Published. Now install the policy.'
`;

/** The calls in their order. A line that is none of the script's throws. */
export function toCalls(text: string): Call[] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => !line.startsWith('#'));
  if (lines[0] !== '#!/bin/sh') throw new Error('line 1: is not for sh');
  for (const [at, line] of lines.slice(1, start).entries()) {
    if (!/^#(?: [\x20-\x7e]+)?$/.test(line)) throw new Error(`line ${at + 2}: is no comment: ${line}`);
  }
  const body = lines.slice(start).join('\n');
  if (body === '') return [];
  if (!body.startsWith(functions)) throw new Error(`line ${start + 1}: the functions are others`);
  if (!body.endsWith(ending)) throw new Error('the script does not end as it should');

  const calls: Call[] = [];
  const first = start + functions.split('\n').length;
  for (const { at, statement } of statementsOf(body.slice(functions.length, -ending.length))) {
    try {
      readStatement(statement, calls);
    } catch (error) {
      throw new Error(`line ${first + at}: ${(error as Error).message}: ${statement}`, { cause: error });
    }
  }
  return calls;
}

/** Statements, each with the line it begins in: a line that ends in a backslash or in "||" goes on. */
function statementsOf(body: string): { at: number; statement: string }[] {
  const statements: { at: number; statement: string }[] = [];
  let isOpen = false;
  for (const [at, line] of body.slice(0, -1).split('\n').entries()) {
    const open = statements.at(-1);
    if (isOpen && open) open.statement += line.replace(/^ {2}/, '');
    else statements.push({ at, statement: line });
    isOpen = / (?:\\|\|\|)$/.test(line);
    const last = statements.at(-1);
    if (isOpen && last) last.statement = last.statement.replace(/ \\$/, ' ').replace(/\|\|$/, '|| ');
  }
  return statements;
}

function readStatement(statement: string, calls: Call[]): void {
  const named = new RegExp(`^section='(${name})'$`).exec(statement);
  const sections = calls.filter(({ command }) => command === 'add-access-section');
  if (named && sections.length === 0) calls.push({ command: 'add-access-section', values: new Map([['name', named[1] as string]]) });
  else if (statement === section) {
    if (calls.at(-1) !== sections[0]) throw new Error('is not below the name of the section');
  } else if (statement !== '' || sections.length > 0) {
    const call = toCall(wordsOf(statement), calls);
    if (isRule(call.command) !== sections.length > 0) throw new Error('is on the wrong side of the section');
    calls.push(call);
  }
}

/** The words that the shell makes of a statement: bare ones, and those between single quotes. */
function wordsOf(statement: string): string[] {
  if (!/^[\x20-\x7e]*$/.test(statement)) throw new Error('has a character that is not ASCII');
  if (!/^(?:'[^']*'|[A-Za-z0-9.-]+)(?: (?:'[^']*'|[A-Za-z0-9.-]+))*$/.test(statement)) throw new Error('has a word that is not quoted');
  return (statement.match(/'[^']*'|[^' ]+/g) ?? []).map((word) => word.replaceAll("'", ''));
}

const name = '[A-Za-z][A-Za-z0-9_.]{0,62}';
const domain = '\\.(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?';
const ports = '\\d{1,5}(?:-\\d{1,5})?';
const service = { name, port: ports, 'source-port': ports, 'match-for-any': 'false', 'set-if-exists': 'true', 'ignore-warnings': 'true' };

/** Command → argument → what its value looks like. */
const commands: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'add-host': { name, 'ip-address': '[0-9a-f.:]+', 'set-if-exists': 'true', 'ignore-warnings': 'true' },
  'add-network': { name, subnet: '[0-9a-f.:]+', 'mask-length': '\\d{1,3}', 'set-if-exists': 'true', 'ignore-warnings': 'true' },
  'add-dns-domain': { name: domain, 'is-sub-domain': 'true|false' },
  'add-group': { name, members: name, 'set-if-exists': 'true' },
  'add-service-tcp': { ...service, protocol: 'FTP' },
  'add-service-udp': service,
  'add-access-rule': {
    name,
    source: `${domain}|[A-Za-z][A-Za-z0-9_.-]{0,62}`,
    destination: `${domain}|[A-Za-z][A-Za-z0-9_.-]{0,62}`,
    service: name,
    action: 'Accept',
    'track.type': 'Log',
    comments: '[A-Za-z0-9 .,:;/_()+=@*-]{1,255}',
  },
};

const optional = ['source-port', 'protocol'];

function toCall(words: readonly string[], calls: readonly Call[]): Call {
  const { command, rest } = commandOf(words);
  const wanted = commands[command];
  if (!wanted || rest.length % 2 !== 0) throw new Error('is no call of the script');
  const values = new Map<string, string>();
  for (let at = 0; at < rest.length; at += 2) {
    const [key, value] = [rest[at] as string, rest[at + 1] as string];
    const [, list, position] = /^(members|source|destination|service)\.(\d+)$/.exec(key) ?? [];
    const pattern = wanted[list ?? key];
    if (pattern === undefined || (list === undefined && /^(members|source|destination|service)$/.test(key))) {
      throw new Error(`has no argument "${key}"`);
    }
    if (list !== undefined && Number(position) > 1 && !values.has(`${list}.${Number(position) - 1}`))
      throw new Error(`"${key}" leaves one out`);
    if (values.has(key) || !new RegExp(`^(?:${pattern})$`).test(value)) throw new Error(`has no value "${value}" of "${key}"`);
    values.set(key, value);
  }
  for (const key of Object.keys(wanted)) {
    if (!optional.includes(key) && !values.has(key) && !values.has(`${key}.1`)) throw new Error(`lacks "${key}"`);
  }
  if (calls.some((call) => isRule(call.command) === isRule(command) && call.values.get('name') === values.get('name'))) {
    throw new Error('makes what was made before');
  }
  return { command, values };
}

const isRule = (command: string): boolean => command === 'add-access-rule';

function commandOf([verb, ...rest]: readonly string[]): { command: string; rest: readonly string[] } {
  if (verb === 'api' && rest[0] === 'add') return { command: `add-${rest[1]}`, rest: rest.slice(2) };
  if (verb === 'domain' && rest.length === 2) {
    return { command: 'add-dns-domain', rest: ['name', rest[0] as string, 'is-sub-domain', rest[1] as string] };
  }
  if (verb === 'rule') return { command: 'add-access-rule', rest: ['name', ...rest] };
  return { command: '', rest };
}

/** The values of a list, as "source.1" and "source.2". */
export const listOf = ({ values }: Call, key: string): string[] =>
  [...values].filter(([each]) => each.startsWith(`${key}.`)).map(([, value]) => value);

function permitsOf(calls: readonly Call[]): Permit[] {
  return calls.flatMap((call, at) => (isRule(call.command) ? toPermits(call, calls.slice(0, at)) : []));
}

interface Cell extends Members {
  readonly zone: string | null;
}

/** One permit for each IP version that both ends have addresses of; names have both, and so has a zone. */
function toPermits(call: Call, before: readonly Call[]): Permit[] {
  const [source, destination] = [cellOf(listOf(call, 'source'), before), cellOf(listOf(call, 'destination'), before)];
  const served = servicesOf(call, before);
  const families = (['ipv4', 'ipv6'] as const).filter((family) => canBe(source, family) && canBe(destination, family));
  if (families.length === 0) throw new Error(`the rule "${call.values.get('name')}" has no two ends of one IP version`);
  const isOfNames = source.networks.length === 0 && destination.networks.length === 0;
  return (isOfNames ? [null] : families).map((family) => ({
    family,
    from: source.zone,
    to: destination.zone,
    source: ofFamily(source, family),
    destination: ofFamily(destination, family),
    ...served,
  }));
}

const canBe = ({ any, networks, names }: Members, family: Family): boolean =>
  any || names.length > 0 || networks.some((network) => familyOf(network) === family);

const familyOf = (network: string): Family => (network.includes(':') ? 'ipv6' : 'ipv4');

const ofFamily = ({ any, networks, names }: Members, family: Family | null): Members => ({
  any,
  networks: networks.filter((network) => familyOf(network) === family),
  names,
});

function cellOf(objects: readonly string[], before: readonly Call[]): Cell {
  const found = objects.map((object) => before.find(({ command, values }) => !isRule(command) && values.get('name') === object));
  const [first] = objects;
  if (objects.length === 1 && found[0] === undefined && first !== undefined && !/^any$/i.test(first) && !first.startsWith('.')) {
    // A security zone is the administrator's own: nothing of the script makes it.
    return { zone: first, any: true, networks: [], names: [] };
  }
  const members = found.map((call, at): Pick<Members, 'networks' | 'names'> => {
    switch (call?.command) {
      case 'add-host': {
        const address = call.values.get('ip-address') as string;
        return { networks: [`${address}/${familyOf(address) === 'ipv4' ? 32 : 128}`], names: [] };
      }
      case 'add-network':
        return { networks: [`${call.values.get('subnet')}/${call.values.get('mask-length')}`], names: [] };
      case 'add-dns-domain':
        return { networks: [], names: [`${call.values.get('is-sub-domain') === 'true' ? '*' : ''}${objects[at]}`.replace(/^\./, '')] };
      case 'add-group':
        return cellOf(listOf(call, 'members'), before);
      default:
        throw new Error(`"${objects[at]}" is not there`);
    }
  });
  return {
    zone: null,
    any: false,
    networks: members.flatMap(({ networks }) => networks),
    names: members.flatMap(({ names }) => names),
  };
}

function servicesOf(call: Call, before: readonly Call[]): Pick<Permit, 'transport' | 'port' | 'sourcePort' | 'helper'> {
  const [wanted, ...more] = listOf(call, 'service');
  if (wanted === undefined || more.length > 0) throw new Error(`the rule "${call.values.get('name')}" has not one service`);
  if (wanted === 'ftp') return { transport: 'tcp', port: { from: 21, to: 21 }, sourcePort: null, helper: true };
  const found = before.find(({ command, values }) => command.startsWith('add-service-') && values.get('name') === wanted);
  if (!found) throw new Error(`the service "${wanted}" is not there`);
  const sourcePort = found.values.get('source-port');
  return {
    transport: found.command.slice('add-service-'.length) as Transport,
    port: rangeOf(found.values.get('port') as string),
    sourcePort: sourcePort === undefined ? null : rangeOf(sourcePort),
    helper: found.values.has('protocol'),
  };
}

function rangeOf(text: string): PortRange {
  const [from = 0, to = from] = text.split('-').map(Number);
  if (from < 1 || to > 65_535 || from > to) throw new Error(`"${text}" is no range of ports`);
  return { from, to };
}
