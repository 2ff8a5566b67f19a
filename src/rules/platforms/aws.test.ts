import { describe, expect, it } from 'vitest';
import { blocks, statements, values } from '#rules/example-hcl.ts';
import { exampleRules, withSourcePort, words } from '#rules/example-rules.ts';
import { platform } from './aws.ts';

const { flowsNamed, textOf } = exampleRules(platform);

const few = { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'] } };

const named = { addresses: { gateway: ['203.0.113.10'], 'relay-host': ['mx.relay.example', '*.relay.example'] } };

it('reads as a firewall engineer would write it', () => {
  expect(textOf(flowsNamed('smtp-inbound', 'dns-queries'), few)).toMatchInlineSnapshot(`
    "# Example Mail Lighthouse 2.0.0: the whole gateway
    # Portcullis, dataset 2026.02.01. Not the vendor's own document.
    # AWS (Terraform), seen from one firewall between all zones.
    # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
    # yours.
    # Needs Terraform 1.0 and the provider hashicorp/aws 4.56.0 or later: require them in your own file,
    # since a module may do so only once.
    # The group is to be attached beside your own: what any group of an interface allows is allowed, and
    # replies with it.
    # There are no zones: any Internet address is 0.0.0.0/0 or ::/0, and that holds every internal address
    # too.
    # Nothing else goes out by it: Terraform takes away the rule for all outbound traffic that AWS puts
    # into a new group.

    variable "seg_all_vpc_id" {
      description = "ID of the VPC that the gateway stands in."
      type        = string

      validation {
        condition     = can(regex("^vpc-[0-9a-f]+$", var.seg_all_vpc_id))
        error_message = "Give the ID of a VPC, which begins with vpc-."
      }
    }

    # Attach it to the network interfaces with these addresses:
    #   203.0.113.10
    resource "aws_security_group" "seg_all" {
      name        = "SEG-all"
      description = "Portcullis all"
      vpc_id      = var.seg_all_vpc_id
    }

    # IPv4, Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
    resource "aws_vpc_security_group_ingress_rule" "seg_all_smtp_inbound_tcp_4_any" {
      security_group_id = aws_security_group.seg_all.id
      description       = "Inbound mail"
      ip_protocol       = "tcp"
      from_port         = 25
      to_port           = 25
      cidr_ipv4         = "0.0.0.0/0"
    }

    # IPv4, DNS: the gateway to DNS resolvers, udp/53
    resource "aws_vpc_security_group_egress_rule" "seg_all_dns_queries_udp_4_192_0_2_53_32" {
      security_group_id = aws_security_group.seg_all.id
      description       = "DNS"
      ip_protocol       = "udp"
      from_port         = 53
      to_port           = 53
      cidr_ipv4         = "192.0.2.53/32"
    }

    resource "aws_vpc_security_group_egress_rule" "seg_all_dns_queries_udp_4_192_0_2_54_32" {
      security_group_id = aws_security_group.seg_all.id
      description       = "DNS"
      ip_protocol       = "udp"
      from_port         = 53
      to_port           = 53
      cidr_ipv4         = "192.0.2.54/32"
    }

    # IPv4, DNS: the gateway to DNS resolvers, tcp/53
    resource "aws_vpc_security_group_egress_rule" "seg_all_dns_queries_tcp_4_192_0_2_53_32" {
      security_group_id = aws_security_group.seg_all.id
      description       = "DNS"
      ip_protocol       = "tcp"
      from_port         = 53
      to_port           = 53
      cidr_ipv4         = "192.0.2.53/32"
    }

    resource "aws_vpc_security_group_egress_rule" "seg_all_dns_queries_tcp_4_192_0_2_54_32" {
      security_group_id = aws_security_group.seg_all.id
      description       = "DNS"
      ip_protocol       = "tcp"
      from_port         = 53
      to_port           = 53
      cidr_ipv4         = "192.0.2.54/32"
    }
    "
  `);
});

it('has a group of its own, and touches no other: no inline rule, nothing of the administrator', () => {
  const text = textOf();
  expect(blocks(text).filter((block) => !block.includes('aws_vpc_security_group_'))).toEqual([
    'variable "seg_all_vpc_id" {',
    'resource "aws_security_group" "seg_all" {',
  ]);
  expect(statements(text).filter((line) => /^\s*(ingress|egress) /.test(line))).toEqual([]);
});

it('names in a comment what the group is to be attached to', () => {
  expect(textOf()).toContain('# Attach it to the network interfaces with these addresses:\n#   203.0.113.10\n#   2001:db8:d::10\nresource');
});

it('has one network in each rule, and the resource of another network keeps its name', () => {
  const namesOf = (...resolvers: string[]) =>
    blocks(textOf(flowsNamed('dns-queries'), { addresses: { ...few.addresses, 'dns-resolvers': resolvers } }));
  const before = namesOf('192.0.2.54');
  expect(namesOf('192.0.2.53', '192.0.2.54').filter((block) => !before.includes(block))).toEqual([
    'resource "aws_vpc_security_group_egress_rule" "seg_all_dns_queries_udp_4_192_0_2_53_32" {',
    'resource "aws_vpc_security_group_egress_rule" "seg_all_dns_queries_tcp_4_192_0_2_53_32" {',
  ]);
});

it('says what any address holds where there are no zones', () => {
  const open = values(textOf(), 'cidr_ipv[46]').filter((cidr) => cidr.endsWith('/0"'));
  expect(new Set(open)).toEqual(new Set(['"0.0.0.0/0"', '"::/0"']));
  expect(words(textOf())).toContain('any Internet address is 0.0.0.0/0 or ::/0, and that holds every internal address too');
  expect(words(textOf(flowsNamed('dns-queries')))).not.toContain('0.0.0.0/0');
});

it('says of a host name what else there is, and never opens everything for it', () => {
  const text = textOf(flowsNamed('smtp-relay'), named);
  expect(statements(text)).toEqual([]);
  expect(words(text)).toContain('takes no host names (mx.relay.example *.relay.example)');
  expect(words(text)).toContain('use a domain list of AWS Network Firewall, or a proxy.');
});

it('leaves a rule with a source port to another firewall', () => {
  const flows = withSourcePort(flowsNamed('snmp-polling'), 20);
  expect(statements(textOf(flows))).toEqual([]);
  expect(words(textOf(flows))).toContain('a security group compares no source ports. Use a firewall that does.');
});

describe('the quota', () => {
  const resolvers = (count: number) => Array.from({ length: count }, (_, at) => `192.0.2.${at}`);
  const split = (count: number) =>
    textOf(flowsNamed('dns-queries'), { addresses: { ...few.addresses, 'dns-resolvers': resolvers(count) } });

  it('of sixty rules in a direction is kept by more groups', () => {
    expect(values(split(30), 'name')).toEqual(['"SEG-all"']);
    expect(values(split(31), 'name')).toEqual(['"SEG-all"', '"SEG-all-2"']);
    expect(values(split(31), 'security_group_id').filter((id) => id === 'aws_security_group.seg_all_2.id').length).toBe(2);
    expect(words(split(31))).toContain('these are 2 groups, to be attached beside your own, all of them');
  });

  it('of five groups for an interface is said', () => {
    expect(words(split(150))).not.toContain('until AWS raises the quota');
    expect(words(split(151))).toContain('An interface takes 5 groups, your own included, until AWS raises the quota.');
  });
});

describe('descriptions and names', () => {
  it('keep to the alphabet and the length of AWS (GEN-08)', () => {
    const title = 'Gateway \u2192 manager\u2019s "trap" <100 %> \u65e5\u672c'.repeat(12);
    const flows = flowsNamed().map((entry) => ({ ...entry, flow: { ...entry.flow, title } }));
    const written = values(textOf(flows), 'description').map((value) => JSON.parse(value.replaceAll('$$' + '{', '$' + '{')) as string);
    for (const value of written) expect(value).toMatch(/^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
    expect(written.at(-1)).toMatch(/^Gateway to managers trap -100 --/);
  });

  it('do not begin as the IDs of groups do', () => {
    expect(values(textOf(flowsNamed(), { prefix: 'SG' }), 'name')).toEqual(['"group-SG-all"']);
    expect(values(textOf(flowsNamed(), { prefix: 'sg-x' }), 'name')).toEqual(['"group-sg-x-all"']);
  });

  it('of the group stay the same in every release, since a change would replace it', () => {
    const group = (release: string) =>
      /resource "aws_security_group"[^}]*\}/.exec(textOf(flowsNamed(), {}, { release, product: release }))?.[0];
    expect(group('9.9.9')).toBe(group('2.0.0'));
  });
});
