import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platform } from '#rules/platforms/google-cloud.ts';
import { toRules } from '#rules/to-rules.ts';
import { checkers } from './google-cloud.ts';

const dataset = exampleDataset();
const subject = { product: 'Example', release: '2.0.0', dataset: '1', scope: null, example: true };
const good = toRules(platform, releaseFlows(dataset, '2.0.0'), exampleEnvironment(platform, 'edge'), subject).text;

const problemsOf = async (text: string): Promise<string[]> => {
  const found = await Promise.all(checkers.map((checker) => checker.check([{ name: 'a text', text }])));
  return found.flat(2);
};

it('is a parser of HashiCorp, and a schema of ours', async () => {
  expect(checkers.map(({ platform: id, kind }) => [id, kind])).toEqual([
    ['google-cloud', 'parser'],
    ['google-cloud', 'schema'],
  ]);
  expect(await Promise.all(checkers.map((checker) => checker.version()))).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), '7.45.0']);
});

it('takes what is rendered', async () => {
  expect(await problemsOf(good)).toEqual([]);
});

describe('refuses', () => {
  it.each([
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
  ])('%j as %j', async (from, to, problem) => {
    expect(good).toContain(from);
    expect((await problemsOf(good.replace(from, () => to))).join('\n')).toContain(problem);
  });
});
