/** The table of 5.1.0, read a second time from the vendor's page, against what is published of it. */
import { describe, expect, it } from 'vitest';
import { attribute, childrenOf, type Element, find, first, shownText, site } from './built.ts';
import { listOf } from './published.ts';

/** Row, port, protocol, direction as printed; whether its text breaks off; the flows that it stands for, those that depart in brackets. */
const rows = `
 1     20 FTP        In/Out       (backup-ftp-active-data)
 2     21 FTP        In/Out       (backup-ftp) (transaction-logs-ftp)
 3     21 FTPS (exp) In/Out       (backup-ftps-explicit) (transaction-logs-ftps-explicit)
 4     22 TCP        In           ssh-console
 5     22 SFTP       Out          backup-sftp lexical-data-sftp
 6     25 TCP        In           smtp-inbound (smtp-from-internal)
 7     25 TCP        Out          smtp-direct (smtp-relay) (smtp-to-internal)
 8     53 UDP/TCP    In/Out       (trustmanager-livefeed)
 9     53 UDP/TCP    Out          dns-queries
10     80 TCP        In           pmm-portal
11     80 TCP        Out          product-updates
12     80 TCP        Out      cut av-sophos av-avira av-kaspersky
13     80 TCP        Out      cut junk-detection
14     80 TCP        Out          spam-policy-updates
15     80 TCP        Out          spam-statistics
16     80 TCP        Out          spamlogic-updates
17     80 TCP        Out      cut online-help
18     80 TCP        Out          service-availability-list
19     80 TCP        Out          rss-feed
20    123 UDP        In/Out       (ntp-time)
21    135 TCP        Out          ntlm-endpoint-mapper
22    137 UDP        Out          ntlm-name-service
23    139 TCP        Out          ntlm-session-service
24    161 UDP        Out      cut (snmp-polling)
25    162 UDP        Out          snmp-alerts
26    389 TCP        In/Out       (ldap)
27    389 TCP        In/Out       (key-server-ldap)
28    443 TCP        In/Out   cut (web-interface) peer-control-out peer-control-in
29    443 TCP        Out      cut unresolved-https-row-29
30    443 TCP        In/Out       (kaspersky-ksn)
31    443 TCP        Out      cut unresolved-https-row-31
32    443 TCP        In/Out       (key-server-https)
33    445 TCP        Out          ntlm-smb
34    514 TCP        Out          syslog-export
35    636 TCP        In/Out       (ldaps)
36    990 FTPS       In/Out   cut (backup-ftps-implicit) (transaction-logs-ftps-implicit) (lexical-data-ftps-implicit)
37   3268 TCP        Out          global-catalog
38   3269 TCP        In/Out       (global-catalog-tls)
39   9090 TCP        In/Out       (cockpit)
40  11371 TCP        In/Out       (key-server-hkp)
41  19200 UDP        In/Out   cut greylisting-out greylisting-in`
  .trim()
  .split('\n')
  .map((line) => {
    const [, row, port, protocol, direction, cut, flows] =
      /^ *(\d+) +(\d+) (\S+(?: \(exp\))?) +(In\/Out|In|Out) +(cut )?(.+)$/.exec(line) ?? [];
    const ids = (flows ?? '').split(' ');
    return {
      row: Number(row),
      printed: `${port} ${protocol} ${direction}${cut ? ' cut' : ''}`,
      flows: ids.map((id) => id.replace(/[()]/g, '')),
      departing: ids.filter((id) => id.startsWith('(')).map((id) => id.slice(1, -1)),
    };
  });

