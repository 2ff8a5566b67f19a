import { expect, it } from 'vitest';
import { reader } from './fortigate.ts';

const text = `\
# A comment.
#
config firewall address
    edit "SEG-203.0.113.10"
        set subnet 203.0.113.10 255.255.255.255
    next
    edit "SEG-192.0.2.0_28"
        set subnet 192.0.2.0 255.255.255.240
    next
    edit "SEG-wildcard_example.net"
        set type fqdn
        set fqdn "*.example.net"
    next
end
config firewall address6
    edit "SEG-2001-db8--1_v6"
        set ip6 2001:db8::1/128
    next
end
config firewall addrgrp
    edit "SEG-all-gateway"
        set member "SEG-203.0.113.10"
    next
    edit "SEG-all-servers"
        set member "SEG-192.0.2.0_28"
        append member "SEG-wildcard_example.net"
    next
end
config firewall addrgrp6
    edit "SEG-all-gateway_v6"
        set member "SEG-2001-db8--1_v6"
    next
end
config firewall service custom
    edit "SEG-tcp-21-ftp"
        set tcp-portrange 21
        set helper ftp
    next
    edit "SEG-udp-1024-1030-from-20"
        set udp-portrange 1024-1030:20
    next
end
config firewall policy
    edit 0
        set name "SEG-all-ftp"
        set srcintf "dmz"
        set dstintf "wan1"
        set srcaddr "SEG-all-gateway"
        set dstaddr "SEG-all-servers"
        set action accept
        set schedule "always"
        set service "SEG-tcp-21-ftp"
        set logtraffic all
        set comments "IPv4, FTP"
    next
    edit 0
        set name "SEG-all-in"
        set srcintf "wan1"
        set dstintf "dmz"
        set srcaddr "all"
        set dstaddr "SEG-all-gateway"
        set srcaddr6 "all"
        set dstaddr6 "SEG-all-gateway_v6"
        set action accept
        set schedule "always"
        set service "SEG-udp-1024-1030-from-20"
        set logtraffic all
        set comments "IPv4 and IPv6, in"
    next
end
`;

it('reads what the policies let through', () => {
  const none = { any: false, networks: [], names: [] };
  const any = { ...none, any: true };
  const inbound = {
    from: 'wan1',
    to: 'dmz',
    source: any,
    transport: 'udp',
    port: { from: 1024, to: 1030 },
    sourcePort: { from: 20, to: 20 },
    helper: false,
  };
  expect(reader(text)).toEqual([
    {
      family: 'ipv4',
      from: 'dmz',
      to: 'wan1',
      source: { ...none, networks: ['203.0.113.10/32'] },
      destination: { any: false, networks: ['192.0.2.0/28'], names: ['*.example.net'] },
      transport: 'tcp',
      port: { from: 21, to: 21 },
      sourcePort: null,
      helper: true,
    },
    { ...inbound, family: 'ipv4', destination: { ...none, networks: ['203.0.113.10/32'] } },
    { ...inbound, family: 'ipv6', destination: { ...none, networks: ['2001:db8::1/128'] } },
  ]);
});

it.each<[what: string, from: string, to: string]>([
  ['a policy of the administrator', 'edit 0', 'edit 1'],
  ['another table', 'config firewall addrgrp6', 'config firewall vip'],
  ['a name of Object.prototype for a table', 'config firewall addrgrp6', 'config firewall toString'],
  ['a command between tables', 'config firewall addrgrp6', 'execute reboot\nconfig firewall addrgrp6'],
  ['an unknown option', 'set logtraffic all', 'set nat enable'],
  ['an option twice', 'set action accept', 'set action accept\n        set action accept'],
  ['a policy without its service', '        set service "SEG-tcp-21-ftp"\n', ''],
  ['a policy of one end', '        set dstaddr6 "SEG-all-gateway_v6"\n', ''],
  ['every interface', 'set srcintf "wan1"', 'set srcintf "any"'],
  ['an object that is not there', 'set dstaddr "SEG-all-servers"', 'set dstaddr "SEG-all-others"'],
  ['an object of the other IP version', 'set dstaddr6 "SEG-all-gateway_v6"', 'set dstaddr6 "SEG-all-gateway"'],
  ['a member that is not there', 'append member "SEG-wildcard_example.net"', 'append member "SEG-wildcard_example.org"'],
  ['an append to nothing', 'set member "SEG-192.0.2.0_28"\n', ''],
  ['an entry twice', 'edit "SEG-all-servers"', 'edit "SEG-all-gateway"'],
  ['a group named as an address', 'edit "SEG-all-servers"', 'edit "SEG-203.0.113.10"'],
  ['two policies of one name', 'set name "SEG-all-in"', 'set name "SEG-all-ftp"'],
  ['a name of 36 characters', 'set name "SEG-all-in"', `set name "${'x'.repeat(36)}"`],
  ['an address that is none', '203.0.113.10 255.255.255.255', '203.0.113.300 255.255.255.255'],
  ['a netmask that is none', '255.255.255.240', '255.0.255.240'],
  ['a port that is none', 'set tcp-portrange 21', 'set tcp-portrange 99999'],
  ['a range in reverse', '1024-1030:20', '1030-1024:20'],
  ['a host name with a scheme', '"*.example.net"', '"https://example.net"'],
  ['a value that is not quoted', 'set schedule "always"', 'set schedule always'],
  ['a quote within a value', 'set comments "IPv4, FTP"', 'set comments "IPv4" FTP"'],
  ['a call for help in a comment', '# A comment.', '# A comment?'],
  ['a variable in a value', 'set comments "IPv4, FTP"', 'set comments "$USERNAME"'],
  ['a tab', 'set action accept', 'set\taction accept'],
  ['text behind the last line', 'set comments "IPv4 and IPv6, in"\n    next\nend\n', 'set comments "IPv4 and IPv6, in"\n    next\nend\nx'],
  ['an end that is missing', 'set comments "IPv4 and IPv6, in"\n    next\nend\n', 'set comments "IPv4 and IPv6, in"\n    next\n'],
])('refuses %s', (_, from, to) => {
  expect(text).toContain(from);
  expect(() => reader(text.replace(from, to))).toThrow();
});
