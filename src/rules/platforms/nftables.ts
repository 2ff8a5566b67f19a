/** nftables: a chain of ours in the administrator's own table, or a whole table. Grammar: nft(8). */
import { type Namer, namer } from '#rules/name.ts';
import { type Family, networkText } from '#rules/network.ts';
import type { About, NameAnswer, Platform } from '#rules/platform.ts';
import { type End, namesIn, type Policy, type Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { wildcardsAbove } from '#rules/wildcards.ts';
import { headerLines, purposeWords, ruleTitle } from '#rules/words.ts';

/** The table and the chains that most distributions begin with; the page says what to change where the administrator's have other names. */
const theirs = { table: 'filter', forward: 'forward', in: 'input', out: 'output' } as const;

export const platform = {
  id: 'nftables',
  name: 'nftables',
  extension: 'nft',
  minimum: 'nft 1.0.0, Linux 5.4',
  vantages: ['edge', 'outer', 'inner', 'host'],
  zones: {
    example: { internet: 'wan0', dmz: 'dmz0', lan: 'lan0', management: 'lan0', peers: 'wan0' },
    kind: 'interface',
    // The kernel takes 15 bytes; "*" and "+" would mean more than one interface.
    pattern: /^[A-Za-z0-9][A-Za-z0-9_.:@-]{0,14}$/,
    words: 'type the name of one interface as "ip link" shows it, at most 15 letters, digits, dots, hyphens or underscores',
  },
  destinationNat: 'after',
  ftpHelper: true,
  notes: [],
  canName,
  render: (policy, about) => {
    const text = toText(policy, about);
    return lines([
      ...comment(headerLines(policy, { ...about, notes: [...about.notes, ...jumpNotes(text)] })),
      ...(policy.rules.length === 0 ? [] : [...resolverLines(text), '', ...ownChains(text)]),
    ]);
  },
  alternatives: [
    {
      id: 'table',
      title: 'A whole table',
      why: 'For a machine that does nothing but what these rules say: a table of its own that drops all else that it forwards, or, on the gateway itself, all else that it receives and sends.',
      vantages: ['edge', 'outer', 'inner', 'host'],
      render: (policy, about) => {
        const text = toText(policy, about, 'table');
        return lines([
          ...comment(headerLines(policy, { ...about, notes: [...about.notes, ...tableNotes(policy)] })),
          ...resolverLines(text),
          '',
          ...wholeTable(text),
        ]);
      },
    },
  ],
} satisfies Platform;

/** dnsmasq goes by one line for a domain, so a wildcard and the name that it hangs on cannot fill sets of their own. */
function canName(name: string, _rule: Rule, policy: Policy): NameAnswer {
  const apex = /^\*\.(.*)$/.exec(name)?.[1];
  if (apex === undefined || !namesIn(policy).has(apex)) return true;
  return {
    reason: `dnsmasq goes by one line for a domain, and ${apex} itself is among the names`,
    remedy: `Name ${apex} here too: dnsmasq takes the names below it as well.`,
  };
}

/** One text: the policy, and the names that stand in it. */
interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly table: string;
  readonly name: Namer;
  /** By the names that they are for. */
  readonly sets: ReadonlyMap<string, NameSet>;
}

function toText(policy: Policy, { scope }: About, form: 'chain' | 'table' = 'chain'): Text {
  // Letters, digits and "_" only: a name of two parts is no keyword of the language.
  const name = namer({ limit: 60, refused: /[^A-Za-z0-9_]/, joiner: '_', start: 'p' });
  const id = scope?.id ?? 'all';
  const table = form === 'table' ? name(policy.prefix.toLowerCase(), id) : theirs.table;
  return { policy, scope: id, table, name, sets: nameSets(policy, (rule) => name(policy.prefix.toLowerCase(), id, rule)) };
}

const ownName = ({ name, policy, scope }: Text, ...parts: readonly string[]) => name(policy.prefix.toLowerCase(), scope, ...parts);

/** The hooks that the rules belong to: forwarding, or what the gateway receives and sends. */
type Hook = 'forward' | 'in' | 'out';

const hooksOf = ({ vantage }: Policy): readonly Hook[] => (vantage === 'host' ? ['in', 'out'] : ['forward']);

