import { describe, expect, it } from 'vitest';
import { reader } from './ufw.ts';

const text = `#!/bin/sh
# A comment.
#

(
set -eu

rules() {
# What comes next.
ufw route allow in on wan0 out on dmz0 to 203.0.113.10 port 25 proto tcp comment 'SEG: Mail'
ufw route allow in on dmz0 out on lan0 from 2001:db8::/64 port 53 to 2001:db8::1 port 50000:50099 proto udp comment 'SEG: Data'
}

# Whose are they?
ours='SEG: '
added=$(ufw show added)
(
taken=0
ufw() {
  match=$*
  match=\${match#route allow }
  match=\${match%% comment *}
  ends=\${match#in on * out on * }
  links=\${match%" $ends"}
  while IFS= read -r line; do
    case $line in
    "ufw route allow $match comment '$ours"*) ;;
    "ufw route "*" $links $ends"* | "ufw route "*" $links log $ends"* | "ufw route "*" $links log-all $ends"*)
      printf "This one: %s\\n" "$line" >&2
      taken=1
      ;;
    esac
  done <<END
$added
END
}
rules
if [ "$taken" -ne 0 ]; then
  echo "Nothing is changed." >&2
  exit 1
fi
)

rules
)
`;

it('reads what is let through', () => {
  expect(reader(text)).toEqual([
    {
      family: 'ipv4',
      from: 'wan0',
      to: 'dmz0',
      source: { any: true, networks: [], names: [] },
      destination: { any: false, networks: ['203.0.113.10/32'], names: [] },
      transport: 'tcp',
      port: { from: 25, to: 25 },
      sourcePort: null,
      helper: false,
    },
    {
      family: 'ipv6',
      from: 'dmz0',
      to: 'lan0',
      source: { any: false, networks: ['2001:db8::/64'], names: [] },
      destination: { any: false, networks: ['2001:db8::1/128'], names: [] },
      transport: 'udp',
      port: { from: 50_000, to: 50_099 },
      sourcePort: { from: 53, to: 53 },
      helper: false,
    },
  ]);
  expect(reader('#!/bin/sh\n# Nothing to allow.\n')).toEqual([]);
});

describe('a text is refused', () => {
  it.each<[string, string, string]>([
    ['that is no script', '#!/bin/sh', '# sh'],
    ['that goes on after an error', 'set -eu', 'set -u'],
    ['that ends early', '\nrules\n)\n', '\nrules\n'],
    ['that adds nothing', ')\n\nrules\n', ')\n\n'],
    ['with a command behind its end', 'rules\n)\n', 'rules\n)\nufw disable\n'],
    ['with another command', '\n}\n', '\nufw reload\n}\n'],
    ['that looks at nothing', 'added=$(ufw show added)', 'added='],
    ['that looks for allows only', '"ufw route "*" $links $ends"*', '"ufw route allow $links $ends"*'],
    ['that looks after its rules', 'added=$(ufw show added)', 'rules\nadded=$(ufw show added)'],
    ['that goes on where a rule is taken', '  exit 1\n', ''],
    ['that takes no rule for taken', '      taken=1\n', ''],
    ['that takes another text for its own', "ours='SEG: '", "ours='GES: '"],
    ['that takes every comment for its own', "ours='SEG: '", "ours=''"],
    ['that deletes', 'ufw route allow', 'ufw route delete allow'],
    ['that inserts', 'ufw route allow', 'ufw route insert 1 allow'],
    ['that denies', 'ufw route allow', 'ufw route deny'],
    ['that is for the machine itself', 'ufw route allow', 'ufw allow'],
    ['without a way in', 'in on wan0 ', ''],
    ['without a way out', 'out on dmz0 ', ''],
    ['without a transport', 'proto tcp ', ''],
    ['without a port', 'to 203.0.113.10 port 25', 'to 203.0.113.10'],
    ['that ufw lists in other words', 'out on dmz0 to', 'out on dmz0 from any to'],
    ['with a list of ports', 'port 25', 'port 25,26'],
    ['with a port there is not', 'port 25', 'port 65536'],
    ['with a range of one port', '50000:50099', '50000:50000'],
    ['with a reversed range', '50000:50099', '50099:50000'],
    ['with a range as others write it', '50000:50099', '50000-50099'],
    ['with a host name', '203.0.113.10', 'gateway.example.net'],
    ['with both IP versions', 'out on dmz0 to', 'out on dmz0 from 2001:db8::2 to'],
    ['with none', 'to 203.0.113.10', 'to any'],
    ['with a prefix of no length', '2001:db8::/64', '2001:db8::/0'],
    ['without a comment', " comment 'SEG: Mail'", ''],
    ['with a comment of one word', "'SEG: Mail'", "'log'"],
    ['with an apostrophe', "'SEG: Mail'", "'SEG: it's'"],
    ['with a comment that is too long', "'SEG: Mail'", `'SEG: ${'x'.repeat(200)}'`],
    ['with a rule twice', '\n}\n', "\nufw route allow in on wan0 out on dmz0 to 203.0.113.10 port 25 proto tcp comment 'SEG: Other'\n}\n"],
  ])('%s', (_, from, to) => {
    expect(text).toContain(from);
    expect(() => reader(text.replace(from, () => to))).toThrow();
  });
});
