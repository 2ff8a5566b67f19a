import { describe, expect, it } from 'vitest';
import { reader } from './iptables.ts';

const text = `#!/bin/sh
# A comment.
#
# *.example.net, and example.net itself:
#ipset=/example.net/SEG-4-.example.net
#ipset=/a.example.net/SEG-4-a.example.net,SEG-4-.example.net

(
set -eu

ipv4() {
cat <<'END'
*filter
:SEG-all - [0:0]
-A SEG-all -s 203.0.113.10 -m conntrack --ctstate RELATED,ESTABLISHED -m comment --comment "replies" -j ACCEPT
# What comes next.
-A SEG-all -i wan0 -o dmz0 -d 203.0.113.10,203.0.113.16/28 -p tcp --dport 25 -m comment --comment "Mail" -j ACCEPT
-A SEG-all -i dmz0 -o wan0 -s 203.0.113.10 -p tcp --dport 21 -m set --match-set SEG-4-a.example.net dst -m comment --comment "FTP" -j ACCEPT
-A SEG-all -i dmz0 -o wan0 -s 203.0.113.10 -p udp --dport 50000:50099 --sport 53 -m set --match-set SEG-4-.example.net dst -m comment --comment "Data" -j ACCEPT
COMMIT
*raw
:SEG-all-ftp - [0:0]
-A SEG-all-ftp -i dmz0 -s 203.0.113.10 -p tcp --dport 21 -m set --match-set SEG-4-a.example.net dst -j CT --helper ftp
COMMIT
END
}

ipset -exist restore <<'END'
# a.example.net
create SEG-4-a.example.net hash:ip family inet timeout 86400
# *.example.net
create SEG-4-.example.net hash:ip family inet timeout 86400
END
ipv4 | iptables-restore --noflush --test
ipv4 | iptables-restore --wait --noflush
iptables -w -t raw -C PREROUTING -j SEG-all-ftp 2>/dev/null || iptables -w -t raw -I PREROUTING -j SEG-all-ftp
iptables -w -C FORWARD -j SEG-all 2>/dev/null || iptables -w -I FORWARD -j SEG-all
ip6tables -w -F SEG-all 2>/dev/null || true # from an earlier text
)
`;

const gateway = { any: false, networks: ['203.0.113.10/32'], names: [] };
const named = (name: string) => ({ any: false, networks: [], names: [name] });

it('reads what is let through', () => {
  expect(reader(text)).toEqual([
    {
      family: 'ipv4',
      from: 'wan0',
      to: 'dmz0',
      source: { any: true, networks: [], names: [] },
      destination: { any: false, networks: ['203.0.113.10/32', '203.0.113.16/28'], names: [] },
      transport: 'tcp',
      port: { from: 25, to: 25 },
      sourcePort: null,
      helper: false,
    },
    {
      family: 'ipv4',
      from: 'dmz0',
      to: 'wan0',
      source: gateway,
      destination: named('a.example.net'),
      transport: 'tcp',
      port: { from: 21, to: 21 },
      sourcePort: null,
      helper: true,
    },
    {
      family: 'ipv4',
      from: 'dmz0',
      to: 'wan0',
      source: gateway,
      destination: named('*.example.net'),
      transport: 'udp',
      port: { from: 50_000, to: 50_099 },
      sourcePort: { from: 53, to: 53 },
      helper: false,
    },
  ]);
  expect(reader('#!/bin/sh\n# Nothing to allow.\n')).toEqual([]);
});

it('reads whole chains', () => {
  const whole = `#!/bin/sh\n\n(\nset -eu\n\nipv6() {\ncat <<'END'\n*filter\n:INPUT DROP [0:0]\n-F INPUT\n-A INPUT -i lo -m comment --comment "loopback" -j ACCEPT\n-A INPUT -m conntrack --ctstate INVALID -j DROP\n-A INPUT -p ipv6-icmp --icmpv6-type 135 -m comment --comment "IPv6 neighbours" -j ACCEPT\n-A INPUT -d 2001:db8::1 -p tcp --dport 25 -m comment --comment "Mail" -j ACCEPT\nCOMMIT\nEND\n}\n\nipv6 | ip6tables-restore --noflush --test\nipv6 | ip6tables-restore --wait --noflush\n)\n`;
  expect(reader(whole)).toHaveLength(1);
  expect(() => reader(whole.replace('-F INPUT\n', ''))).toThrow('adds to a built-in chain');
  expect(() => reader(whole.replace('DROP [0:0]', 'ACCEPT [0:0]'))).toThrow('line 9');
  expect(() => reader(whole.replace('type 135', 'type 128'))).toThrow('line 13: is no match');
});

