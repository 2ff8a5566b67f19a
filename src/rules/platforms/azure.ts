/**
 * Rules of an Azure network security group in Terraform, beside the administrator's own rules in it.
 * Resource: https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/network_security_rule
 */
import { type HclBlock, hclFile, hclNames, hclVariable } from '#rules/hcl.ts';
import { type Namer, namer } from '#rules/name.ts';
import { cidrOf } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { cut } from '#rules/text.ts';
import { headerLines, ruleTitle, ruleWords } from '#rules/words.ts';

/**
 * Priorities go from 100 to 4096 (https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview); a group takes 1000
 * rules, and a rule 4000 addresses at each end (https://learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits).
 */
const limits = { firstPriority: 100, lastPriority: 4096, rules: 1000, addresses: 4000 } as const;

export const platform = {
  id: 'azure',
  name: 'Azure (Terraform)',
  extension: 'tf',
  minimum: 'Terraform 1.0, provider hashicorp/azurerm 3.0.0',
  vantages: ['edge', 'outer', 'inner'],
  zones: null,
  tellsInternet: true,
  destinationNat: 'after',
  ftpHelper: false,
  notes: [
    'Needs Terraform 1.0 and the provider hashicorp/azurerm 3.0.0 or later: require them in your own file, since a module may do so only once.',
  ],
  canName: (name, { transport, inspection }) => ({
    reason: 'a network security group compares addresses and takes no host names',
    remedy:
      transport === 'tcp' && inspection === null
        ? 'Type addresses; or, for HTTP and TLS, use application rules of Azure Firewall, or a proxy.'
        : `Type addresses, or use ${name.startsWith('*.') ? 'a firewall that takes wildcards' : 'network rules of Azure Firewall, which take exact names'}.`,
  }),
  render: (policy, about) => {
    const text = toText(policy, about);
    return hclFile(headerLines(policy, { ...about, notes: [...about.notes, ...groupNotes(text)] }), [
      ...(text.entries.length > 0 ? variables(text) : []),
      ...text.entries.map((entry) => ruleBlock(text, entry)),
    ]);
  },
} satisfies Platform;

/** One resource. */
interface Entry {
  readonly rule: Rule;
  /** Follows the rule's id where its addresses need more than one resource. */
  readonly part: readonly string[];
  readonly source: readonly string[];
  readonly destination: readonly string[];
  /** Numbered in its direction, from 0. */
  readonly number: number;
}

interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly entries: readonly Entry[];
  /** Priorities that the text takes, from the first one on. */
  readonly taken: number;
  /** Names in Terraform, and in the group. */
  readonly name: Namer;
  readonly label: Namer;
}

function toText(policy: Policy, { scope }: About): Text {
  const entries = entriesOf(policy.rules);
  return {
    policy,
    scope: scope?.id ?? 'all',
    entries,
    taken: Math.max(0, ...entries.map(({ number }) => number + 1)),
    name: hclNames(),
    // A word character at both ends; between them "." and "-" too.
    label: namer({ limit: 80, refused: /[^A-Za-z0-9-]/, joiner: '-', start: 'p' }),
  };
}

function entriesOf(rules: readonly Rule[]): Entry[] {
  const next = { in: 0, out: 0 };
  return rules.flatMap((rule) => {
    const parts = pieces(membersOf(rule.source)).flatMap((source) =>
      pieces(membersOf(rule.destination)).map((destination) => ({ source, destination })),
    );
    return parts.map((part, at) => ({ rule, ...part, part: at === 0 ? [] : [`${at + 1}`], number: next[rule.direction]++ }));
  });
}

const membersOf = ({ any, networks }: End): string[] => (any ? ['Internet'] : networks.map(cidrOf));

const pieces = (members: readonly string[]): (readonly string[])[] =>
  Array.from({ length: Math.ceil(members.length / limits.addresses) }, (_, at) =>
    members.slice(at * limits.addresses, (at + 1) * limits.addresses),
  );

const ownName = ({ name, policy, scope }: Text, ...parts: readonly string[]) => name(policy.prefix.toLowerCase(), scope, ...parts);

function groupNotes({ policy: { rules }, entries, taken }: Text): string[] {
  if (entries.length === 0) return [];
  const count = (direction: Rule['direction']) => entries.filter(({ rule }) => rule.direction === direction).length;
  return [
    `${count('in')} inbound and ${count('out')} outbound rules join a network security group of yours, which takes ${limits.rules}. They have ${taken} priorities in a row: give each file a first one of its own. Replies are let through by themselves.`,
    "The group's default rules let in what comes from the virtual network, and let out what goes to it and to the Internet. What is not listed here is closed only by a deny of yours with a higher number than these rules.",
    ...(rules.some(({ source, destination }) => source.any || destination.any)
      ? [
          "Any Internet address is the tag Internet: all that lies outside the virtual network and is reached over the Internet, Azure's own public addresses included.",
        ]
      : []),
  ];
}

function variables(text: Text): HclBlock[] {
  const [group, nsg, first] = [
    ownName(text, 'resource', 'group'),
    ownName(text, 'network', 'security', 'group'),
    ownName(text, 'first', 'priority'),
  ];
  const last = limits.lastPriority - text.taken + 1;
  return [
    hclVariable(group, 'string', 'Name of the resource group that holds the network security group.', notEmpty(group)),
    hclVariable(nsg, 'string', "Name of the network security group of the gateway's interface or subnet.", notEmpty(nsg)),
    hclVariable(first, 'number', `First of ${text.taken} priorities in a row that no other rule of the group has.`, {
      condition: `var.${first} >= ${limits.firstPriority} && var.${first} <= ${last} && floor(var.${first}) == var.${first}`,
      message: `Give a whole number from ${limits.firstPriority} to ${last}.`,
    }),
  ];
}

const notEmpty = (name: string) => ({ condition: `length(var.${name}) > 0`, message: 'Give a name.' });

const ruleBlock = (text: Text, { rule, part, source, destination, number }: Entry): HclBlock => ({
  comment: [ruleWords(rule)],
  head: ['resource', 'azurerm_network_security_rule', ownName(text, rule.id, ...part)],
  attributes: [
    ['resource_group_name', { expression: `var.${ownName(text, 'resource', 'group')}` }],
    ['network_security_group_name', { expression: `var.${ownName(text, 'network', 'security', 'group')}` }],
    ['name', text.label(text.policy.prefix, text.scope, rule.id, ...part)],
    // At most 140 characters.
    ['description', cut(ruleTitle(rule), 140) || rule.id],
    ['priority', { expression: `var.${ownName(text, 'first', 'priority')} + ${number}` }],
    ['direction', rule.direction === 'in' ? 'Inbound' : 'Outbound'],
    ['access', 'Allow'],
    ['protocol', rule.transport === 'tcp' ? 'Tcp' : 'Udp'],
    rule.sourcePort ? ['source_port_ranges', [portText(rule.sourcePort)]] : ['source_port_range', '*'],
    rule.source.any ? ['source_address_prefix', 'Internet'] : ['source_address_prefixes', source],
    rule.destination.any ? ['destination_address_prefix', 'Internet'] : ['destination_address_prefixes', destination],
    ['destination_port_ranges', [portText(rule.port)]],
  ],
});

const portText = ({ from, to }: Rule['port']): string => (from === to ? `${from}` : `${from}-${to}`);
