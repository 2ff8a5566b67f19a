/** What every checker of Terraform files is held to, and the texts that each of them must refuse. */
import { describe, expect, it } from 'vitest';
import { exampleRules } from '#rules/example-rules.ts';
import { platform as aws } from '#rules/platforms/aws.ts';
import { platform as azure } from '#rules/platforms/azure.ts';
import { platform as googleCloud } from '#rules/platforms/google-cloud.ts';
import { checkers as awsCheckers } from './aws.ts';
import { checkers as azureCheckers } from './azure.ts';
import { checkers as googleCloudCheckers } from './google-cloud.ts';

/** A change to a good text, and what is said of it. */
type Broken = readonly [from: string, to: string, problem: string];

const awsBroken: readonly Broken[] = [
  ['cidr_ipv4         = "0.0.0.0/0"', 'cidr_ipv44        = "0.0.0.0/0"', 'Unrecognized key: "cidr_ipv44"'],
  ['from_port         = 25', 'from_port         = "25"', 'expected number'],
  ['from_port         = 25', 'from_port         = 26', 'has its ports in the wrong order'],
  ['  to_port           = 25\n', '', 'to_port: Invalid input'],
  ['resource "aws_vpc', 'resource aws_vpc {', 'rules.tf:'],
  ['"tcp"', '"all"', 'ip_protocol: Invalid option'],
  ['cidr_ipv4         = "0.0.0.0/0"', 'cidr_ipv4         = "0.0.0.0/33"', 'Invalid IPv4 range'],
  ['"Inbound mail"', '"it\'s mail"', 'description: is no text of'],
  ['= aws_security_group.seg_all.id', '= aws_security_group.other.id', 'aws_security_group.other is used and is not there'],
  ['aws_vpc_security_group_ingress_rule', 'aws_security_group_rule', 'Unrecognized key: "aws_security_group_rule"'],
  ['  vpc_id      = var.seg_all_vpc_id\n', '  vpc_id      = var.seg_all_vpc_id\n  egress {\n  }\n', 'Unrecognized key: "egress"'],
  ['= var.seg_all_vpc_id\n', '= var.other\n', 'var.seg_all_vpc_id is not used'],
  ['"seg_all_smtp_inbound_tcp_6_any"', '"seg_all_smtp_inbound_tcp_4_any"', 'seg_all_smtp_inbound_tcp_4_any'],
  ['cidr_ipv6         = "::/0"', 'cidr_ipv4         = "0.0.0.0/0"', 'has the permission of'],
];

const azureBroken: readonly Broken[] = [
  ['destination_port_ranges      = ["25"]', 'destination_ports            = ["25"]', 'Unrecognized key: "destination_ports"'],
  ['= ["25"]', '= [25]', 'expected string'],
  ['= ["25"]', '= ["25,26"]', 'is no port and no range of ports'],
  ['= ["25"]', '= ["26-25"]', 'is no port and no range of ports'],
  ['"Internet"', '"*"', 'Invalid input: expected "Internet"'],
  ['"Tcp"', '"tcp"', 'protocol: Invalid option'],
  ['"Allow"', '"Permit"', 'access: Invalid input'],
  ['  access                       = "Allow"\n', '', 'access: Invalid input'],
  ['["203.0.113.10/32"]', '["203.0.113.10/32", "2001:db8::1/128"]', 'destination_address_prefixes: Invalid input'],
  ['["203.0.113.10/32"]', '["203.0.113.300/32"]', 'destination_address_prefixes: Invalid input'],
  ['["203.0.113.10/32"]', '["mail.example.net"]', 'destination_address_prefixes: Invalid input'],
  ['"SEG-all-smtp-inbound-tcp-4"', '"SEG all"', 'name: Invalid string'],
  ['"SEG-all-smtp-inbound-tcp-4"', '"SEG-all-smtp-inbound-tcp-6"', 'has the name of'],
  ['var.seg_all_first_priority + 1', 'var.seg_all_first_priority + 0', 'has the priority of'],
  ['var.seg_all_first_priority + 1', '4097', 'priority: Invalid input'],
  ['= var.seg_all_resource_group', '= var.other', 'var.other is used and is not there'],
  ['description                  = "Inbound mail"', `description                  = "${'x'.repeat(141)}"`, 'description: is no text of'],
  ['"Inbound mail"', '"Inbound" mail"', 'rules.tf:'],
  ['"Inbound mail"', `"$${'{var.seg_all_resource_group}'} mail"`, 'description: is no text of'],
  ['{\n  resource_group_name', '\n  resource_group_name', 'rules.tf:'],
];

const googleCloudBroken: readonly Broken[] = [
  ['dest_ip_ranges ', 'dst_ip_ranges ', 'Unrecognized key: "dst_ip_ranges"'],
  ['ports       = ["25"]', 'ports       = [25]', 'expected string'],
  ['ports       = ["25"]', 'ports       = ["0-65535"]', 'is no port and no range of ports'],
  ['      ip_protocol = "tcp"\n', '', 'ip_protocol: Invalid option'],
  ['    src_network_context = "INTERNET"\n', '', 'has every address without that'],
  ['["0.0.0.0/0"]', '["0.0.0.0/0", "::/0"]', 'src_ip_ranges: Invalid input'],
  ['"allow"', '"permit"', 'action: Invalid input'],
  ['"INGRESS"', '"IN"', 'direction: Invalid option'],
  ['  target_secure_tags {\n    name = var.seg_all_secure_tag\n  }\n\n', '', 'target_secure_tags: Invalid input'],
  ['var.seg_all_first_priority + 1', 'var.seg_all_first_priority + 0', 'has the priority of'],
  ['"seg-all-smtp-inbound-tcp-4"', '"SEG"', 'rule_name: Invalid string'],
  ['dest_ip_ranges      = ["203.0.113.10/32"]', 'dest_fqdns          = ["gw.example.net"]', 'has a host name at the end of the gateway'],
  ['dest_ip_ranges      = ["203.0.113.10/32"]', 'dest_ip_ranges      = ["2001:db8::1/128"]', 'mixes IP versions'],
  ['= var.seg_all_firewall_policy', '= var.other', 'var.other is used and is not there'],
  ['match {', 'match [', 'rules.tf:'],
];

describe.each([
  { platform: aws, checkers: awsCheckers, provider: '6.25.0', broken: awsBroken },
  { platform: azure, checkers: azureCheckers, provider: '4.55.0', broken: azureBroken },
  { platform: googleCloud, checkers: googleCloudCheckers, provider: '7.45.0', broken: googleCloudBroken },
])('$platform.id', ({ platform, checkers, provider, broken }) => {
  const good = exampleRules(platform).textOf();
  const problemsOf = async (text: string): Promise<string[]> => {
    const found = await Promise.all(checkers.map((checker) => checker.check([{ name: 'a text', text }])));
    return found.flat(2);
  };

  it('is a parser of HashiCorp, and a schema of ours', async () => {
    expect(checkers.map(({ platform: id, kind }) => [id, kind])).toEqual([
      [platform.id, 'parser'],
      [platform.id, 'schema'],
    ]);
    expect(await Promise.all(checkers.map((checker) => checker.version()))).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), provider]);
  });

  it('takes what is rendered', async () => {
    expect(await problemsOf(good)).toEqual([]);
  });

  it.each(broken)('refuses %j as %j', async (from, to, problem) => {
    expect(good).toContain(from);
    expect((await problemsOf(good.replace(from, () => to))).join('\n')).toContain(problem);
  });
});
