/**
 * AWS security groups in Terraform: a group of our own for each scope, and one resource for each rule.
 * Resources: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/vpc_security_group_ingress_rule
 */
import { type HclBlock, hclFile, hclNames, hclVariable } from '#rules/hcl.ts';
import { type Namer, namer } from '#rules/name.ts';
import { cidrOf, networkText } from '#rules/network.ts';
import type { About, Platform } from '#rules/platform.ts';
import type { End, Policy, Rule } from '#rules/policy.ts';
import { cut } from '#rules/text.ts';
import { headerLines, ruleTitle, ruleWords } from '#rules/words.ts';

/** Rules of a group in each direction and IP version, and groups of an interface (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html). */
const quota = { rules: 60, groups: 5 } as const;

export const platform = {
  id: 'aws',
  name: 'AWS (Terraform)',
  extension: 'tf',
  minimum: 'Terraform 1.0, provider hashicorp/aws 4.56.0',
  vantages: ['edge', 'outer', 'inner'],
  zones: null,
  destinationNat: 'after',
  ftpHelper: false,
  notes: [
    'Needs Terraform 1.0 and the provider hashicorp/aws 4.56.0 or later: require them in your own file, since a module may do so only once.',
  ],
  canName: (_name, { transport, inspection }) => ({
    reason: 'a security group compares addresses and takes no host names',
    remedy:
      transport === 'tcp' && inspection === null
        ? 'Type addresses; or, for HTTP and TLS, use a domain list of AWS Network Firewall, or a proxy.'
        : 'Type addresses, or use a firewall that takes names.',
  }),
  canWrite: ({ sourcePort }) =>
    sourcePort === null || { reason: 'a security group compares no source ports', remedy: 'Use a firewall that does.' },
  render: (policy, about) => {
    const text = toText(policy, about);
    return hclFile(headerLines(policy, { ...about, notes: [...about.notes, ...groupNotes(text)] }), [
      ...(text.groups.length > 0 ? [vpcVariable(text)] : []),
      ...text.groups.map((_, at) => groupBlock(text, at)),
      ...text.entries.map((entry) => ruleBlock(text, entry)),
    ]);
  },
} satisfies Platform;

/** One resource: AWS takes one network for each rule. */
interface Entry {
  readonly rule: Rule;
  readonly cidr: string;
  /** Whether it is the first of its rule, below the rule's comment. */
  readonly first: boolean;
  /** Which of the groups it stands in, from 0. */
  readonly group: number;
}

interface Text {
  readonly policy: Policy;
  readonly scope: string;
  readonly entries: readonly Entry[];
  /** Names of the groups. */
  readonly groups: readonly string[];
  readonly name: Namer;
}

function toText(policy: Policy, { scope: about }: About): Text {
  const scope = about?.id ?? 'all';
  const entries = entriesOf(policy.rules);
  const count = Math.max(0, ...entries.map(({ group }) => group + 1));
  return { policy, scope, entries, groups: groupNames(policy.prefix, scope, count), name: hclNames() };
}

/** Each rule once for each network, in as many groups as the quota makes necessary. */
function entriesOf(rules: readonly Rule[]): Entry[] {
  const counts = new Map<string, number>();
  return rules.flatMap((rule) =>
    cidrsOf(rule).map((cidr, at) => {
      const key = `${rule.direction} ${rule.family}`;
      const before = counts.get(key) ?? 0;
      counts.set(key, before + 1);
      return { rule, cidr, first: at === 0, group: Math.floor(before / quota.rules) };
    }),
  );
}

/** The end that is not the gateway; the gateway is what the group is attached to. */
const farEnd = ({ direction, source, destination }: Rule): End => (direction === 'in' ? source : destination);
const gatewayEnd = ({ direction, source, destination }: Rule): End => (direction === 'in' ? destination : source);

function cidrsOf(rule: Rule): string[] {
  const { any, networks } = farEnd(rule);
  return any ? [rule.family === 'ipv4' ? '0.0.0.0/0' : '::/0'] : networks.map(cidrOf);
}