const chainOf = (text: Text, hook: Hook): string => (hook === 'forward' ? ownName(text) : ownName(text, hook));

const rulesAt = ({ rules }: Policy, hook: Hook): readonly Rule[] =>
  hook === 'forward' ? rules : rules.filter(({ direction }) => direction === hook);

function jumpNotes(text: Text): string[] {
  if (text.policy.rules.length === 0) return [];
  return [
    `The rules stand in a chain of their own in "table inet ${theirs.table}". Reach it from your own chain, before its drop; once:`,
    ...hooksOf(text.policy).map((hook) => {
      const [chain, jump] = [`chain inet ${theirs.table} ${theirs[hook]}`, `jump ${chainOf(text, hook)}`];
      return `  nft list ${chain} | grep -qw '${jump}' || nft insert rule inet ${theirs.table} ${theirs[hook]} ${jump}`;
    }),
  ];
}

const tableNotes = ({ vantage }: Policy): string[] =>
  vantage === 'host'
    ? ['This table drops all else that the gateway receives and sends. An accept in another table does not overrule that.']
    : ['This table drops all else that this machine forwards. An accept in another table does not overrule that.'];

/** The chain form: other rules of the administrator's table stay, and so do the addresses that a resolver has put into the sets. */
function ownChains(text: Text): string[] {
  const { policy, table } = text;
  const chains = [...hooksOf(policy).map((hook) => chainOf(text, hook)), ...(controls(policy).length > 0 ? [ownName(text, 'ftp')] : [])];
  const helperChain = controls(policy).length > 0 ? [`  chain ${ownName(text, 'ftp')} {`, `    ${helperHook(policy)}`, '  }'] : [];
  return [
    `table inet ${table} {`,
    ...setLines(text),
    ...helperObjects(text),
    ...hooksOf(policy).flatMap((hook) => [`  chain ${chainOf(text, hook)} {`, '  }']),
    ...helperChain,
    '}',
    ...chains.map((chain) => `flush chain inet ${table} ${chain}`),
    `table inet ${table} {`,
    ...hooksOf(policy).flatMap((hook) => [
      `  chain ${chainOf(text, hook)} {`,
      ...indent([...replies(policy, hook), ...ruleLines(text, hook)]),
      '  }',
    ]),
    ...(controls(policy).length > 0 ? [`  chain ${ownName(text, 'ftp')} {`, ...indent(helperRules(text)), '  }'] : []),
    '}',
  ];
}

/** The table form: replaced whole each time, so nothing of an earlier text stays. */
function wholeTable(text: Text): string[] {
  const { policy, table } = text;
  return [
    `table inet ${table}`,
    `delete table inet ${table}`,
    `table inet ${table} {`,
    ...setLines(text),
    ...helperObjects(text),
    ...hooksOf(policy).flatMap((hook) => [
      `  chain ${theirs[hook]} {`,
      `    type filter hook ${theirs[hook]} priority filter; policy drop;`,
      ...indent([...essentials(hook), ...ruleLines(text, hook)]),
      '  }',
    ]),
    ...(controls(policy).length > 0 ? ['  chain ftp {', `    ${helperHook(policy)}`, ...indent(helperRules(text)), '  }'] : []),
    '}',
  ];
}

/** What a chain that drops must let through beside the rules: replies, and on a host its loopback and IPv6's neighbour discovery (RFC 4890, RFC 4861). */
function essentials(hook: Hook): string[] {
  const replies = ['ct state invalid counter drop', 'ct state established,related counter accept comment "replies, and errors about them"'];
  if (hook === 'forward') return replies;
  const [interfaceWord, kinds] =
    hook === 'in'
      ? ['iifname', 'nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-query']
      : ['oifname', 'nd-router-solicit, nd-neighbor-solicit, nd-neighbor-advert, mld-listener-report, mld2-listener-report'];
  return [
    `${interfaceWord} "lo" counter accept comment "loopback"`,
    ...replies,
    `icmpv6 type { ${kinds} } counter accept comment "IPv6 neighbours"`,
  ];
}

