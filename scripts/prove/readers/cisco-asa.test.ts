import { expect, it } from 'vitest';
import { reader } from './cisco-asa.ts';

const text = `\
! A comment.
!
object network SEG-one.example.net_v4
 fqdn v4 one.example.net
object network SEG-one.example.net_v6
 fqdn v6 one.example.net
object network SEG-a1
 range 1.0.0.0 9.255.255.255
object network SEG-a2
 range 11.0.0.0 100.63.255.255
object network SEG-a3
 range 100.128.0.0 126.255.255.255
object network SEG-a4
 range 128.0.0.0 169.253.255.255
object network SEG-a5
 range 169.255.0.0 172.15.255.255
object network SEG-a6
 range 172.32.0.0 192.167.255.255
object network SEG-a7
 range 192.169.0.0 223.255.255.255
object network SEG-any_v6
 subnet 2000::/3
!
object-group network SEG-gateway_v4
 network-object host 203.0.113.10
object-group network SEG-gateway_v6
 network-object host 2001:db8:d::10
 network-object 2001:db8:d:1::/64
object-group network SEG-servers
 network-object 192.0.2.0 255.255.255.240
 network-object object SEG-one.example.net_v4
object-group network SEG-hosts
 network-object object SEG-one.example.net_v6
object-group network SEG-any
 network-object object SEG-a1
 network-object object SEG-a2
 network-object object SEG-a3
 network-object object SEG-a4
 network-object object SEG-a5
 network-object object SEG-a6
 network-object object SEG-a7
!
! "inspect ftp" opens its data connections.
access-list dmz_access_in extended permit tcp object-group SEG-gateway_v4 object-group SEG-servers eq 21
! Others.
access-list outside_access_in extended permit udp any6 range 1024 1030 object-group SEG-gateway_v6 range 20 21
access-list dmz_access_in extended permit tcp object-group SEG-gateway_v4 object-group SEG-any eq 25
access-list dmz_access_in extended permit tcp object-group SEG-gateway_v6 object SEG-any_v6 eq 25
access-list dmz_access_in extended permit tcp object-group SEG-gateway_v6 object-group SEG-hosts eq 80
`;

it('reads what the lines let through', () => {
  const none = { any: false, networks: [], names: [] };
  const any = { ...none, any: true };
  const gateway4 = { ...none, networks: ['203.0.113.10/32'] };
  const gateway6 = { ...none, networks: ['2001:db8:d::10/128', '2001:db8:d:1::/64'] };
  const out = { from: 'dmz_access_in', to: null, transport: 'tcp', sourcePort: null, helper: false };
  expect(reader(text)).toEqual([
    {
      ...out,
      family: 'ipv4',
      source: gateway4,
      destination: { any: false, networks: ['192.0.2.0/28'], names: ['one.example.net'] },
      port: { from: 21, to: 21 },
      helper: true,
    },
    {
      family: 'ipv6',
      from: 'outside_access_in',
      to: null,
      source: any,
      destination: gateway6,
      transport: 'udp',
      port: { from: 20, to: 21 },
      sourcePort: { from: 1024, to: 1030 },
      helper: false,
    },
    { ...out, family: 'ipv4', source: gateway4, destination: any, port: { from: 25, to: 25 } },
    { ...out, family: 'ipv6', source: gateway6, destination: any, port: { from: 25, to: 25 } },
    { ...out, family: 'ipv6', source: gateway6, destination: { ...none, names: ['one.example.net'] }, port: { from: 80, to: 80 } },
  ]);
});

