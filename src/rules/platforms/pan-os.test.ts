import { describe, expect, it } from 'vitest';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
import { reader } from '#prove/readers/pan-os.ts';
import { exampleRules } from '#rules/example-rules.ts';
import { platform } from './pan-os.ts';

const { edge, flowsNamed, rulesOf, textOf } = exampleRules(platform, '1.0.0');

/** What is set beside the comment of the tag. */
const commands = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('set tag '));
const header = (text: string): string => [...text.matchAll(/^set tag \S+ comments "(.*)"$/gm)].map(([, words]) => words).join(' ');
/** Values of an attribute of security rules. */
const valuesOf = (text: string, attribute: string): string[] =>
  [...text.matchAll(new RegExp(`^set rulebase security rules \\S+ ${attribute} (.+)$`, 'gm'))].map(([, value = '']) => value);
const namesOf = (text: string, kind: string): string[] => [
  ...new Set([...text.matchAll(new RegExp(`^set ${kind} (\\S+) `, 'gm'))].map(([, name = '']) => name)),
];

/** What a candidate configuration comes to: a list grows, anything else is replaced. */
function pasted(...texts: readonly string[]): Record<string, string[]> {
  const configuration: Record<string, string[]> = {};
  for (const line of texts.flatMap((text) => text.split('\n')).filter((each) => each !== '')) {
    const [, path = '', list, member, value = ''] =
      /^set (.+? (?:(static|from|to|source|destination|application|service|tag) (?:\[ (.+) \]|(\S+|"[^"]*"))|\S+ (?:".*"|\S+)))$/.exec(
        line,
      ) ?? [];
    if (list === undefined) {
      const [, key = '', last = ''] = /^(.+?) (".*"|\S+)$/.exec(path) ?? [];
      configuration[key] = [last];
    } else {
      const key = path.slice(0, path.lastIndexOf(` ${list} `) + list.length + 1);
      configuration[key] = [...new Set([...(configuration[key] ?? []), ...(member?.split(' ') ?? [value])])];
    }
  }
  return configuration;
}

const forbidden = ({ flow, ...entry }: ReleaseFlow): ReleaseFlow => ({ ...entry, flow: { ...flow, tlsInspection: 'forbidden' } });

describe('the commands', () => {
  it('read as a firewall engineer would write them', () => {
    expect(
      textOf(flowsNamed('smtp-inbound', 'backup-ftp'), {
        addresses: { gateway: ['203.0.113.10', '2001:db8:d::10'], 'backup-servers': ['192.0.2.0/28'] },
      }),
    ).toMatchInlineSnapshot(`
      "set tag SEG-all comments "Example Mail Lighthouse 1.0.0: the whole gateway"
      set tag SEG-all comments "Portcullis, dataset 2026.02.01. Not the vendor's own document."
      set tag SEG-all comments "Palo Alto PAN-OS, seen from one firewall between all zones."
      set tag SEG-all comments "EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with"
      set tag SEG-all comments "yours."
      set tag SEG-all comments "PAN-OS documents no comments: each of these lines replaces the comment of one tag, and the last"
      set tag SEG-all comments "stays."
      set tag SEG-all comments "Before you paste: set cli scripting-mode on, then configure. After that: commit."
      set tag SEG-all comments "New rules go to the end of the rulebase: move them above your deny."
      set tag SEG-all comments "A list keeps what is in it: where values have changed, empty it before you paste."
      set tag SEG-all comments "Rules see addresses before NAT: behind destination NAT, give the public address of the gateway too."
      set tag SEG-all comments "Example Mail Lighthouse 1.0.0: the whole gateway. Portcullis, dataset 2026.02.01. Not the vendor's own document."

      set address SEG-203-0-113-10 ip-netmask 203.0.113.10/32
      set address SEG-2001-db8-d--10 ip-netmask 2001:db8:d::10/128
      set address SEG-192-0-2-0_28 ip-netmask 192.0.2.0/28

      set address-group SEG-all-gateway static [ SEG-203-0-113-10 SEG-2001-db8-d--10 ]
      set address-group SEG-all-gateway_v4 static SEG-203-0-113-10
      set address-group SEG-all-backup-servers_v4 static SEG-192-0-2-0_28

      set service SEG-tcp-25 protocol tcp port 25
      set service SEG-tcp-21 protocol tcp port 21

      set rulebase security rules SEG-all-smtp-inbound-tcp description "IPv4 and IPv6, Inbound mail: any Internet address (Internet mail servers) to the gateway, tcp/25"
      set rulebase security rules SEG-all-smtp-inbound-tcp from untrust
      set rulebase security rules SEG-all-smtp-inbound-tcp to dmz
      set rulebase security rules SEG-all-smtp-inbound-tcp source any
      set rulebase security rules SEG-all-smtp-inbound-tcp destination SEG-all-gateway
      set rulebase security rules SEG-all-smtp-inbound-tcp application any
      set rulebase security rules SEG-all-smtp-inbound-tcp service SEG-tcp-25
      set rulebase security rules SEG-all-smtp-inbound-tcp action allow
      set rulebase security rules SEG-all-smtp-inbound-tcp tag SEG-all

      set rulebase security rules SEG-all-backup-ftp-tcp-4 description "IPv4, Backup by FTP: the gateway to backup servers, tcp/21"
      set rulebase security rules SEG-all-backup-ftp-tcp-4 from dmz
      set rulebase security rules SEG-all-backup-ftp-tcp-4 to trust
      set rulebase security rules SEG-all-backup-ftp-tcp-4 source SEG-all-gateway_v4
      set rulebase security rules SEG-all-backup-ftp-tcp-4 destination SEG-all-backup-servers_v4
      set rulebase security rules SEG-all-backup-ftp-tcp-4 application [ ftp ssl ]
      set rulebase security rules SEG-all-backup-ftp-tcp-4 service SEG-tcp-21
      set rulebase security rules SEG-all-backup-ftp-tcp-4 action allow
      set rulebase security rules SEG-all-backup-ftp-tcp-4 tag SEG-all
      "
    `);
  });

  it('only set: nothing is deleted, moved, renamed or loaded', () => {
    for (const line of textOf().split('\n')) expect(line).toMatch(/^(set .*)?$/);
  });

  it('set nothing but a tag, addresses, groups, services and rules', () => {
    const kinds = commands(textOf([...flowsNamed(), ...flowsNamed('dns-queries').map(forbidden)])).map(
      (line) => /^set (address|address-group|service|rulebase (?:security|decryption) rules) /.exec(line)?.[1],
    );
    expect(new Set(kinds)).toEqual(
      new Set(['address', 'address-group', 'service', 'rulebase security rules', 'rulebase decryption rules']),
    );
  });

  it('leave profiles, users and logging to the administrator', () => {
    expect(commands(textOf()).join('\n')).not.toMatch(/ (profile-setting|log-setting|log-end|log-start|disabled|source-hip) /);
  });

  it('say any for ends on the Internet side only', () => {
    const lines = textOf().split('\n');
    const open = lines.flatMap((line) => {
      const [, rule, side] = /^set rulebase security rules (\S+) (source|destination) any$/.exec(line) ?? [];
      return rule === undefined ? [] : [{ rule, zone: side === 'source' ? 'from' : 'to' }];
    });
    expect(open.map(({ rule }) => rule)).toEqual(['SEG-all-smtp-inbound-tcp', 'SEG-all-smtp-direct-tcp']);
    for (const { rule, zone } of open) expect(lines).toContain(`set rulebase security rules ${rule} ${zone} untrust`);
  });

  it('match by port, never by what App-ID calls it, but for the control connections of FTP (NET-20)', () => {
    const text = textOf();
    expect(text).not.toContain('application-default');
    expect(new Set(valuesOf(text, 'application'))).toEqual(new Set(['any', '[ ftp ssl ]']));
    expect(namesOf(text, 'rulebase security rules').filter((name) => text.includes(`${name} application [ ftp ssl ]`))).toEqual([
      'SEG-all-backup-ftp-tcp',
    ]);
  });

  it('have no address of a family that the other end has none of (GEN-11)', () => {
    const addresses = { gateway: ['203.0.113.10', '2001:db8:d::10'], 'dns-resolvers': ['192.0.2.53'] };
    expect(namesOf(textOf(flowsNamed('dns-queries'), { addresses }), 'address')).toEqual(['SEG-203-0-113-10', 'SEG-192-0-2-53']);
  });

  it('keep a range (GEN-02), with the separator of PAN-OS (GEN-03)', () => {
    const text = textOf(flowsNamed('backup-ftp'), { ftp: { helper: false, passive: { from: 49_152, to: 65_534 } } });
    expect(commands(text).filter((line) => line.startsWith('set service '))).toEqual([
      'set service SEG-tcp-21 protocol tcp port 21',
      'set service SEG-tcp-49152-65534 protocol tcp port 49152-65534',
    ]);
    expect(new Set(valuesOf(text, 'application'))).toEqual(new Set(['any']));
  });

  it('keep the source port of a flow', () => {
    const flows = flowsNamed('dns-queries').map((entry) => ({ ...entry, flow: { ...entry.flow, sourcePort: { from: 1024, to: 65_535 } } }));
    expect(commands(textOf(flows))).toContain('set service SEG-udp-53-from-1024-65535 protocol udp source-port 1024-65535');
  });

  it('open DNS on both transports (NET-14)', () => {
    expect(valuesOf(textOf(flowsNamed('dns-queries')), 'service')).toEqual(['SEG-udp-53', 'SEG-tcp-53']);
  });
});

describe('what must stay out of TLS inspection', () => {
  const text = textOf(flowsNamed('updates').map(forbidden));

  it('is said in its description, and has a decryption rule for the same connections', () => {
    expect(valuesOf(text, 'description')[0]).toMatch(/; keep it out of TLS inspection"$/);
    const rules = (rulebase: string) =>
      commands(text)
        .filter((line) => line.startsWith(`set rulebase ${rulebase} `))
        .map((line) => line.replace(` ${rulebase} `, ' '));
    const own = ['application any', 'action allow'];
    const shared = rules('security').filter((line) => !own.some((words) => line.endsWith(` ${words}`)));
    expect(rules('decryption')).toEqual(expect.arrayContaining(shared));
    expect(rules('decryption').filter((line) => !shared.includes(line))).toEqual(
      ['source-user any', 'category any', 'type ssl-forward-proxy', 'action no-decrypt'].map((words) =>
        expect.stringMatching(new RegExp(` ${words}$`)),
      ),
    );
  });

  it('brings a note, which other rules do not need', () => {
    const note = 'A decryption rule works only above those that decrypt';
    expect(header(text)).toContain(note);
    expect(header(textOf(flowsNamed('dns-queries')))).not.toContain(note);
  });

  it('has no such rule where the gateway does not open the connection, or there is no TCP', () => {
    const flows = flowsNamed('smtp-inbound', 'dns-queries').map(forbidden);
    expect(namesOf(textOf(flows), 'rulebase decryption rules')).toEqual(['SEG-all-dns-queries-tcp']);
  });
});

describe('names of hosts', () => {
  const addresses = { gateway: ['203.0.113.10', '2001:db8:d::10'], 'relay-host': ['a.relay.example', 'a-relay.example'] };

  it('are objects that the firewall looks up, each once for both IP versions', () => {
    expect(commands(textOf(flowsNamed('smtp-relay'), { addresses })).slice(2, 4)).toEqual([
      'set address SEG-a_relay_example fqdn a.relay.example',
      'set address SEG-a-relay_example fqdn a-relay.example',
    ]);
  });

  it.each([
    ['HTTP', {}, 'decide for a URL category'],
    ['another port', { port: { from: 8080, to: 8080 } }, 'or leave it closed'],
    ['two ports', { port: { from: 80, to: 81 } }, 'or leave it closed'],
    ['UDP', { transport: ['udp' as const] }, 'or leave it closed'],
    ['what no name can be seen in', { tlsInspection: 'forbidden' as const }, 'or leave it closed'],
  ])('are not covered where they have an asterisk, and never become any: %s', (_, change, remedy) => {
    const flows = flowsNamed('updates').map((entry) => ({
      ...entry,
      flow: { ...entry.flow, ...change },
      hosts: ['one.updates.example.net', '*.mirror.example.net'],
    }));
    const { text, policy } = rulesOf(flows);
    expect(policy.gaps).toEqual([expect.objectContaining({ names: ['*.mirror.example.net'], remedy: expect.stringContaining(remedy) })]);
    expect(header(text)).toMatch(new RegExp(`\\(\\*\\.mirror\\.example\\.net\\)\\. Type the addresses, .*${remedy}`));
    expect(commands(text).join('\n')).not.toMatch(/mirror|\*|(source|destination) any$|category [^a]|custom-url/m);
    expect(reader(text)[0]?.destination.names).toEqual(['one.updates.example.net']);
  });

  it('leave no rule where only a wildcard was there', () => {
    const text = textOf(flowsNamed('updates').map((entry) => ({ ...entry, hosts: ['*.mirror.example.net'] })));
    expect(commands(text)).toEqual([]);
  });

  it('are not covered with an asterisk at the end that opens the connection', () => {
    const flows = flowsNamed('dns-queries').map((entry) => ({
      ...entry,
      flow: { ...entry.flow, transport: ['tcp' as const], port: { from: 80, to: 80 } },
      source: entry.destination,
      destination: entry.source,
    }));
    const { policy } = rulesOf(flows, { addresses: { ...edge.addresses, 'dns-resolvers': ['*.example.net'] } });
    expect(policy.rules).toEqual([]);
    expect(policy.gaps[0]?.remedy).toContain('or leave it closed');
  });
});

describe('groups', () => {
  it('stand in every rule, so that a changed address changes no rule', () => {
    const text = textOf();
    const groups = namesOf(text, 'address-group');
    for (const value of [...valuesOf(text, 'source'), ...valuesOf(text, 'destination')]) expect(['any', ...groups]).toContain(value);
  });

  it('hold one IP version only where the other end has no other', () => {
    const addresses = { ...edge.addresses, 'dns-resolvers': ['192.0.2.53'], 'backup-servers': ['192.0.2.201'] };
    const text = textOf(flowsNamed('dns-queries', 'backup-ftp', 'updates'), { addresses });
    expect(new Set(valuesOf(text, 'source'))).toEqual(new Set(['SEG-all-gateway', 'SEG-all-gateway_v4']));
    expect(commands(text)).toContain('set address-group SEG-all-gateway_v4 static SEG-203-0-113-10');
  });

  it('are the rule’s own where the same party has other addresses elsewhere', () => {
    const [updates] = flowsNamed('updates') as [ReleaseFlow];
    const other = { ...updates, flow: { ...updates.flow, id: 'more', port: { from: 443, to: 443 } }, hosts: ['three.updates.example.net'] };
    const text = textOf([updates, other]);
    expect(valuesOf(text, 'destination')).toEqual(['SEG-all-update-servers', 'SEG-all-more-tcp-to']);
  });

  it('have a member that is alone in its line without brackets', () => {
    const servers = Array.from({ length: 9 }, (_, at) => `10.0.0.${at}`);
    const text = textOf(flowsNamed('dns-queries'), { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': servers } });
    expect(commands(text)).toContain('set address-group SEG-all-dns-resolvers_v4 static SEG-10-0-0-8');
    expect(reader(text)[0]?.destination.networks).toHaveLength(9);
  });

  it('hold 500 members at most, in lines of 8', () => {
    const servers = Array.from({ length: 1100 }, (_, at) => `10.0.${Math.floor(at / 100)}.${at % 100}`);
    const text = textOf(flowsNamed('dns-queries'), { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': servers } });
    expect(valuesOf(text, 'destination')[0]).toBe('[ SEG-all-dns-resolvers_v4 SEG-all-dns-resolvers_v4_2 SEG-all-dns-resolvers_v4_3 ]');
    const lines = commands(text).filter((line) => line.startsWith('set address-group SEG-all-dns-resolvers'));
    const counts = lines.map((line) => (line.match(/SEG-10-/g) ?? []).length).toSorted((a, b) => b - a);
    expect(counts[0]).toBe(8);
    expect(counts.reduce((sum, count) => sum + count)).toBe(1100);
    expect(commands(text).filter((line) => line.startsWith('set address-group SEG-all-dns-resolvers_v4_2 '))).toHaveLength(63);
    expect(reader(text)[0]?.destination.networks).toEqual(servers.map((server) => `${server}/32`));
  });
});

describe('pasted', () => {
  it('twice, a text comes to the same as once', () => {
    const text = textOf();
    expect(pasted(text, text)).toEqual(pasted(text));
  });

  it('a text leaves one comment of one tag, which says what the text is', () => {
    const comments = Object.entries(pasted(textOf())).filter(([path]) => path.startsWith('tag '));
    expect(comments).toEqual([
      [
        'tag SEG-all comments',
        ['"Example Mail Lighthouse 1.0.0: the whole gateway. Portcullis, dataset 2026.02.01. Not the vendor\'s own document."'],
      ],
    ]);
  });

  it('one after the other, the texts of two features leave what each of them says', () => {
    const one = textOf(flowsNamed('dns-queries'), {}, { scope: { id: 'dns', title: 'DNS' } });
    const other = textOf(flowsNamed('dns-queries', 'smtp-inbound'), {}, { scope: { id: 'smtp', title: 'Mail' } });
    const both = pasted(one, other);
    expect(both).toEqual({ ...pasted(one), ...pasted(other) });
    expect(both).toEqual(pasted(other, one));
    for (const kind of ['tag', 'address-group', 'rulebase security rules']) {
      expect(namesOf(one, kind).filter((name) => namesOf(other, kind).includes(name))).toEqual([]);
    }
    for (const kind of ['address', 'service']) expect(namesOf(other, kind)).toEqual(expect.arrayContaining(namesOf(one, kind)));
  });

  it('over another one, a text keeps what that had in its lists: the header says so', () => {
    const [old, text] = [['192.0.2.53'], ['192.0.2.54']].map((resolvers) =>
      textOf(flowsNamed('dns-queries'), { addresses: { gateway: ['203.0.113.10'], 'dns-resolvers': resolvers } }),
    ) as [string, string];
    expect(pasted(old, text)['address-group SEG-all-dns-resolvers_v4 static']).toEqual(['SEG-192-0-2-53', 'SEG-192-0-2-54']);
    expect(header(text)).toContain('A list keeps what is in it');
  });
});

describe('limits', () => {
  it.each(['SEG', 'x'.repeat(70), 'y'.repeat(300), '1'])('of names are kept, and names stay unique: %s', (prefix) => {
    const text = textOf(flowsNamed(), { prefix });
    const plain = textOf();
    for (const kind of ['tag', 'address', 'address-group', 'service', 'rulebase security rules']) {
      const names = namesOf(text, kind);
      expect(names.length).toBe(namesOf(plain, kind).length);
      for (const name of names) expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,62}$/);
    }
    expect(reader(text)).toEqual(reader(plain));
  });

  it('keep hosts apart that differ only after the cut (GEN-09)', () => {
    const hosts = ['a', 'b'].map((last) => `${'long-'.repeat(11)}name.${'more-'.repeat(8)}name-${last}.example.net`);
    const text = textOf(flowsNamed('updates').map((entry) => ({ ...entry, hosts })));
    const names = namesOf(text, 'address').filter((name) => name.includes('long'));
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toHaveLength(63);
  });

  it('keep prefixes apart that differ only after the cut (GEN-10)', () => {
    const names = ['a', 'b'].map((last) =>
      namesOf(textOf(flowsNamed(), { prefix: `${'x'.repeat(70)}${last}` }), 'rulebase security rules'),
    );
    expect(names[0]?.filter((name) => names[1]?.includes(name))).toEqual([]);
  });

  it('of descriptions and comments are kept', () => {
    const flows = flowsNamed().map((entry) => ({ ...entry, source: { ...entry.source, name: 'long '.repeat(400) } }));
    const text = textOf(flows, {}, { product: 'p'.repeat(3000) });
    const texts = [...text.matchAll(/ (?:description|comments) "(.*)"$/gm)].map(([, words = '']) => words);
    expect(Math.max(...texts.map((words) => words.length))).toBe(1023);
    expect(reader(text)).toEqual(reader(textOf()));
  });
});

it.each([
  ['Untrust-L3', 'Untrust-L3'],
  ['zone.1_a', 'zone.1_a'],
  ['Site A', '"Site A"'],
])('takes the name of a zone as it is: %j', (internet, written) => {
  const text = textOf(flowsNamed('smtp-inbound'), { zones: { ...edge.zones, internet } });
  expect(valuesOf(text, 'from')).toEqual([written]);
  expect(reader(text)[0]?.from).toBe(internet);
});

it('has nothing but its header where there is nothing to let through', () => {
  const text = textOf([]);
  expect(commands(text)).toEqual([]);
  expect(header(text)).toContain('Example Mail Lighthouse 1.0.0: the whole gateway');
  expect(reader(text)).toEqual([]);
});