/** Who opens each flow to whom, on which transport and port; for which feature; its IANA name; a port that is a setting has a +. */
const flows = `
smtp             smtp-inbound                    internet-mail-servers > gateway tcp/25 smtp
smtp             smtp-from-internal              internal-mail-servers > gateway tcp/25 smtp
smtp             smtp-direct                     gateway > internet-mail-servers tcp/25+ smtp
smtp             smtp-relay                      gateway > relay-host tcp/25+ smtp
smtp             smtp-to-internal                gateway > internal-mail-servers tcp/25+ smtp
dns              dns-queries                     gateway > dns-resolvers udp,tcp/53 domain
reputation       trustmanager-livefeed           gateway > reputation-servers udp,tcp/53 domain
peer-gateways    peer-control-out                gateway > peer-gateways tcp/443 https
peer-gateways    peer-control-in                 peer-gateways > gateway tcp/443 https
greylisting      greylisting-out                 gateway > peer-gateways udp/19200+ null
greylisting      greylisting-in                  peer-gateways > gateway udp/19200+ null
anti-virus       av-sophos                       gateway > sophos-update-servers tcp/80 http
anti-virus       av-avira                        gateway > avira-update-servers tcp/80 http
anti-virus       av-kaspersky                    gateway > kaspersky-update-servers tcp/80 http
anti-virus       kaspersky-ksn                   gateway > ksn-servers tcp/443 null
anti-spam        junk-detection                  gateway > junk-detection-servers tcp/80 http
anti-spam        spam-policy-updates             gateway > spam-policy-servers tcp/80 http
anti-spam        spam-statistics                 gateway > spam-statistics-server tcp/80 http
anti-spam        spamlogic-updates               gateway > spamlogic-update-servers tcp/80 http
product-updates  product-updates                 gateway > update-servers tcp/80 http
pmm              pmm-portal                      mail-users > gateway tcp/80+ http
ntlm             ntlm-endpoint-mapper            gateway > domain-controllers tcp/135 epmap
ntlm             ntlm-name-service               gateway > domain-controllers udp/137 netbios-ns
ntlm             ntlm-session-service            gateway > domain-controllers tcp/139 netbios-ssn
ntlm             ntlm-smb                        gateway > domain-controllers tcp/445 microsoft-ds
directory        ldap                            gateway > ldap-servers tcp/389+ ldap
directory        ldaps                           gateway > ldap-servers tcp/636+ ldaps
directory        global-catalog                  gateway > global-catalog-servers tcp/3268 msft-gc
directory        global-catalog-tls              gateway > global-catalog-servers tcp/3269 msft-gc-ssl
key-servers      key-server-ldap                 gateway > key-servers tcp/389 ldap
key-servers      key-server-https                gateway > key-servers tcp/443 https
key-servers      key-server-hkp                  gateway > key-servers tcp/11371 hkp
web-interface    web-interface                   administrators > gateway tcp/443 https
ssh-console      ssh-console                     administrators > gateway tcp/22 ssh
cockpit          cockpit                         administrators > gateway tcp/9090 null
snmp             snmp-polling                    snmp-managers > gateway udp/161 snmp
snmp             snmp-alerts                     gateway > snmp-managers udp/162 snmptrap
syslog           syslog-export                   gateway > syslog-servers tcp/514+ syslog
ntp              ntp-time                        gateway > ntp-servers udp/123 ntp
backup           backup-ftp                      gateway > backup-servers tcp/21+ ftp
backup           backup-ftp-active-data          backup-servers > gateway tcp/1024-65535 ftp-data
backup           backup-ftps-explicit            gateway > backup-servers tcp/21+ ftp
backup           backup-sftp                     gateway > backup-servers tcp/22 ssh
backup           backup-ftps-implicit            gateway > backup-servers tcp/990 ftps
transaction-logs transaction-logs-ftp            gateway > log-servers tcp/21+ ftp
transaction-logs transaction-logs-ftps-explicit  gateway > log-servers tcp/21+ ftp
transaction-logs transaction-logs-ftps-implicit  gateway > log-servers tcp/990 ftps
lexical-data     lexical-data-sftp               gateway > lexical-servers tcp/22 ssh
lexical-data     lexical-data-ftps-implicit      gateway > lexical-servers tcp/990 ftps
online-help      online-help                     gateway > online-help-server tcp/80 http
service-availability service-availability-list   gateway > service-list-servers tcp/80 http
rss-feed         rss-feed                        gateway > rss-server tcp/80 http
unresolved-https unresolved-https-row-29         gateway > unnamed-https-servers tcp/443 https
unresolved-https unresolved-https-row-31         gateway > unnamed-https-servers tcp/443 https`
  .trim()
  .split('\n')
  .map((line) => line.replace(/ +/g, ' '));

const list = listOf('5.1.0');
const flow = (id: string) => list.flows.find((entry) => entry.id === id);

it('reads 41 rows as 54 flows', () => {
  expect(rows).toHaveLength(41);
  expect(new Set(rows.flatMap((row) => row.flows)).size).toBe(54);
});

it('publishes every flow with its ends, transports and port, and no others', () => {
  const published = list.flows.map(({ feature, id, source, destination, transport, ports, configurable, application }) => {
    const port = ports.map(({ from, to }) => (from === to ? from : `${from}-${to}`)).join(',');
    return `${feature} ${id} ${source.party} > ${destination.party} ${transport.join()}/${port}${configurable ? '+' : ''} ${application}`;
  });
  expect(published.sort()).toEqual(flows.toSorted());
});

