import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type Comparison, type FlowChange, toComparison } from './comparison-record.ts';
import { renderComparisonText } from './comparison-text.ts';

const dataset = exampleDataset();
const upgrade = toComparison(dataset, '1.1.0', '2.0.0');
/** The comparison with some flows changed, each by its id. */
const withFlows = (changes: Record<string, Partial<FlowChange>>, of: Comparison = upgrade): Comparison => ({
  ...of,
  flows: of.flows.map((flow) => ({ ...flow, ...changes[flow.id] })),
});
/** The lines of a section, by the beginning of its title, without its rule. */
function sectionOf(text: string, title: string): string {
  const [, ...sections] = text.split(/\n\n(?=[^\n]+\n-{3,}\n)/);
  const found = sections.find((section) => section.startsWith(title));
  if (found === undefined) throw new Error(`no section ${title} in\n${text}`);
  return found.split('\n').slice(2).join('\n');
}
/** The lines about a flow in a section. */
const blockOf = (text: string, title: string, id: string) =>
  sectionOf(text, title)
    .split('\n\n')
    .find((block) => block.split('\n')[0]?.endsWith(`(${id})`)) ?? '';
/** A text on one line, however it was folded. */
const unfolded = (text: string) => text.replace(/\s+/g, ' ');
const noHosts = { added: [], removed: [], covered: [], perhapsAdded: [], perhapsRemoved: [] };

it('tells what to open before, what to leave, what may go after, and what nobody knows', () => {
  expect(renderComparisonText(upgrade)).toBe(`\
Change request: firewall, upgrade from 1.1.0 to 2.0.0
=====================================================

Example Mail Lighthouse
Made by Portcullis from the tables of ports of both releases, dataset
2026.02.01. Made up for tests; no such product exists.

Open before the upgrade   1 flow
  opened by FTP helper    none
Hosts to add              none
Leave open                5 flows
May be closed afterwards  1 flow
  with no rule of its own 1 flow
Hosts that may go then    none
Cannot be known           4 flows
  see that they are open  none
Hosts not known           none

1.1.0: the whole table could be read.
2.0.0: the copy ends in port 161; what stands past that, nobody has read.

All 2 features.

1. OPEN BEFORE THE UPGRADE
--------------------------
[ ] Certificate status (certificate-status)
    TCP 80 outbound: the gateway -> revocation servers (internet)
    Needed on every gateway.
    Row 5 of 2.0.0 prints 80 TCP HTTP, Out.
    The table of 1.1.0 does not print it.

2. HOSTS TO ADD TO FLOWS THAT STAY
----------------------------------
None.

3. LEAVE OPEN
-------------
Inbound mail (smtp-inbound)
    TCP 25 inbound: Internet mail servers (internet) -> the gateway
    Needed on every gateway. Why: 1.1.0 row 3; 2.0.0 row 2.

Direct delivery (smtp-direct)
    TCP 25 outbound: the gateway -> Internet mail servers (internet)
    Needed when the gateway delivers mail directly. Why: 1.1.0 row 4; 2.0.0
      row 3.

Delivery through a relay (smtp-relay)
    TCP 25 outbound: the gateway -> the relay host (internet)
    Needed when mail leaves through a relay host. Why: 1.1.0 row 4; 2.0.0 row
      3.

DNS (dns-queries)
    UDP and TCP 53 outbound: the gateway -> DNS resolvers (lan)
    Needed on every gateway. Why: 1.1.0 row 5; 2.0.0 row 4.

Backup by FTP (backup-ftp)
    TCP 21 outbound: the gateway -> backup servers (lan)
    Needed when backups travel by FTP. Why: 1.1.0 row 2; 2.0.0 row 1.
    Printed condition changed: "a server beyond the firewall" -> none. The
      flow is the same.

4. MAY BE CLOSED AFTER THE UPGRADE
----------------------------------
The copy of 2.0.0 ends in port 161. That a flow may go means only that the
part which was read no longer prints it. If it moved to port 161 or a higher
one, its new row stands past that end, where nobody has read. So close it
after the upgrade, and only once what it was for is seen to work without it.

See first that these still work: Backups and upkeep.

Backup by FTP, active data (backup-ftp-data)
    TCP 1024-65535, source port 20 inbound: backup servers (lan) -> the
      gateway
    Needed when backups travel by FTP, and FTP is active.
    No rule of its own: the firewall's FTP helper opens it for backup-ftp.
    Row 1 of 1.1.0 prints 20 FTP, In/Out.
    The part of 2.0.0's table that was read no longer prints it; 1.1.0 was the
      last to do so.

[ ] Updates (updates)
    TCP 80 outbound: the gateway -> update servers (internet)
    Needed on every gateway.
    Hosts:
      one.updates.example.net
      two.updates.example.net
      *.mirror.example.net
    Row 6 of 1.1.0 prints 80 TCP, Out.
    The part of 2.0.0's table that was read no longer prints it; 1.1.0 was the
      last to do so.

5. CANNOT BE KNOWN
------------------
5.1 The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it
    open until you know.

Data to peers (peer-sync-out)
    UDP 17777 outbound: the gateway -> peer gateways (peers)
    Needed when peer gateways share data. Why: 1.1.0 row 9; the copy of 2.0.0
      ends before it, carried from 1.1.0.

Data from peers (peer-sync-in)
    UDP 17777 inbound: peer gateways (peers) -> the gateway
    Needed when peer gateways share data. Why: 1.1.0 row 9; the copy of 2.0.0
      ends before it, carried from 1.1.0.

SNMP polling (snmp-polling)
    UDP 161 inbound: SNMP managers (management) -> the gateway
    Needed on every gateway. Why: 1.1.0 row 7; the copy of 2.0.0 ends before
      it, carried from 1.1.0.

5.2 The source breaks off before it says what it is for. Open nothing for it
    until the vendor tells.

Unresolved HTTPS (unresolved-https)
    TCP 443 outbound: the gateway -> unnamed servers (internet)
    Nobody knows when it is needed. Why: 1.1.0 row 8; the copy of 2.0.0 ends
      before it, carried from 1.1.0.

SOURCES
-------
1.1.0: Ports of Lighthouse 1.1
  https://docs.example.net/1.1/ports

2.0.0: Ports of Lighthouse 2.0
  https://docs.example.net/2.0/ports
`);
});

