/** FortiGate: commands for the CLI of FortiOS. Limits: https://docs.fortinet.com/document/fortigate/7.0.9/cli-reference/259620 and its neighbours. */
import { type DualRule, dualRules, familyWords } from '#rules/dual-stack.ts';
import { type Namer, namer } from '#rules/name.ts';
import { type Family, type Network, netmaskOf, networkText } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { hasExactNames, hasWildcards } from '#rules/traits.ts';
import { headerLines, purposeWords } from '#rules/words.ts';

export const platform = {
  id: 'fortigate',
  name: 'FortiGate',
  extension: 'txt',
  // One policy takes addresses of both IP versions since then: https://docs.fortinet.com/document/fortigate/6.4.0/new-features/815846
  minimum: 'FortiOS 6.4.0',
  vantages: ['edge', 'outer', 'inner'],
  zones: {
    example: { internet: 'wan1', dmz: 'dmz', lan: 'internal', management: 'internal', peers: 'wan1' },
    kind: 'interface or zone',
    // "any" would be every interface.
    pattern: /^(?!any$)[a-z0-9](?:[a-z0-9 ._/-]{0,33}[a-z0-9._/-])?$/i,
    words: 'type the name of one interface, or of the zone it belongs to, at most 35 letters, digits, spaces, dots, hyphens or underscores',
  },
  destinationNat: 'after',
  ftpHelper: true,
  notes: [
    'The policies go to the end of the list: move them above your deny. NAT is left off.',
    'Inbound policies name the real address of the gateway. Behind a virtual IP, that is the dstaddr.',
  ],
  canName: () => true,
  render: (policy, about) => lines(toLines(policy, about)),
} satisfies Platform;

/** Addresses in one group; how many a FortiGate takes depends on its model. */
const groupSize = 300;

/** Addresses in one line, so that no line is longer than a terminal sends whole. */
const lineSize = 8;

type Entries = Map<string, readonly string[]>;

/** The objects that the policies use: name → its "set" commands. */
interface Objects {
  readonly address: Entries;
  readonly address6: Entries;
  readonly addrgrp: Entries;
  readonly addrgrp6: Entries;
  readonly service: Entries;
}

/** One text: the policy, the objects that it has so far, and what makes their names. */
interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly objects: Objects;
  readonly name: Namer;
  /** Group → its members: one name stands for one list of addresses. */
  readonly groups: Map<string, string>;
}

function toLines(policy: Policy, about: About): string[] {
  const objects: Objects = {
    address: new Map(),
    address6: new Map(),
    addrgrp: new Map(),
    addrgrp6: new Map(),
    service: new Map(),
  };
  const text: Text = { policy, scope: about.scope?.id ?? 'all', objects, name: namer(nameRule(63)), groups: new Map() };
  const policyName = namer(nameRule(35));
  const duals = dualRules(policy.rules);
  const policies = duals.map((dual) => {
    const name = policyName(policy.prefix, text.scope, dual.id);
    return { name, commands: policyCommands(text, dual, name) };
  });

  const notes = [...about.notes, ...nameNotes(policy), ...(policies[0] ? againNotes(policies[0].name) : [])];
  return [
    ...comment(headerLines(policy, { ...about, notes })),
    ...table('address', objects.address),
    ...table('address6', objects.address6),
    ...table('addrgrp', objects.addrgrp),
    ...table('addrgrp6', objects.addrgrp6),
    ...table('service custom', objects.service),
    ...(policies.length === 0 ? [] : ['config firewall policy', ...policies.flatMap(({ commands }) => entry('edit 0', commands)), 'end']),
  ];
}

/** The characters that no check of FortiOS refuses in a name: it refuses at least <>()#'" in names. */
const nameRule = (limit: number) => ({ limit, refused: /[^A-Za-z0-9._-]/, joiner: '-', start: 'p' });

/** "edit 0" is a new policy each time: https://docs.fortinet.com/document/fortigate/6.0.0/handbook/473851/policy-names has names unique. */
const againNotes = (name: string): string[] => [
  'Pasted twice, a second copy of each policy may stay: it has no name, and permits the same. Delete it. If this prints a line, the policies are there, so paste only what stands before "config firewall policy":',
  `  show firewall policy | grep "${name}"`,
];

const nameNotes = (policy: Policy): string[] => [
  ...(hasExactNames(policy)
    ? [
        'Host names: the FortiGate looks them up itself, at its system DNS: let it ask the resolvers that the gateway asks. Until it has an answer, a name lets nothing through.',
      ]
    : []),
  ...(hasWildcards(policy) ? ['An address with an asterisk is empty until a DNS answer for the gateway has passed this FortiGate.'] : []),
];

