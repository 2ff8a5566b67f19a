import { describe, expect, it } from 'vitest';
import { variable } from '#rules/example-hcl.ts';
import { changed } from '#rules/example-rules.ts';
import { reader } from './google-cloud.ts';

const good = `${variable('seg_policy', 'string', 'length(var.seg_policy) > 0')}
${variable('seg_tag', 'string', 'length(var.seg_tag) > 0')}
${variable('seg_first', 'number', 'var.seg_first >= 0')}
resource "google_compute_network_firewall_policy_rule" "smtp" {
  firewall_policy = var.seg_policy
  priority        = var.seg_first + 0
  rule_name       = "seg-smtp"
  description     = "SMTP"
  direction       = "INGRESS"
  action          = "allow"

  target_secure_tags {
    name = var.seg_tag
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

resource "google_compute_network_firewall_policy_rule" "updates" {
  firewall_policy = var.seg_policy
  priority        = var.seg_first + 1
  rule_name       = "seg-updates"
  description     = "Updates"
  direction       = "EGRESS"
  action          = "allow"

  target_secure_tags {
    name = var.seg_tag
  }

  match {
    src_ip_ranges  = ["2001:db8:d::10/128"]
    dest_ip_ranges = ["2001:db8::/64"]
    dest_fqdns     = ["one.example.net"]

    layer4_configs {
      ip_protocol = "udp"
      ports       = ["50-60"]
    }
  }
}
`;

it('reads what the rules let through', () => {
  expect(reader(good)).toEqual([
    {
      family: 'ipv4',
      from: 'internet',
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
      source: { any: false, networks: ['2001:db8:d::10/128'], names: [] },
      destination: { any: false, networks: ['2001:db8::/64'], names: ['one.example.net'] },
      transport: 'udp',
      port: { from: 50, to: 60 },
      sourcePort: null,
      helper: false,
    },
  ]);
});

describe('refuses', () => {
  it.each([
    ['    src_network_context = "INTERNET"\n', '', 'is open to everything, and not bound to the Internet'],
    ['"INTERNET"', '"NON_INTERNET"', 'has "NON_INTERNET" where'],
    ['"0.0.0.0/0"', '"192.0.2.0/24"', 'binds something else than every address to the Internet'],
    ['"0.0.0.0/0"', '"0.0.0.0/0", "192.0.2.0/24"', 'binds something else than every address to the Internet'],
    ['"0.0.0.0/0"', '"::/0"', 'has networks of no IP version, or of both'],
    ['    src_ip_ranges  = ["2001:db8:d::10/128"]\n', '', 'is open to everything at its src'],
    [
      '    dest_ip_ranges      = ["203.0.113.10/32"]',
      '    dest_fqdns          = ["gw.example.net"]',
      'is not bound to addresses of the gateway',
    ],
    ['"one.example.net"', '"*.example.net"', 'has "*.example.net" where'],
    [
      '["one.example.net"]',
      `[${Array.from({ length: 101 }, (_, at) => `"r${at}.example.net"`).join(', ')}]`,
      'has more members than a rule takes',
    ],
    ['"udp"', '"all"', 'has "all" where'],
    ['      ports       = ["25"]\n', '', 'has no "ports"'],
    ['var.seg_first + 1', 'var.seg_first + 0', 'has the priority of another rule'],
    ['"seg-smtp"', '"SEG-smtp"', 'has "SEG-smtp" where'],
    ['"EGRESS"', '"OUT"', 'has "OUT" where'],
    ['"EGRESS"', '"INGRESS"', 'is not bound to addresses of the gateway'],
    ['"google_compute_network_firewall_policy_rule" "updates"', '"google_compute_firewall" "updates"', 'is a resource of another kind'],
  ])('%j as %j', (from, to, message) => {
    expect(() => reader(changed(good, from, to))).toThrow(message);
  });

  it('a rule for every machine of the network, and one that goes on to the next policy', () => {
    expect(() => reader(good.replace('  target_secure_tags {\n    name = var.seg_tag\n  }\n\n', ''))).toThrow('has other blocks than');
    expect(() => reader(good.replace('"allow"', '"goto_next"'))).toThrow('has "goto_next" where');
  });
});
