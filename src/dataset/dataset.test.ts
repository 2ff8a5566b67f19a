import { expect, it } from 'vitest';
import { byId, compareReleases, flowsOf } from './dataset.ts';
import { exampleDataset } from './example.ts';
import type { Flow } from './schema.ts';

const dataset = exampleDataset();

it('orders releases by their numbers, not by their letters', () => {
  const releases = ['5.0.0', '4.11.0', '10.0.0', '4.7.2', '4.7.10', '4.7.0'];
  expect(releases.toSorted(compareReleases)).toEqual(['4.7.0', '4.7.2', '4.7.10', '4.11.0', '5.0.0', '10.0.0']);
  expect(compareReleases('4.7.2', '4.7.2')).toBe(0);
});

it('holds its releases oldest first, and its features in the order of the groups', () => {
  expect(dataset.releases.map(({ release }) => release)).toEqual(['1.0.0', '1.1.0', '2.0.0']);
  expect(dataset.features.map(({ id }) => id)).toEqual(['smtp', 'upkeep']);
});

it('lists every flow once, feature by feature, in authored order', () => {
  expect(flowsOf(dataset).map(({ id }) => id)).toEqual([
    'smtp-inbound',
    'smtp-direct',
    'smtp-relay',
    'dns-queries',
    'peer-sync-out',
    'peer-sync-in',
    'backup-ftp',
    'backup-ftp-data',
    'updates',
    'certificate-status',
    'snmp-polling',
    'unresolved-https',
  ]);
});

it('finds a member by its id, and names the ids there are where there is none', () => {
  expect(byId(dataset.parties, 'snmp-managers').zone).toBe('management');
  expect(() => byId(dataset.features, 'ftp')).toThrow('no "ftp" among smtp, upkeep');
});

it('cannot be changed by whoever reads it', () => {
  const [flow] = flowsOf(dataset) as [Flow];
  expect(() => Object.assign(flow, { title: 'Changed' })).toThrow(TypeError);
  expect(() => flow.transport.push('udp')).toThrow(TypeError);
});
