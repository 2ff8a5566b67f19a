/** Eight releases, read a second time from the vendor's pages: how far each copy goes, which flows it prints, and which hosts. */
import { describe, expect, it } from 'vitest';
import { shownText, site } from './built.ts';
import { current, dataset, listOf, releases } from './published.ts';

/** Rows, where the copy ends, flows printed. */
const copies = {
  '4.7.2': '22 rows, into port 135, 28 printed',
  '4.11.0': '12 rows, into port 80, 20 printed',
  '5.0.0': '15 rows, into port 80, 23 printed',
  '5.1.0': '41 rows, whole, 52 printed',
  '5.4.2': '17 rows, into port 80, 25 printed',
  '5.6.0': '22 rows, into port 161, 28 printed',
  '5.7.0': '14 rows, into port 80, 20 printed',
  '6.3.0': '16 rows, into port 389, 27 printed',
};

/** Printed in 5.1.0 past the end of every other copy. */
const beyond389 = `ntlm-smb ldap ldaps global-catalog global-catalog-tls key-server-ldap key-server-https key-server-hkp web-interface
  peer-control-out peer-control-in greylisting-out greylisting-in kaspersky-ksn cockpit syslog-export
  backup-ftps-implicit transaction-logs-ftps-implicit lexical-data-ftps-implicit`;
const beyond135 = `ntlm-name-service ntlm-session-service snmp-polling snmp-alerts ${beyond389} unresolved-https-row-29 unresolved-https-row-31`;

/** The flows that a release does not print itself, by what is known of them. */
const others: Record<string, { carried?: Record<string, string>; gone?: Record<string, string>; unknown?: string; unprinted?: string }> = {
  '4.7.2': { unknown: beyond135, unprinted: 'transaction-logs-ftp-active-data av-avira spamlogic-updates revocation-lookup' },
  '4.11.0': {
    carried: {
      '4.7.2': `online-help junk-detection spam-policy-updates spam-statistics rss-feed service-availability-list ntp-time
        ntlm-endpoint-mapper`,
    },
    gone: { '4.7.2': 'transaction-logs-sftp' },
    unknown: `spamlogic-updates revocation-lookup ${beyond135}`,
    unprinted: 'transaction-logs-ftp-active-data',
  },
  '5.0.0': {
    carried: { '4.7.2': 'online-help rss-feed service-availability-list ntp-time ntlm-endpoint-mapper' },
    gone: { '4.7.2': 'transaction-logs-sftp' },
    unknown: `spamlogic-updates revocation-lookup ${beyond135}`,
    unprinted: 'transaction-logs-ftp-active-data',
  },
  '5.1.0': { gone: { '4.7.2': 'transaction-logs-sftp' }, unprinted: 'transaction-logs-ftp-active-data revocation-lookup' },
  '5.4.2': {
    carried: {
      '5.1.0': `rss-feed ntp-time ntlm-endpoint-mapper ntlm-name-service ntlm-session-service snmp-polling snmp-alerts ${beyond389}`,
    },
    gone: { '4.7.2': 'transaction-logs-sftp', '5.1.0': 'product-updates' },
    unknown: 'revocation-lookup',
    unprinted: 'transaction-logs-ftp-active-data',
  },
  '5.6.0': {
    carried: { '5.1.0': `snmp-alerts ${beyond389}` },
    gone: { '4.7.2': 'transaction-logs-sftp', '5.1.0': 'product-updates', '5.4.2': 'av-sophos av-avira av-kaspersky' },
    unprinted: 'transaction-logs-ftp-active-data revocation-lookup',
  },
  '5.7.0': {
    carried: {
      '5.6.0': `online-help service-availability-list rss-feed ntp-time ntlm-endpoint-mapper ntlm-name-service ntlm-session-service
        snmp-polling`,
      '5.1.0': `snmp-alerts ${beyond389}`,
    },
    gone: { '4.7.2': 'transaction-logs-sftp', '5.1.0': 'product-updates', '5.4.2': 'av-sophos av-avira av-kaspersky' },
    unknown: 'revocation-lookup',
    unprinted: 'transaction-logs-ftp-active-data',
  },
  '6.3.0': {
    carried: { '5.1.0': beyond389 },
    gone: {
      '5.1.0': 'product-updates',
      '5.4.2': 'av-sophos av-avira av-kaspersky',
      '5.6.0': 'online-help service-availability-list',
      '5.7.0': 'pmm-portal backup-ftps-explicit transaction-logs-ftps-explicit',
    },
  },
};

const numbered = (name: string, count: number, domain = 'clearswift.net') =>
  Array.from({ length: count }, (_, at) => `${name}${at + 1}.${domain}`);