it('is ASCII with LF, and no line but an address is longer than 78 characters', () => {
  for (const from of dataset.releases) {
    for (const to of dataset.releases) {
      const text = renderComparisonText(toComparison(dataset, from.release, to.release));
      expect(text).toMatch(/^[ -~\n]+[^\n]\n$/);
      expect(text.split('\n').filter((line) => line.length > 78 && !/^ *https:\/\/\S+$/.test(line))).toEqual([]);
      expect(text).not.toMatch(/ \n|\n\n\n/);
    }
  }
});

it('breaks long words nowhere, and has plain marks for those of our prose', () => {
  const host = `${'a'.repeat(63)}.${'b'.repeat(63)}.example.net`;
  const changed = withFlows({
    'certificate-status': {
      title: 'The gateway’s “own” look-ups – out → in…',
      current: { ...(upgrade.flows[9] as FlowChange).current, hosts: [host] },
    },
  });
  const text = renderComparisonText(changed);
  expect(text).toContain(`      ${host}\n`);
  expect(text).toContain(`[ ] The gateway's "own" look-ups - out -> in... (certificate-status)`);
});

it('holds the flows of the chosen features only, and says so', () => {
  const text = renderComparisonText(upgrade, ['smtp']);
  expect(unfolded(text)).toContain('Restricted to 1 of 2 features: SMTP mail. The flows of all others are left out.');
  expect(text).toContain('(smtp-inbound)');
  expect(text).not.toContain('(updates)');
  expect(sectionOf(text, '1. OPEN')).toBe('None.');
  expect(sectionOf(text, '4. MAY')).toBe('None.');
  expect(text).toContain('\nCannot be known           2 flows\n');
});

it('is the whole text where all features are chosen, and says so where none is', () => {
  expect(renderComparisonText(upgrade, ['smtp', 'upkeep'])).toBe(renderComparisonText(upgrade));
  expect(unfolded(renderComparisonText(upgrade, []))).toContain(
    'Restricted to 0 of 2 features: none is chosen. The flows of all others are left out.',
  );
});

it('warns before closing where the later copy ends early, and names what must still work', () => {
  const warning = 'The copy of 2.0.0 ends in port 161. That a flow may go';
  expect(sectionOf(renderComparisonText(upgrade), '4. MAY').startsWith(warning)).toBe(true);
  expect(sectionOf(renderComparisonText(upgrade, ['smtp']), '4. MAY')).not.toContain(warning);
  const back = renderComparisonText(toComparison(dataset, '2.0.0', '1.1.0'));
  expect(sectionOf(back, '4. MAY')).toMatch(/^See first that these still work: Backups and upkeep\.\n\n\[ \] Certificate status/);
});

it('leads from what to open to what the later table prints and the earlier copy does not reach', () => {
  const text = renderComparisonText(toComparison(dataset, '1.0.0', '1.1.0'));
  expect(sectionOf(text, '1. OPEN')).toBe(
    'None.\n\nSee besides that 3 flows of section 5 are open: the table of 1.1.0 prints\nthem, and whether 1.0.0 did is not known.',
  );
  expect(sectionOf(text, '5. CANNOT')).toMatch(/^5\.1 The copy of 1\.0\.0 ends before its place, and the table of 1\.1\.0 prints it\./);
  expect(sectionOf(text, '5. CANNOT')).toContain('[ ] SNMP polling (snmp-polling)');
  expect(sectionOf(text, '5. CANNOT')).toContain('\nUnresolved HTTPS (unresolved-https)');
});

