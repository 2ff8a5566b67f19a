import { describe, expect, it } from 'vitest';
import { variable } from '#rules/example-hcl.ts';
import { changed } from '#rules/example-rules.ts';
import { reader } from './azure.ts';

const good = `${variable('seg_group', 'string', 'length(var.seg_group) > 0')}
${variable('seg_nsg', 'string', 'length(var.seg_nsg) > 0')}
${variable('seg_first', 'number', 'var.seg_first >= 100')}
resource "azurerm_network_security_rule" "smtp" {
  resource_group_name          = var.seg_group
  network_security_group_name  = var.seg_nsg
  name                         = "SEG-smtp"
  description                  = "SMTP"
  priority                     = var.seg_first + 0
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Tcp"
  source_port_range            = "*"
  source_address_prefix        = "Internet"
  destination_address_prefixes = ["203.0.113.10/32"]
  destination_port_ranges      = ["25"]
}

resource "azurerm_network_security_rule" "dns" {
  resource_group_name          = var.seg_group
  network_security_group_name  = var.seg_nsg
  name                         = "SEG-dns"
  description                  = "DNS"
  priority                     = var.seg_first + 1
  direction                    = "Inbound"
  access                       = "Allow"
  protocol                     = "Udp"
  source_port_ranges           = ["53"]
  source_address_prefixes      = ["2001:db8::53/128", "2001:db8::54/128"]
  destination_address_prefixes = ["2001:db8:d::10/128"]
  destination_port_ranges      = ["1024-1030"]
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
      source: { any: false, networks: ['2001:db8::53/128', '2001:db8::54/128'], names: [] },
      destination: { any: false, networks: ['2001:db8:d::10/128'], names: [] },
      transport: 'udp',
      port: { from: 1024, to: 1030 },
      sourcePort: { from: 53, to: 53 },
      helper: false,
    },
  ]);
});

describe('refuses', () => {
  it.each([
    ['"Internet"', '"*"', 'has "*" where'],
    ['"Internet"', '"VirtualNetwork"', 'has "VirtualNetwork" where'],
    ['"203.0.113.10/32"', '"0.0.0.0/0"', 'is open to everything'],
    ['["203.0.113.10/32"]', '[]', 'has a value that no rule needs'],
    ['"203.0.113.10/32"', '"203.0.113.10/32", "2001:db8::1/128"', 'has networks of no IP version, or of both'],
    ['["2001:db8:d::10/128"]', '["203.0.113.10/32"]', 'has networks of no IP version, or of both'],
    ['  source_address_prefix        = "Internet"\n', '', 'has not one source'],
    ['["25"]', '["25,26"]', 'where one port or range is meant'],
    ['["25"]', '["25", "26"]', 'where one port or range is meant'],
    ['["25"]', '["0"]', 'has no port from 1 to 65535'],
    ['["1024-1030"]', '["1030-1024"]', 'has no port from 1 to 65535'],
    [
      'destination_port_ranges      = ["25"]',
      'destination_port_range       = "25"',
      'has an attribute "destination_port_range" that no rule needs',
    ],
    ['source_port_range            = "*"', 'source_port_range            = "1024-65535"', 'has "1024-65535" where'],
    ['var.seg_first + 1', 'var.seg_first + 0', 'has Inbound var.seg_first 0, which another rule has'],
    ['var.seg_first + 1', '101', 'where /'],
    ['"SEG-dns"', '"seg-smtp"', 'has seg-smtp, which another rule has'],
    ['"SEG-dns"', '"SEG dns"', 'has "SEG dns" where'],
    ['"SMTP"', `"${'x'.repeat(141)}"`, 'where'],
    ['"Tcp"', '"tcp"', 'has "tcp" where'],
    ['"Tcp"', '"*"', 'has "*" where'],
    [
      '"azurerm_network_security_rule" "dns"',
      '"azurerm_network_security_rule" "smtp"',
      'azurerm_network_security_rule.smtp is there twice',
    ],
    ['"azurerm_network_security_rule" "dns"', '"azurerm_network_security_group" "dns"', 'is a resource of another kind'],
  ])('%j as %j', (from, to, message) => {
    expect(() => reader(changed(good, from, to))).toThrow(message);
  });

  it('a deny, and a variable that nothing uses', () => {
    expect(() => reader(good.replace('"Allow"', '"Deny"'))).toThrow('has "Deny" where');
    expect(() => reader(good.replaceAll('= var.seg_nsg', '= var.seg_group'))).toThrow('line 11: no resource uses it');
  });
});