it('sees every direction from the gateway', () => {
  const inbound = list.flows.filter(({ direction }) => direction === 'in').map(({ id }) => id);
  const from = flows.filter((line) => line.includes(' > gateway ')).map((line) => line.split(' ')[1]);
  expect(inbound.sort()).toEqual(from.sort());
  expect(inbound).toHaveLength(10);
});

describe.each(rows)('row $row, $printed', ({ row, printed, flows: ids, departing }) => {
  it('is published with the flows that it stands for', () => {
    const supported = list.flows.filter((entry) => entry.printed.some((print) => print.row === row));
    expect(supported.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    for (const entry of supported) {
      const prints = entry.printed.map(
        (print) => `${print.row} ${print.port} ${print.protocol} ${print.direction}${print.cut ? ' cut' : ''}`,
      );
      expect(prints, entry.id).toEqual([`${row} ${printed}`]);
    }
  });

  it('has a reading for the flows that depart from it and for no others', () => {
    expect(ids.filter((id) => flow(id)?.reading !== null).sort()).toEqual(departing.toSorted());
  });

  it('stands so on the page of the release', () => {
    const line = first(site.page('/releases/5.1.0/').document, `#row-${row}`);
    const [number, says, reading] = childrenOf(line) as [Element, Element, Element];
    const cells = Object.fromEntries(find(says, '[data-cell]').map((cell) => [attribute(cell, 'data-cell'), shownText(cell)]));
    const cut = find(says, '.mark').some((mark) => shownText(mark) === 'cut');
    expect(shownText(number)).toBe(String(row));
    expect(`${cells.port} ${cells.protocol} ${cells.direction}${cut ? ' cut' : ''}`).toBe(printed);
    expect(shownText(says).length).toBeGreaterThan(printed.length);
    for (const id of ids) expect(shownText(reading)).toContain(flow(id)?.title);
    expect(find(reading, '.departs')).toHaveLength(departing.length);
  });
});

it('restores of the nine cut rows what another copy proves, and leaves the others as they are', () => {
  const cut = new Map(
    list.flows.flatMap((entry) => entry.printed.filter((print) => print.cut).map((print) => [print.row, print.restored])),
  );
  const found = [...cut].map(([row, restored]) =>
    restored ? `${row}: ${restored.what} from ${restored.from} row ${restored.row}, ${restored.strength}` : `${row}: not restored`,
  );
  expect(found.sort()).toEqual([
    '12: hosts from 5.0.0 row 12, proven',
    '13: purpose from 5.0.0 row 13, proven',
    '17: purpose from 5.4.2 row 16, strong',
    '24: purpose from 6.3.0 row 14, strong',
    '28: not restored',
    '29: not restored',
    '31: not restored',
    '36: purpose from 4.7.2 row 5, strong',
    '41: not restored',
  ]);
});

it('leaves rows 29 and 31 unresolved: two flows without a purpose, a host or a condition', () => {
  const unresolved = list.flows.filter(({ status }) => status === 'unresolved');
  expect(unresolved.map(({ id }) => id)).toEqual(['unresolved-https-row-29', 'unresolved-https-row-31']);
  for (const entry of unresolved)
    expect(entry).toMatchObject({ hosts: [], hostList: 'cut', condition: null, direction: 'out', ports: [{ from: 443, to: 443 }] });
});

it('never makes a static rule of active FTP data: it follows its control connection, from port 20', () => {
  const via = list.flows.filter((entry) => entry.via !== null || entry.sourcePorts.length > 0);
  expect(via.map(({ id, via: control, sourcePorts }) => ({ id, control, sourcePorts }))).toEqual([
    { id: 'backup-ftp-active-data', control: 'backup-ftp', sourcePorts: [{ from: 20, to: 20 }] },
  ]);
});

it('says what opens the data channel of FTP: the helper, or for FTPS the passive range', () => {
  const channel = (kind: string | null) => list.flows.filter(({ dataChannel }) => dataChannel === kind).map(({ id }) => id);
  expect(channel('helper').sort()).toEqual(['backup-ftp', 'transaction-logs-ftp']);
  expect(channel('passive-range').sort()).toEqual(
    list.flows
      .filter(({ id }) => id.includes('-ftps-'))
      .map(({ id }) => id)
      .sort(),
  );
});

it('forbids TLS inspection of KSN, which is no plain HTTPS, in the data and on its pages', () => {
  expect(list.flows.filter(({ tlsInspection }) => tlsInspection === 'forbidden').map(({ id }) => id)).toEqual(['kaspersky-ksn']);
  const card = first(site.page('/features/anti-virus/').document, '#kaspersky-ksn');
  expect(shownText(card)).toMatch(/must not be inspected/);
});
