import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { reader } from '#prove/readers/azure.ts';
import type { Environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { type Subject, toRules } from '#rules/to-rules.ts';
import { platform } from './azure.ts';

const dataset = exampleDataset();
const flowsNamed = (...ids: string[]): ReleaseFlow[] =>
  releaseFlows(dataset, '2.0.0').filter(({ flow }) => ids.length === 0 || ids.includes(flow.id));
const subject: Subject = { product: dataset.product.name, release: '2.0.0', dataset: dataset.product.dataset, scope: null, example: true };
const edge = exampleEnvironment(platform, 'edge');
const textOf = (flows = flowsNamed(), environment: Partial<Environment> = {}, about: Partial<Subject> = {}): string =>
  toRules(platform, flows, { ...edge, ...environment }, { ...subject, ...about }).text;

/** The lines that Terraform sees. */
const statements = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** The words of the comments, each paragraph on one line. */
const words = (text: string): string => text.replace(/\n# +/g, ' ');

const values = (text: string, attribute: string): string[] =>
  [...text.matchAll(new RegExp(`^ *${attribute} += (.+)$`, 'gm'))].map(([, value]) => value as string);

const blocks = (text: string): string[] => [...text.matchAll(/^(?:resource|variable) .*$/gm)].map(([line]) => line);

const few = { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'] } };

const named = { addresses: { gateway: ['203.0.113.10'], 'relay-host': ['mx.relay.example', '*.relay.example'] } };

it('reads as a firewall engineer would write it', () => {
  expect(textOf(flowsNamed('smtp-inbound', 'dns-queries'), few)).toMatchInlineSnapshot(`
    "# Example Mail Lighthouse 2.0.0: the whole gateway
    # Portcullis, dataset 2026.02.01. Not the vendor's own document.
    # Azure network security groups (Terraform), seen from one firewall between all zones.
    # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
    # yours.
    # Needs Terraform 1.0 and the provider hashicorp/azurerm 3.0.0 or later: require them in your own
    # file, since a module may do so only once.
    # 1 inbound and 2 outbound rules join a network security group of yours, which takes 1000. They have 2
    # priorities in a row: give each file a first one of its own. Replies are let through by themselves.
    # The group's default rules let in what comes from the virtual network, and let out what goes to it
    # and to the Internet. What is not listed here is closed only by a deny of yours with a higher number
    # than these rules.
    # Any Internet address is the tag Internet: all that lies outside the virtual network and is reached
    # over the Internet, Azure's own public addresses included.

    variable "seg_all_resource_group" {
      description = "Name of the resource group that holds the network security group."
      type        = string

      validation {
        condition     = length(var.seg_all_resource_group) > 0
        error_message = "Give a name."
      }
    }

    variable "seg_all_network_security_group" {
      description = "Name of the network security group of the gateway's interface or subnet."
      type        = string

      validation {
        condition     = length(var.seg_all_network_security_group) > 0
        error_message = "Give a name."
      }
    }

    variable "seg_all_first_priority" {
      description = "First of 2 priorities in a row that no other rule of the group has."
      type        = number

      validation {
        condition     = var.seg_all_first_priority >= 100 && var.seg_all_first_priority <= 4095 && floor(var.seg_all_first_priority) == var.seg_all_first_priority
        error_message = "Give a whole number from 100 to 4095."
      }
    }

    # IPv4, Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
    resource "azurerm_network_security_rule" "seg_all_smtp_inbound_tcp_4" {
      resource_group_name          = var.seg_all_resource_group
      network_security_group_name  = var.seg_all_network_security_group
      name                         = "SEG-all-smtp-inbound-tcp-4"
      description                  = "Inbound mail"
      priority                     = var.seg_all_first_priority + 0
      direction                    = "Inbound"
      access                       = "Allow"
      protocol                     = "Tcp"
      source_port_range            = "*"
      source_address_prefix        = "Internet"
      destination_address_prefixes = ["203.0.113.10/32"]
      destination_port_ranges      = ["25"]
    }

    # IPv4, DNS: the gateway to DNS resolvers, udp/53
    resource "azurerm_network_security_rule" "seg_all_dns_queries_udp_4" {
      resource_group_name          = var.seg_all_resource_group
      network_security_group_name  = var.seg_all_network_security_group
      name                         = "SEG-all-dns-queries-udp-4"
      description                  = "DNS"
      priority                     = var.seg_all_first_priority + 0
      direction                    = "Outbound"
      access                       = "Allow"
      protocol                     = "Udp"
      source_port_range            = "*"
      source_address_prefixes      = ["203.0.113.10/32"]
      destination_address_prefixes = ["192.0.2.53/32", "192.0.2.54/32"]
      destination_port_ranges      = ["53"]
    }

    # IPv4, DNS: the gateway to DNS resolvers, tcp/53
    resource "azurerm_network_security_rule" "seg_all_dns_queries_tcp_4" {
      resource_group_name          = var.seg_all_resource_group
      network_security_group_name  = var.seg_all_network_security_group
      name                         = "SEG-all-dns-queries-tcp-4"
      description                  = "DNS"
      priority                     = var.seg_all_first_priority + 1
      direction                    = "Outbound"
      access                       = "Allow"
      protocol                     = "Tcp"
      source_port_range            = "*"
      source_address_prefixes      = ["203.0.113.10/32"]
      destination_address_prefixes = ["192.0.2.53/32", "192.0.2.54/32"]
      destination_port_ranges      = ["53"]
    }
    "
  `);
});

it('is the same each time, and reads as what it is', () => {
  expect(textOf()).toBe(textOf());
  expect(reader(textOf()).length).toBeGreaterThan(10);
});

it('has nothing but its header where there is no rule', () => {
  expect(statements(textOf(flowsNamed('certificate-status')))).toEqual([]);
});

it('joins the group of the administrator, and touches no rule in it', () => {
  const text = textOf();
  expect(blocks(text).filter((block) => !block.includes('azurerm_network_security_rule'))).toEqual([
    'variable "seg_all_resource_group" {',
    'variable "seg_all_network_security_group" {',
    'variable "seg_all_first_priority" {',
  ]);
  expect(new Set(values(text, 'access'))).toEqual(new Set(['"Allow"']));
});

it('counts priorities from the first one in each direction, and says how many it takes', () => {
  const text = textOf();
  const numbers = (direction: string) =>
    [...text.matchAll(/priority += var\.seg_all_first_priority \+ (\d+)\n +direction += "(\w+)"/g)]
      .filter(([, , found]) => found === direction)
      .map(([, number]) => Number(number));
  const [inbound, outbound] = [numbers('Inbound'), numbers('Outbound')];
  expect(inbound).toEqual(inbound.map((_, at) => at));
  expect(outbound).toEqual(outbound.map((_, at) => at));
  const taken = Math.max(inbound.length, outbound.length);
  expect(words(text)).toContain(`They have ${taken} priorities in a row`);
  expect(text).toContain(`var.seg_all_first_priority <= ${4096 - taken + 1} &&`);
});

it('has ports in the lists, one in each element (GEN-16)', () => {
  expect(textOf()).not.toMatch(/destination_port_range +=/);
  for (const value of values(textOf(), 'destination_port_ranges')) expect(value).toMatch(/^\["\d+(-\d+)?"\]$/);
  expect(values(textOf(), 'source_port_range')).toContain('"*"');
});

it('has the tag Internet for any address, and keeps internal addresses apart from it', () => {
  const text = textOf();
  expect(new Set(values(text, '(?:source|destination)_address_prefix'))).toEqual(new Set(['"Internet"']));
  expect(text).not.toMatch(/0\.0\.0\.0\/0|::\/0|prefix += "\*"/);
  const both = flowsNamed('smtp-inbound').flatMap((entry) => [
    entry,
    {
      ...entry,
      flow: { ...entry.flow, id: 'smtp-internal' },
      source: { ...entry.source, id: 'inside', zone: 'lan' as const, reach: 'typed' as const },
    },
  ]);
  const permits = reader(textOf(both, { addresses: { gateway: ['203.0.113.10'], inside: ['192.0.2.25'] } }));
  expect(permits.map(({ source }) => source)).toEqual([
    { any: true, networks: [], names: [] },
    { any: false, networks: ['192.0.2.25/32'], names: [] },
  ]);
});

it('says that only a deny of the administrator closes the rest', () => {
  expect(words(textOf())).toContain('closed only by a deny of yours with a higher number than these rules');
});

it('says of a host name what else there is, and never opens everything for it', () => {
  const text = textOf(flowsNamed('smtp-relay'), named);
  expect(statements(text)).toEqual([]);
  expect(words(text)).toContain('takes no host names (mx.relay.example *.relay.example)');
  expect(words(text)).toContain('use application rules of Azure Firewall, or a proxy.');
});

it('writes a source port where there is one', () => {
  const flows = flowsNamed('snmp-polling').map((entry) => ({ ...entry, flow: { ...entry.flow, sourcePort: { from: 20, to: 20 } } }));
  expect(values(textOf(flows), 'source_port_ranges')).toEqual(['["20"]', '["20"]']);
});

it('splits a rule with more addresses than one takes', () => {
  const resolvers = Array.from({ length: 4001 }, (_, at) => `198.18.${at >> 8}.${at & 255}`);
  const text = textOf(flowsNamed('dns-queries'), { addresses: { ...few.addresses, 'dns-resolvers': resolvers } });
  expect(values(text, 'name')).toEqual([
    '"SEG-all-dns-queries-udp-4"',
    '"SEG-all-dns-queries-udp-4-2"',
    '"SEG-all-dns-queries-tcp-4"',
    '"SEG-all-dns-queries-tcp-4-2"',
  ]);
  expect(reader(text)[0]?.destination.networks.length).toBe(4000);
});

it('keeps names to 80 characters and descriptions to 140', () => {
  const flows = flowsNamed().map((entry) => ({ ...entry, flow: { ...entry.flow, title: 'wide '.repeat(60) } }));
  const text = textOf(flows, { prefix: `_${'x'.repeat(200)}-` });
  for (const name of values(text, 'name')) expect(name).toMatch(/^"[A-Za-z][A-Za-z0-9-]{0,78}[A-Za-z0-9]"$/);
  expect(Math.max(...values(text, 'description').map((value) => value.length))).toBe(142);
});

it('keeps the texts of two features apart, in one module', () => {
  const one = blocks(textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } }));
  const other = blocks(textOf(flowsNamed('backup-ftp'), {}, { scope: { id: 'backup', title: 'Backup' } }));
  expect(one.length).toBeGreaterThan(3);
  expect(one.filter((block) => other.includes(block))).toEqual([]);
});