/** Replies to what the rules accept: to and from the gateway only, so that the chain decides about nobody else's packets. */
function replies({ rules }: Policy, hook: Hook): string[] {
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const ends = rules.filter((rule) => rule.family === family).map((rule) => (rule.direction === 'in' ? rule.destination : rule.source));
    const gateway = addressWord(unique(ends.flatMap(({ networks }) => networks.map(networkText))));
    if (gateway === '') return [];
    const sides = hook === 'forward' ? (['saddr', 'daddr'] as const) : hook === 'in' ? (['daddr'] as const) : (['saddr'] as const);
    return sides.map((side) => `ct state established,related ${ipWord(family)} ${side} ${gateway} counter accept comment "replies"`);
  });
}

/** Neighbours that differ in their IP version only share a comment. */
const ruleLines = (text: Text, hook: Hook): string[] =>
  rulesAt(text.policy, hook).flatMap((rule, at, rules) => {
    const words = purposeWords(rule);
    const before = rules[at - 1];
    return [
      ...(before && purposeWords(before) === words ? [] : comment([words])),
      ...matchesOf(text, rule).map((match) => `${interfacesOf(text.policy, rule)}${match} counter accept comment "${commentOf(rule)}"`),
    ];
  });

/** Everything that the rule matches, once for its addresses and once for its names, since a set holds one or the other. */
function matchesOf(text: Text, rule: Rule): string[] {
  const service = [
    `${rule.transport} dport ${portText(rule.port)}`,
    ...(rule.sourcePort ? [`${rule.transport} sport ${portText(rule.sourcePort)}`] : []),
  ];
  return endWords(text, rule, 'source').flatMap((source) =>
    endWords(text, rule, 'destination').map((destination) => [...source, ...destination, ...service].join(' ')),
  );
}

const interfacesOf = ({ vantage }: Policy, { from, to }: Rule): string => (vantage === 'host' ? '' : `iifname "${from}" oifname "${to}" `);

function endWords(text: Text, rule: Rule, side: 'source' | 'destination'): string[][] {
  const end = rule[side];
  const field = `${ipWord(rule.family)} ${side === 'source' ? 'saddr' : 'daddr'}`;
  // Without an address nothing would say which IP version the rule is for.
  if (end.any) return rule[side === 'source' ? 'destination' : 'source'].any ? [[`meta nfproto ${rule.family}`]] : [[]];
  return [
    ...(end.networks.length > 0 ? [[`${field} ${addressWord(end.networks.map(networkText))}`]] : []),
    ...(hasNames(end) ? [[`${field} @${setName(text, end, rule.family)}`]] : []),
  ];
}

const ipWord = (family: Family) => (family === 'ipv4' ? 'ip' : 'ip6');

const addressWord = (addresses: readonly string[]): string => (addresses.length > 1 ? `{ ${addresses.join(', ')} }` : (addresses[0] ?? ''));

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}-${to}`);

/** At most 128 bytes, in which a double quote cannot be written (measured with nft 1.0.6). */
const commentOf = (rule: Rule): string => cut(ruleTitle(rule).replace(/["\\]/g, "'"), 128);

const hasNames = ({ names, wildcards }: End): boolean => names.length + wildcards.length > 0;

/** A set of addresses that a resolver fills. */
interface NameSet {
  readonly name: string;
  readonly end: End;
  readonly family: Family;
}

/** One set for all rules that have the same names, called after the first of them. */
function nameSets(policy: Policy, nameOf: (rule: string) => string): Map<string, NameSet> {
  const sets = new Map<string, NameSet>();
  for (const rule of policy.rules) {
    for (const end of [rule.source, rule.destination].filter(hasNames)) {
      const key = setKey(end, rule.family);
      if (!sets.has(key)) sets.set(key, { name: nameOf(rule.id), end, family: rule.family });
    }
  }
  return sets;
}

const setKey = ({ names, wildcards }: End, family: Family): string => [family, ...names, ...wildcards].join(' ');

function setName(text: Text, end: End, family: Family): string {
  const key = setKey(end, family);
  const found = text.sets.get(key);
  if (!found) throw new Error(`no set for ${key}`);
  return found.name;
}

/**
 * Sets without a timeout. dnsmasq adds an address when an answer comes from upstream, and adding one that is there does not renew its
 * time: an address in use would be gone until the next such answer, and the connections to it dropped
 * (https://wiki.nftables.org/wiki-nftables/index.php/Element_timeouts; measured with Linux 6.18).
 */
const setLines = (text: Text): string[] => [...text.sets.values()].map(({ name, family }) => `  set ${name} { type ${family}_addr; }`);

/** How dnsmasq fills the sets: lines to be cut out of the comments. */
function resolverLines(text: Text): string[] {
  const sets = [...text.sets.values()];
  if (sets.length === 0) return [];
  const targetsOf = targets(text.table, sets);
  const exact = new Map<string, string[]>();
  for (const name of unique(sets.flatMap(({ end }) => end.names))) {
    const its = targetsOf(name);
    exact.set(its, [...(exact.get(its) ?? []), name]);
  }
  return [
    '#',
    ...comment([
      'Host names: dnsmasq 2.87 or later fills the sets, and must be the resolver that the gateway asks. It also takes every name below a name.',
      "Into dnsmasq.conf:  grep '^#nftset=' <this file> | cut -c2-",
    ]),
    ...[...exact].flatMap(([its, names]) => domainLines(names).map((group) => `#nftset=/${group.join('/')}/${its}`)),
    ...unique(sets.flatMap(({ end }) => end.wildcards)).flatMap((wildcard) => {
      const apex = wildcard.slice('*.'.length);
      return [`# ${wildcard}, and ${apex} itself:`, `#nftset=/${apex}/${targetsOf(wildcard)}`];
    }),
  ];
}

