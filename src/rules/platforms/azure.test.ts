import { expect, it } from 'vitest';
import { reader } from '#prove/readers/azure.ts';
import { blocks, statements, values } from '#rules/example-hcl.ts';
import { exampleRules, withSourcePort, words } from '#rules/example-rules.ts';
import { platform } from './azure.ts';

const { flowsNamed, textOf } = exampleRules(platform);

const few = { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'] } };

const named = { addresses: { gateway: ['203.0.113.10'], 'relay-host': ['mx.relay.example', '*.relay.example'] } };

it('reads as a firewall engineer would write it', () => {
  expect(textOf(flowsNamed('smtp-inbound', 'dns-queries'), few)).toMatchInlineSnapshot(`
    "# Example Mail Lighthouse 2.0.0: the whole gateway
    # Portcullis, dataset 2026.02.01. Not the vendor's own document.
    # Azure (Terraform), seen from one firewall between all zones.
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

it('has the tag Internet for any address', () => {
  const text = textOf();
  expect(new Set(values(text, '(?:source|destination)_address_prefix'))).toEqual(new Set(['"Internet"']));
  expect(text).not.toMatch(/0\.0\.0\.0\/0|::\/0|prefix += "\*"/);
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
  const flows = withSourcePort(flowsNamed('snmp-polling'), 20);
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
