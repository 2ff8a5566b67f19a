/**
 * firewalld: a policy of ours for each pair of zones, written as files by a shell script.
 * Grammar: firewalld.policy(5), firewalld.policies(5), firewalld.service(5), https://firewalld.org/documentation/man-pages/.
 */
import { namer } from '#rules/name.ts';
import { networkText } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { headerLines, purposeWords } from '#rules/words.ts';

/**
 * Before what zones do (0), and before the policies of an administrator who left the priority at its default (-1). A positive one
 * would come after whatever the zones of 0.9 decide.
 */
const priority = -10;

/** Ends the files in the script: no line of theirs is that word. */
const end = 'END';

export const platform = {
  id: 'firewalld',
  name: 'firewalld',
  extension: 'sh',
  minimum: 'firewalld 0.9 (RHEL 8.5, RHEL 9)',
  vantages: ['edge', 'outer', 'inner', 'host'],
  zones: {
    example: { internet: 'external', dmz: 'dmz', lan: 'internal', management: 'internal', peers: 'external' },
    kind: 'zone',
    // 17 before 2.4, and 128 since. HOST and ANY stand for more than one zone.
    pattern: /^(?!(?:ANY|HOST)$)[A-Za-z0-9_-]{1,128}$/,
    words: 'type the name of a zone as "firewall-cmd --get-zones" lists it: letters, digits, hyphens and underscores',
    onHost: true,
  },
  destinationNat: 'after',
  ftpHelper: true,
  notes: [],
  canName: () => ({
    reason: 'firewalld compares addresses, and its rules take no host names',
    remedy: 'Type addresses in their place, such as those of a proxy, or fill an ipset of your own.',
  }),
  // A rule has one element: a port, a source port, or a service (firewalld.richlanguage(5)).
  canWrite: ({ sourcePort }) =>
    sourcePort === null || {
      reason: 'a rule of firewalld has a destination port or a source port, not both',
      remedy: 'Leave it closed: a rule without the source port would be wider.',
    },
  render: (policy, about) => {
    const text = toText(policy, about);
    const header = headerLines(policy, { ...about, notes: [...about.notes, ...notesOf(policy, text)] });
    const script = text.policies.length === 0 ? [] : ['', ...scriptOf(text)];
    return `${['#!/bin/sh', ...comment(header), ...script].join('\n')}\n`;
  },
} satisfies Platform;

/** One text, and the files that its script writes. */
interface Text {
  /** What the names of the policies begin with. */
  readonly base: string;
  readonly policies: readonly File[];
  /** What FTP needs on another port than its own; whichever text has it defines it alike. */
  readonly ftp: readonly File[];
}

/** A file of firewalld's configuration; its name without ".xml" is that of what it defines. */
interface File {
  readonly folder: 'policies' | 'services' | 'helpers';
  readonly name: string;
  readonly lines: readonly string[];
}

/** The alphabet of all names: those of helpers take no underscore. */
const named = { refused: /[^A-Za-z0-9-]/, joiner: '-', start: 'p' } as const;

function toText(policy: Policy, about: About): Text {
  // A policy's name has 17 characters at most, of which "-1" counts the pairs of zones.
  const base = namer({ ...named, limit: 15 })(policy.prefix.toLowerCase(), about.scope?.id ?? 'all');
  const ports = new Set(policy.rules.filter(isFollowed).map(portText));
  return {
    base,
    policies: pairsOf(policy).map((pair, at) => ({
      folder: 'policies',
      name: `${base}-${(at + 1).toString(36)}`,
      lines: policyLines(policy, about, pair),
    })),
    ftp: [...ports].filter((port) => port !== ftpPort).flatMap((port) => ftpFiles(serviceName(policy, port), port)),
  };
}

/** The port that firewalld's own service "ftp" and its helper are for. */
const ftpPort = '21';

const serviceName = ({ prefix }: Policy, port: string): string =>
  port === ftpPort ? 'ftp' : namer({ ...named, limit: 60 })(prefix.toLowerCase(), 'ftp', port);

/** The rules between two zones, HOST being the machine that the policies stand on. */
interface Pair {
  readonly from: string;
  readonly to: string;
  readonly rules: readonly Rule[];
}

function pairsOf({ vantage, rules }: Policy): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const rule of rules) {
    const from = vantage === 'host' && rule.direction === 'out' ? 'HOST' : rule.from;
    const to = vantage === 'host' && rule.direction === 'in' ? 'HOST' : rule.to;
    const key = `${from} ${to}`;
    pairs.set(key, { from, to, rules: [...(pairs.get(key)?.rules ?? []), rule] });
  }
  return [...pairs.values()];
}

