import { describe, expect, it } from 'vitest';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import { reader } from '#prove/readers/fortigate.ts';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from './fortigate.ts';

const { edge, flowsNamed, textOf } = exampleRules(platform, '1.0.0');

const commands = (text: string): string[] => text.split('\n').filter((line) => !line.startsWith('#'));
const valuesOf = (text: string, option: string): string[] =>
  [...text.matchAll(new RegExp(`^ {8}(?:set|append) ${option} (.+)$`, 'gm'))].map(([, value = '']) => value);

describe('the commands', () => {
  it('read as a firewall engineer would write them', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'backup-ftp'), {
        addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'backup-servers': ['192.0.2.0/28'] },
      }),
    ).toMatchInlineSnapshot(`
      "# Example Mail Lighthouse 1.0.0: the whole gateway
      # Portcullis, dataset 2026.02.01. Not the vendor's own document.
      # FortiGate, seen from one firewall between all zones.
      # EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with
      # yours.
      # The policies go to the end of the list: move them above your deny. NAT is left off.
      # Inbound policies name the real address of the gateway. Behind a virtual IP, that is the dstaddr.
      # Pasted twice, a second copy of each policy may stay: it has no name, and permits the same. Delete
      # it. If this prints a line, the policies are there, so paste only what stands before "config firewall
      # policy":
      #   show firewall policy | grep "SEG-all-smtp-inbound-tcp"
      config firewall address
          edit "SEG-203.0.113.10"
              set subnet 203.0.113.10 255.255.255.255
          next
          edit "SEG-192.0.2.0_28"
              set subnet 192.0.2.0 255.255.255.240
          next
      end
      config firewall address6
          edit "SEG-2001-db8-d--10_v6"
              set ip6 2001:db8:d::10/128
          next
      end
      config firewall addrgrp
          edit "SEG-all-gateway"
              set member "SEG-203.0.113.10"
          next
          edit "SEG-all-backup-servers"
              set member "SEG-192.0.2.0_28"
          next
      end
      config firewall addrgrp6
          edit "SEG-all-gateway_v6"
              set member "SEG-2001-db8-d--10_v6"
          next
      end
      config firewall service custom
          edit "SEG-tcp-25"
              set tcp-portrange 25
          next
          edit "SEG-tcp-21-ftp"
              set tcp-portrange 21
              set helper ftp
          next
      end
      config firewall policy
          edit 0
              set name "SEG-all-smtp-inbound-tcp"
              set srcintf "wan1"
              set dstintf "dmz"
              set srcaddr "all"
              set dstaddr "SEG-all-gateway"
              set srcaddr6 "all"
              set dstaddr6 "SEG-all-gateway_v6"
              set action accept
              set schedule "always"
              set service "SEG-tcp-25"
              set logtraffic all
              set comments "IPv4 and IPv6, Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25"
          next
          edit 0
              set name "SEG-all-backup-ftp-tcp-4"
              set srcintf "dmz"
              set dstintf "internal"
              set srcaddr "SEG-all-gateway"
              set dstaddr "SEG-all-backup-servers"
              set action accept
              set schedule "always"
              set service "SEG-tcp-21-ftp"
              set logtraffic all
              set comments "IPv4, Backup by FTP: the gateway to backup servers, tcp/21"
          next
      end
      "
    `);
  });

  it('never edit what is there: each policy is a new one, each table one of six', () => {
    const text = textOf();
    const policies = text.slice(text.indexOf('config firewall policy'));
    expect(new Set(policies.match(/edit .*/g))).toEqual(new Set(['edit 0']));
    expect([...text.matchAll(/^config (.*)$/gm)].map(([, table]) => table)).toEqual(
      ['address', 'address6', 'addrgrp', 'addrgrp6', 'service custom', 'policy'].map((table) => `firewall ${table}`),
    );
    expect(text).not.toMatch(/^\s*(delete|purge|move|unset|clear|execute|rename)/m);
  });

  it('leave NAT, profiles and inspection to the administrator', () => {
    expect(commands(textOf()).join('\n')).not.toMatch(/set (nat|utm-status|ssl-ssh-profile|.*-profile|inspection-mode|status)/);
  });

  it('say all for ends on the Internet side only', () => {
    const blocks = textOf().split('    edit 0\n').slice(1);
    for (const block of blocks) {
      if (/srcaddr6? "all"/.test(block)) expect(block).toContain('set srcintf "wan1"');
      if (/dstaddr6? "all"/.test(block)) expect(block).toContain('set dstintf "wan1"');
    }
    expect(blocks.filter((block) => block.includes('"all"')).length).toBe(2);
  });

  it('have no IPv6 half where one end has no IPv6 address (GEN-11)', () => {
    const text = textOf(flowsNamed('dns-queries'), {
      addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] },
    });
    expect(text).not.toMatch(/addr6|address6|addrgrp6/);
  });

  it('keep a range (GEN-02), with the separator of FortiOS (GEN-03)', () => {
    const text = textOf(flowsNamed('backup-ftp'), { ftp: { helper: false, passive: { from: 49_152, to: 65_534 } } });
    expect(valuesOf(text, 'tcp-portrange')).toEqual(['21', '49152-65534']);
    expect(text).not.toContain('set helper');
  });

  it('bind the FTP helper to the control connection', () => {
    expect(textOf(flowsNamed('backup-ftp'))).toContain('        set tcp-portrange 21\n        set helper ftp\n');
  });

  it('open DNS on both transports (NET-14)', () => {
    expect(valuesOf(textOf(flowsNamed('dns-queries')), 'service')).toEqual(['"SEG-udp-53"', '"SEG-tcp-53"']);
  });

  it('say which connections stay out of TLS inspection', () => {
    const flows = flowsNamed('dns-queries').map((entry) => ({ ...entry, flow: { ...entry.flow, tlsInspection: 'forbidden' as const } }));
    expect(valuesOf(textOf(flows), 'comments').filter((words) => words.includes('keep it out of TLS inspection'))).toHaveLength(2);
  });
});

