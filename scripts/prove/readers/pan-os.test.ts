import { expect, it } from 'vitest';
import { reader } from './pan-os.ts';

const text = `\
set tag SEG-all comments "What it is."
set tag SEG-all comments "- The vendor's table; (a)"

set address SEG-203-0-113-10 ip-netmask 203.0.113.10/32
set address SEG-2001-db8--1 ip-netmask 2001:db8::1/128
set address SEG-192-0-2-0_28 ip-netmask 192.0.2.0/28
set address SEG-one_example_net fqdn one.example.net

set address-group SEG-all-gateway static [ SEG-203-0-113-10 SEG-2001-db8--1 ]
set address-group SEG-all-servers static SEG-192-0-2-0_28
set address-group SEG-all-updates static SEG-one_example_net

set service SEG-tcp-21 protocol tcp port 21
set service SEG-tcp-443 protocol tcp port 443
set service SEG-udp-1024-1030-from-20 protocol udp port 1024-1030
set service SEG-udp-1024-1030-from-20 protocol udp source-port 20

set rulebase security rules SEG-all-ftp description "IPv4, FTP"
set rulebase security rules SEG-all-ftp from dmz
set rulebase security rules SEG-all-ftp to "Site A"
set rulebase security rules SEG-all-ftp source SEG-all-gateway
set rulebase security rules SEG-all-ftp destination SEG-all-servers
set rulebase security rules SEG-all-ftp application [ ftp ssl ]
set rulebase security rules SEG-all-ftp service SEG-tcp-21
set rulebase security rules SEG-all-ftp action allow
set rulebase security rules SEG-all-ftp tag SEG-all

set rulebase security rules SEG-all-updates description "IPv4 and IPv6, updates"
set rulebase security rules SEG-all-updates from dmz
set rulebase security rules SEG-all-updates to untrust
set rulebase security rules SEG-all-updates source SEG-all-gateway
set rulebase security rules SEG-all-updates destination SEG-all-updates
set rulebase security rules SEG-all-updates application any
set rulebase security rules SEG-all-updates service SEG-tcp-443
set rulebase security rules SEG-all-updates action allow
set rulebase security rules SEG-all-updates tag SEG-all

set rulebase security rules SEG-all-in description "IPv4 and IPv6, in"
set rulebase security rules SEG-all-in from untrust
set rulebase security rules SEG-all-in to dmz
set rulebase security rules SEG-all-in source any
set rulebase security rules SEG-all-in destination SEG-all-gateway
set rulebase security rules SEG-all-in application any
set rulebase security rules SEG-all-in service SEG-udp-1024-1030-from-20
set rulebase security rules SEG-all-in action allow
set rulebase security rules SEG-all-in tag SEG-all

set rulebase decryption rules SEG-all-updates description "IPv4 and IPv6, updates"
set rulebase decryption rules SEG-all-updates from dmz
set rulebase decryption rules SEG-all-updates to untrust
set rulebase decryption rules SEG-all-updates source SEG-all-gateway
set rulebase decryption rules SEG-all-updates destination SEG-all-updates
set rulebase decryption rules SEG-all-updates source-user any
set rulebase decryption rules SEG-all-updates category any
set rulebase decryption rules SEG-all-updates service SEG-tcp-443
set rulebase decryption rules SEG-all-updates type ssl-forward-proxy
set rulebase decryption rules SEG-all-updates action no-decrypt
set rulebase decryption rules SEG-all-updates tag SEG-all
`;

it('reads what the security rules let through, each IP version apart', () => {
  const none = { any: false, networks: [], names: [] };
  const four = { ...none, networks: ['203.0.113.10/32'] };
  const six = { ...none, networks: ['2001:db8::1/128'] };
  const updates = {
    from: 'dmz',
    to: 'untrust',
    destination: { ...none, names: ['one.example.net'] },
    transport: 'tcp',
    port: { from: 443, to: 443 },
    sourcePort: null,
    helper: false,
  };
  const inbound = {
    from: 'untrust',
    to: 'dmz',
    source: { ...none, any: true },
    transport: 'udp',
    port: { from: 1024, to: 1030 },
    sourcePort: { from: 20, to: 20 },
    helper: false,
  };
  expect(reader(text)).toEqual([
    {
      family: 'ipv4',
      from: 'dmz',
      to: 'Site A',
      source: four,
      destination: { ...none, networks: ['192.0.2.0/28'] },
      transport: 'tcp',
      port: { from: 21, to: 21 },
      sourcePort: null,
      helper: true,
    },
    { ...updates, family: 'ipv4', source: four },
    { ...updates, family: 'ipv6', source: six },
    { ...inbound, family: 'ipv4', destination: four },
    { ...inbound, family: 'ipv6', destination: six },
  ]);
});

const rule = 'set rulebase security rules SEG-all-in';