it('puts what is to be seen open before what can wait, whatever the order of the flows', () => {
  const polled = { ...(upgrade.flows[10] as FlowChange).current, status: 'printed' } as const;
  const text = renderComparisonText(withFlows({ 'snmp-polling': { reason: 'See that it is open.', current: polled } }));
  expect(sectionOf(text, '5. CANNOT')).toMatch(/^5\.1 See that it is open\.\n\n\[ \] SNMP polling/);
});

it('lists the hosts of flows that stay: to add, to see to, that may go, that a wildcard stands for, and that nobody knows', () => {
  const dns = upgrade.flows.find(({ id }) => id === 'dns-queries') as FlowChange;
  const hosts = {
    added: ['*.example.net'],
    perhapsAdded: ['d.example.org'],
    removed: ['a.example.net', 'b.example.org'],
    covered: ['a.example.net'],
    perhapsRemoved: ['c.example.org'],
  };
  const current = { ...dns.current, hosts: ['*.example.net', 'd.example.org'], hostList: 'cut' as const };
  const text = renderComparisonText(withFlows({ 'dns-queries': { hosts, current, doubts: ['Perhaps.'] } }));
  expect(blockOf(text, '2. HOSTS', 'dns-queries')).toBe(`[ ] DNS (dns-queries)
    UDP and TCP 53 outbound: the gateway -> DNS resolvers (lan)
    Add:
      *.example.net
    See that these are allowed; the copy of 1.1.0 ends before the flow's
      place, so it may have had them:
      d.example.org
    Doubt: Perhaps.`);
  expect(blockOf(text, '4. MAY', 'dns-queries')).toBe(`[ ] DNS (dns-queries)
    UDP and TCP 53 outbound: the gateway -> DNS resolvers (lan)
    The flow stays; only hosts go.
    2.0.0 no longer names:
      b.example.org
    Names that *.example.net now stands for; keep them where the firewall
      takes no wildcard:
      a.example.net
    Doubt: Perhaps.`);
  expect(blockOf(text, '5. CANNOT', 'dns-queries')).toBe(`DNS (dns-queries)
    UDP and TCP 53 outbound: the gateway -> DNS resolvers (lan)
    The flow stays.
    The list of 2.0.0 breaks off, so these may still be needed:
      c.example.org`);
  for (const line of ['Hosts to add              in 1 flow', 'Hosts that may go then    in 1 flow', 'Hosts not known           in 1 flow'])
    expect(text).toContain(line);
});

it('names the other flows that need a host which a flow no longer names, or may no longer need', () => {
  const dns = upgrade.flows.find(({ id }) => id === 'dns-queries') as FlowChange;
  const named = (id: string, hosts: string[], status: 'printed' | 'unresolved' = 'printed') => {
    const flow = upgrade.flows.find((each) => each.id === id) as FlowChange;
    return { [id]: { current: { ...flow.current, hosts, status } } };
  };
  const needed = 'Needed for Inbound mail (smtp-inbound) too: a.example.net, b.example.net.';
  const blockWith = (hosts: Partial<FlowChange['hosts']>, section: string) =>
    unfolded(
      blockOf(
        renderComparisonText(
          withFlows({
            'dns-queries': { hosts: { ...noHosts, ...hosts }, current: { ...dns.current, hosts: hosts.added ?? [] } },
            ...named('smtp-inbound', ['a.example.net', 'b.example.net']),
            ...named('unresolved-https', ['c.example.net'], 'unresolved'),
          }),
        ),
        section,
        'dns-queries',
      ),
    );
  const three = ['a.example.net', 'b.example.net', 'c.example.net'];
  expect(blockWith({ perhapsRemoved: three }, '5. CANNOT')).toContain(`c.example.net ${needed}`);
  expect(blockWith({ removed: three }, '4. MAY')).toContain(`c.example.net ${needed}`);
  expect(blockWith({ perhapsRemoved: three }, '5. CANNOT')).not.toContain('(unresolved-https)');
  expect(blockWith({ added: three }, '2. HOSTS')).not.toContain('Needed for');
});

it('has no item to tick for what a helper opens with another flow, and counts it apart', () => {
  const back = renderComparisonText(toComparison(dataset, '2.0.0', '1.1.0'));
  expect(sectionOf(back, '1. OPEN')).toMatch(/(?:^|\n\n)Backup by FTP, active data \(backup-ftp-data\)\n/);
  expect(sectionOf(back, '1. OPEN').match(/^\[ \] /gm)).toHaveLength(1);
  expect(back).toContain('\nOpen before the upgrade   1 flow\n  opened by FTP helper    1 flow\n');
});