const sophos = numbered('sav-update-', 6);
const avira = [...numbered('aav-update-', 6), '*.apc.avira.com'];
const kaspersky = numbered('kav-update-8-', 6);
const ksn = numbered('ksn', 4, 'kaspersky-labs.com');
const ntp = ['0', '1', '2', '3'].map((number) => `${number}.rhel.pool.ntp.org`);
const repositories = ['repo.clearswift.net', 'rh.repo.clearswift.net'];
const services = numbered('services', 3);
const spamlogic = ['sn12', 'verio', 'ruledownloads', 'tisdk'].map((name) => `${name}.mailshell.net`).concat('db11.spamcatcher.net');
const statistics = ['clearswiftstat.mailshell.net'];
const rss = ['www.clearswift.com'];
const bulkmail = numbered('bulkmail', 5);
const policy = ['sn12', 'sn60', 'verio', 'tisdk', 'rulesdownload']
  .map((name) => `${name}.mailshell.net`)
  .concat('db11spamcatcher.net', 'spamcatcher.net', 'ruledownloads.com', 'rules-mailshell.co.uk');
/** Rows 29 and 31 break off before any host. */
const lost = { 'unresolved-https-row-29': ['...'], 'unresolved-https-row-31': ['...'] };
/** 4.7.2 prints the list in a copy that drops lists of hosts, and none is left of it. */
const dropped = { 'service-availability-list': ['...'] };
const old = { 'online-help': ['clearswifthelp.clearswift.com'], 'junk-detection': bulkmail, 'spam-policy-updates': policy };

