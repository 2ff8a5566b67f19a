import { describe, expect, it } from 'vitest';
import { variable } from '#rules/example-hcl.ts';
import { changed } from '#rules/example-rules.ts';
import { reader } from './aws.ts';

const good = `${variable('seg_vpc_id', 'string', 'length(var.seg_vpc_id) > 0')}
# Attach it to the network interfaces with these addresses:
#   203.0.113.10
#   2001:db8:d::/64
resource "aws_security_group" "seg" {
  name        = "SEG"
  description = "Rules"
  vpc_id      = var.seg_vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "smtp" {
  security_group_id = aws_security_group.seg.id
  description       = "SMTP"
  ip_protocol       = "tcp"
  from_port         = 25
  to_port           = 25
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_egress_rule" "dns" {
  security_group_id = aws_security_group.seg.id
  description       = "DNS"
  ip_protocol       = "udp"
  from_port         = 53
  to_port           = 54
  cidr_ipv6         = "2001:db8::53/128"
}
`;

it('reads what a group lets through, to and from what it is attached to', () => {
  expect(reader(good)).toEqual([
    {
      family: 'ipv4',
      from: null,
      to: null,
      source: { any: true, networks: [], names: [] },
      destination: { any: false, networks: ['203.0.113.10/32'], names: [] },
      transport: 'tcp',
      port: { from: 25, to: 25 },
      sourcePort: null,
      helper: false,
    },
    {
      family: 'ipv6',
      from: null,
      to: null,
      source: { any: false, networks: ['2001:db8:d::/64'], names: [] },
      destination: { any: false, networks: ['2001:db8::53/128'], names: [] },
      transport: 'udp',
      port: { from: 53, to: 54 },
      sourcePort: null,
      helper: false,
    },
  ]);
});

describe('refuses', () => {
  it.each([
    ['"aws_security_group" "seg"', '"aws_security_group" "other"', 'uses aws_security_group.seg, which is not there'],
    ['= var.seg_vpc_id', '= var.other', 'uses var.other, which is not there'],
    ['  to_port           = 54', '  to_port           = 52', 'line 29: has no port from 1 to 65535'],
    ['  to_port           = 25\n', '', 'line 20: has no "to_port"'],
    ['  to_port           = 25', '  to_port           = "25"', 'line 20: has no port from 1 to 65535'],
    ['"tcp"', '"-1"', 'line 20: has "-1" where'],
    ['cidr_ipv4         = "0.0.0.0/0"', 'cidr_ipv4         = "0.0.0.0/00"', 'no network'],
    ['cidr_ipv4         = "0.0.0.0/0"', 'cidr_ipv4         = "128.0.0.0/0"', 'is open to everything in another spelling'],
    ['cidr_ipv4         = "0.0.0.0/0"', 'cidr_ipv4         = "2001:db8::/32"', 'has a network of the other IP version'],
    ['  cidr_ipv4         = "0.0.0.0/0"', '  cidr_ipv4         = "192.0.2.1/32"\n  cidr_ipv6         = "::/0"', 'has not one network'],
    ['  cidr_ipv4         = "0.0.0.0/0"', '  prefix_list_id    = "pl-1"', 'has an attribute "prefix_list_id" that no rule needs'],
    ['#   203.0.113.10\n', '', 'is of an IP version that the gateway does not have'],
    ['#   203.0.113.10\n#   2001:db8:d::/64\n', '', 'does not say what to attach it to'],
    ['name        = "SEG"', 'name        = "sg-x"', 'has "sg-x" where'],
    ['"SMTP"', '"it\'s"', 'has "it\'s" where'],
    ['"Rules"', '"Rules"\n  ingress     = []', 'has a value that no rule needs'],
    ['aws_vpc_security_group_ingress_rule', 'aws_security_group_rule', 'is a resource of another kind'],
    ['variable "seg_vpc_id"', 'data "seg_vpc_id"', 'is no block of a file of rules'],
  ])('%j as %j', (from, to, message) => {
    expect(() => reader(changed(good, from, to))).toThrow(message);
  });

  it('the same permission twice, and more rules than a group takes', () => {
    const rule = good.slice(
      good.indexOf('resource "aws_vpc_security_group_ingress_rule"'),
      good.indexOf('resource "aws_vpc_security_group_egress_rule"'),
    );
    expect(() => reader(good + rule.replace('"smtp"', '"again"').replace('"SMTP"', '"Again"'))).toThrow(
      'says what another rule of its group says',
    );
    const more = Array.from(
      { length: 60 },
      (_, at) => `\n${rule.trimEnd().replace('"smtp"', `"r${at}"`).replace('0.0.0.0/0', `192.0.2.${at}/32`)}\n`,
    );
    expect(reader(good + more.slice(1).join('')).length).toBe(61);
    expect(() => reader(good + more.join(''))).toThrow('is one more than the 60 rules of its kind that a group takes');
  });
});
