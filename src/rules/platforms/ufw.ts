/** ufw: one command for each rule. Grammar: ufw(8), https://manpages.ubuntu.com/manpages/noble/man8/ufw.8.html. */
import { networkText } from '#rules/network.ts';
import type { Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { ascii, cut, wrapped } from '#rules/text.ts';
import { headerLines, purposeWords, ruleTitle } from '#rules/words.ts';

export const platform = {
  id: 'ufw',
  name: 'ufw',
  extension: 'sh',
  minimum: 'ufw 0.35',
  vantages: ['edge', 'outer', 'inner'],
  zones: {
    example: { internet: 'wan0', dmz: 'dmz0', lan: 'lan0', management: 'lan0', peers: 'wan0' },
    kind: 'interface',
    // The kernel takes 15 bytes; "+" would mean more than one interface, and a word of the grammar is read as that: "out on out" as "out on on".
    pattern:
      /^(?!(?:allow|any|app|comment|delete|from|in|insert|log|log-all|on|out|port|prepend|proto|route|rule|to)$)[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/i,
    words:
      'type the name of one interface as "ip link" shows it, at most 15 letters, digits, dots, hyphens or underscores, and no word of ufw\'s own',
  },
  destinationNat: 'after',
  // ufw has no syntax for helpers: they are a matter of its rules files (ufw-framework(8), "CONNECTION HELPERS").
  ftpHelper: false,
  notes: [],
  canName: () => ({
    reason: 'ufw compares addresses, and its rules take no host name',
    remedy: 'Type addresses in its place, such as those of a proxy, or use the rules for nftables or iptables.',
  }),
  render: (policy, about) => {
    const isEmpty = policy.rules.length === 0;
    const header = headerLines(policy, { ...about, notes: [...about.notes, ...(isEmpty ? [] : notes)] });
    return `${['#!/bin/sh', ...comment(header), ...(isEmpty ? [] : ['', ...scriptOf(policy)])].join('\n')}\n`;
  },
} satisfies Platform;

const notes = [
  'ufw adds a rule behind those that it has, and leaves out one that it has already: it never takes one away. Delete what you no longer need.',
  'It would put a rule in the place of one that matches the same, a deny of yours too. Where there is one that no text with this prefix has added, the script says so and changes nothing.',
];

/** In a subshell, so that pasted lines end at the first error and leave the shell as it was. Neighbours that differ in their IP version only share a comment. */
function scriptOf({ prefix, rules }: Policy): string[] {
  const lines = rules.flatMap((rule, at) => {
    const words = purposeWords(rule);
    const before = rules[at - 1];
    return [
      ...(before && purposeWords(before) === words ? [] : comment([words])),
      ...matchesOf(rule).map((match) => `ufw route allow ${match} comment '${remark(prefix, rule)}'`),
    ];
  });
  return ['(', 'set -eu', '', 'rules() {', ...lines, '}', '', ...guard(prefix), '', 'rules', ')'];
}

/**
 * What stops the script before its first rule where ufw would replace a rule of somebody else's: to ufw two rules are the same whose
 * action, log and comment differ (UFWRule.match of its common.py). The rules run once with a `ufw` that only looks. ufw lists a rule as
 * it is written here, with "log" or "log-all" behind the interfaces.
 */
const guard = (prefix: string): string[] => [
  '# Which rules would ufw replace that are not from a text with this prefix?',
  `ours='${own(prefix)}'`,
  'added=$(ufw show added)',
  '(',
  'taken=0',
  'ufw() {',
  '  match=$*',
  `  match=\${match#route allow }`,
  `  match=\${match%% comment *}`,
  `  ends=\${match#in on * out on * }`,
  `  links=\${match%" $ends"}`,
  '  while IFS= read -r line; do',
  '    case $line in',
  '    "ufw route allow $match comment \'$ours"*) ;;',
  '    "ufw route "*" $links $ends"* | "ufw route "*" $links log $ends"* | "ufw route "*" $links log-all $ends"*)',
  '      printf "ufw would replace: %s\\n" "$line" >&2',
  '      taken=1',
  '      ;;',
  '    esac',
  '  done <<END',
  '$added',
  'END',
  '}',
  'rules',
  'if [ "$taken" -ne 0 ]; then',
  '  echo "Nothing is changed. Delete each rule that would be replaced, or take its match out of this text." >&2',
  '  exit 1',
  'fi',
  ')',
];

/** What each command matches, in the order in which ufw lists it: it takes one address at either end. */
const matchesOf = (rule: Rule): string[] =>
  addressesOf(rule.source).flatMap((source) =>
    addressesOf(rule.destination).map((destination) =>
      [
        `in on ${rule.from} out on ${rule.to}`,
        ...(source === 'any' && !rule.sourcePort ? [] : [`from ${source}${rule.sourcePort ? ` port ${portText(rule.sourcePort)}` : ''}`]),
        `to ${destination} port ${portText(rule.port)}`,
        `proto ${rule.transport}`,
      ].join(' '),
    ),
  );

const addressesOf = ({ any, networks }: End): string[] => (any ? ['any'] : networks.map(networkText));

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}:${to}`);

/**
 * ufw takes no apostrophe in a comment, and a comment of one word that is its own would be read as that word: the colon keeps it from
 * being one. What a shell might expand in other quotes goes too.
 */
const remark = (prefix: string, rule: Rule): string => cut(own(prefix) + quotable(ruleTitle(rule)), 200);

/** What the comments of all texts with one prefix begin with. */
const own = (prefix: string): string => quotable(`${cut(ascii(prefix), 40)}: `);

const quotable = (text: string): string => text.replace(/['`$\\]/g, '');

/** Lines of a comment, wrapped; a command line that begins with two spaces stays whole. */
const comment = (block: readonly string[]): string[] =>
  block.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)).map((part) => `# ${part}`.trimEnd()));
