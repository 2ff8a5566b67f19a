import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import { reader } from '#prove/readers/google-cloud.ts';
import type { Environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import { type Subject, toRules } from '#rules/to-rules.ts';
import { platform } from './google-cloud.ts';

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
    # Google Cloud firewall policies (Terraform), seen from one firewall between all zones.
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

it('is the same each time, and reads as what it is', () => {
  expect(textOf()).toBe(textOf());
  expect(reader(textOf()).length).toBeGreaterThan(10);
});

it('has nothing but its header where there is no rule', () => {
  expect(statements(textOf(flowsNamed('certificate-status')))).toEqual([]);
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

it('binds any address to the Internet, and keeps internal addresses apart from it', () => {
  const text = textOf();
  const open = text.split('\n').filter((line) => /0\.0\.0\.0\/0|::\/0/.test(line) && !line.startsWith('#'));
  expect(open.length).toBe(values(text, '(?:src|dest)_network_context').length);
  expect(text).toMatch(/src_network_context = "INTERNET"\n +src_ip_ranges += \["0\.0\.0\.0\/0"\]/);
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
  const flows = flowsNamed('snmp-polling').map((entry) => ({ ...entry, flow: { ...entry.flow, sourcePort: { from: 20, to: 20 } } }));
  expect(statements(textOf(flows))).toEqual([]);
  expect(words(textOf(flows))).toContain('a firewall policy compares no source ports. Use a firewall that does.');
});

it('keeps names to what RFC 1035 has', () => {
  const text = textOf(flowsNamed(), { prefix: `9_${'X'.repeat(200)}-` });
  for (const name of values(text, 'rule_name')) expect(name).toMatch(/^"[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"$/);
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
      new Set([...blocks(textOf(flowsNamed(), { prefix })), ...values(textOf(flowsNamed(), { prefix }), 'rule_name')]);
    const one = namesOf(`${'x'.repeat(130)}a`);
    expect([...namesOf(`${'x'.repeat(130)}b`)].filter((name) => one.has(name))).toEqual([]);
  });
});
