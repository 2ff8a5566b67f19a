/** The rules of firewalld's policies, read by a strict grammar of the script that writes them. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

/** Reads the script, and the files in it; it must check what it writes, put all of that in force, and do nothing else. */
export const reader: Reader = (text) => {
  const state: State = {
    step: 'comments',
    expected: [],
    base: '',
    made: [],
    written: [],
    ports: new Map([['services/ftp', ftp]]),
    permits: [],
  };
  for (const [at, line] of text.split('\n').entries()) {
    try {
      readLine(line, at, state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  if (state.step !== 'comments' && state.step !== 'end') throw new Error(`the text ends in the step "${state.step}"`);
  return state.permits;
};

interface State {
  step: 'comments' | 'set-up' | 'folders' | 'files' | 'policies' | 'helpers' | 'services' | 'install' | 'end';
  /** Patterns of the lines that have to come next, where the step knows them. */
  expected: readonly string[];
  /** What the names of the policies begin with. */
  base: string;
  /** Folders that the script has made, and files that it has written, as "policies/seg-all-1". */
  readonly made: string[];
  readonly written: string[];
  /** Service or helper → the port on which it is for FTP. */
  readonly ports: Map<string, PortRange>;
  /** The file that is being read. */
  file?: { readonly name: string; from: string; to: string; port?: PortRange; readonly rules: Set<string> };
  readonly permits: Permit[];
}

/** The port of the service that firewalld brings along, with a helper that is bound to the same. */
const ftp: PortRange = { from: 21, to: 21 };

const name = '[a-z][a-z0-9-]*';
const content = '(?:[^<>&]|&(?:amp|lt|gt);)+';
const ports = '(?<low>[1-9][0-9]*)(?:-(?<high>[1-9][0-9]*))?';
const address = '[0-9a-f.:]+(?:/[0-9]+)?';
const declaration = '<\\?xml version="1\\.0" encoding="utf-8"\\?>';
const ftpOn = [`  <short>${content}</short>`, `  <port port="${ports}" protocol="tcp"/>`];

const setUp = [
  'set -eu',
  'new=\\$\\(mktemp -d\\)',
  `trap 'rm -rf "\\$new"' EXIT`,
  'cp -R /etc/firewalld/\\. "\\$new"',
  `rm -f "\\$new"/policies/(?<base>${name})-\\?\\.xml`,
];

/** How a file begins; a policy's rules follow. */
const heads = {
  policies: [
    declaration,
    '<policy priority="-10" target="CONTINUE">',
    `  <short>${content}</short>`,
    `  <description>${content}</description>`,
    '  <ingress-zone name="(?<from>[A-Za-z0-9_-]+)"/>',
    '  <egress-zone name="(?<to>[A-Za-z0-9_-]+)"/>',
  ],
  helpers: [declaration, '<helper module="nf_conntrack_ftp">', ...ftpOn, '</helper>', 'END'],
  services: [declaration, '<service>', ...ftpOn, `  <helper name="(?<helper>${name})"/>`, '</service>', 'END'],
} as const satisfies Record<string, readonly string[]>;

/** The lines that put the files in place, after the policies of an earlier text. */
function install({ base, made, written }: State): string[] {
  const folders = new Set(written.map((file) => file.split('/')[0] as string));
  if (made.join() !== [...folders].join()) throw new Error('comes after other folders than those of the files');
  return [
    ...made.map((folder) => `mkdir -p /etc/firewalld/${folder}`),
    `rm -f /etc/firewalld/policies/${base}-\\?\\.xml`,
    ...written.map((file) => `cp "\\$new/${file}\\.xml" /etc/firewalld/${file.split('/')[0]}/`),
    'firewall-cmd --reload',
    '\\)',
  ];
}

function readLine(line: string, at: number, state: State): void {
  switch (state.step) {
    case 'comments':
      if (line === '(') enter(state, 'set-up', setUp);
      else if (at === 0 ? line !== '#!/bin/sh' : !/^(?:# .*|#|)$/.test(line)) throw new Error('is no comment');
      return;
    case 'set-up':
      state.base = next(line, state).base ?? '';
      if (state.expected.length === 0) enter(state, 'folders');
      return;
    case 'folders':
      if (line === '') enter(state, 'files');
      else state.made.push(match(line, 'mkdir -p "\\$new/(?<folder>policies|helpers|services)"').folder as string);
      return;
    case 'files':
      if (line === 'firewall-offline-cmd --system-config="$new" --check-config') enter(state, 'install', install(state));
      else if (line !== '') readFileStart(line, state);
      return;
    case 'policies':
      readPolicy(line, state);
      return;
    case 'helpers':
    case 'services':
      readFtpFile(line, state.step, state);
      return;
    case 'install':
      next(line, state);
      if (state.expected.length === 0) enter(state, 'end');
      return;
    case 'end':
      if (line !== '') throw new Error('stands behind the end');
      return;
    default:
      throw new Error(`no step "${state.step satisfies never}"`);
  }
}

function enter(state: State, step: State['step'], expected: readonly string[] = []): void {
  Object.assign(state, { step, expected });
}

type Groups = Readonly<Record<string, string | undefined>>;

/** What the line says, which has to be the one that the step expects. */
function next(line: string, state: State): Groups {
  const [pattern, ...rest] = state.expected;
  if (pattern === undefined) throw new Error('comes after the last line of its kind');
  const groups = match(line, pattern);
  state.expected = rest;
  return groups;
}

function match(line: string, pattern: string): Groups {
  const found = new RegExp(`^${pattern}$`).exec(line);
  if (!found) throw new Error(`is not of the form ${pattern}`);
  return found.groups ?? {};
}

function readFileStart(line: string, state: State): void {
  const { folder, file = '' } = match(line, `cat > "\\$new/(?<folder>policies|helpers|services)/(?<file>${name})\\.xml" <<'END'`);
  if (state.written.includes(`${folder}/${file}`)) throw new Error('writes a file twice');
  // firewalld.policy(5): 17 characters. A policy of another name would stay behind when the script comes again.
  const owned = file.startsWith(`${state.base}-`) && file.length === state.base.length + 2;
  if (folder === 'policies' && (file.length > 17 || !owned)) throw new Error('is no policy of the script');
  state.written.push(`${folder}/${file}`);
  state.file = { name: file, from: '', to: '', rules: new Set() };
  enter(state, folder as keyof typeof heads, heads[folder as keyof typeof heads]);
}

function readPolicy(line: string, state: State): void {
  const file = openFile(state);
  if (state.expected.length > 0) {
    Object.assign(file, next(line, state));
    if (line === 'END') enter(state, 'files');
  } else if (line === '</policy>') {
    if (file.rules.size === 0) throw new Error('ends a policy without rules');
    state.expected = ['END'];
  } else if (!/^ {2}<!-- (?:(?!--).)+ -->$/.test(line)) {
    if (file.rules.has(line)) throw new Error('is a rule that the policy has already');
    file.rules.add(line);
    state.permits.push(toPermit(line, state));
  }
}

function readFtpFile(line: string, folder: 'helpers' | 'services', state: State): void {
  const file = openFile(state);
  const { low, high, helper } = next(line, state);
  if (low !== undefined) file.port = rangeOf(low, high);
  if (helper !== undefined) {
    const bound = state.ports.get(`helpers/${helper}`);
    if (bound?.from !== file.port?.from || bound?.to !== file.port?.to) throw new Error('has a helper that is bound to another port');
  }
  if (line !== 'END') return;
  state.ports.set(`${folder}/${file.name}`, file.port as PortRange);
  enter(state, 'files');
}

function toPermit(line: string, state: State): Permit {
  const { family, source, destination, low, high, transport, service } = match(
    line,
    `  <rule family="(?<family>ipv4|ipv6)">(?:<source address="(?<source>${address})"/>)?(?:<destination address="(?<destination>${address})"/>)?(?:<port port="${ports}" protocol="(?<transport>tcp|udp)"/>|<service name="(?<service>${name})"/>)<accept/></rule>`,
  );
  const port = low === undefined ? state.ports.get(`services/${service}`) : rangeOf(low, high);
  if (!port) throw new Error(`uses a service "${service}" that is not defined`);
  const { from, to } = openFile(state);
  return {
    family: family as Family,
    from: zoneOf(from),
    to: zoneOf(to),
    source: membersOf(source, family as Family),
    destination: membersOf(destination, family as Family),
    transport: (transport ?? 'tcp') as Transport,
    port,
    sourcePort: null,
    helper: service !== undefined,
  };
}

/** HOST is the machine itself, at one end of its own firewall. */
function zoneOf(zone: string): string | null {
  if (zone === 'ANY') throw new Error('is bound to no zone');
  return zone === 'HOST' ? null : zone;
}

function membersOf(text: string | undefined, family: Family): Members {
  if (text === undefined) return { any: true, networks: [], names: [] };
  if (text.includes(':') !== (family === 'ipv6')) throw new Error('has an address of the other IP version');
  const bits = family === 'ipv4' ? 32 : 128;
  const length = Number(text.split('/')[1] ?? bits);
  if (length < 1 || length > bits) throw new Error('has no length of a network');
  return { any: false, networks: [text.includes('/') ? text : `${text}/${bits}`], names: [] };
}

function rangeOf(low: string, high?: string): PortRange {
  const range = { from: Number(low), to: Number(high ?? low) };
  if (range.to > 65_535 || range.from > range.to) throw new Error('has no port from 1 to 65535');
  return range;
}

function openFile({ file }: State): NonNullable<State['file']> {
  if (!file) throw new Error('no file is open');
  return file;
}
