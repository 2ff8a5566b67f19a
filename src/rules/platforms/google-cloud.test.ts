import { expect, it } from 'vitest';
import { reader } from '#prove/readers/google-cloud.ts';
import { blocks, statements, values } from '#rules/example-hcl.ts';
import { exampleRules, withSourcePort, words } from '#rules/example-rules.ts';
import { platform } from './google-cloud.ts';

const { flowsNamed, textOf } = exampleRules(platform);

const few = { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': ['192.0.2.53', '192.0.2.54'] } };

const named = { addresses: { gateway: ['203.0.113.10'], 'relay-host': ['mx.relay.example', '*.relay.example'] } };

it('reads as a firewall engineer would write it', () => {
  expect(textOf(flowsNamed('smtp-inbound', 'dns-queries'), few)).toMatchInlineSnapshot(`
    "# Example Mail Lighthouse 2.0.0: the whole gateway
    # Portcullis, dataset 2026.02.01. Not the vendor's own document.
    # Google Cloud (Terraform), seen from one firewall between all zones.
    # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
    # yours.
    # Needs Terraform 1.0 and the provider hashicorp/google 7.22.0 or later: require them in your own
    # file, since a module may do so only once.
    # The rules join a network firewall policy of yours, with 3 priorities in a row: give each file a
    # first one of its own. Replies are let through by themselves.
    # VPC firewall rules are asked before the policy unless the network says otherwise. What leaves the
    # gateway is allowed anyway: it is closed only by a deny of yours with a higher number than these
    # rules.
    # Any Internet address is bound to the network context INTERNET, so internal addresses are no part of
    # it.

    variable "seg_all_firewall_policy" {
      description = "Name of the global network firewall policy of the gateway's VPC network."
      type        = string

      validation {
        condition     = length(var.seg_all_firewall_policy) > 0
        error_message = "Give a name."
      }
    }

    variable "seg_all_secure_tag" {
      description = "Secure tag that the gateway has and nothing else."
      type        = string

      validation {
        condition     = can(regex("^tagValues/[0-9]+$", var.seg_all_secure_tag))
        error_message = "Give the ID of a tag value, which begins with tagValues/."
      }
    }

    variable "seg_all_first_priority" {
      description = "First of 3 priorities in a row that no other rule of the policy has."
      type        = number

      validation {
        condition     = var.seg_all_first_priority >= 0 && var.seg_all_first_priority <= 2147483545 && floor(var.seg_all_first_priority) == var.seg_all_first_priority
        error_message = "Give a whole number from 0 to 2147483545."
      }
    }

    # IPv4, Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25
    resource "google_compute_network_firewall_policy_rule" "seg_all_smtp_inbound_tcp_4" {
      firewall_policy = var.seg_all_firewall_policy
      priority        = var.seg_all_first_priority + 0
      rule_name       = "seg-all-smtp-inbound-tcp-4"
      description     = "Inbound mail"
      direction       = "INGRESS"
      action          = "allow"

      target_secure_tags {
        name = var.seg_all_secure_tag
      }

      match {
        src_network_context = "INTERNET"
        src_ip_ranges       = ["0.0.0.0/0"]
        dest_ip_ranges      = ["203.0.113.10/32"]

        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["25"]
        }
      }
    }

    # IPv4, DNS: the gateway to DNS resolvers, udp/53
    resource "google_compute_network_firewall_policy_rule" "seg_all_dns_queries_udp_4" {
      firewall_policy = var.seg_all_firewall_policy
      priority        = var.seg_all_first_priority + 1
      rule_name       = "seg-all-dns-queries-udp-4"
      description     = "DNS"
      direction       = "EGRESS"
      action          = "allow"

      target_secure_tags {
        name = var.seg_all_secure_tag
      }

      match {
        src_ip_ranges  = ["203.0.113.10/32"]
        dest_ip_ranges = ["192.0.2.53/32", "192.0.2.54/32"]

        layer4_configs {
          ip_protocol = "udp"
          ports       = ["53"]
        }
      }
    }

    # IPv4, DNS: the gateway to DNS resolvers, tcp/53
    resource "google_compute_network_firewall_policy_rule" "seg_all_dns_queries_tcp_4" {
      firewall_policy = var.seg_all_firewall_policy
      priority        = var.seg_all_first_priority + 2
      rule_name       = "seg-all-dns-queries-tcp-4"
      description     = "DNS"
      direction       = "EGRESS"
      action          = "allow"

      target_secure_tags {
        name = var.seg_all_secure_tag
      }

      match {
        src_ip_ranges  = ["203.0.113.10/32"]
        dest_ip_ranges = ["192.0.2.53/32", "192.0.2.54/32"]

        layer4_configs {
          ip_protocol = "tcp"
          ports       = ["53"]
        }
      }
    }
    "
  `);
});

it('joins the policy of the administrator, bound to the gateway, and touches no rule in it', () => {
  const text = textOf();
  expect(blocks(text).filter((block) => !block.includes('google_compute_network_firewall_policy_rule'))).toEqual([
    'variable "seg_all_firewall_policy" {',
    'variable "seg_all_secure_tag" {',
    'variable "seg_all_first_priority" {',
  ]);
  expect(new Set(values(text, 'action'))).toEqual(new Set(['"allow"']));
  expect(text.split('target_secure_tags {').length).toBe(text.split('resource "').length);
});

it('counts priorities from the first one, in both directions together', () => {
  const text = textOf();
  const numbers = values(text, 'priority').map((value) => Number(value.split(' + ')[1]));
  expect(numbers).toEqual(numbers.map((_, at) => at));
  expect(words(text)).toContain(`with ${numbers.length} priorities in a row`);
  expect(text).toContain(`var.seg_all_first_priority <= ${2_147_483_547 - numbers.length + 1} &&`);
});

it('binds any address to the Internet', () => {
  const text = textOf();
  const open = text.split('\n').filter((line) => /0\.0\.0\.0\/0|::\/0/.test(line) && !line.startsWith('#'));
  expect(open.length).toBe(values(text, '(?:src|dest)_network_context').length);
  expect(text).toMatch(/src_network_context = "INTERNET"\n +src_ip_ranges += \["0\.0\.0\.0\/0"\]/);
});

it('writes exact host names, at the end that is not the gateway, and says of a wildcard what else there is', () => {
  const text = textOf(flowsNamed('smtp-relay'), named);
  expect(new Set(values(text, 'dest_fqdns'))).toEqual(new Set(['["mx.relay.example"]']));
  expect(values(text, 'src_fqdns')).toEqual([]);
  expect(statements(text).filter((line) => line.includes('*'))).toEqual([]);
  expect(words(text)).toContain('a firewall policy takes exact host names only (*.relay.example)');
});

it('has addresses and names of one end in one rule, where they add up', () => {
  const text = textOf(flowsNamed('dns-queries'), { addresses: { ...few.addresses, 'dns-resolvers': ['192.0.2.53', 'dns.example.net'] } });
  expect(reader(text)[0]?.destination).toEqual({ any: false, networks: ['192.0.2.53/32'], names: ['dns.example.net'] });
});

it('splits a rule with more names than one takes', () => {
  const resolvers = ['192.0.2.53', ...Array.from({ length: 101 }, (_, at) => `r${at}.example.net`)];
  const text = textOf(flowsNamed('dns-queries'), { addresses: { ...few.addresses, 'dns-resolvers': resolvers } });
  expect(values(text, 'rule_name')).toEqual([
    '"seg-all-dns-queries-udp-4"',
    '"seg-all-dns-queries-udp-4-2"',
    '"seg-all-dns-queries-tcp-4"',
    '"seg-all-dns-queries-tcp-4-2"',
  ]);
  expect(reader(text).map(({ destination }) => [destination.networks.length, destination.names.length])).toEqual([
    [1, 100],
    [0, 1],
    [1, 100],
    [0, 1],
  ]);
});

it('says what is asked before it, and what closes the rest', () => {
  expect(words(textOf())).toContain('VPC firewall rules are asked before the policy unless the network says otherwise');
  expect(words(textOf())).toContain('closed only by a deny of yours with a higher number than these rules');
});

it('leaves a rule with a source port to another firewall', () => {
  const flows = withSourcePort(flowsNamed('snmp-polling'), 20);
  expect(statements(textOf(flows))).toEqual([]);
  expect(words(textOf(flows))).toContain('a firewall policy compares no source ports. Use a firewall that does.');
});

it('keeps names to what RFC 1035 has', () => {
  const text = textOf(flowsNamed(), { prefix: `9_${'X'.repeat(200)}-` });
  for (const name of values(text, 'rule_name')) expect(name).toMatch(/^"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"$/);
});
