import { describe, expect, test } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { finderIndex } from './finder-index.ts';

const guide = { title: 'FTP through a firewall', detail: 'Control and data.', path: 'guides/ftp/' };
const index = finderIndex(exampleDataset(), [guide]);
const flowsById = new Map(index.features.flatMap(({ flows }) => flows).map((flow) => [flow.id, flow]));

describe('finderIndex', () => {
  test('cuts a flow down to what the finder shows', () => {
    expect(flowsById.get('dns-queries')).toEqual({
      id: 'dns-queries',
      title: 'DNS',
      ends: ['the gateway', 'DNS resolvers'],
      direction: 'out',
      transport: ['udp', 'tcp'],
      port: { from: 53, to: 53 },
      application: 'domain',
    });
  });

  test('gives a source port only to a flow that follows another', () => {
    const followers = [...flowsById.values()].filter(({ sourcePort }) => sourcePort !== undefined);
    expect(followers.map(({ id, sourcePort }) => [id, sourcePort])).toEqual([['backup-ftp-data', { from: 20, to: 20 }]]);
  });

  test('says how a flow stands in the default release, unless it is printed', () => {
    expect(index.release).toBe('1.1.0');
    const standing = [...flowsById.values()].filter(({ status }) => status !== undefined).map(({ id, status }) => [id, status]);
    expect(standing).toEqual([
      ['certificate-status', 'unprinted'],
      ['unresolved-https', 'unresolved'],
    ]);
  });

  test('keeps the hosts of the default release apart from those of others', () => {
    const dataset = exampleDataset();
    const releases = dataset.releases.map((release) => ({
      ...release,
      rows: release.rows.map((row) => (release.release === '1.1.0' && row.row === 6 ? { ...row, restored: undefined } : row)),
    }));
    const flows = finderIndex({ ...dataset, releases } as typeof dataset, []).features.flatMap((feature) => feature.flows);
    const updates = flows.find(({ id }) => id === 'updates');
    expect(updates?.hosts).toEqual(['one.updates.example.net']);
    expect(updates?.formerHosts).toEqual({ 'two.updates.example.net': ['1.0.0'], '*.mirror.example.net': ['1.0.0'] });
  });

  test('knows which terms are about ports that no flow has', () => {
    expect(index.terms).toEqual([{ id: 'ftp', term: 'FTP', expansion: 'File Transfer Protocol', ports: [990] }]);
  });

  test('holds guides first, then pages of its own, then a page of each release', () => {
    const paths = index.pages.map(({ path }) => path);
    expect(paths[0]).toBe('guides/ftp/');
    expect(paths.slice(-3)).toEqual(['releases/1.0.0/', 'releases/1.1.0/', 'releases/2.0.0/']);
    expect(index.pages.filter(({ kind }) => kind === 'guide')).toHaveLength(1);
  });

  test('has paths that stay below a base', () => {
    expect(index.pages.filter(({ path }) => !/^[a-z][a-z0-9./-]*\/$/.test(path))).toEqual([]);
  });
});
