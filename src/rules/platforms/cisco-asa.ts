/**
 * Cisco ASA: groups of addresses, and lines of the administrator's own access lists. Names and members:
 * https://cisco.com/c/en/us/td/docs/security/asa/asa918/configuration/firewall/asa-918-firewall-config/access-objects.html
 */
import { type Namer, namer } from '#rules/name.ts';
import { type Family, isHost, type Network, netmaskOf } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { ascii, wrapped } from '#rules/text.ts';
import { hasExactNames } from '#rules/traits.ts';
import { headerLines, purposeWords } from '#rules/words.ts';

export const platform = {
  id: 'cisco-asa',
  name: 'Cisco ASA',
  extension: 'txt',
  // From there on a group may hold objects of IPv6; the guide of 9.2 says no:
  // https://cisco.com/c/en/us/td/docs/security/asa/asa912/asdm712/firewall/asdm-712-firewall-config/access-objects.html
  minimum: 'ASA 9.12(1)',
  vantages: ['edge', 'outer', 'inner'],
  zones: {
    // What ASDM calls the list of an interface: its name, and "_access_in".
    example: {
      internet: 'outside_access_in',
      dmz: 'dmz_access_in',
      lan: 'inside_access_in',
      management: 'inside_access_in',
      peers: 'outside_access_in',
    },
    kind: 'access list',
    named: 'source',
    // These two are commands, not names.
    pattern: /^(?!(?:alert-interval|deny-flow-max)$)[a-z0-9][a-z0-9_.-]{0,127}$/i,
    words:
      'type the name of the access list that is bound to the interface, as "show running-config access-group" has it, at most 128 letters, digits, dots, hyphens or underscores',
  },
  destinationNat: 'after',
  ftpHelper: true,
  notes: [
    "Each line goes to the end of its access list. Where a deny of yours stands there, write 'line' and its number behind the name of the list.",
    'A list is in force where an access-group of yours binds it to an interface, inbound. Nothing here binds one.',
    'Addresses are those that the hosts have, not those that they are translated to.',
  ],
  canName: (name) =>
    name.startsWith('*.')
      ? {
          reason: 'an ASA looks host names up, and a wildcard cannot be looked up',
          remedy: 'Type addresses in its place, such as those of a proxy.',
        }
      : true,
  render: (policy, about) => `${toLines(policy, about).join('\n')}\n`,
} satisfies Platform;

/** One text: the policy, what its lines have needed so far, and what makes their names. */
interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly name: Namer;
  /** Name → its one value. */
  readonly objects: Map<string, string>;
  /** Name → its members. */
  readonly groups: Map<string, readonly string[]>;
}

function toLines(policy: Policy, about: About): string[] {
  const name = namer({ limit: 64, refused: /[^A-Za-z0-9._-]/, joiner: '-', start: 'p' });
  const text: Text = { policy, scope: about.scope?.id ?? 'all', name, objects: new Map(), groups: new Map() };
  // Last, so that an administrator can put a deny in front of them that leaves the others as they are.
  const open = policy.rules.filter(({ destination }) => destination.any);
  const rules = [...policy.rules.filter((rule) => !open.includes(rule)), ...open];
  const lines = ruleLines(text, rules);
  return [
    ...comment(headerLines(policy, { ...about, notes: [...about.notes, ...notesOf(text, open)] })),
    ...block([...text.objects].flatMap(([object, value]) => [`object network ${object}`, ` ${value}`])),
    ...block([...text.groups].flatMap(([group, members]) => [`object-group network ${group}`, ...members.map((member) => ` ${member}`)])),
    ...block(lines),
  ];
}

const block = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['!', ...lines]);

/** What a reader must know of these very lines. */
function notesOf(text: Text, open: readonly Rule[]): string[] {
  const { rules } = text.policy;
  return [
    ...(hasExactNames(text.policy)
      ? [
          "Host names: the ASA looks them up itself, by 'dns domain-lookup' and a name server: let it ask the resolvers that the gateway asks. Until it has an answer, a name lets nothing through.",
        ]
      : []),
    ...(rules.some(({ transport, port }) => transport === 'tcp' && port.from <= 25 && port.to >= 25)
      ? [
          "Mail: 'inspect esmtp' is on by default, and hides STARTTLS unless its map allows TLS. Take the gateway out of it, and no other host.",
        ]
      : []),
    ...(rules.some(({ ftp }) => ftp === 'control')
      ? ["FTP: 'inspect ftp' opens the data connections. It is on by default: keep it in your policy map."]
      : []),
    ...(rules.some(meetsFtpInspection)
      ? ["FTP that turns to TLS: 'inspect ftp strict' closes it, since it can no longer read commands. Leave 'strict' out for the gateway."]
      : []),
    ...openNotes(text, open),
  ];
}

/**
 * Inspection goes by the port, whatever line permits the connection. The strict one wants every command to end with CR and LF:
 * https://manualsdump.com/en/manuals/cisco_systems-ol-16647-01/121500/571
 */
const meetsFtpInspection = ({ transport, port, flows }: Rule): boolean =>
  transport === 'tcp' && port.from <= 21 && port.to >= 21 && flows.some(({ encryptedFtp }) => encryptedFtp);

