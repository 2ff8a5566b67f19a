/**
 * iptables: chains of ours in the table filter, or the whole of a built-in chain, written by a shell script that runs on both back ends.
 * Grammar: iptables(8), iptables-restore(8), iptables-extensions(8), ipset(8), https://man7.org/linux/man-pages/man8/iptables.8.html.
 */
import { type Namer, namer } from '#rules/name.ts';
import { type Family, networkText } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { wildcardsAbove } from '#rules/wildcards.ts';
import { headerLines, purposeWords, ruleTitle } from '#rules/words.ts';

/** Seconds that a learnt address stays: longer than the time to live of the names, or the set would empty before the next look-up. */
const learntFor = 86_400;

/** Ends the here-documents: no line of theirs is that word. */
const end = 'END';

export const platform = {
  id: 'iptables',
  name: 'iptables',
  extension: 'sh',
  minimum: 'iptables 1.8, ipset 6; dnsmasq 2.66 for host names',
  vantages: ['edge', 'outer', 'inner', 'host'],
  zones: {
    example: { internet: 'wan0', dmz: 'dmz0', lan: 'lan0', management: 'lan0', peers: 'wan0' },
    kind: 'interface',
    // The kernel takes 15 bytes; "+" at the end would mean every interface that begins so.
    pattern: /^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,14}$/,
    words: 'type the name of one interface as "ip link" shows it, at most 15 letters, digits, dots, hyphens or underscores',
  },
  destinationNat: 'after',
  ftpHelper: true,
  notes: [],
  canName: () => true,
  render: (policy, about) => rendered(toText(policy, about, 'ours'), about),
  alternatives: [
    {
      id: 'table',
      title: 'Whole chains',
      why: 'For a machine that does nothing but what these rules say: they take the place of all rules in FORWARD, which then drops all else, or, on the gateway itself, of all rules in INPUT and OUTPUT.',
      vantages: ['edge', 'outer', 'inner', 'host'],
      render: (policy, about) => rendered(toText(policy, about, 'built-in'), about),
    },
  ],
} satisfies Platform;

/** One text: the policy, and the names that stand in it. */
interface Text {
  readonly policy: Policy;
  readonly scope: string;
  /** Whose chains the rules stand in. */
  readonly chains: 'ours' | 'built-in';
  readonly hooks: readonly Hook[];
  readonly chainName: Namer;
  readonly setName: Namer;
}

/** Where the kernel reaches rules: forwarding, or what the gateway receives and sends. */
interface Hook {
  readonly chain: 'FORWARD' | 'INPUT' | 'OUTPUT';
  /** Where the table raw sees the first packet of such a connection. */
  readonly raw: 'PREROUTING' | 'OUTPUT';
  /** Added to the names of our chains. */
  readonly parts: readonly string[];
  /** On which side the gateway stands. */
  readonly gateway: readonly ('-s' | '-d')[];
  readonly has: (rule: Rule) => boolean;
}

const forwarding: readonly Hook[] = [{ chain: 'FORWARD', raw: 'PREROUTING', parts: [], gateway: ['-s', '-d'], has: () => true }];

const local: readonly Hook[] = [
  { chain: 'INPUT', raw: 'PREROUTING', parts: ['in'], gateway: ['-d'], has: ({ direction }) => direction === 'in' },
  { chain: 'OUTPUT', raw: 'OUTPUT', parts: ['out'], gateway: ['-s'], has: ({ direction }) => direction === 'out' },
];

const toText = (policy: Policy, { scope }: About, chains: Text['chains']): Text => ({
  policy,
  scope: scope?.id ?? 'all',
  chains,
  hooks: policy.vantage === 'host' ? local : forwarding,
  chainName: namer({ limit: 28, refused: /[^A-Za-z0-9_-]/, joiner: '-', start: 'p' }),
  setName: namer({ limit: 31, refused: /[^A-Za-z0-9_.-]/, joiner: '-', start: 'p' }),
});

const ownChain = ({ policy, scope, chainName }: Text, { parts }: Hook): string => chainName(policy.prefix, scope, ...parts);

const helperChain = ({ policy, scope, chainName }: Text, { parts }: Hook): string => chainName(policy.prefix, scope, ...parts, 'ftp');

const chainOf = (text: Text, hook: Hook): string => (text.chains === 'ours' ? ownChain(text, hook) : hook.chain);

