/** HashiCorp's parser, and the resources of the provider hashicorp/aws 6.25.0 that security groups are made of. */
import { z } from 'zod';
import type { Checker } from '../checker.ts';
import { expression, hclCheckers, ipv4Network, ipv6Network, literal, type Resource, repeated, variable } from '../hcl2json.ts';

/** 255 characters of a fixed alphabet: API_CreateSecurityGroup and API_IpRange of the EC2 API. */
const label = literal(/^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);

const port = z.int().min(1).max(65_535);

/** Exactly one of `cidr_ipv4` and `cidr_ipv6`; the provider knows other ends too, which no rule of ours has. */
const rule = z
  .strictObject({
    security_group_id: expression(/aws_security_group\.\w+\.id/),
    description: label,
    ip_protocol: z.enum(['tcp', 'udp']),
    from_port: port,
    to_port: port,
    cidr_ipv4: ipv4Network.optional(),
    cidr_ipv6: ipv6Network.optional(),
  })
  .refine(({ cidr_ipv4, cidr_ipv6 }) => (cidr_ipv4 === undefined) !== (cidr_ipv6 === undefined), 'has not exactly one network')
  .refine(({ from_port, to_port }) => from_port <= to_port, 'has its ports in the wrong order');

export const checkers: readonly Checker[] = hclCheckers({
  platform: 'aws',
  provider: 'hashicorp/aws',
  version: '6.25.0',
  resources: {
    // No "ingress" and no "egress": with them, rules in resources of their own are overwritten.
    aws_security_group: z.strictObject({
      name: label.refine((name) => !/^sg-/i.test(name), 'begins as the ID of a group does'),
      description: label,
      vpc_id: variable,
    }),
    aws_vpc_security_group_ingress_rule: rule,
    aws_vpc_security_group_egress_rule: rule,
  },
  problemsBetween: (resources) => {
    const rules = resources.filter(({ type }) => type !== 'aws_security_group');
    const kind = ({ type, body }: Resource) => [type, body.security_group_id, body.cidr_ipv4 ? 'IPv4' : 'IPv6'].join(' ');
    const counts = Map.groupBy(rules, kind);
    return [
      ...repeated(
        resources.filter(({ type }) => type === 'aws_security_group'),
        'name',
        ({ body }) => String(body.name).toLowerCase(),
      ),
      // AWS refuses a rule that the group has already, whatever its description.
      ...repeated(rules, 'permission', ({ type, body: { description: _, ...body } }) => `${type} ${JSON.stringify(body)}`),
      ...[...counts]
        .filter(([, those]) => those.length > 60)
        .map(([name, those]) => `${those.length} rules are more than the quota of 60: ${name}`),
    ];
  },
});