describe('names of hosts', () => {
  const addresses = { gateway: ['203.0.113.10', '2001:db8:d::10'], 'relay-host': ['wildcard.relay.example', '*.relay.example'] };

  it('are objects of both IP versions, a wildcard with its asterisk', () => {
    const text = textOf(flowsNamed('smtp-relay'), { addresses });
    expect(valuesOf(text, 'fqdn')).toEqual([
      '"wildcard.relay.example"',
      '"*.relay.example"',
      '"wildcard.relay.example"',
      '"*.relay.example"',
    ]);
    expect(valuesOf(text, 'member').slice(1, 2)).toEqual(['"SEG-wildcard.relay.example" "SEG-wildcard_relay.example"']);
  });

  it('bring a note where one has an asterisk', () => {
    expect(textOf(flowsNamed('smtp-relay'), { addresses })).toContain('# An address with an asterisk is empty until');
    expect(textOf(flowsNamed('smtp-relay'))).not.toContain('asterisk');
  });
});

describe('groups', () => {
  it('are the rule’s own where the same party has other addresses elsewhere', () => {
    const [updates] = flowsNamed('updates') as [ReleaseFlow];
    const other = { ...updates, flow: { ...updates.flow, id: 'more', port: { from: 443, to: 443 } }, hosts: ['three.updates.example.net'] };
    const text = textOf([updates, other]);
    expect(valuesOf(text, 'dstaddr')).toEqual(['"SEG-all-update-servers"', '"SEG-all-more-tcp-to"']);
  });

  it('hold 300 members at most, in lines of 8', () => {
    const servers = Array.from({ length: 700 }, (_, at) => `10.0.${Math.floor(at / 100)}.${at % 100}`);
    const text = textOf(flowsNamed('dns-queries'), { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': servers } });
    expect(valuesOf(text, 'dstaddr')[0]).toBe('"SEG-all-dns-resolvers" "SEG-all-dns-resolvers_2" "SEG-all-dns-resolvers_3"');
    const sizes = valuesOf(text, 'member').map((members) => members.split(' ').length);
    expect(Math.max(...sizes)).toBe(8);
    expect(reader(text)[0]?.destination.networks).toEqual(servers.map((server) => `${server}/32`));
  });
});

describe('two texts', () => {
  it('have policies and groups of their own, and the same objects', () => {
    const one = textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } });
    const other = textOf(flowsNamed('dns-queries', 'smtp-inbound'), {}, { scope: { id: 'smtp', title: 'Mail' } });
    const entries = (text: string, table: string) => new RegExp(`^config firewall ${table}\n((?: .*\n)*)end`, 'm').exec(text)?.[1] ?? '';
    const edits = (text: string, table: string): string[] => entries(text, table).match(/edit .*/g) ?? [];
    expect(edits(one, 'addrgrp').filter((edit) => edits(other, 'addrgrp').includes(edit))).toEqual([]);
    expect(valuesOf(one, 'name').filter((name) => valuesOf(other, 'name').includes(name))).toEqual([]);
    for (const table of ['address', 'address6', 'service custom']) {
      for (const entry of entries(one, table).split(/(?= {4}edit)/)) expect(entries(other, table)).toContain(entry);
    }
  });
});

describe('limits', () => {
  it.each(['SEG', 'x'.repeat(70), 'y'.repeat(300), '1'])('of names are kept, and names stay unique: %s', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    const names = valuesOf(text, 'name');
    expect(new Set(names).size).toBe(names.length);
    expect(Math.max(...names.map((name) => name.length - 2))).toBeLessThanOrEqual(35);
    const edits = [...text.matchAll(/edit "([^"]+)"/g)].map(([, name = '']) => name);
    expect(Math.max(...edits.map((name) => name.length))).toBeLessThanOrEqual(63);
    expect(reader(text)).toEqual(reader(textOf()));
  });

  it('keep prefixes apart that differ only after the cut (GEN-10)', () => {
    const names = ['a', 'b'].map((last) => valuesOf(textOf(flowsNamed(), { prefix: `${'x'.repeat(70)}${last}` }), 'name'));
    expect(names[0]?.filter((name) => names[1]?.includes(name))).toEqual([]);
  });

  it('of comments are kept', () => {
    const flows = flowsNamed().map((entry) => ({ ...entry, source: { ...entry.source, name: 'long '.repeat(400) } }));
    for (const words of valuesOf(textOf(flows), 'comments')) expect(words.length - 2).toBeLessThanOrEqual(1023);
  });
});

it.each(['virtual-wan-link', 'port1', 'vlan.100', 'Site A', 'x'.repeat(35)])(
  'takes the name of an interface or a zone as it is: %j',
  (internet) => {
    expect(textOf(flowsNamed('smtp-inbound'), { zones: { ...edge.zones, internet } })).toContain(`set srcintf "${internet}"`);
  },
);