function policyCommands(text: Text, dual: DualRule, name: string): string[] {
  const [rule] = dual.rules;
  const ends = dual.rules.flatMap((each) => {
    const six = each.family === 'ipv6' ? '6' : '';
    return [
      `set srcaddr${six} ${list(addressesOf(text, dual, each, 'source'))}`,
      `set dstaddr${six} ${list(addressesOf(text, dual, each, 'destination'))}`,
    ];
  });
  return [
    `set name "${name}"`,
    `set srcintf "${rule.from}"`,
    `set dstintf "${rule.to}"`,
    ...ends,
    'set action accept',
    'set schedule "always"',
    `set service "${serviceOf(text, rule)}"`,
    'set logtraffic all',
    `set comments "${cut(plain(`${familyWords(dual)}, ${purposeWords(rule)}`), 1023)}"`,
  ];
}

/** The groups of an end, named after who stands there; after the rule too, where the same parties have other addresses elsewhere. */
function addressesOf(text: Text, dual: DualRule, rule: Rule, side: 'source' | 'destination'): string[] {
  const { family, [side]: end } = rule;
  if (end.any) return ['all'];
  const { policy, scope, groups, objects } = text;
  const six = family === 'ipv6' ? '_v6' : '';
  const members = membersOf(text, end, family);
  const parties = end.parties.join('-');
  const key = JSON.stringify([parties, family]);
  const shared = (groups.get(key) ?? members.join()) === members.join();
  if (shared) groups.set(key, members.join());
  const owner = shared ? parties : `${dual.id}-${side === 'source' ? 'from' : 'to'}`;
  return chunks(members, groupSize).map((part, at) => {
    const group = text.name(policy.prefix, scope, `${owner}${at === 0 ? '' : `_${at + 1}`}${six}`);
    objects[six ? 'addrgrp6' : 'addrgrp'].set(
      group,
      chunks(part, lineSize).map((names, position) => `${position === 0 ? 'set' : 'append'} member ${list(names)}`),
    );
    return group;
  });
}

/** Names of the address objects of an end. They are named after what they hold, so they are the same in every text. */
function membersOf({ policy: { prefix }, name, objects }: Text, { networks, names, wildcards }: End, family: Family): string[] {
  const six = family === 'ipv6';
  const table = six ? objects.address6 : objects.address;
  const add = (label: string, commands: readonly string[]): string => {
    const object = name(prefix, `${label}${six ? '_v6' : ''}`);
    table.set(object, commands);
    return object;
  };
  return [
    ...networks.map((network) => add(networkText(network).replaceAll(':', '-').replace('/', '_'), networkCommands(network))),
    ...names.map((host) => add(host, ['set type fqdn', `set fqdn "${host}"`])),
    ...wildcards.map((wildcard) => add(`wildcard_${wildcard.slice('*.'.length)}`, ['set type fqdn', `set fqdn "${wildcard}"`])),
  ];
}

const networkCommands = (network: Network): string[] =>
  network.family === 'ipv6' ? [`set ip6 ${network.address}/${network.length}`] : [`set subnet ${network.address} ${netmaskOf(network)}`];

function serviceOf({ policy: { prefix }, name, objects }: Text, { transport, port, sourcePort, ftp }: Rule): string {
  const ports = portText(port);
  const helped = ftp === 'control';
  const service = name(prefix, transport, ports, ...(sourcePort ? ['from', portText(sourcePort)] : []), ...(helped ? ['ftp'] : []));
  objects.service.set(service, [
    `set ${transport}-portrange ${ports}${sourcePort ? `:${portText(sourcePort)}` : ''}`,
    ...(helped ? ['set helper ftp'] : []),
  ]);
  return service;
}

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}-${to}`);

const list = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(' ');

const chunks = <T>(members: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(members.length / size) }, (_, at) => members.slice(at * size, (at + 1) * size));

const table = (kind: string, entries: Entries): string[] =>
  entries.size === 0
    ? []
    : [`config firewall ${kind}`, ...[...entries].flatMap(([name, commands]) => entry(`edit "${name}"`, commands)), 'end'];

const entry = (edit: string, commands: readonly string[]): string[] => [
  `    ${edit}`,
  ...commands.map((command) => `        ${command}`),
  '    next',
];

/** A value between double quotes. "?" asks for help even there, "\" escapes, "$" begins a variable: none of them stays. */
const plain = (text: string): string => ascii(ascii(text).replace(/[^A-Za-z0-9 .,:;/_()+=@*-]/g, ''));

/** Lines of a comment, wrapped; a command, which begins with two spaces, stays whole. The terminal takes "?" as a call for help here too. */
const comment = (block: readonly string[]): string[] =>
  block
    .flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)))
    .map((part) => `# ${part.replace(/[?\\]/g, '-')}`.trimEnd());

const lines = (block: readonly string[]): string => `${block.join('\n')}\n`;