it('leaves the versions of providers to the module, which may require them once', () => {
  expect(statements(textOf()).filter((line) => /terraform|provider|required/.test(line))).toEqual([]);
  expect(words(textOf())).toContain(`Needs Terraform 1.0 and the provider ${platform.minimum.split('provider ')[1]} or later`);
});

it('says in its header what is not covered, what is never a rule, and what was carried', () => {
  const flows = flowsNamed().map((entry) =>
    entry.flow.id === 'dns-queries' ? { ...entry, status: 'carried' as const, carriedFrom: '1.0.0' } : entry,
  );
  const text = textOf(flows);
  expect(words(text)).toContain('- Certificate status: the vendor names no host for revocation servers in this release.');
  expect(words(text)).toContain("Unresolved HTTPS (carried from 1.1.0): the vendor's table does not say what it is for");
  expect(values(text, 'description')).toContain('"DNS (carried from 1.0.0)"');
});

it('has the passive range of FTP in the place of a helper, as one range', () => {
  const ranges = reader(textOf(flowsNamed('backup-ftp'))).map(({ port, helper }) => [port.from, port.to, helper]);
  expect(ranges).toContainEqual([50_000, 50_099, false]);
  expect(words(textOf(flowsNamed('backup-ftp'), { ftp: { helper: true, passive: null } }))).toContain(
    'this firewall has no helper that follows FTP',
  );
});

