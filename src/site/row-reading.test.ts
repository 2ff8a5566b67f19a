import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { rowReadings } from './row-reading.ts';

const readings = (release: string) =>
  rowReadings(exampleDataset(), release).map(
    ({ row, flows }) => `${row.row}: ${flows.map(({ view, departs }) => view.flow.id + (departs ? ' (departs)' : '')).join(', ')}`,
  );

it('puts beside each printed row, in its order, the flows it is read as, and says which depart', () => {
  expect(readings('1.1.0')).toEqual([
    '1: backup-ftp-data (departs)',
    '2: backup-ftp (departs)',
    '3: smtp-inbound',
    '4: smtp-direct, smtp-relay (departs)',
    '5: dns-queries',
    '6: updates',
    '7: snmp-polling (departs)',
    '8: unresolved-https',
    '9: peer-sync-out, peer-sync-in',
  ]);
});

it('keeps a row that supports no flow', () => {
  expect(readings('2.0.0').at(-1)).toBe('6: ');
});

it('shows the hosts that the row itself prints, not those restored from another', () => {
  const hosts = (release: string, row: number) => rowReadings(exampleDataset(), release)[row - 1]?.flows[0];
  expect(hosts('1.1.0', 6)).toMatchObject({ hosts: ['one.updates.example.net'], hostList: 'cut' });
  expect(hosts('1.0.0', 7)).toMatchObject({ hostList: 'complete' });
  expect(hosts('1.0.0', 7)?.hosts).toHaveLength(3);
});