function policyLines(policy: Policy, about: About, { from, to, rules }: Pair): string[] {
  const title = about.scope?.title ?? 'the whole gateway';
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<policy priority="${priority}" target="CONTINUE">`,
    `  <short>${xml(cut(ascii(`${policy.prefix}: ${title}, ${from} to ${to}`), 200))}</short>`,
    `  <description>${xml(cut(ascii(`${about.product} ${about.release}, Portcullis dataset ${about.dataset}`), 200))}</description>`,
    `  <ingress-zone name="${from}"/>`,
    `  <egress-zone name="${to}"/>`,
    ...ruleLines(policy, rules),
    '</policy>',
  ];
}

/** A rule takes one address at each end and one port. Neighbours that differ in their IP version only share a comment. */
function ruleLines(policy: Policy, rules: readonly Rule[]): string[] {
  const written = new Set<string>();
  return rules.flatMap((rule, at) => {
    const words = purposeWords(rule);
    const before = rules[at - 1];
    // The same rule twice makes firewalld warn, and drop the second.
    const fresh = elementsOf(policy, rule).filter((line) => !written.has(line));
    for (const line of fresh) written.add(line);
    return [...(before && purposeWords(before) === words ? [] : wrapped(remark(words), 100).map((line) => `  <!-- ${line} -->`)), ...fresh];
  });
}

const elementsOf = (policy: Policy, rule: Rule): string[] =>
  addressesOf(rule.source, 'source').flatMap((source) =>
    addressesOf(rule.destination, 'destination').map((destination) => {
      const service = isFollowed(rule)
        ? `<service name="${serviceName(policy, portText(rule))}"/>`
        : `<port port="${portText(rule)}" protocol="${rule.transport}"/>`;
      return `  <rule family="${rule.family}">${source}${destination}${service}<accept/></rule>`;
    }),
  );

const addressesOf = ({ any, networks }: End, element: 'source' | 'destination'): string[] =>
  any ? [''] : networks.map((network) => `<${element} address="${networkText(network)}"/>`);

const portText = ({ port }: Rule): string => (port.from === port.to ? `${port.from}` : `${port.from}-${port.to}`);

/** Whether the kernel's helper opens data connections for the rule (nf_conntrack_ftp). */
const isFollowed = ({ ftp }: Rule): boolean => ftp === 'control';

/** A service that has a helper binds it to the ports of the helper's own file (firewalld.helper(5)), so another port needs both. */
function ftpFiles(name: string, port: string): File[] {
  const declared = [`  <short>FTP on port ${port}</short>`, `  <port port="${port}" protocol="tcp"/>`];
  const file = (folder: File['folder'], element: string, lines: readonly string[]): File => ({
    folder,
    name,
    lines: ['<?xml version="1.0" encoding="utf-8"?>', `<${element}>`, ...lines, `</${element.split(' ')[0]}>`],
  });
  return [
    file('helpers', 'helper module="nf_conntrack_ftp"', declared),
    file('services', 'service', [...declared, `  <helper name="${name}"/>`]),
  ];
}

function notesOf({ vantage }: Policy, { base, policies }: Text): string[] {
  if (policies.length === 0) return [];
  return [
    `The script owns the policies ${base}-? and replaces them all. Other policies and zones stay as they are.`,
    'It checks a copy of /etc/firewalld first. Then it reloads firewalld, which drops what is in the runtime configuration only.',
    'The policies allow, and close nothing: what a zone or another policy lets through goes on passing.',
    ...(vantage === 'host' ? ['Output is open until a policy of yours closes it: before that, the rules from HOST change nothing.'] : []),
  ];
}

/** In a subshell, so that pasted lines end at the first error and leave the shell as it was. */
function scriptOf({ base, policies, ftp }: Text): string[] {
  const files = [...ftp, ...policies];
  const folders = [...new Set(files.map(({ folder }) => folder))];
  return [
    '(',
    'set -eu',
    'new=$(mktemp -d)',
    `trap 'rm -rf "$new"' EXIT`,
    'cp -R /etc/firewalld/. "$new"',
    `rm -f "$new"/policies/${base}-?.xml`,
    ...folders.map((folder) => `mkdir -p "$new/${folder}"`),
    '',
    ...files.flatMap(({ folder, name, lines }) => [`cat > "$new/${folder}/${name}.xml" <<'${end}'`, ...lines, end, '']),
    'firewall-offline-cmd --system-config="$new" --check-config',
    ...folders.map((folder) => `mkdir -p /etc/firewalld/${folder}`),
    `rm -f /etc/firewalld/policies/${base}-?.xml`,
    ...files.map(({ folder, name }) => `cp "$new/${folder}/${name}.xml" /etc/firewalld/${folder}/`),
    'firewall-cmd --reload',
    ')',
  ];
}

/** Text between tags. */
const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Text of a comment, in which XML allows no two hyphens in a row. */
const remark = (text: string): string => text.replace(/-(?=-)/g, '- ');

/** Lines of a comment, wrapped; a command line that begins with two spaces stays whole. */
const comment = (block: readonly string[]): string[] =>
  block.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)).map((part) => `# ${part}`.trimEnd()));
