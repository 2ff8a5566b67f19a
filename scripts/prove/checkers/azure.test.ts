import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { releaseFlows } from '#dataset/release-flow.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { platform } from '#rules/platforms/azure.ts';
import { toRules } from '#rules/to-rules.ts';
import { checkers } from './azure.ts';

const dataset = exampleDataset();
const subject = { product: 'Example', release: '2.0.0', dataset: '1', scope: null, example: true };
const good = toRules(platform, releaseFlows(dataset, '2.0.0'), exampleEnvironment(platform, 'edge'), subject).text;

const problemsOf = async (text: string): Promise<string[]> => {
  const found = await Promise.all(checkers.map((checker) => checker.check([{ name: 'a text', text }])));
  return found.flat(2);
};

it('is a parser of HashiCorp, and a schema of ours', async () => {
  expect(checkers.map(({ platform: id, kind }) => [id, kind])).toEqual([
    ['azure', 'parser'],
    ['azure', 'schema'],
  ]);
  expect(await Promise.all(checkers.map((checker) => checker.version()))).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/), '4.55.0']);
});

it('takes what is rendered', async () => {
  expect(await problemsOf(good)).toEqual([]);
});

describe('refuses', () => {
  it.each([
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
  ])('%j as %j', async (from, to, problem) => {
    expect(good).toContain(from);
    expect((await problemsOf(good.replace(from, () => to))).join('\n')).toContain(problem);
  });
});
