/**
 * Rules of a Google Cloud network firewall policy in Terraform, beside the administrator's own rules in it. VPC firewall rules, the older
 * kind, take no host names.
 * Resource: https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_network_firewall_policy_rule
 */
import { type HclBlock, type HclValue, hclFile, hclNames, hclVariable } from '#rules/hcl.ts';
import { type Namer, namer } from '#rules/name.ts';
import { cidrOf } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { cut } from '#rules/text.ts';
import { headerLines, ruleTitle, ruleWords } from '#rules/words.ts';

/**
 * A rule takes 100 host names and 5000 ranges at an end (documentation of the resource); the highest priority is that of
 * https://docs.cloud.google.com/firewall/docs/firewall-policies-rule-details.
 */
const limits = { names: 100, ranges: 5000, lastPriority: 2_147_483_547 } as const;

export const platform = {
  id: 'google-cloud',
  name: 'Google Cloud (Terraform)',
  extension: 'tf',
  minimum: 'Terraform 1.0, provider hashicorp/google 7.22.0',
  vantages: ['edge', 'outer', 'inner'],
  zones: null,
  tellsInternet: true,
  destinationNat: 'after',
  ftpHelper: false,
  notes: [
    'Needs Terraform 1.0 and the provider hashicorp/google 7.22.0 or later: require them in your own file, since a module may do so only once.',
  ],
  canName: (name) =>
    !name.startsWith('*.') || {
      reason: 'a firewall policy takes exact host names only',
      remedy: 'Type exact names or addresses; or, for HTTP and TLS, use a proxy that takes wildcards.',
    },
  canWrite: ({ sourcePort }) =>
    sourcePort === null || { reason: 'a firewall policy compares no source ports', remedy: 'Use a firewall that does.' },
  render: (policy, about) => {
    const text = toText(policy, about);
    return hclFile(headerLines(policy, { ...about, notes: [...about.notes, ...policyNotes(text)] }), [
      ...(text.entries.length > 0 ? variables(text) : []),
      ...text.entries.map((entry, number) => ruleBlock(text, entry, number)),
    ]);
  },
} satisfies Platform;

/** One resource. */
interface Entry {
  readonly rule: Rule;
  /** Follows the rule's id where its members need more than one resource. */
  readonly part: readonly string[];
  readonly source: Members;
  readonly destination: Members;
}

interface Members {
  readonly any: boolean;
  readonly ranges: readonly string[];
  readonly names: readonly string[];
}

interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly entries: readonly Entry[];
  /** Names in Terraform, and in the firewall policy. */
  readonly name: Namer;
  readonly label: Namer;
}

function toText(policy: Policy, { scope }: About): Text {
  return {
    policy,
    scope: scope?.id ?? 'all',
    entries: policy.rules.flatMap(entriesOf),
    name: hclNames(),
    // Lower case, as names of this cloud are (RFC 1035).
    label: namer({ limit: 63, refused: /[^a-z0-9-]/, joiner: '-', start: 'p' }),
  };
}

function entriesOf(rule: Rule): Entry[] {
  const parts = pieces(rule.source, rule).flatMap((source) =>
    pieces(rule.destination, rule).map((destination) => ({ source, destination })),
  );
  return parts.map((part, at) => ({ rule, ...part, part: at === 0 ? [] : [`${at + 1}`] }));
}

/** The members of an end in lots that a rule takes. */
function pieces({ any, networks, names }: End, { family }: Rule): Members[] {
  if (any) return [{ any, ranges: [family === 'ipv4' ? '0.0.0.0/0' : '::/0'], names: [] }];
  const count = Math.max(Math.ceil(networks.length / limits.ranges), Math.ceil(names.length / limits.names));
  return Array.from({ length: count }, (_, at) => ({
    any,
    ranges: networks.slice(at * limits.ranges, (at + 1) * limits.ranges).map(cidrOf),
    names: names.slice(at * limits.names, (at + 1) * limits.names),
  }));
}