it.each<[what: string, from: string, to: string]>([
  ['a command that binds a list', '! Others.', 'access-group dmz_access_in in interface dmz'],
  ['a command that clears a list', '! Others.', 'clear configure access-list dmz_access_in'],
  ['a deny', 'extended permit udp', 'extended deny udp'],
  [
    'a line number',
    'dmz_access_in extended permit tcp object-group SEG-gateway_v4 object-group SEG-any',
    'dmz_access_in line 1 extended permit tcp object-group SEG-gateway_v4 object-group SEG-any',
  ],
  ['a remark', '! Others.', 'access-list dmz_access_in remark Others.'],
  ['a word that is no word of the list', 'extended permit udp', 'extended permitt udp'],
  ['every protocol', 'permit udp any6 range 1024 1030', 'permit ip any6 range 1024 1030'],
  ['a line without a port', ' eq 80\n', '\n'],
  ['a port by its name', 'eq 80', 'eq www'],
  ['a port that is none', 'eq 80', 'eq 99999'],
  ['a port with a zero in front', 'eq 80', 'eq 080'],
  ['a range in reverse', 'range 20 21', 'range 21 20'],
  ['a range of one port', 'range 20 21', 'range 20 20'],
  ['a range with a dash', 'range 20 21', 'range 20-21'],
  ['every address as a destination', 'object-group SEG-any eq 25', 'any4 eq 25'],
  ['both IP versions at once', 'any6 range 1024 1030', 'any range 1024 1030'],
  ['ends of two IP versions', 'udp any6', 'udp any4'],
  ['a group that is not there', 'object-group SEG-servers eq 21', 'object-group SEG-others eq 21'],
  ['an object called a group', 'object SEG-any_v6', 'object-group SEG-any_v6'],
  [
    'a line twice',
    'SEG-hosts eq 80\n',
    'SEG-hosts eq 80\naccess-list dmz_access_in extended permit tcp object-group SEG-gateway_v6 object-group SEG-hosts eq 80\n',
  ],
  ['a command in the place of a name', 'access-list outside_access_in', 'access-list alert-interval'],
  ['a name twice', 'object-group network SEG-hosts', 'object-group network SEG-a1'],
  ['a name of 65 letters', 'SEG-hosts', 'x'.repeat(65)],
  ['a group without its kind', 'object-group network SEG-hosts', 'object-group SEG-hosts'],
  ['a group with nothing in it', ' network-object object SEG-one.example.net_v6\n', ''],
  ['an object with nothing in it', ' fqdn v4 one.example.net\n', ''],
  ['an object with two values', ' fqdn v4 one.example.net\n', ' fqdn v4 one.example.net\n host 192.0.2.1\n'],
  ['an object that stands nowhere', ' network-object object SEG-one.example.net_v4\n', ''],
  [
    'a group that stands nowhere',
    'access-list dmz_access_in extended permit tcp object-group SEG-gateway_v6 object-group SEG-hosts eq 80\n',
    '',
  ],
  ['a member twice', ' network-object host 203.0.113.10\n', ' network-object host 203.0.113.10\n network-object host 203.0.113.10\n'],
  ['a member that is not there', ' network-object object SEG-one.example.net_v6', ' network-object object SEG-two.example.net_v6'],
  [
    'members of two IP versions',
    ' network-object object SEG-one.example.net_v6',
    ' network-object object SEG-one.example.net_v6\n network-object host 192.0.2.1',
  ],
  ['a member that belongs to nothing', '! Others.', ' network-object host 192.0.2.1'],
  ['an address that is none', '203.0.113.10', '203.0.113.300'],
  ['an address with a zero in front', '203.0.113.10', '203.0.113.010'],
  ['a mask that is none', '255.255.255.240', '255.0.255.240'],
  ['a mask of a router', '255.255.255.240', '0.0.0.15'],
  ['a network with bits behind its mask', '192.0.2.0 255', '192.0.2.1 255'],
  ['an IPv6 address that is none', '2001:db8:d::10', '2001:db8:d::1::10'],
  ['an IPv6 prefix that is too long', '::/64', '::/129'],
  ['a wildcard', 'fqdn v6 one.example.net', 'fqdn v6 *.example.net'],
  ['a host name with a scheme', 'fqdn v6 one.example.net', 'fqdn v6 https://one.example.net'],
  ['a host name of no IP version', 'fqdn v6 one.example.net', 'fqdn one.example.net'],
  ['private addresses among the public ones', 'range 1.0.0.0 9.255.255.255', 'range 1.0.0.0 10.255.255.255'],
  ['public addresses with a hole', 'range 128.0.0.0', 'range 129.0.0.0'],
  ['public addresses without some', ' network-object object SEG-a7\n', ''],
  ['a call for help in a comment', '! A comment.', '! A comment?'],
  ['a quote in a comment', '! A comment.', '! A "comment".'],
  ['a sign of another comment', '! A comment.', '# A comment.'],
  ['an empty line', '!\nobject-group', '\nobject-group'],
  ['a tab', ' fqdn v4', '\tfqdn v4'],
  ['a letter that is not ASCII', '! A comment.', '! A c\u00f6mment.'],
  ['a last line without its end', 'SEG-hosts eq 80\n', 'SEG-hosts eq 80'],
])('refuses %s', (_, from, to) => {
  expect(text).toContain(from);
  expect(() => reader(text.replace(from, to))).toThrow();
});

it('names the line', () => {
  expect(() => reader(text.replace('eq 80', 'eq 99999'))).toThrow(/^line 49: has no ports "eq 99999": access-list /);
});
