import { describe, expect, test } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { find, textOf } from './find.ts';
import { finderIndex } from './finder-index.ts';

const index = finderIndex(exampleDataset(), [{ title: 'FTP through a firewall', detail: 'Control and data.', path: 'guides/ftp/' }]);
const paths = (text: string) => find(index, text).map(({ path }) => path);
const first = (text: string) => find(index, text)[0];

describe('find, asked for a port', () => {
  test('puts the exact port first, then the features that use it', () => {
    expect(find(index, '80').map(({ kind, path }) => [kind, path])).toEqual([
      ['port', 'ports/80/'],
      ['feature', 'features/upkeep/#updates'],
    ]);
    expect(first('80')).toEqual({
      kind: 'port',
      title: 'Port 80',
      detail: '1 flow for Backups and upkeep.',
      path: 'ports/80/',
      chips: [{ transport: 'tcp', port: '80' }],
      directions: [],
      marks: [],
    });
  });

  test('names the flows, their ends and their direction', () => {
    expect(find(index, '161')[1]).toMatchObject({
      title: 'Backups and upkeep',
      detail: 'SNMP polling: from SNMP managers to the gateway.',
      directions: ['in'],
      chips: [{ transport: 'udp', port: '161' }],
    });
    expect(find(index, '17777')[1]).toMatchObject({ detail: 'Data to peers; Data from peers.', directions: ['in', 'out'] });
  });

  test('counts only flows of the transport asked for', () => {
    expect(first('udp/53')).toMatchObject({ title: 'UDP 53', chips: [{ transport: 'udp', port: '53' }] });
    expect(first('53')).toMatchObject({ title: 'Port 53', chips: [{ transport: 'udp' }, { transport: 'tcp' }] });
    expect(find(index, 'udp/443')).toMatchObject([
      { kind: 'no-port', title: 'No flow uses UDP 443', detail: 'TCP 443 is used: 1 flow for Backups and upkeep.', path: 'ports/443/' },
    ]);
  });

  test.each(['4433', '44', '4', '0443', '113719', '0', '177770', 'tcp/8443'])('does not take %s for a port that is near', (text) => {
    expect(find(index, text)).toMatchObject([{ kind: 'no-port', path: 'ports/', chips: [] }]);
  });

  test('says why a number is none', () => {
    expect(first('4433')?.title).toBe('No flow uses port 4433');
    expect(first('tcp/4433')?.title).toBe('No flow uses TCP 4433');
    expect(first('0443')).toMatchObject({ title: 'No flow uses port 0443', detail: expect.stringContaining('leading zeros') });
    expect(first('113719')).toMatchObject({
      title: '113719 is not a port',
      detail: expect.stringContaining('from 1 to 65535, and no flow uses it'),
    });
    expect(first('0')?.title).toBe('0 is not a port');
  });

  test('does not count a port within the range of a data connection, yet mentions it', () => {
    expect(first('50000')).toMatchObject({ kind: 'no-port', detail: expect.stringContaining('1024-65535') });
    expect(first('udp/50000')?.detail).not.toContain('1024-65535');
    expect(first('999')?.detail).not.toContain('1024-65535');
  });

  test('finds a data connection by its source port', () => {
    expect(find(index, '20')).toMatchObject([
      { kind: 'port', path: 'ports/20/', detail: 'Source port of 1 flow for Backups and upkeep.' },
      {
        path: 'features/upkeep/#backup-ftp-data',
        detail: 'Backup by FTP, active data: from backup servers to the gateway, source port 20.',
        chips: [{ transport: 'tcp', port: '1024-65535' }],
      },
    ]);
  });

  test('adds the term that is about an unused port', () => {
    expect(find(index, '990').map(({ kind, path }) => [kind, path])).toEqual([
      ['no-port', 'ports/'],
      ['term', 'glossary/#ftp'],
    ]);
  });

  test('takes several ports and ranges', () => {
    expect(paths('21,161').slice(0, 2)).toEqual(['ports/21/', 'ports/161/']);
    expect(paths('20-25').slice(0, 3)).toEqual(['ports/20/', 'ports/21/', 'ports/25/']);
    expect(find(index, '100-150')).toMatchObject([{ kind: 'no-port', title: 'No flow uses a port from 100 to 150' }]);
    expect(find(index, '1-65535')).toMatchObject([{ kind: 'page', path: 'ports/?q=1-65535' }]);
  });

  test('narrows the features by words, or answers the words where none fits', () => {
    expect(paths('80 updates')).toEqual(['ports/80/', 'features/upkeep/#updates']);
    expect(paths('what uses port 80')).toEqual(paths('80'));
    expect(paths('443 snmp')).toEqual(['ports/443/', 'features/upkeep/#snmp-polling']);
    expect(paths('one.updates.example.net:80')).toEqual(['ports/80/', 'features/upkeep/#updates']);
    expect(paths('4433 snmp')).toEqual(['ports/', 'features/upkeep/#snmp-polling']);
  });

  test('marks what the default release does not have, and what is unresolved', () => {
    expect(find(index, '443')[1]?.marks).toEqual(['unresolved']);
    expect(find(index, '80 revoked certificate')[1]?.marks ?? []).toEqual([]);
    expect(find(index, 'certificate status')[0]).toMatchObject({ path: 'features/upkeep/#certificate-status', marks: ['not in 1.1.0'] });
  });
});

