/**
 * Palo Alto PAN-OS: set commands for a firewall with one virtual system. What takes which attribute, and how long it may be:
 * https://github.com/PaloAltoNetworks/pan-os-codegen/tree/main/specs
 */
import { type DualRule, dualRules, familyWords } from '#rules/dual-stack.ts';
import { type Namer, namer } from '#rules/name.ts';
import { cidrOf, type Network, networkText } from '#rules/network.ts';
import type { About, NameAnswer, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { hasExactNames, mixesFtp } from '#rules/traits.ts';
import { headerLines, purposeWords } from '#rules/words.ts';

export const platform = {
  id: 'pan-os',
  name: 'Palo Alto PAN-OS',
  extension: 'txt',
  // Names of rules had 31 characters once, and descriptions 255: https://docs.paloaltonetworks.com/pan-os/10-1/pan-os-admin/policy/security-policy/components-of-a-security-policy-rule
  minimum: 'PAN-OS 10.1',
  vantages: ['edge', 'outer', 'inner'],
  zones: {
    example: { internet: 'untrust', dmz: 'dmz', lan: 'trust', management: 'trust', peers: 'untrust' },
    kind: 'security zone',
    // "any" would be every zone, and "multicast" is no zone of an interface.
    pattern: /^(?!(?:any|multicast)$)[a-z0-9_](?:[a-z0-9 ._-]{0,61}[a-z0-9._-])?$/i,
    words: 'type the name of one security zone, at most 63 letters, digits, spaces, dots, hyphens or underscores',
  },
  destinationNat: 'before',
  ftpHelper: true,
  notes: [
    'PAN-OS documents no comments: each of these lines replaces the comment of one tag, and the last stays.',
    'Before you paste: set cli scripting-mode on, then configure. After that: commit.',
    'New rules go to the end of the rulebase: move them above your deny.',
    'A list keeps what is in it: where values have changed, empty it before you paste.',
    'Rules see addresses before NAT: behind destination NAT, give the public address of the gateway too.',
  ],
  canName,
  render: (policy, about) => lines(toLines(policy, about)),
} satisfies Platform;

/**
 * A URL category has "any" beside it for the destination, lets every handshake pass, and believes the name that the client gives:
 * https://knowledgebase.paloaltonetworks.com/KCSArticleDetail?id=kA10g000000POF8CAO
 */
function canName(name: string, { transport, port, inspection, destination }: Rule): NameAnswer {
  if (!name.startsWith('*.')) return true;
  const isWeb = transport === 'tcp' && port.from === port.to && [80, 443].includes(port.from) && inspection === null;
  if (!isWeb || !destination.wildcards.includes(name)) {
    return { reason: 'an address object takes no wildcard', remedy: 'Type the addresses, or leave it closed.' };
  }
  return {
    reason:
      'an address object takes no wildcard, and a URL category opens the port to any address and trusts the name that the client gives',
    remedy: 'Type the addresses, or decide for a URL category: the page of these rules has its commands.',
  };
}

/** Members of one group; how many PAN-OS takes depends on the model. */
const groupSize = 500;

/** Names in one line, so that no line is longer than a terminal sends whole. */
const lineSize = 8;

/** One text: the policy, the objects that it has so far, and what makes their names. */
interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly tag: string;
  /** Addresses and groups share their names. */
  readonly name: Namer;
  readonly serviceName: Namer;
  readonly ruleName: Namer;
  /** Name of an object → its commands. */
  readonly addresses: Map<string, readonly string[]>;
  readonly groups: Map<string, readonly string[]>;
  readonly services: Map<string, readonly string[]>;
}

function toLines(policy: Policy, about: About): string[] {
  const scope = about.scope?.id ?? 'all';
  const text: Text = {
    policy,
    scope,
    tag: namer(nameRule)(policy.prefix, scope),
    name: namer(nameRule),
    serviceName: namer(nameRule),
    ruleName: namer(nameRule),
    addresses: new Map(),
    groups: new Map(),
    services: new Map(),
  };
  const rules = dualRules(policy.rules).map((dual) => ruleBlocks(text, dual));
  const decryption = rules.flatMap(({ kept }) => kept);
  const notes = [
    ...about.notes,
    ...(decryption.length > 0 ? ['A decryption rule works only above those that decrypt: move it.'] : []),
    ...notesOf(policy),
  ];
  const objects = [text.addresses, text.groups, text.services].map((each) => [...each.values()].flat());
  return [
    headerBlock(text.tag, headerLines(policy, { ...about, notes })),
    ...objects,
    ...rules.map(({ security }) => security),
    ...decryption,
  ]
    .filter((block) => block.length > 0)
    .flatMap((block, at) => (at === 0 ? block : ['', ...block]));
}

/** What a reader must know of these very rules. */
const notesOf = (policy: Policy): string[] => [
  ...(hasExactNames(policy)
    ? [
        'Host names: the firewall looks them up itself, at the DNS servers of its own settings: let it ask the resolvers that the gateway asks. Until it has an answer, a name lets nothing through.',
      ]
    : []),
  ...(policy.rules.some(mixesFtp)
    ? [
        'FTP that turns to TLS shares a rule with FTP in clear, which takes what App-ID calls ftp or ssl. Where your log has another application there, add it.',
      ]
    : []),
];

/**
 * Whether a line that begins with "#" is passed over or answered with an error is not documented, so there is none. The comment of a
 * tag takes 1023 characters; the one that stays says what the tag is.
 */
function headerBlock(tag: string, header: readonly string[]): string[] {
  const parts = header.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)));
  return [...parts, header.slice(0, 2).join('. ')]
    .map(plain)
    .filter((part) => part !== '')
    .map((part) => `set tag ${tag} comments "${cut(part, 1023)}"`);
}