describe('a text is refused', () => {
  it.each<[string, string, string]>([
    ['that is no script', '#!/bin/sh', '# sh'],
    ['that goes on after an error', 'set -eu', 'set -u'],
    ['with a command of another kind', '\n)\n', '\niptables -F\n)\n'],
    ['with a command behind its end', '\n)\n', '\n)\niptables -F\n'],
    ['that ends early', '\n)\n', '\n'],
    ['that restores without --noflush', '--wait --noflush', '--wait'],
    ['that is not tested first', 'ipv4 | iptables-restore --noflush --test\n', ''],
    ['whose rules go to the other program', 'ipv4 | iptables-restore --wait', 'ipv4 | ip6tables-restore --wait'],
    ['whose jump goes elsewhere', '-I FORWARD -j SEG-all\n', '-I FORWARD -j SEG-dns\n'],
    ['whose jump is made each time', 'iptables -w -C FORWARD -j SEG-all 2>/dev/null || ', ''],
    ['whose chain nothing reaches', 'iptables -w -C FORWARD -j SEG-all 2>/dev/null || iptables -w -I FORWARD -j SEG-all\n', ''],
    ['whose chain for the helper nothing reaches', /iptables -w -t raw.*\n/.exec(text)?.[0] ?? '', ''],
    ['that empties what it has filled', 'ip6tables -w -F SEG-all', 'iptables -w -F SEG-all'],
    ['that sets a policy', ':SEG-all - [0:0]', ':FORWARD ACCEPT [0:0]'],
    ['that empties a chain', ':SEG-all - [0:0]', ':SEG-all - [0:0]\n-F FORWARD'],
    ['that adds to another chain', '-A SEG-all -i wan0', '-A FORWARD -i wan0'],
    ['whose table is not committed', 'COMMIT\n*raw', '*raw'],
    ['that drops', '"Mail" -j ACCEPT', '"Mail" -j DROP'],
    ['without a comment', ' -m comment --comment "Mail"', ''],
    ['with a quote in a comment', '"Mail"', '"Ma\\"il"'],
    ['with a comment that is too long', '"Mail"', `"${'x'.repeat(256)}"`],
    ['without a port', ' --dport 25', ''],
    ['with a port there is not', '--dport 25', '--dport 65536'],
    ['with a reversed range', '50000:50099', '50099:50000'],
    ['with a range as others write it', '50000:50099', '50000-50099'],
    ['with an address of the other IP version', '-d 203.0.113.10,', '-d 2001:db8::1,'],
    ['with a prefix of no length', '203.0.113.16/28', '203.0.113.16/0'],
    ['with replies for everybody', '-s 203.0.113.10 -m conntrack', '-m conntrack'],
    ['with a set that is not made', 'create SEG-4-a.example.net hash:ip family inet timeout 86400\n', ''],
    [
      'with a set of the other IP version',
      'create SEG-4-a.example.net hash:ip family inet ',
      'create SEG-4-a.example.net hash:ip family inet6 ',
    ],
    ['with a set that is filled by another name', '/a.example.net/', '/b.example.net/'],
    ['with a wildcard that a name below it takes away from', 'SEG-4-a.example.net,SEG-4-.example.net', 'SEG-4-a.example.net'],
    ['with two lines for a name', '#ipset=/example.net/', '#ipset=/a.example.net/SEG-4-a.example.net\n#ipset=/example.net/'],
    [
      'with a helper that follows more than is let through',
      /-A SEG-all-ftp.*/.exec(text)?.[0] ?? '',
      '-A SEG-all-ftp -p tcp --dport 21 -j CT --helper ftp',
    ],
    ['with a name of a chain that is too long', 'SEG-all - ', `${'x'.repeat(29)} - `],
  ])('%s', (_, from, to) => {
    expect(text).toContain(from);
    expect(() => reader(text.replace(from, to))).toThrow();
  });
});