function rendered(text: Text, about: About): string {
  const { policy } = text;
  const isEmpty = policy.rules.length === 0;
  const header = headerLines(policy, { ...about, notes: [...about.notes, ...(isEmpty ? [] : notesOf(text))] });
  const script = isEmpty ? [] : [...resolverLines(text), '', ...scriptOf(text)];
  return `${['#!/bin/sh', ...comment(header), ...script].join('\n')}\n`;
}

function notesOf(text: Text): string[] {
  const { hooks, chains, policy } = text;
  const sets = resolvedNames(text).size > 0 ? '. Do not save them: saved rules that need a set load only after it' : '';
  const lasting = `The rules last until the machine starts again: run the script at every start${sets}.`;
  const builtIn = hooks.map(({ chain }) => chain).join(' and ');
  if (chains === 'ours') {
    const own = hooks.map((hook) => ownChain(text, hook)).join(' and ');
    return [
      `The script empties and fills ${own}, and puts a jump at the top of ${builtIn}, once. Your rules stay as they are.`,
      'The rules accept, and drop nothing.',
      lasting,
    ];
  }
  const others = policy.vantage === 'host' ? 'FORWARD stays as it is' : 'INPUT and OUTPUT stay as they are';
  return [`THIS FORM REPLACES EVERY RULE in ${builtIn}, yours too, for IPv4 and IPv6, and drops all else there. ${others}.`, lasting];
}

const families = ['ipv4', 'ipv6'] as const satisfies readonly Family[];

const programs = { ipv4: 'iptables', ipv6: 'ip6tables' } as const satisfies Record<Family, string>;

const rulesOf = ({ policy }: Text, family: Family): readonly Rule[] => policy.rules.filter((rule) => rule.family === family);

/**
 * In a subshell, so that pasted lines end at the first error and leave the shell as it was. Both families are tested before either is
 * changed; a chain that an earlier text filled, and this one does not, is emptied.
 */
function scriptOf(text: Text): string[] {
  const isWritten = (family: Family) => text.chains === 'built-in' || rulesOf(text, family).length > 0;
  const [written, left] = [families.filter(isWritten), families.filter((family) => !isWritten(family))];
  const sets = setLines(text);
  return [
    '(',
    'set -eu',
    '',
    ...written.flatMap((family) => [`${family}() {`, `cat <<'${end}'`, ...restoreLines(text, family), end, '}', '']),
    ...(sets.length > 0 ? [`ipset -exist restore <<'${end}'`, ...sets, end] : []),
    ...written.map((family) => `${family} | ${programs[family]}-restore --noflush --test`),
    ...written.map((family) => `${family} | ${programs[family]}-restore --wait --noflush`),
    ...written.flatMap((family) => jumpLines(text, family)),
    ...left.flatMap((family) =>
      text.hooks.map((hook) => `${programs[family]} -w -F ${ownChain(text, hook)} 2>/dev/null || true # from an earlier text`),
    ),
    ')',
  ];
}

/** What the tables are given; "--noflush" leaves alone all chains but those that are named here, and rules of built-in ones (iptables-restore(8)). */
function restoreLines(text: Text, family: Family): string[] {
  const isOurs = text.chains === 'ours';
  const helped = helpedHooks(text, family);
  const helperHeads = helped.map((hook) => `:${helperChain(text, hook)} - [0:0]`);
  return [
    '*filter',
    ...text.hooks.map((hook) => `:${chainOf(text, hook)} ${isOurs ? '-' : 'DROP'} [0:0]`),
    ...text.hooks.flatMap((hook) => (isOurs ? [] : [`-F ${hook.chain}`])),
    ...text.hooks.flatMap((hook) => [
      ...(isOurs ? replies(text, hook, family) : essentials(hook, family)),
      ...ruleLines(text, hook, family),
    ]),
    'COMMIT',
    ...(helped.length > 0 ? ['*raw', ...helperHeads, ...helped.flatMap((hook) => helperLines(text, hook, family)), 'COMMIT'] : []),
  ];
}

/** What reaches our chains: each jump once, and before the administrator's own rules. */
function jumpLines(text: Text, family: Family): string[] {
  const program = `${programs[family]} -w`;
  const once = (table: string, from: string, to: string) =>
    `${program}${table} -C ${from} -j ${to} 2>/dev/null || ${program}${table} -I ${from} -j ${to}`;
  return [
    ...helpedHooks(text, family).map((hook) => once(' -t raw', hook.raw, helperChain(text, hook))),
    ...(text.chains === 'ours' ? text.hooks.map((hook) => once('', hook.chain, ownChain(text, hook))) : []),
  ];
}