it('says of a table that was read in part no more than that part proves', () => {
  const back = renderComparisonText(toComparison(dataset, '2.0.0', '1.1.0'));
  expect(unfolded(blockOf(back, '1. OPEN', 'updates'))).toContain("The part of 2.0.0's table that was read no longer prints it;");
  const unprinted = { ...(upgrade.flows[0] as FlowChange).previous, status: 'unprinted' as const, printed: [] };
  const text = renderComparisonText(withFlows({ 'certificate-status': { current: unprinted }, 'dns-queries': { current: unprinted } }));
  expect(unfolded(blockOf(text, '1. OPEN', 'certificate-status'))).toContain("The part of 2.0.0's table that was read does not print it.");
  expect(unfolded(blockOf(text, '3. LEAVE', 'dns-queries'))).toContain('1.1.0 row 5; not in what was read of 2.0.0.');
});

it('says why a list that is there cannot decide', () => {
  const dns = upgrade.flows.find(({ id }) => id === 'dns-queries') as FlowChange;
  const changed = withFlows({
    'dns-queries': {
      previous: { ...dns.previous, hostList: 'cut' },
      hosts: { ...noHosts, perhapsAdded: ['a.example.net'], perhapsRemoved: ['b.example.net'] },
    },
  });
  const text = renderComparisonText(changed);
  expect(unfolded(blockOf(text, '2. HOSTS', 'dns-queries'))).toContain(
    'See that these are allowed; the list of 1.1.0 breaks off, so it may have had them: a.example.net',
  );
  expect(unfolded(blockOf(text, '5. CANNOT', 'dns-queries'))).toContain(
    '2.0.0 names no host for it, so whether these still hold is not known: b.example.net',
  );
});

it('says of what is opened how the rule is written, and of what is closed what it must not take along', () => {
  const back = toComparison(dataset, '2.0.0', '1.1.0');
  const data = blockOf(renderComparisonText(back), '1. OPEN', 'backup-ftp-data');
  expect(data).toContain("No rule of its own: the firewall's FTP helper opens it for backup-ftp.");
  expect(data).toContain('TCP 1024-65535, source port 20 inbound: backup servers (lan) -> the\n      gateway');
  expect(data).toContain('Row 1 of 1.1.0 prints 20 FTP, In/Out.');
  expect(data).toContain('Read otherwise than printed: Only the server opens this connection.');
  const changed = withFlows({
    'certificate-status': { dataChannel: 'passive-range', configurable: true, tlsInspection: 'forbidden' },
    updates: { sharedWith: ['certificate-status'] },
  });
  const text = renderComparisonText(changed);
  for (const words of ["Data channel: open the server's passive range", 'The port is a setting', 'TLS inspection must leave it alone'])
    expect(blockOf(text, '1. OPEN', 'certificate-status')).toContain(words);
  expect(unfolded(blockOf(text, '4. MAY', 'updates'))).toContain(
    'Do not take along: Certificate status (certificate-status), on the same port between the same ends.',
  );
  const helped = renderComparisonText(withFlows({ 'certificate-status': { dataChannel: 'helper' } }));
  expect(blockOf(helped, '1. OPEN', 'certificate-status')).toContain('Data channel: through the FTP helper of the firewall.');
});

it('says what a release knows of a flow that no row of it prints', () => {
  const at = (previous: Partial<FlowChange['previous']>) => {
    const flow = upgrade.flows.find(({ id }) => id === 'certificate-status') as FlowChange;
    return blockOf(
      renderComparisonText(withFlows({ 'certificate-status': { previous: { ...flow.previous, ...previous } } })),
      '1. OPEN',
      'certificate-status',
    );
  };
  expect(at({ status: 'gone', goneIn: '1.1.0', lastPrinted: '1.0.0' })).toContain(
    'The table of 1.1.0 no longer prints it; 1.0.0 was the last to do so.',
  );
  expect(at({ status: 'gone', goneIn: '1.0.0' })).toContain('The copy of 1.1.0 ends before its place; 1.0.0 no longer printed it there.');
  expect(at({ status: 'carried', carriedFrom: '1.0.0' })).toContain('The copy of 1.1.0 ends before its place; 1.0.0 printed it.');
  expect(at({ status: 'unknown' })).toContain('The copy of 1.1.0 ends before its place.');
});

it('says that a printed list of a new flow breaks off', () => {
  const flow = upgrade.flows.find(({ id }) => id === 'certificate-status') as FlowChange;
  const current = { ...flow.current, hostList: 'cut' as const, hosts: ['a.example.net'] };
  expect(blockOf(renderComparisonText(withFlows({ 'certificate-status': { current } })), '1. OPEN', 'certificate-status')).toContain(
    'Hosts:\n      a.example.net\n    The printed list of hosts breaks off: there may be more.',
  );
});