const ownName = ({ name, policy, scope }: Text, ...parts: readonly string[]) => name(policy.prefix.toLowerCase(), scope, ...parts);

function policyNotes({ policy: { rules }, entries }: Text): string[] {
  if (entries.length === 0) return [];
  const ends = rules.flatMap(({ source, destination }) => [source, destination]);
  return [
    `The rules join a network firewall policy of yours, with ${entries.length} priorities in a row: give each file a first one of its own. Replies are let through by themselves.`,
    'VPC firewall rules are asked before the policy unless the network says otherwise. What leaves the gateway is allowed anyway: it is closed only by a deny of yours with a higher number than these rules.',
    ...(ends.some(({ any }) => any)
      ? ['Any Internet address is bound to the network context INTERNET, so internal addresses are no part of it.']
      : []),
    ...(ends.some(({ names }) => names.length > 0)
      ? [
          'Host names are resolved by Google Cloud itself: at most 32 IPv4 and 32 IPv6 addresses each, and a name without an answer lets nothing through.',
        ]
      : []),
  ];
}

function variables(text: Text): HclBlock[] {
  const [policy, tag, first] = [ownName(text, 'firewall', 'policy'), ownName(text, 'secure', 'tag'), ownName(text, 'first', 'priority')];
  const last = limits.lastPriority - text.entries.length + 1;
  return [
    hclVariable(policy, 'string', "Name of the global network firewall policy of the gateway's VPC network.", {
      condition: `length(var.${policy}) > 0`,
      message: 'Give a name.',
    }),
    hclVariable(tag, 'string', 'Secure tag that the gateway has and nothing else.', {
      condition: `can(regex("^tagValues/[0-9]+$", var.${tag}))`,
      message: 'Give the ID of a tag value, which begins with tagValues/.',
    }),
    hclVariable(first, 'number', `First of ${text.entries.length} priorities in a row that no other rule of the policy has.`, {
      condition: `var.${first} >= 0 && var.${first} <= ${last} && floor(var.${first}) == var.${first}`,
      message: `Give a whole number from 0 to ${last}.`,
    }),
  ];
}

const ruleBlock = (text: Text, { rule, part, source, destination }: Entry, number: number): HclBlock => ({
  comment: [ruleWords(rule)],
  head: ['resource', 'google_compute_network_firewall_policy_rule', ownName(text, rule.id, ...part)],
  attributes: [
    ['firewall_policy', { expression: `var.${ownName(text, 'firewall', 'policy')}` }],
    ['priority', { expression: `var.${ownName(text, 'first', 'priority')} + ${number}` }],
    ['rule_name', text.label(text.policy.prefix.toLowerCase(), text.scope, rule.id, ...part)],
    ['description', cut(ruleTitle(rule), 255) || rule.id],
    ['direction', rule.direction === 'in' ? 'INGRESS' : 'EGRESS'],
    ['action', 'allow'],
  ],
  blocks: [
    { head: ['target_secure_tags'], attributes: [['name', { expression: `var.${ownName(text, 'secure', 'tag')}` }]] },
    {
      head: ['match'],
      attributes: [...endAttributes('src', source), ...endAttributes('dest', destination)],
      blocks: [
        {
          head: ['layer4_configs'],
          attributes: [
            ['ip_protocol', rule.transport],
            ['ports', [portText(rule.port)]],
          ],
        },
      ],
    },
  ],
});

/** Ranges and names add up; the network context narrows what they hold (https://docs.cloud.google.com/firewall/docs/understand-network-contexts). */
const endAttributes = (side: 'src' | 'dest', { any, ranges, names }: Members): [string, HclValue][] => [
  ...(any ? [[`${side}_network_context`, 'INTERNET'] as [string, HclValue]] : []),
  ...(ranges.length > 0 ? [[`${side}_ip_ranges`, ranges] as [string, HclValue]] : []),
  ...(names.length > 0 ? [[`${side}_fqdns`, names] as [string, HclValue]] : []),
];

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}-${to}`);