/** Replies to what the rules accept: to and from the gateway only, so that the chain decides about nobody else's packets. */
function replies(text: Text, hook: Hook, family: Family): string[] {
  const ends = rulesOf(text, family).map((rule) => (rule.direction === 'in' ? rule.destination : rule.source));
  const lists = addressLists([...new Set(ends.flatMap(({ networks }) => networks.map(networkText)))]);
  return hook.gateway.flatMap((side) =>
    lists.map((list) => line(chainOf(text, hook), [`${side} ${list}`, '-m conntrack --ctstate RELATED,ESTABLISHED'], 'replies')),
  );
}

/** What a chain that drops must let through beside the rules: replies, and on a host its loopback and IPv6's neighbour discovery (RFC 4890, RFC 4861). */
function essentials({ chain }: Hook, family: Family): string[] {
  const tracked = [
    `-A ${chain} -m conntrack --ctstate INVALID -j DROP`,
    line(chain, ['-m conntrack --ctstate RELATED,ESTABLISHED'], 'replies, and errors about them'),
  ];
  if (chain === 'FORWARD') return tracked;
  const loopback = line(chain, [chain === 'INPUT' ? '-i lo' : '-o lo'], 'loopback');
  const kinds =
    family === 'ipv4' ? [] : neighbours[chain].map((kind) => line(chain, [`-p ipv6-icmp --icmpv6-type ${kind}`], 'IPv6 neighbours'));
  return [loopback, ...tracked, ...kinds];
}

/** Router advertisement and solicitation, neighbour solicitation and advertisement, and the multicast listener's query and reports, by number. */
const neighbours = { INPUT: [134, 135, 136, 130], OUTPUT: [133, 135, 136, 131, 143] } as const;

const ruleLines = (text: Text, hook: Hook, family: Family): string[] =>
  rulesOf(text, family)
    .filter(hook.has)
    .flatMap((rule) => [
      ...comment([purposeWords(rule)]),
      ...matchesOf(text, rule).map(({ words, name }) =>
        line(
          chainOf(text, hook),
          [...interfacesOf(text.policy, rule), ...words],
          `${name === undefined ? '' : `${name}: `}${ruleTitle(rule)}`,
        ),
      ),
    ]);

/** Hooks at which FTP is let through, whose data connections the kernel's helper expects (nf_conntrack_ftp). */
const helpedHooks = (text: Text, family: Family): readonly Hook[] =>
  text.hooks.filter((hook) => rulesOf(text, family).some((rule) => rule.ftp === 'control' && hook.has(rule)));

/** The helper is bound to the very connections that the rules let through, and to no other on that port. */
const helperLines = (text: Text, hook: Hook, family: Family): string[] =>
  rulesOf(text, family)
    .filter((rule) => rule.ftp === 'control' && hook.has(rule))
    .flatMap((rule) => {
      // The way out is not known yet where the table raw sees a packet.
      const from = text.policy.vantage === 'host' ? [] : [`-i ${rule.from}`];
      return matchesOf(text, rule).map(({ words }) => `-A ${helperChain(text, hook)} ${[...from, ...words].join(' ')} -j CT --helper ftp`);
    });

/** What a line matches, and the host name that it is about. */
interface Match {
  readonly words: readonly string[];
  readonly name?: string;
}

/** Everything that the rule matches, in lines that each have one list of addresses, or one set, at either end. */
const matchesOf = (text: Text, rule: Rule): Match[] =>
  endsOf(text, rule, 'source').flatMap((source) =>
    endsOf(text, rule, 'destination').map((destination) => ({
      words: [
        ...source.addresses,
        ...destination.addresses,
        `-p ${rule.transport} --dport ${portText(rule.port)}`,
        ...(rule.sourcePort ? [`--sport ${portText(rule.sourcePort)}`] : []),
        ...source.sets,
        ...destination.sets,
      ],
      ...((source.name ?? destination.name) ? { name: source.name ?? destination.name } : {}),
    })),
  );

interface MatchedEnd {
  readonly addresses: readonly string[];
  readonly sets: readonly string[];
  readonly name?: string;
}

