/** PAN-OS set commands, read by a strict grammar of their lines. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import type { Family } from '#rules/network.ts';
import type { Members, Permit, Reader } from '../permit.ts';

export const reader: Reader = (text) => permitsOf(toConfiguration(text));

/** Attributes of one entry, in the order in which they were first set. */
type Attributes = Map<string, string[]>;

/** What the commands amount to: the kind of an entry → its name → its attributes. */
type Configuration = Readonly<Record<Kind, Map<string, Attributes>>>;

const kinds = ['tag', 'address', 'address-group', 'service', 'rulebase security rules', 'rulebase decryption rules'] as const;
type Kind = (typeof kinds)[number];

/** How the value of an attribute is written. */
interface Form {
  /** One word or text between quotes, set once; `again` for one that is replaced; `list` for words that are added. */
  readonly as: 'value' | 'again' | 'list';
  readonly value: RegExp;
}

const name = /^[A-Za-z][A-Za-z0-9_-]{0,62}$/;
const words = /^"[A-Za-z0-9 .,:;/_()+=@*'-]{1,1023}"$/;
const any = { as: 'value', value: /^any$/ } as const;
const zone = {
  as: 'value',
  value: /^(?!any$|multicast$)(?:[A-Za-z0-9_][A-Za-z0-9._-]{0,62}|"[A-Za-z0-9_][A-Za-z0-9 ._-]{0,62}")$/i,
} as const;
const reference = { as: 'value', value: name } as const;
const references = { as: 'list', value: name } as const;
const port = { as: 'value', value: /^\d{1,5}(?:-\d{1,5})?$/ } as const;
const service = {
  'protocol tcp port': port,
  'protocol tcp source-port': port,
  'protocol udp port': port,
  'protocol udp source-port': port,
};
const match = { description: { as: 'value', value: words }, from: zone, to: zone, source: references, destination: references } as const;

const attributes: Readonly<Record<Kind, Readonly<Record<string, Form>>>> = {
  tag: { comments: { as: 'again', value: words } },
  address: {
    'ip-netmask': { as: 'value', value: /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}|[0-9a-f:.]*:[0-9a-f:.]*\/\d{1,3})$/ },
    fqdn: { as: 'value', value: /^(?=.{1,255}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/ },
  },
  'address-group': { static: references },
  service,
  'rulebase security rules': {
    ...match,
    application: { as: 'list', value: /^(?:any|ftp|ssl)$/ },
    service: reference,
    action: { as: 'value', value: /^allow$/ },
    tag: reference,
  },
  'rulebase decryption rules': {
    ...match,
    'source-user': any,
    category: any,
    service: reference,
    type: { as: 'value', value: /^ssl-forward-proxy$/ },
    action: { as: 'value', value: /^no-decrypt$/ },
    tag: reference,
  },
};

/** Which attributes an entry has, all of one line of these. */
const wholes: Readonly<Record<Kind, readonly string[]>> = {
  tag: ['comments'],
  address: ['ip-netmask', 'fqdn'],
  'address-group': ['static'],
  service: ['tcp', 'udp'].flatMap((transport) => [
    `protocol ${transport} port`,
    `protocol ${transport} port, protocol ${transport} source-port`,
  ]),
  'rulebase security rules': ['description, from, to, source, destination, application, service, action, tag'],
  'rulebase decryption rules': ['description, from, to, source, destination, source-user, category, service, type, action, tag'],
};

function toConfiguration(text: string): Configuration {
  const configuration = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as unknown as Configuration;
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const state = { configuration, entry: '' };
  for (const [at, line] of text.slice(0, -1).split('\n').entries()) {
    try {
      readLine(line, state);
    } catch (error) {
      throw new Error(`line ${at + 1}: ${(error as Error).message}: ${line}`, { cause: error });
    }
  }
  for (const kind of kinds) {
    for (const [label, entry] of configuration[kind]) {
      const keys = [...entry.keys()].join(', ');
      if (!wholes[kind].includes(keys)) throw new Error(`the ${kind} "${label}" is not whole: ${keys}`);
    }
  }
  return configuration;
}

