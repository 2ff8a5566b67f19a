import { describe, expect, it } from 'vitest';
import { reader } from './firewalld.ts';

const policy = (rules: string, name = 'seg-all-1') => `\
cat > "$new/policies/${name}.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<policy priority="-10" target="CONTINUE">
  <short>SEG: A &amp; B, external to dmz</short>
  <description>Example 1.0.0</description>
  <ingress-zone name="external"/>
  <egress-zone name="dmz"/>
  <!-- A: anybody to the gateway -->
${rules}</policy>
END

`;

const helper = `\
cat > "$new/helpers/seg-ftp-2121.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<helper module="nf_conntrack_ftp">
  <short>FTP on port 2121</short>
  <port port="2121" protocol="tcp"/>
</helper>
END

`;

const service = `\
cat > "$new/services/seg-ftp-2121.xml" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<service>
  <short>FTP on port 2121</short>
  <port port="2121" protocol="tcp"/>
  <helper name="seg-ftp-2121"/>
</service>
END

`;

const mail = '  <rule family="ipv4"><destination address="203.0.113.10"/><port port="25" protocol="tcp"/><accept/></rule>\n';
const range =
  '  <rule family="ipv6"><source address="2001:db8::/32"/><destination address="2001:db8:d::10"/><port port="20-21" protocol="udp"/><accept/></rule>\n';
const backup =
  '  <rule family="ipv4"><source address="203.0.113.10"/><destination address="192.0.2.0/25"/><service name="ftp"/><accept/></rule>\n';

const script = (files: string, paths: readonly string[]): string => {
  const folders = [...new Set(paths.map((path) => path.split('/')[0]))];
  return `\
#!/bin/sh
# Example

(
set -eu
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
cp -R /etc/firewalld/. "$new"
rm -f "$new"/policies/seg-all-?.xml
${folders.map((folder) => `mkdir -p "$new/${folder}"\n`).join('')}
${files}firewall-offline-cmd --system-config="$new" --check-config
${folders.map((folder) => `mkdir -p /etc/firewalld/${folder}\n`).join('')}rm -f /etc/firewalld/policies/seg-all-?.xml
${paths.map((path) => `cp "$new/${path}.xml" /etc/firewalld/${path.split('/')[0]}/\n`).join('')}firewall-cmd --reload
)
`;
};

const good = script(policy(mail + range + backup), ['policies/seg-all-1']);
const followed = script(helper + service + policy(backup.replace('"ftp"', '"seg-ftp-2121"')), [
  'helpers/seg-ftp-2121',
  'services/seg-ftp-2121',
  'policies/seg-all-1',
]);

describe('the reader', () => {
  it('reads rules, ranges and the service "ftp"', () => {
    const any = { any: true, networks: [], names: [] };
    const one = (...networks: string[]) => ({ any: false, networks, names: [] });
    const zones = { from: 'external', to: 'dmz', sourcePort: null };
    expect(reader(good)).toEqual([
      {
        ...zones,
        family: 'ipv4',
        source: any,
        destination: one('203.0.113.10/32'),
        transport: 'tcp',
        port: { from: 25, to: 25 },
        helper: false,
      },
      {
        ...zones,
        family: 'ipv6',
        source: one('2001:db8::/32'),
        destination: one('2001:db8:d::10/128'),
        transport: 'udp',
        port: { from: 20, to: 21 },
        helper: false,
      },
      {
        ...zones,
        family: 'ipv4',
        source: one('203.0.113.10/32'),
        destination: one('192.0.2.0/25'),
        transport: 'tcp',
        port: { from: 21, to: 21 },
        helper: true,
      },
    ]);
  });

  it('reads FTP on another port from the service and its helper', () => {
    expect(reader(followed)).toMatchObject([{ port: { from: 2121, to: 2121 }, transport: 'tcp', helper: true }]);
  });

  it('reads HOST as no zone, and a text without rules as nothing', () => {
    expect(reader(good.replace('egress-zone name="dmz"', 'egress-zone name="HOST"'))[0]).toMatchObject({ from: 'external', to: null });
    expect(reader('#!/bin/sh\n# nothing\n')).toEqual([]);
  });

  it.each<[what: string, from: string | RegExp, to: string]>([
    ['a command of its own', '(\n', '(\nfirewall-cmd --panic-on\n'],
    ['no check', 'firewall-offline-cmd --system-config="$new" --check-config\n', ''],
    ['no reload', 'firewall-cmd --reload\n', ''],
    ['a complete reload', '--reload', '--complete-reload'],
    ['the removal of more', 'rm -f /etc/firewalld/policies/seg-all-?.xml', 'rm -f /etc/firewalld/policies/*.xml'],
    ['the removal of less', 'rm -f /etc/firewalld/policies/seg-all-?.xml\n', ''],
    ['a file that is not copied', /^cp "\$new\/policies.*\n/m, ''],
    ['a file that is copied under another name', '/etc/firewalld/policies/\n', '/etc/firewalld/policies/x.xml\n'],
    ['something behind the end', ')\n', ')\nid\n'],
    ['no end', ')\n', ''],
    ['an expanding here-document', "<<'END'", '<<END'],
    ['a policy that the script does not own', /seg-all-1/g, 'seg-other-1'],
    ['another target', 'CONTINUE', 'ACCEPT'],
    ['another priority', '"-10"', '"10"'],
    ['a policy from anywhere', 'ingress-zone name="external"', 'ingress-zone name="ANY"'],
    ['two zones', '  <egress-zone name="dmz"/>\n', '  <egress-zone name="dmz"/>\n  <egress-zone name="lan"/>\n'],
    ['an unescaped sign', 'A &amp; B', 'A & B'],
    ['a comment that XML refuses', '<!-- A', '<!-- A --'],
    ['a rule twice', mail, mail + mail],
    ['a policy without rules', mail + range + backup, ''],
    ['a list of ports', 'port="25"', 'port="25,26"'],
    ['a colon in a range', '20-21', '20:21'],
    ['a reversed range', '20-21', '21-20'],
    ['a port that is none', 'port="25"', 'port="65536"'],
    ['no family', ' family="ipv4"', ''],
    ['an address of the other family', 'family="ipv4"><destination', 'family="ipv6"><destination'],
    ['a host name', 'address="203.0.113.10"', 'address="mail.example.net"'],
    ['every address', '192.0.2.0/25', '0.0.0.0/0'],
    ['a rule that rejects', '<accept/>', '<reject/>'],
    ['two services', '<service name="ftp"/>', '<service name="ftp,tftp"/>'],
    ['a service that nothing defines', 'name="ftp"', 'name="ssh"'],
    ['an element of its own', mail, '  <masquerade/>\n'],
  ])('refuses %s', (_, from, to) => {
    const bad = good.replace(from, to);
    expect(bad).not.toBe(good);
    expect(() => reader(bad)).toThrow(/^(line \d+: |the text ends)/);
  });

  it.each<[what: string, from: string, to: string]>([
    ['a helper on another port than the service', 'port="2121" protocol="tcp"/>\n</helper>', 'port="2122" protocol="tcp"/>\n</helper>'],
    ['a helper of another protocol', 'nf_conntrack_ftp', 'nf_conntrack_sip'],
    ['a helper that nothing defines', '<helper name="seg-ftp-2121"/>', '<helper name="ftp-2121"/>'],
    ['a folder less', 'mkdir -p "$new/helpers"\n', ''],
  ])('refuses %s', (_, from, to) => {
    expect(followed).toContain(from);
    expect(() => reader(followed.replace(from, to))).toThrow(/^line \d+: /);
  });
});