/** Hosts in force, flow by flow; a flow that is not named has none. A list that breaks off ends in "...". */
const hosts: Record<string, Record<string, readonly string[]>> = {
  '4.7.2': {
    ...old,
    ...dropped,
    'product-updates': repositories,
    'av-sophos': sophos,
    'av-kaspersky': kaspersky,
    'spam-statistics': statistics,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '4.11.0': {
    ...old,
    ...dropped,
    'product-updates': repositories,
    'av-sophos': ['...'],
    'av-avira': [...avira.slice(0, 4), '...'],
    'av-kaspersky': ['...'],
    'spam-statistics': statistics,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '5.0.0': {
    ...dropped,
    'online-help': old['online-help'],
    'product-updates': repositories,
    'av-sophos': sophos,
    'av-avira': avira,
    'av-kaspersky': kaspersky,
    'spam-statistics': statistics,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '5.1.0': {
    ...lost,
    'online-help': ['...'],
    'product-updates': repositories,
    'av-sophos': sophos,
    'av-avira': avira,
    'av-kaspersky': kaspersky,
    'kaspersky-ksn': ksn,
    'spam-statistics': statistics,
    'spamlogic-updates': spamlogic,
    'service-availability-list': services,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '5.4.2': {
    ...lost,
    'junk-detection': ['...'],
    'av-sophos': ['...'],
    'av-avira': avira,
    'av-kaspersky': ['...'],
    'kaspersky-ksn': ksn,
    'spam-statistics': statistics,
    'spamlogic-updates': spamlogic,
    'service-availability-list': services,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '5.6.0': {
    ...lost,
    'kaspersky-ksn': ksn,
    'spam-statistics': statistics,
    'spamlogic-updates': spamlogic,
    'service-availability-list': services,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '5.7.0': {
    ...lost,
    'kaspersky-ksn': ksn,
    'spam-statistics': statistics,
    'spamlogic-updates': spamlogic,
    'service-availability-list': services,
    'rss-feed': rss,
    'ntp-time': ntp,
  },
  '6.3.0': {
    ...lost,
    'kaspersky-ksn': ksn,
    'spam-statistics': ['*.mailshell.net'],
    'spamlogic-updates': ['*.mailshell.net'],
    'rss-feed': rss,
    'ntp-time': ['2.rhel.pool.ntp.org'],
  },
};

const words = (text = '') => text.trim().split(/\s+/).filter(Boolean).sort();
/** "flow release" for each flow of a list by release. */
const dated = (lists: Record<string, string> = {}) =>
  Object.entries(lists)
    .flatMap(([release, ids]) => words(ids).map((id) => `${id} ${release}`))
    .sort();

it('holds these eight releases, and defaults to the one that is known to its end', () => {
  expect(releases).toEqual(Object.keys(copies));
  expect(current).toBe('5.1.0');
});

describe.each(releases)('%s', (release) => {
  const list = listOf(release);
  const expected = others[release] ?? {};

  it('was read as far as its copy goes', () => {
    const { rows, readTo } = dataset.releases.find((entry) => entry.release === release) ?? { rows: [], readTo: undefined };
    const reach = readTo?.end ? 'whole' : `into port ${readTo?.port}`;
    const printed = list.flows.filter(({ status }) => status === 'printed').length;
    expect(`${rows.length} rows, ${reach}, ${printed} printed`).toBe(copies[release as keyof typeof copies]);
    expect(list.complete).toBe(release === '5.1.0');
    expect(shownText(site.page(`/releases/${release}/`).document)).toContain(
      `(${rows.length} rows)`.replace('(41 rows)', 'whole table of 41 rows'),
    );
  });

  it('carries what an earlier release printed where the copy ends before its place', () => {
    const carried = list.flows.filter(({ status }) => status === 'carried').map(({ id, carriedFrom }) => `${id} ${carriedFrom}`);
    expect(carried.sort()).toEqual(dated(expected.carried));
  });

  it('no longer has what it was read past', () => {
    const gone = list.absent.filter(({ status }) => status === 'gone').map(({ id, lastPrinted }) => `${id} ${lastPrinted}`);
    expect(gone.sort()).toEqual(dated(expected.gone));
  });

  it('says nothing of what no copy reaches', () => {
    const unknown = list.absent.filter(({ status }) => status === 'unknown');
    expect(unknown.map(({ id }) => id).sort()).toEqual(words(expected.unknown));
    expect(unknown.filter(({ lastPrinted }) => lastPrinted !== null)).toEqual([]);
  });

  it('has the two unresolved flows from 5.1.0 on', () => {
    const unresolved = list.flows.filter(({ status }) => status === 'unresolved').map(({ id, carriedFrom }) => `${id} ${carriedFrom}`);
    const from = release === '5.1.0' ? 'null' : '5.1.0';
    const early = ['4.7.2', '4.11.0', '5.0.0'].includes(release);
    expect(unresolved).toEqual(early ? [] : [`unresolved-https-row-29 ${from}`, `unresolved-https-row-31 ${from}`]);
  });

  it('names no flow that neither it nor an earlier release ever printed though its place was read', () => {
    const listed = new Set([...list.flows, ...list.absent].map(({ id }) => id));
    const all = dataset.features.flatMap((feature) => feature.flows.map(({ id }) => id));
    expect(all.filter((id) => !listed.has(id)).sort()).toEqual(words(expected.unprinted));
    expect(all).toHaveLength(57);
  });

  it('has the hosts that it prints, that are restored, or that it is carried with, and no others', () => {
    const published = list.flows
      .filter((flow) => flow.hosts.length > 0 || flow.hostList === 'cut')
      .map((flow) => [flow.id, [...flow.hosts, ...(flow.hostList === 'cut' ? ['...'] : [])].sort()]);
    const right = Object.entries(hosts[release] ?? {}).map(([id, names]) => [id, names.toSorted()]);
    expect(Object.fromEntries(published)).toEqual(Object.fromEntries(right));
  });
});

it('restores the two lists of hosts that break off inside a name, from a later table that prints them whole', () => {
  const restored = (release: string, id: string) =>
    listOf(release)
      .flows.find((flow) => flow.id === id)
      ?.printed.map((row) => row.restored);
  expect(restored('5.0.0', 'spam-statistics')).toEqual([{ from: '5.1.0', row: 15, what: 'hosts', strength: 'strong' }]);
  expect(restored('5.4.2', 'service-availability-list')).toEqual([{ from: '5.6.0', row: 16, what: 'hosts', strength: 'strong' }]);
});

it('publishes 19 names for anti-virus updates in 5.1.0, one of them a wildcard', () => {
  const names = listOf('5.1.0')
    .flows.filter(({ id }) => /^av-/.test(id))
    .flatMap((flow) => flow.hosts);
  expect(names).toHaveLength(19);
  expect(names.filter((name) => name.startsWith('*'))).toEqual(['*.apc.avira.com']);
});

it('reads a direction only where the release prints another one', () => {
  const reads = (release: string, id: string) => listOf(release).flows.find((flow) => flow.id === id)?.reading !== null;
  const departing = (id: string) => releases.filter((release) => reads(release, id));
  // In/Out until 5.7.0, Out in 6.3.0.
  expect(departing('trustmanager-livefeed')).toEqual(releases.slice(0, -1));
  // Out in 4.7.2, on which the two after it rest; In/Out from 5.1.0 on.
  expect(departing('ntp-time')).toEqual(['5.1.0', '5.4.2', '5.6.0', '5.7.0', '6.3.0']);
  // In/Out in 4.7.2 and 6.3.0, Out between.
  expect(departing('backup-sftp')).toEqual(['4.7.2', '6.3.0']);
  expect(departing('lexical-data-sftp')).toEqual(['4.7.2', '6.3.0']);
  expect(departing('dns-queries')).toEqual([]);
});
