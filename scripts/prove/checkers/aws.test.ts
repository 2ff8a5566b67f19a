import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platform } from '#rules/platforms/aws.ts';
import { toRules } from '#rules/to-rules.ts';
import { checkers } from './aws.ts';

const dataset = exampleDataset();
const subject = { product: 'Example', release: '2.0.0', dataset: '1', scope: null, example: true };
const good = toRules(platform, releaseFlows(dataset, '2.0.0'), exampleEnvironment(platform, 'edge'), subject).text;

const problemsOf = async (text: string): Promise<string[]> => {
  const found = await Promise.all(checkers.map((checker) => checker.check([{ name: 'a text', text }])));
  return found.flat(2);
};

it('is a parser of HashiCorp, and a schema of ours', async () => {
  expect(checkers.map(({ platform: id, kind }) => [id, kind])).toEqual([
    ['aws', 'parser'],
    ['aws', 'schema'],
  ]);
  expect(await Promise.all(checkers.map((checker) => checker.version()))).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), '6.25.0']);
});

it('takes what is rendered', async () => {
  expect(await problemsOf(good)).toEqual([]);
});

describe('refuses', () => {
  it.each([
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
  ])('%j as %j', async (from, to, problem) => {
    expect(good).toContain(from);
    expect((await problemsOf(good.replace(from, () => to))).join('\n')).toContain(problem);
  });
});