/** At most 255 characters, unique in the VPC without regard to case, and not beginning with "sg-" (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html). */
function groupNames(prefix: string, scope: string, count: number): string[] {
  const name = namer({ limit: 200, refused: /[^A-Za-z0-9._-]/, joiner: '-', start: 'p' });
  const own = (...parts: readonly string[]) => (/^sg(-|$)/i.test(prefix) ? name('group', prefix, ...parts) : name(prefix, ...parts));
  return Array.from({ length: count }, (_, at) => own(scope, ...numberOf(at)));
}

/** The groups after the first have a number. */
const numberOf = (at: number): string[] => (at === 0 ? [] : [`${at + 1}`]);

const ownName = ({ name, policy, scope }: Text, ...parts: readonly string[]) => name(policy.prefix.toLowerCase(), scope, ...parts);

function groupNotes({ policy, entries, groups }: Text): string[] {
  if (groups.length === 0) return [];
  const some =
    groups.length === 1
      ? 'The group is'
      : `A group takes ${quota.rules} rules of each direction and IP version, so these are ${groups.length} groups,`;
  return [
    `${some} to be attached beside your own${groups.length === 1 ? '' : ', all of them'}: what any group of an interface allows is allowed, and replies with it.`,
    ...(groups.length > quota.groups ? [`An interface takes ${quota.groups} groups, your own included, until AWS raises the quota.`] : []),
    ...(policy.rules.some((rule) => farEnd(rule).any)
      ? ['There are no zones: any Internet address is 0.0.0.0/0 or ::/0, and that holds every internal address too.']
      : []),
    ...(entries.some(({ rule }) => rule.direction === 'out')
      ? ['Nothing else goes out by it: Terraform takes away the rule for all outbound traffic that AWS puts into a new group.']
      : ['Nothing goes out by it: Terraform takes away the rule for all outbound traffic that AWS puts into a new group.']),
  ];
}

const vpcVariable = (text: Text): HclBlock => {
  const name = ownName(text, 'vpc', 'id');
  return hclVariable(name, 'string', 'ID of the VPC that the gateway stands in.', {
    condition: `can(regex("^vpc-[0-9a-f]+$", var.${name}))`,
    message: 'Give the ID of a VPC, which begins with vpc-.',
  });
};

/** The description stays the same for ever: AWS has no way to change it, so Terraform would put another group in the place of an attached one. */
const groupBlock = (text: Text, at: number): HclBlock => ({
  comment: ['Attach it to the network interfaces with these addresses:', ...gatewayAddresses(text.policy).map((address) => `  ${address}`)],
  head: ['resource', 'aws_security_group', ownName(text, ...numberOf(at))],
  attributes: [
    ['name', text.groups[at] ?? ''],
    ['description', `Portcullis ${text.scope}`],
    ['vpc_id', { expression: `var.${ownName(text, 'vpc', 'id')}` }],
  ],
});

const gatewayAddresses = ({ rules }: Policy): string[] => [...new Set(rules.flatMap((rule) => gatewayEnd(rule).networks.map(networkText)))];

/** Named after the network, not numbered: another address more then moves no rule that is there. */
const ruleBlock = (text: Text, { rule, cidr, first, group }: Entry): HclBlock => ({
  comment: first ? [ruleWords(rule)] : [],
  head: [
    'resource',
    rule.direction === 'in' ? 'aws_vpc_security_group_ingress_rule' : 'aws_vpc_security_group_egress_rule',
    ownName(text, rule.id, farEnd(rule).any ? 'any' : cidr.replace(/[^0-9a-f]/g, '_')),
  ],
  attributes: [
    ['security_group_id', { expression: `aws_security_group.${ownName(text, ...numberOf(group))}.id` }],
    ['description', descriptionOf(rule)],
    ['ip_protocol', rule.transport],
    ['from_port', rule.port.from],
    ['to_port', rule.port.to],
    [rule.family === 'ipv4' ? 'cidr_ipv4' : 'cidr_ipv6', cidr],
  ],
});

/** At most 255 characters of a fixed alphabet (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html). */
const descriptionOf = (rule: Rule): string =>
  cut(
    ruleTitle(rule)
      .replace(/["'`]/g, '')
      .replace(/[^A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]/g, '-'),
    255,
  ) || rule.id;