it.each<[what: string, from: string, to: string]>([
  ['a comment', 'set tag SEG-all', '# A comment.\nset tag SEG-all'],
  ['a command that is not set', 'set tag SEG-all', 'delete tag SEG-all'],
  ['a move', `${rule} tag SEG-all\n`, `${rule} tag SEG-all\nmove rulebase security rules SEG-all-in top\n`],
  ['another part of the configuration', 'set tag SEG-all', 'set deviceconfig system hostname x\nset tag SEG-all'],
  ['a name of Object.prototype for an attribute', `${rule} action allow`, `${rule} toString allow`],
  ['an unknown attribute', `${rule} action allow`, `${rule} action allow\n${rule} disabled yes`],
  ['an attribute twice', `${rule} action allow`, `${rule} action allow\n${rule} action allow`],
  ['two attributes in one line', `${rule} action allow`, `${rule} action allow tag SEG-all`],
  ['a rule without its service', `${rule} service SEG-udp-1024-1030-from-20\n`, ''],
  ['a rule in another order', `${rule} from untrust\n${rule} to dmz`, `${rule} to dmz\n${rule} from untrust`],
  ['a rule that is taken up again', `${rule} tag SEG-all\n`, `${rule} tag SEG-all\nset rulebase security rules SEG-all-ftp source any\n`],
  ['a rule that denies', `${rule} action allow`, `${rule} action deny`],
  ['every zone', `${rule} from untrust`, `${rule} from any`],
  ['a zone with a space and no quotes', 'to "Site A"', 'to Site A'],
  ['any beside something else', `${rule} source any`, `${rule} source [ any SEG-all-servers ]`],
  ['something that is added to any', `${rule} source any`, `${rule} source any\n${rule} source SEG-all-servers`],
  ['a group that is not there', `${rule} destination SEG-all-gateway`, `${rule} destination SEG-all-others`],
  ['an address in place of a group', `${rule} destination SEG-all-gateway`, `${rule} destination SEG-203-0-113-10`],
  ['a member that is not there', 'static SEG-192-0-2-0_28', 'static SEG-192-0-2-0_29'],
  ['a member twice', '[ SEG-203-0-113-10 SEG-2001-db8--1 ]', '[ SEG-203-0-113-10 SEG-203-0-113-10 ]'],
  ['a list of one in brackets', 'static SEG-192-0-2-0_28', 'static [ SEG-192-0-2-0_28 ]'],
  ['a list without its end', ' SEG-2001-db8--1 ]', ' SEG-2001-db8--1'],
  ['a group that is named as an address', 'address-group SEG-all-servers', 'address-group SEG-192-0-2-0_28'],
  [
    'an address that no rule uses',
    'set address-group SEG-all-gateway',
    'set address x fqdn x.example.net\nset address-group SEG-all-gateway',
  ],
  ['a service that no rule uses', 'set service SEG-tcp-21', 'set service x protocol tcp port 1\nset service SEG-tcp-21'],
  ['a service that is not there', `${rule} service SEG-udp-1024-1030-from-20`, `${rule} service service-http`],
  ['a service with a source port only', 'set service SEG-udp-1024-1030-from-20 protocol udp port 1024-1030\n', ''],
  ['a service of two transports', 'protocol udp source-port 20', 'protocol tcp source-port 20'],
  ['an application that leaves others out', `${rule} application any`, `${rule} application ftp`],
  ['an application that is no match for FTP', 'application [ ftp ssl ]', 'application ssl'],
  ['a URL category', `${rule} action allow`, `${rule} category x\n${rule} action allow`],
  ['an address that is none', '203.0.113.10/32', '203.0.113.300/32'],
  ['a leading zero', '203.0.113.10/32', '203.0.113.010/32'],
  ['every address there is', '192.0.2.0/28', '192.0.2.0/0'],
  ['a prefix that is too long', '2001:db8::1/128', '2001:db8::1/129'],
  ['a host name with a scheme', 'fqdn one.example.net', 'fqdn https://one.example.net'],
  ['a wildcard', 'fqdn one.example.net', 'fqdn *.example.net'],
  ['a port that is none', 'tcp port 21', 'tcp port 99999'],
  ['a range in reverse', '1024-1030', '1030-1024'],
  ['a range with a colon', '1024-1030', '1024:1030'],
  ['a list of ports', 'tcp port 21', 'tcp port 21,22'],
  ['a name of 64 characters', 'set tag SEG-all', `set tag ${'x'.repeat(64)} comments "x"\nset tag SEG-all`],
  ['a name with a dot', 'SEG-one_example_net fqdn', 'SEG-one.example.net fqdn'],
  ['a second tag', 'set address SEG-203', 'set tag other comments "x"\n\nset address SEG-203'],
  ['a tag that is not there', `${rule} tag SEG-all`, `${rule} tag other`],
  ['a text without quotes', 'description "IPv4, FTP"', 'description FTP'],
  ['a quote within a text', 'description "IPv4, FTP"', 'description "IPv4" FTP"'],
  ['an empty text', 'description "IPv4, FTP"', 'description ""'],
  ['a text of 1024 characters', 'description "IPv4, FTP"', `description "${'x'.repeat(1024)}"`],
  ['a call for help', 'description "IPv4, FTP"', 'description "FTP?"'],
  ['a backslash', 'description "IPv4, FTP"', 'description "FTP\\"'],
  ['a pipe', 'description "IPv4, FTP"', 'description "FTP | except x"'],
  ['a tab', 'action allow', 'action\tallow'],
  ['two spaces', 'action allow', 'action  allow'],
  ['a space at the end', 'action allow', 'action allow '],
  ['a letter that is not ASCII', '"IPv4, FTP"', '"FTP \u00fc"'],
  ['two empty lines', '\n\nset service', '\n\n\nset service'],
  ['a decryption rule of nothing', 'set rulebase security rules SEG-all-updates ', 'set rulebase security rules SEG-all-other '],
  ['a decryption rule that decrypts', 'action no-decrypt', 'action decrypt'],
  ['a decryption rule for more', 'decryption rules SEG-all-updates source SEG-all-gateway', 'decryption rules SEG-all-updates source any'],
  ['an end that is missing', 'decryption rules SEG-all-updates tag SEG-all\n', 'decryption rules SEG-all-updates tag SEG-all'],
])('refuses %s', (_, from, to) => {
  expect(text).toContain(from);
  expect(() => reader(text.replaceAll(from, to))).toThrow();
});