function readLine(line: string, state: { readonly configuration: Configuration; entry: string }): void {
  if (line === '') {
    if (state.entry === '') throw new Error('is empty, as is the one before');
    state.entry = '';
    return;
  }
  // A question mark asks for help, a tab completes a word, and there is no escape.
  if (!/^[\x20-\x7e]+$/.test(line) || /[?\\#|]/.test(line)) throw new Error('has a character that the terminal takes as something else');
  const kind = kinds.find((each) => line.startsWith(`set ${each} `));
  if (!kind) throw new Error('sets nothing that the rules have');
  const [, label = '', rest = ''] = /^(\S+) (.+)$/.exec(line.slice(`set ${kind} `.length)) ?? [];
  if (!name.test(label)) throw new Error('has no name of at most 63 letters, digits, hyphens and underscores');
  const key = Object.keys(attributes[kind]).find((each) => rest.startsWith(`${each} `));
  const form = key === undefined ? undefined : attributes[kind][key];
  if (key === undefined || !form) throw new Error(`is no attribute of a ${kind}`);

  const entries = state.configuration[kind];
  const entry = entries.get(label) ?? new Map<string, string[]>();
  const isLast = state.entry === `${kind} ${label}`;
  // The commands of an entry stand together, so one that was left has been given to another one by mistake.
  if (entries.has(label) && !isLast) throw new Error('sets what has been left');
  state.entry = `${kind} ${label}`;
  entries.set(label, entry);
  const values = valuesOf(rest.slice(key.length + 1), form);
  const before = entry.get(key) ?? [];
  if (form.as === 'value' && before.length > 0) throw new Error('sets what is set');
  if (values.some((value) => before.includes(value)) && form.as === 'list') throw new Error('adds what is there');
  if (form.as === 'list' && before.includes('any')) throw new Error('adds to any');
  entry.set(key, form.as === 'again' ? values : [...before, ...values]);
}

function valuesOf(text: string, { as, value }: Form): string[] {
  const isList = as === 'list' && text.startsWith('[ ') && text.endsWith(' ]');
  const values = isList ? text.slice(2, -2).split(' ') : [text];
  if ((isList && values.length < 2) || !values.every((each) => value.test(each))) throw new Error('has no value of this attribute');
  if (new Set(values).size < values.length) throw new Error('has a value twice');
  if (values.includes('any') && values.length > 1) throw new Error('has any and something else');
  return values.map((each) => each.replace(/^"(.*)"$/, '$1'));
}

function permitsOf(configuration: Configuration): Permit[] {
  const used = new Set<string>();
  const rules = [...configuration['rulebase security rules'].values()];
  for (const [label, group] of configuration['address-group']) {
    if (configuration.address.has(label)) throw new Error(`"${label}" is an address and a group`);
    for (const member of group.get('static') ?? []) {
      if (!configuration.address.has(member)) throw new Error(`the member "${member}" of "${label}" is not there`);
      used.add(`address ${member}`);
    }
  }
  const permits = rules.flatMap((rule) => toPermits(rule, configuration, used));
  for (const [label, rule] of configuration['rulebase decryption rules']) checkDecryption(label, rule, configuration);
  for (const kind of ['address', 'address-group', 'service'] as const) {
    const orphan = [...configuration[kind].keys()].find((label) => !used.has(`${kind} ${label}`));
    if (orphan !== undefined) throw new Error(`no rule uses the ${kind} "${orphan}"`);
  }
  if (configuration.tag.size !== 1) throw new Error('there is not one tag');
  return permits;
}

/** One permit for each IP version that both ends have: a packet has one. */
function toPermits(rule: Attributes, configuration: Configuration, used: Set<string>): Permit[] {
  const [source, destination] = ['source', 'destination'].map((side) => membersOf(rule.get(side) ?? [], configuration, used)) as [
    Members,
    Members,
  ];
  const applications = rule.get('application')?.join(' ');
  if (applications !== 'any' && applications !== 'ftp ssl') throw new Error(`"${applications}" leaves out what the port is for`);
  checkTag(rule, configuration);
  const served = serviceOf(one(rule, 'service'), configuration, used);
  const permits = (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const [from, to] = [ofFamily(source, family), ofFamily(destination, family)];
    return from && to
      ? [
          {
            family,
            from: one(rule, 'from'),
            to: one(rule, 'to'),
            source: from,
            destination: to,
            ...served,
            // The gateway for FTP is part of App-ID, and follows what that takes for FTP.
            helper: applications === 'ftp ssl',
          },
        ]
      : [];
  });
  if (permits.length === 0) throw new Error('the ends of a rule have no IP version in common');
  return permits;
}

function membersOf(names: readonly string[], { 'address-group': groups, address }: Configuration, used: Set<string>): Members {
  if (names[0] === 'any') return { any: true, networks: [], names: [] };
  const members = names.flatMap((label) => {
    const group = groups.get(label);
    if (!group) throw new Error(`the group "${label}" is not there`);
    used.add(`address-group ${label}`);
    return (group.get('static') ?? []).map((member) => address.get(member) as Attributes);
  });
  const values = (key: string) => members.flatMap((member) => member.get(key) ?? []);
  for (const network of values('ip-netmask')) checkNetwork(network);
  return { any: false, networks: values('ip-netmask'), names: values('fqdn') };
}

function checkNetwork(network: string): void {
  const [address = '', length] = network.split('/');
  const isIpv4 = !address.includes(':');
  if (Number(length) < 1 || Number(length) > (isIpv4 ? 32 : 128)) throw new Error(`"${network}" has no prefix length`);
  if (isIpv4 && address.split('.').some((part) => Number(part) > 255 || /^0\d/.test(part))) throw new Error(`"${network}" is no address`);
}

/** The members of one IP version, and the names, which may have addresses of either; undefined where there are none. */
function ofFamily({ any: isAny, networks, names }: Members, family: Family): Members | undefined {
  const own = networks.filter((network) => network.includes(':') === (family === 'ipv6'));
  return isAny || own.length + names.length > 0 ? { any: isAny, networks: own, names } : undefined;
}

function serviceOf(
  label: string,
  { service: services }: Configuration,
  used: Set<string>,
): Pick<Permit, 'transport' | 'port' | 'sourcePort'> {
  const found = services.get(label);
  if (!found) throw new Error(`the service "${label}" is not there`);
  used.add(`service ${label}`);
  const transport: Transport = found.has('protocol udp port') ? 'udp' : 'tcp';
  const source = found.get(`protocol ${transport} source-port`)?.[0];
  return { transport, port: rangeOf(one(found, `protocol ${transport} port`)), sourcePort: source === undefined ? null : rangeOf(source) };
}

function rangeOf(text: string): PortRange {
  const [from = 0, to = from] = text.split('-').map(Number);
  if (from < 1 || to > 65_535 || from > to) throw new Error(`"${text}" is no range of ports`);
  return { from, to };
}

/** A decryption rule of ours permits nothing, and keeps one security rule out of TLS inspection, no more and no less. */
function checkDecryption(label: string, rule: Attributes, configuration: Configuration): void {
  const security = configuration['rulebase security rules'].get(label);
  if (!security) throw new Error(`the decryption rule "${label}" has no security rule`);
  for (const key of ['from', 'to', 'source', 'destination', 'service', 'tag']) {
    if (rule.get(key)?.join() !== security.get(key)?.join()) throw new Error(`the rules named "${label}" differ in their ${key}`);
  }
}

function checkTag(rule: Attributes, { tag }: Configuration): void {
  if (!tag.has(one(rule, 'tag'))) throw new Error(`the tag "${one(rule, 'tag')}" is not there`);
}

/** The one value of an attribute, which has to be there. */
function one(entry: Attributes, key: string): string {
  const [value, ...more] = entry.get(key) ?? [];
  if (value === undefined || more.length > 0) throw new Error(`there is not one ${key}`);
  return value;
}
