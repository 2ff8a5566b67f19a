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
  'A rule that is the same but for its action or its comment is replaced, also where it is yours.',
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
  return ['(', 'set -eu', ...lines, ')'];
}

/** What each command matches: it takes one address at either end. */
const matchesOf = (rule: Rule): string[] =>
  addressesOf(rule.source).flatMap((source) =>
    addressesOf(rule.destination).map((destination) =>
      [
        `in on ${rule.from} out on ${rule.to} proto ${rule.transport}`,
        `from ${source}${rule.sourcePort ? ` port ${portText(rule.sourcePort)}` : ''}`,
        `to ${destination} port ${portText(rule.port)}`,
      ].join(' '),
    ),
  );

const addressesOf = ({ any, networks }: End): string[] => (any ? ['any'] : networks.map(networkText));

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}:${to}`);

/**
 * ufw takes no apostrophe in a comment, and a comment of one word that is its own would be read as that word: the colon keeps it from
 * being one. What a shell might expand in other quotes goes too.
 */
const remark = (prefix: string, rule: Rule): string => cut(`${cut(ascii(prefix), 40)}: ${ruleTitle(rule)}`.replace(/['`$\\]/g, ''), 200);

/** Lines of a comment, wrapped; a command line that begins with two spaces stays whole. */
const comment = (block: readonly string[]): string[] =>
  block.flatMap((line) => (line.startsWith('  ') ? [line] : wrapped(ascii(line), 100)).map((part) => `# ${part}`.trimEnd()));
