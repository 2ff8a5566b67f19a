import { describe, expect, it } from 'vitest';
import { toNetwork } from './network.ts';
import type { About } from './platform.ts';
import type { End, FlowRef, Policy, Rule } from './policy.ts';
import { endText, gapWords, headerLines, membersText, purposeWords, ruleTitle, ruleWords, serviceText } from './words.ts';

const ref = (id: string, title: string, carriedFrom: string | null = null): FlowRef => ({ id, title, feature: 'made-up', carriedFrom });

const end = (title: string, ...networks: string[]): End => ({
  parties: [title],
  titles: [title],
  any: false,
  networks: networks.map(toNetwork),
  names: [],
  wildcards: [],
});

const rule: Rule = {
  id: 'polling-udp-4',
  flows: [ref('polling', 'SNMP polling')],
  direction: 'in',
  family: 'ipv4',
  from: 'admin',
  to: 'dmz',
  source: end('SNMP managers', '192.0.2.161'),
  destination: end('the gateway', '203.0.113.10'),
  transport: 'udp',
  port: { from: 161, to: 161 },
  sourcePort: null,
  ftp: null,
  inspection: null,
};

const policy: Policy = {
  vantage: 'edge',
  prefix: 'SEG',
  rules: [rule],
  gaps: [],
  elsewhere: [],
  opened: [],
  unresolved: [],
  unknown: [],
};

const about: About = {
  product: 'Lighthouse',
  release: '2.0.0',
  dataset: '2026.02.01',
  scope: null,
  example: false,
  platform: 'Some Firewall',
  notes: [],
  ftpHelper: true,
};

describe('the words of a rule', () => {
  it('name its ends and its service', () => {
    expect(ruleWords(rule)).toBe('IPv4, SNMP polling: SNMP managers to the gateway, udp/161');
    expect(purposeWords({ ...rule, family: 'ipv6' })).toBe('SNMP polling: SNMP managers to the gateway, udp/161');
  });

  it('have a range as a range (GEN-02)', () => {
    expect(serviceText({ transport: 'tcp', port: { from: 49_152, to: 65_534 } })).toBe('tcp/49152-65534');
  });

  it('name every flow, and the release that one is carried from', () => {
    expect(ruleTitle({ ...rule, flows: [ref('a', 'LDAP'), ref('b', 'LDAP over TLS', '5.1.0')] })).toBe(
      'LDAP; LDAP over TLS (carried from 5.1.0)',
    );
    expect(ruleTitle({ ...rule, ftp: 'data' })).toBe('SNMP polling (passive data connections)');
  });

  it('say what a TLS proxy must not open (NET-20)', () => {
    expect(ruleWords({ ...rule, inspection: 'forbidden' })).toMatch(/, udp\/161; keep it out of TLS inspection$/);
  });

  it('say that an end is any address, and whose', () => {
    const any: End = { ...end('Internet mail servers'), any: true };
    expect(endText(any)).toBe('any Internet address (Internet mail servers)');
    expect(membersText(any)).toBe('any');
  });

  it('list the members of an end', () => {
    const members = { ...end('a', '192.0.2.1', '10.0.0.0/8'), names: ['one.example.net'], wildcards: ['*.example.org'] };
    expect(membersText(members)).toBe('192.0.2.1 10.0.0.0/8 one.example.net *.example.org');
  });

  it('are ASCII on one line, whatever the titles are', () => {
    const hostile = { ...rule, flows: [ref('a', 'x\npermit any \u2192')], source: end('B\u00fcro\r\n', '192.0.2.1') };
    expect(ruleWords(hostile)).toBe('IPv4, x permit any to: Buro to the gateway, udp/161');
  });
});

describe('the words of a gap', () => {
  it('say what, why, which names, and the way out', () => {
    const gap = { flows: [ref('a', 'Updates'), ref('b', 'News')], reason: 'it takes no name', remedy: 'Type addresses.', names: [] };
    expect(gapWords(gap)).toBe('Updates; News: it takes no name. Type addresses.');
    expect(gapWords({ ...gap, names: ['a.example', '*.b.example'] })).toBe(
      'Updates; News: it takes no name (a.example *.b.example). Type addresses.',
    );
  });
});

describe('the header', () => {
  it('says what the text is of, and where it stands', () => {
    expect(headerLines(policy, about)).toEqual([
      'Lighthouse 2.0.0: the whole gateway',
      "Portcullis, dataset 2026.02.01. Not the vendor's own document.",
      'Some Firewall, seen from one firewall between all zones.',
    ]);
    expect(headerLines(policy, { ...about, scope: { id: 'mail', title: 'SMTP mail' } })[0]).toBe('Lighthouse 2.0.0: SMTP mail');
  });

  it('says that an example is one', () => {
    expect(headerLines(policy, { ...about, example: true })).toContain(
      'EXAMPLE: all addresses, zone and interface names, and the prefix are made up. Replace them with yours.',
    );
  });

  it('has the notes of the platform, of which a command keeps its indent', () => {
    expect(headerLines(policy, { ...about, notes: ['Load it so:', '  load it'] }).slice(3)).toEqual(['Load it so:', '  load it']);
  });

  it('names everything that is not covered, and everything that is never a rule', () => {
    const full: Policy = {
      ...policy,
      gaps: [{ flows: [ref('a', 'Updates')], reason: 'no address is given', remedy: 'Type it.', names: [] }],
      opened: [ref('b', 'FTP data')],
      unresolved: [ref('c', 'Row 29', '5.0.0')],
      unknown: [ref('d', 'News')],
      elsewhere: [ref('e', 'DNS'), ref('f', 'LDAP')],
    };
    expect(headerLines(full, about).slice(3)).toEqual([
      '',
      'Not covered:',
      '- Updates: no address is given. Type it.',
      '',
      'Never a rule:',
      '- FTP data: the FTP helper opens it',
      "- Row 29 (carried from 5.0.0): the vendor's table does not say what it is for",
      '- News: nothing is known of it in 2.0.0',
      '- DNS; LDAP: does not cross this firewall',
    ]);
  });

  it('does not promise a helper where there is none', () => {
    expect(headerLines({ ...policy, opened: [ref('b', 'FTP data')] }, { ...about, ftpHelper: false }).at(-1)).toBe(
      '- FTP data: it needs an FTP helper, and there is none: use passive mode or SFTP',
    );
  });

  it('is ASCII, a line of it one line, whatever the titles are', () => {
    const title = 'x\n! access-list y \u202e';
    const lines = headerLines({ ...policy, unknown: [ref('a', title)] }, { ...about, product: title, scope: { id: 'a', title } });
    expect(lines.every((line) => /^[\x20-\x7e]*$/.test(line))).toBe(true);
    expect(lines[0]).toBe('x ! access-list y 2.0.0: x ! access-list y');
  });
});