describe('find, asked for a host', () => {
  test.each([
    ['one.updates.example.net', 'Updates: one.updates.example.net'],
    ['ONE.updates.example.net.', 'Updates: one.updates.example.net'],
    ['https://one.updates.example.net/x', 'Updates: one.updates.example.net'],
    ['updates.example', 'Updates: one.updates.example.net and two.updates.example.net'],
    ['example.net', 'Updates: 3 hosts, among them one.updates.example.net'],
    ['*.mirror.example.net', 'Updates: *.mirror.example.net'],
    ['mirror.example.net', 'Updates: *.mirror.example.net'],
    ['a.mirror.example.net', 'Updates: *.mirror.example.net, which covers a.mirror.example.net'],
    ['*.updates.example.net', 'Updates: one.updates.example.net and two.updates.example.net'],
  ])('answers %s with the flow and the hosts that fit', (text, detail) => {
    expect(first(text)).toMatchObject({ kind: 'host', path: 'features/upkeep/#updates', detail });
  });

  test('does not take a longer name for one that it ends in', () => {
    expect(find(index, 'evil-one.updates.example.net')).toEqual([]);
    expect(find(index, 'amirror.example.net')).toEqual([]);
  });

  test('says which releases have a host that the default one has not', () => {
    const flows = [{ ...index.features[1]?.flows[0], hosts: ['new.example.net'], formerHosts: { 'old.example.net': ['1.0.0', '2.0.0'] } }];
    const changed = { ...index, features: [{ ...index.features[1], title: 'Upkeep', flows }] } as unknown as typeof index;
    expect(find(changed, 'old.example.net')).toMatchObject([
      { kind: 'host', detail: 'Backup by FTP: old.example.net, in 1.0.0 and 2.0.0 only', marks: ['not in 1.1.0'] },
    ]);
    expect(find(changed, 'example.net')).toMatchObject([{ detail: 'Backup by FTP: new.example.net', marks: [] }]);
  });

  test('ranks features by the number of hosts that fit', () => {
    const [feature] = index.features;
    const withHosts = (id: string, hosts: string[]) => ({ ...feature, id, title: id, flows: [{ ...feature?.flows[0], title: id, hosts }] });
    const features = [withHosts('few', ['a.example.org']), withHosts('many', ['b.example.org', 'c.example.org'])];
    expect(find({ ...index, features } as unknown as typeof index, 'example.org').map(({ title }) => title)).toEqual(['many', 'few']);
  });
});

describe('find, asked for words', () => {
  test.each([
    ['smtp mail', 'features/smtp/'],
    ['SMTP', 'features/smtp/'],
    ['mail server', 'features/smtp/'],
    ['relay', 'features/smtp/#smtp-relay'],
    ['dns', 'features/smtp/#dns-queries'],
    ['domain', 'features/smtp/#dns-queries'],
    ['peers', 'features/smtp/#peer-sync-out'],
    ['snmp', 'features/upkeep/#snmp-polling'],
    ['poll', 'features/upkeep/#snmp-polling'],
    ['backup servers', 'features/upkeep/'],
    ['monitoring', 'features/upkeep/'],
    ['file transfer protocol', 'glossary/#ftp'],
    ['firewall', 'guides/ftp/'],
    ['1.0.0', 'releases/1.0.0/'],
    ['csv', 'downloads/'],
    ['host names', 'hosts/'],
    ['which port is snmp on?', 'features/upkeep/#snmp-polling'],
    ['relays', 'features/smtp/#smtp-relay'],
    ['tcp dns', 'features/smtp/#dns-queries'],
  ])('answers %s first with %s', (text, path) => {
    expect(paths(text)[0]).toBe(path);
  });

  test('shows a part of a word only for want of better', () => {
    expect(paths('nmp')).toEqual(['features/upkeep/']);
    expect(paths('ftp')).not.toContain('features/smtp/');
  });

  test('finds nothing where nothing is', () => {
    expect(['', '   ', '...', 'zzz', '203.0.113.71', '<img src=x onerror=alert(1)>', 'snmp zzz'].map((text) => find(index, text))).toEqual(
      Array.from({ length: 7 }, () => []),
    );
  });

  test('gives the same answers for the same text', () => {
    expect(find(index, 'ftp')).toEqual(find(structuredClone(index), ' FTP '));
  });
});

test('textOf leaves only what the text of pages can answer', () => {
  expect(['443', 'tcp/443', '"443"', 'port 4433', 'ldap 636', 'Data "passive range"', 'RFC 5321'].map(textOf)).toEqual([
    '',
    '',
    '',
    '',
    'ldap',
    'data "passive range"',
    'rfc 5321',
  ]);
});