function endsOf(text: Text, rule: Rule, side: 'source' | 'destination'): MatchedEnd[] {
  const { any, networks, ...names } = rule[side];
  const [option, direction] = side === 'source' ? ['-s', 'src'] : ['-d', 'dst'];
  if (any) return [{ addresses: [], sets: [] }];
  return [
    ...addressLists(networks.map(networkText)).map((list) => ({ addresses: [`${option} ${list}`], sets: [] })),
    ...namesOf(names).map((name) => ({ addresses: [], sets: [`-m set --match-set ${setOf(text, name, rule.family)} ${direction}`], name })),
  ];
}

/** Addresses, joined as an option takes them, in lists that leave two of them and the rest room in the 10240 bytes that iptables-restore reads of a line. */
function addressLists(addresses: readonly string[]): string[] {
  const lists: string[] = [];
  for (const address of addresses) {
    const last = lists.at(-1);
    if (last !== undefined && last.length + address.length < 4000) lists[lists.length - 1] = `${last},${address}`;
    else lists.push(address);
  }
  return lists;
}

const interfacesOf = ({ vantage }: Policy, { from, to }: Rule): string[] => (vantage === 'host' ? [] : [`-i ${from}`, `-o ${to}`]);

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}:${to}`);

/** A line that accepts. Its comment has 255 bytes at most, one less than the kernel's room for it (xt_comment.h). */
const line = (chain: string, words: readonly string[], remark: string): string =>
  `-A ${chain} ${words.join(' ')} -m comment --comment "${cut(remark.replace(/["\\]/g, "'"), 255)}" -j ACCEPT`;

const namesOf = ({ names, wildcards }: Pick<End, 'names' | 'wildcards'>): readonly string[] => [...names, ...wildcards];

/** One set for a name, whatever rules need it: dnsmasq goes by one line for each name, so texts have to agree about it. */
const setOf = ({ policy, setName }: Text, name: string, family: Family): string =>
  setName(policy.prefix, family === 'ipv4' ? '4' : '6', name.replace(/^\*/, ''));

/** Names that stand in rules, each with the families of those. */
function resolvedNames({ policy }: Text): Map<string, readonly Family[]> {
  const found = new Map<string, readonly Family[]>();
  for (const { source, destination, family } of policy.rules) {
    for (const name of [...namesOf(source), ...namesOf(destination)]) found.set(name, [...new Set([...(found.get(name) ?? []), family])]);
  }
  return found;
}

const setLines = (text: Text): string[] =>
  [...resolvedNames(text)].flatMap(([name, its]) => [
    `# ${name}`,
    ...its.map(
      (family) => `create ${setOf(text, name, family)} hash:ip family ${family === 'ipv4' ? 'inet' : 'inet6'} timeout ${learntFor}`,
    ),
  ]);

/**
 * How dnsmasq fills the sets: lines to be cut out of the comments. It goes by the one line with the longest name that fits, so the
 * line of a name below a wildcard has to name the wildcard's sets too.
 */
function resolverLines(text: Text): string[] {
  const names = resolvedNames(text);
  if (names.size === 0) return [];
  const places = new Map([...names.keys()].map((name, at) => [name, at]));
  const domains = [...new Set([...names.keys()].map(apexOf))];
  return [
    '#',
    ...comment([
      'Host names: dnsmasq 2.66 or later fills the sets, and must be the resolver that the gateway asks. It also takes every name below a name.',
      'Into dnsmasq.conf:',
      "  grep '^#ipset=' <this file> | cut -c2-",
    ]),
    ...domains.flatMap((domain) => {
      const filled = [domain, ...wildcardsAbove(`.${domain}`)]
        .filter((name) => names.has(name))
        .toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
      const sets = filled.flatMap((name) => (names.get(name) ?? []).map((family) => setOf(text, name, family)));
      return [...(names.has(`*.${domain}`) ? [`# *.${domain}, and ${domain} itself:`] : []), `#ipset=/${domain}/${sets.join(',')}`];
    }),
  ];
}

const apexOf = (name: string): string => name.replace(/^\*\./, '');

/** Lines of a comment, wrapped; a command line that begins with two spaces stays whole. */
const comment = (block: readonly string[]): string[] =>
  block.flatMap((each) => (each.startsWith('  ') ? [each] : wrapped(ascii(each), 100)).map((part) => `# ${part}`.trimEnd()));