/** An access list knows by which interface a connection comes in, and not by which one it leaves: what that widens, and how to narrow it. */
function openNotes(text: Text, open: readonly Rule[]): string[] {
  if (open.length === 0) return [];
  return [
    'WIDER: an access list does not know by which interface a connection leaves. The last lines, to any Internet address, permit every public address: also your own ones behind other interfaces. Deny those in front of the last lines, and write a line of its own for what has a private address:',
    ...open.map((rule) => {
      const own = rule.family === 'ipv4' ? '<your network> <its mask>' : '<your prefix>';
      return `  ${['access-list', rule.from, 'line', '<number>', 'extended deny', rule.transport, sourceWords(text, rule), own, portWords(rule.port)].join(' ')}`;
    }),
  ];
}

/** Neighbours that differ in their IP version only share a comment. */
const ruleLines = (text: Text, rules: readonly Rule[]): string[] =>
  rules.flatMap((rule, at) => {
    const words = wordsOf(rule);
    const before = rules[at - 1];
    const said = before !== undefined && wordsOf(before).join() === words.join();
    const match = [rule.transport, sourceWords(text, rule), destinationWords(text, rule), portWords(rule.port)].join(' ');
    return [...(said ? [] : words), `access-list ${rule.from} extended permit ${match}`];
  });

/** No remark: entered again, it would go to the end of the list, away from the line that it is about. */
const wordsOf = (rule: Rule): string[] => [...comment([purposeWords(rule)]), ...(rule.ftp === 'control' ? [helped] : [])];

/** Only here stands a double quote in a comment, so that no title says this. */
const helped = '! "inspect ftp" opens its data connections.';

function sourceWords(text: Text, rule: Rule): string {
  const source = rule.source.any ? (rule.family === 'ipv4' ? 'any4' : 'any6') : groupOf(text, rule, 'source');
  return rule.sourcePort ? `${source} ${portWords(rule.sourcePort)}` : source;
}

const destinationWords = (text: Text, rule: Rule): string =>
  rule.destination.any ? internet(text, rule.family) : groupOf(text, rule, 'destination');

const portWords = ({ from, to }: Rule['port']): string => (from === to ? `eq ${from}` : `range ${from} ${to}`);

/** All of IPv4 but what no Internet address is: private (RFC 1918), shared (RFC 6598), link-local (RFC 3927), this host, and from 224 on. */
const publicRanges = [
  'range 1.0.0.0 9.255.255.255',
  'range 11.0.0.0 100.63.255.255',
  'range 100.128.0.0 126.255.255.255',
  'range 128.0.0.0 169.253.255.255',
  'range 169.255.0.0 172.15.255.255',
  'range 172.32.0.0 192.167.255.255',
  'range 192.169.0.0 223.255.255.255',
] as const;

/** Any Internet address as a destination: "any4" would be the inside too. For IPv6, what is allocated as global unicast (RFC 4291). */
function internet({ policy: { prefix }, name, objects, groups }: Text, family: Family): string {
  // An id of the dataset has no underscore, so no party is called so.
  const add = (label: string, value: string): string => {
    const object = name(prefix, label);
    objects.set(object, value);
    return `object ${object}`;
  };
  if (family === 'ipv6') return add('any_internet_v6', 'subnet 2000::/3');
  const members = publicRanges.map((range, at) => `network-object ${add(`any_internet_v4_${at + 1}`, range)}`);
  const group = name(prefix, 'any_internet_v4');
  groups.set(group, members);
  return `object-group ${group}`;
}

/**
 * The group of an end. A group only grows, so one name must mean one list in all texts: addresses of one party are the
 * administrator's list, the same wherever the party stands; other groups are named after their text and rule.
 */
function groupOf(text: Text, rule: Rule, side: 'source' | 'destination'): string {
  const { policy, scope, name, groups } = text;
  const { [side]: end, family } = rule;
  const own = end.parties.length === 1 && end.networks.length > 0;
  const group = own
    ? name(policy.prefix, `${end.parties[0]}${suffix(family)}`)
    : name(policy.prefix, scope, rule.id, side === 'source' ? 'from' : 'to');
  groups.set(group, membersOf(text, end, family));
  return `object-group ${group}`;
}

const suffix = (family: Family): string => (family === 'ipv4' ? '_v4' : '_v6');

/** Networks stand in the group itself; a host name needs an object, named after it. */
const membersOf = ({ policy: { prefix }, name, objects }: Text, { networks, names }: End, family: Family): string[] => [
  ...networks.map((network) => `network-object ${networkWords(network)}`),
  ...names.map((host) => {
    const object = name(prefix, `${host}${suffix(family)}`);
    objects.set(object, `fqdn ${family === 'ipv4' ? 'v4' : 'v6'} ${host}`);
    return `network-object object ${object}`;
  }),
];

function networkWords(network: Network): string {
  if (isHost(network)) return `host ${network.address}`;
  return network.family === 'ipv4' ? `${network.address} ${netmaskOf(network)}` : `${network.address}/${network.length}`;
}

/**
 * Lines that the ASA passes over, of at most 250 characters, whatever a title is made of; a command, which begins with two spaces, is not
 * wrapped. The terminal takes "?" as a call for help here too.
 */
const comment = (lines: readonly string[]): string[] =>
  lines
    .flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)))
    .flatMap((line) => line.match(/.{1,250}/g) ?? [''])
    .map((line) => `! ${line.replaceAll('?', '-').replaceAll('"', "'")}`.trimEnd());