/** dnsmasq goes by the line with the longest name that fits, so each line has to name every set that the name belongs to. */
function targets(table: string, sets: readonly NameSet[]): (name: string) => string {
  const holding = new Map<string, number[]>();
  for (const [at, { end }] of sets.entries()) {
    for (const name of [...end.names, ...end.wildcards]) holding.set(name, [...(holding.get(name) ?? []), at]);
  }
  return (name) =>
    unique(
      [name, ...wildcardsAbove(name)]
        .flatMap((each) => holding.get(each) ?? [])
        .toSorted((a, b) => a - b)
        .flatMap((at) => sets[at] ?? [])
        .map((set) => `${set.family === 'ipv4' ? 4 : 6}#inet#${table}#${set.name}`),
    ).join(',');
}

const unique = <T>(members: readonly T[]): T[] => [...new Set(members)];

/** dnsmasq reads 1024 bytes of a line: names in groups of at most 600, which leaves room for the sets. */
function domainLines(names: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const name of names) {
    const group = groups.at(-1);
    if (group && [...group, name].join('/').length <= 600) group.push(name);
    else groups.push([name]);
  }
  return groups;
}

/** Rules for control connections of FTP, whose data connections the kernel's helper expects (nf_conntrack_ftp). */
const controls = ({ rules }: Policy): readonly Rule[] => rules.filter(({ ftp }) => ftp === 'control');

const helperName = (text: Text, family: Family): string => ownName(text, 'ftp', family === 'ipv4' ? '4' : '6');

function helperObjects(text: Text): string[] {
  const families = unique(controls(text.policy).map(({ family }) => family));
  return families.map((family) => `  ct helper ${helperName(text, family)} { type "ftp" protocol tcp; l3proto ${ipWord(family)}; }`);
}

const helperHook = ({ vantage }: Policy): string =>
  `type filter hook ${vantage === 'host' ? 'output' : 'prerouting'} priority filter; policy accept;`;

/** The helper is bound to the very connections that the rules let through, and to no other on that port. */
const helperRules = (text: Text): string[] =>
  controls(text.policy).flatMap((rule) =>
    matchesOf(text, rule).map(
      (match) =>
        `${text.policy.vantage === 'host' ? '' : `iifname "${rule.from}" `}${match} ct helper set "${helperName(text, rule.family)}"`,
    ),
  );

const indent = (block: readonly string[]): string[] => block.map((line) => `    ${line}`);

/** Lines of a comment, wrapped; a command line that begins with two spaces stays whole. */
const comment = (block: readonly string[]): string[] =>
  block.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)).map((part) => `# ${part}`.trimEnd()));

const lines = (block: readonly string[]): string => `${block.join('\n')}\n`;