/** What the documentation allows in every name: https://docs.paloaltonetworks.com/content/techdocs/en_US/network-security/security-policy/administration/objects/addresses/address-objects-fields.html */
const nameRule = { limit: 63, refused: /[^A-Za-z0-9_-]/, joiner: '-', start: 'p' };

/** A security rule, and the decryption rule that keeps it out of TLS inspection where that must not be. */
function ruleBlocks(text: Text, dual: DualRule): { security: string[]; kept: string[][] } {
  const [rule] = dual.rules;
  const name = text.ruleName(text.policy.prefix, text.scope, dual.id);
  const words = `${familyWords(dual)}, ${purposeWords(rule)}`;
  const match = [
    `from ${zone(rule.from)}`,
    `to ${zone(rule.to)}`,
    ...list('source', membersOf(text, dual, 'source')),
    ...list('destination', membersOf(text, dual, 'destination')),
  ];
  const service = `service ${serviceOf(text, rule)}`;
  const description = `description "${cut(plain(words), 1023)}"`;
  const block = (rulebase: string, attributes: readonly string[]) =>
    attributes.map((each) => `set rulebase ${rulebase} rules ${name} ${each}`);
  return {
    security: block('security', [
      description,
      ...match,
      ...list('application', applicationsOf(rule)),
      service,
      'action allow',
      `tag ${text.tag}`,
    ]),
    kept:
      rule.inspection === 'forbidden' && rule.transport === 'tcp' && rule.direction === 'out'
        ? [
            block('decryption', [
              description,
              ...match,
              'source-user any',
              'category any',
              service,
              'type ssl-forward-proxy',
              'action no-decrypt',
              `tag ${text.tag}`,
            ]),
          ]
        : [],
  };
}

/**
 * The port decides, not what App-ID takes the connection for. FTP is followed by what App-ID knows it by, so there it is named; TLS
 * stands beside it, since a control connection may turn to it.
 */
const applicationsOf = ({ ftp }: Rule): string[] => (ftp === 'control' ? ['ftp', 'ssl'] : ['any']);

/** The groups of an end, named after who stands there; after the rule too, where the same parties have other addresses elsewhere. */
function membersOf(text: Text, dual: DualRule, side: 'source' | 'destination'): string[] {
  const [rule, both] = dual.rules;
  const end = rule[side];
  if (end.any) return ['any'];
  const networks = dual.rules.flatMap((each) => each[side].networks);
  const members = [...networks.map((network) => addressOf(text, network)), ...namesOf(text, end)];
  // Where only one IP version has both ends, the other addresses of the parties stand in another group.
  const version = both || networks.length === 0 ? '' : rule.family === 'ipv4' ? '_v4' : '_v6';
  const shared = groupsOf(text, `${end.parties.join('-')}${version}`, members);
  const isShared = shared.every(([group, commands]) => (text.groups.get(group) ?? commands).join() === commands.join());
  const groups = isShared ? shared : groupsOf(text, `${dual.id}-${side === 'source' ? 'from' : 'to'}`, members);
  for (const [group, commands] of groups) text.groups.set(group, commands);
  return groups.map(([group]) => group);
}

const groupsOf = ({ policy: { prefix }, scope, name }: Text, owner: string, members: readonly string[]): [string, string[]][] =>
  chunks(members, groupSize).map((part, at) => {
    const group = name(prefix, scope, at === 0 ? owner : `${owner}_${at + 1}`);
    return [group, list('static', part).map((command) => `set address-group ${group} ${command}`)];
  });

/** Addresses are named after what they hold, so they are the same in every text. */
function addressOf({ policy: { prefix }, name, addresses }: Text, network: Network): string {
  const object = name(prefix, networkText(network).replace(/[.:]/g, '-').replace('/', '_'));
  addresses.set(object, [`set address ${object} ip-netmask ${cidrOf(network)}`]);
  return object;
}

const namesOf = ({ policy: { prefix }, name, addresses }: Text, { names }: End): string[] =>
  names.map((host) => {
    const object = name(prefix, host.replaceAll('.', '_'));
    addresses.set(object, [`set address ${object} fqdn ${host}`]);
    return object;
  });

function serviceOf({ policy: { prefix }, serviceName, services }: Text, { transport, port, sourcePort }: Rule): string {
  const service = serviceName(prefix, transport, portText(port), ...(sourcePort ? ['from', portText(sourcePort)] : []));
  const command = (attribute: string) => `set service ${service} protocol ${transport} ${attribute}`;
  services.set(service, [command(`port ${portText(port)}`), ...(sourcePort ? [command(`source-port ${portText(sourcePort)}`)] : [])]);
  return service;
}

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}-${to}`);

/** A list adds to what is there, so a long one takes several lines. */
const list = (attribute: string, members: readonly string[]): string[] =>
  chunks(members, lineSize).map((part) => `${attribute} ${part.length === 1 ? part[0] : `[ ${part.join(' ')} ]`}`);

const chunks = <T>(members: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(members.length / size) }, (_, at) => members.slice(at * size, (at + 1) * size));

const zone = (name: string): string => (name.includes(' ') ? `"${name}"` : name);

/** A value between double quotes, where PAN-OS knows no escape; "?" asks for help, and pipes and brackets mean something elsewhere. */
const plain = (text: string): string => ascii(ascii(text).replace(/[^A-Za-z0-9 .,:;/_()+=@*'-]/g, ''));

const lines = (block: readonly string[]): string => `${block.join('\n')}\n`;