it('marks what must not go through a TLS proxy', () => {
  expect(words(textOf(flowsNamed('peer-sync-out')))).toContain('keep it out of TLS inspection');
});

it('never mixes IP versions, and has none for a family without an address (GEN-11)', () => {
  const onlyServer4 = textOf(flowsNamed('dns-queries'), {
    addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] },
  });
  expect(reader(onlyServer4).map(({ family }) => family)).toEqual(['ipv4', 'ipv4']);
});

describe('hostile text', () => {
  const texts = [
    'x\npermit ip any any',
    'a" accept #',
    "it's; flush ruleset",
    'x`id`$(id)',
    '$' + '{file("/etc/passwd")} %' + '{ if true } $$' + '{x} \\',
    'B\u00fcro \u202egnp.exe \u200f\u05d0',
    'Gateway \u2192 manager\u2019s trap',
    '}\nresource "a" "b" {',
    'q'.repeat(300),
    '"'.repeat(200),
  ];
  const plain = statements(textOf()).length;

  it.each(texts)('in the prefix changes no statement: %j', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it.each(texts)('in titles changes no statement: %j', (title) => {
    const flows = flowsNamed().map((entry) => ({ ...entry, flow: { ...entry.flow, title }, source: { ...entry.source, name: title } }));
    const text = textOf(flows, {}, { scope: { id: 'all', title }, product: title });
    expect(statements(text).length).toBe(plain);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it('makes names that differ where prefixes differ only after the cut', () => {
    const namesOf = (prefix: string) =>
      new Set([...blocks(textOf(flowsNamed(), { prefix })), ...values(textOf(flowsNamed(), { prefix }), 'name')]);
    const one = namesOf(`${'x'.repeat(130)}a`);
    expect([...namesOf(`${'x'.repeat(130)}b`)].filter((name) => one.has(name))).toEqual([]);
  });
});
