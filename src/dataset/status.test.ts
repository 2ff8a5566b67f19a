import { describe, expect, it } from 'vitest';
import { flowsOf } from './dataset.ts';
import { exampleDataset } from './example.ts';
import type { Flow, Release } from './schema.ts';
import { rowsOf, statusOf, tablePorts } from './status.ts';

const dataset = exampleDataset();
const flow = (id: string, more: Partial<Flow> = {}) => ({ ...(flowsOf(dataset).find((entry) => entry.id === id) as Flow), ...more });

/** A release whose copy ends at a port, with a row for each flow it prints. */
function release(id: string, readTo: Partial<Release['readTo']>, printed: readonly string[] = [], absent: readonly string[] = []): Release {
  const [template] = dataset.releases as [Release];
  const rows = printed.map((flowId, at) => ({
    ...(template.rows[0] as Release['rows'][number]),
    row: at + 1,
    flows: { [flowId]: { hosts: [], hostList: 'none-printed' as const } },
  }));
  return {
    ...template,
    release: id,
    readTo: { port: 80, whole: false, end: false, ...readTo },
    absent: Object.fromEntries(absent.map((flowId) => [flowId, 'The order of the rows proves it.'])),
    rows,
  };
}

/** Status of the flow on port 80 in the last of some releases, oldest first. */
const statusIn = (...releases: Release[]) => statusOf(flow('updates'), releases.at(-1)?.release as string, releases);

it.each([
  // flow, then its status in 1.0.0 (read into 80), 1.1.0 (the whole table) and 2.0.0 (read into 161)
  ['smtp-inbound', 'printed', 'printed', 'printed'],
  ['dns-queries', 'printed', 'printed', 'printed'],
  ['peer-sync-out', 'unknown', 'printed', 'carried'],
  ['backup-ftp', 'printed', 'printed', 'printed'],
  ['backup-ftp-data', 'printed', 'printed', 'gone'],
  ['updates', 'printed', 'printed', 'gone'],
  ['certificate-status', 'unprinted', 'unprinted', 'printed'],
  ['snmp-polling', 'unknown', 'printed', 'carried'],
  ['unresolved-https', 'unknown', 'unresolved', 'unresolved'],
])('derives the status of %s from the rows and the reach of each copy', (id, ...expected) => {
  expect(dataset.releases.map(({ release }) => statusOf(flow(id), release, dataset.releases).status)).toEqual(expected);
});

describe('a flow that the release does not print', () => {
  const earlier = release('1.0.0', { port: 443, whole: true }, ['updates']);

  it('is carried where the copy ends before its place', () => {
    expect(statusIn(earlier, release('2.0.0', { port: 79, whole: true }))).toEqual({
      status: 'carried',
      carriedFrom: '1.0.0',
      goneIn: null,
      lastPrinted: '1.0.0',
    });
  });

  it('is carried where the copy ends among the rows of its port', () => {
    expect(statusIn(earlier, release('2.0.0', { port: 80, whole: false })).status).toBe('carried');
  });

  it.each([
    ['its port was read whole', { port: 80, whole: true }],
    ['the copy goes on past its port', { port: 81, whole: false }],
  ])('is gone where %s', (_, readTo) => {
    expect(statusIn(earlier, release('2.0.0', readTo))).toEqual({
      status: 'gone',
      carriedFrom: null,
      goneIn: '2.0.0',
      lastPrinted: '1.0.0',
    });
  });

  it('is gone where the order of the rows proves it, though the copy ends among them', () => {
    expect(statusIn(earlier, release('2.0.0', { port: 80, whole: false }, [], ['updates'])).status).toBe('gone');
  });

  it('is gone after the end of a table that is known to its end, wherever its place is', () => {
    expect(statusIn(earlier, release('2.0.0', { port: 25, whole: true, end: true })).status).toBe('gone');
  });

  it('stays gone in a later copy that ends before its place', () => {
    expect(statusIn(earlier, release('2.0.0', { port: 443 }), release('3.0.0', { port: 25 }))).toEqual({
      status: 'gone',
      carriedFrom: null,
      goneIn: '2.0.0',
      lastPrinted: '1.0.0',
    });
  });

  it('is carried from the nearest release that decides', () => {
    const reprinted = release('3.0.0', { port: 443 }, ['updates']);
    expect(statusIn(earlier, release('2.0.0', { port: 443 }), reprinted, release('4.0.0', { port: 25 }))).toMatchObject({
      status: 'carried',
      carriedFrom: '3.0.0',
    });
  });

  it('is unknown where no copy reaches its place, and where none that does ever printed it', () => {
    const unknown = { status: 'unknown', carriedFrom: null, goneIn: null, lastPrinted: null };
    expect(statusIn(release('1.0.0', { port: 25 }), release('2.0.0', { port: 25 }))).toEqual(unknown);
    expect(statusIn(release('1.0.0', { port: 443 }), release('2.0.0', { port: 25 }))).toEqual(unknown);
  });

  it('is unprinted where its place was read and no release printed it', () => {
    expect(statusIn(release('1.0.0', { port: 25 }), release('2.0.0', { port: 443 }))).toEqual({
      status: 'unprinted',
      carriedFrom: null,
      goneIn: null,
      lastPrinted: null,
    });
  });

  it('does not learn from a later release', () => {
    const releases = [release('1.0.0', { port: 25 }), release('2.0.0', { port: 443 }, ['updates'])];
    expect(statusOf(flow('updates'), '1.0.0', releases)).toEqual({ status: 'unknown', carriedFrom: null, goneIn: null, lastPrinted: null });
  });
});

it('calls a flow whose purpose is lost unresolved where it is printed and where it is carried, and never where it is gone', () => {
  const unresolved = flow('updates', { unresolved: true });
  const releases = [release('1.0.0', { port: 443 }, ['updates']), release('2.0.0', { port: 25 }), release('3.0.0', { port: 443 })];
  expect(releases.map(({ release: id }) => statusOf(unresolved, id, releases))).toEqual([
    { status: 'unresolved', carriedFrom: null, goneIn: null, lastPrinted: '1.0.0' },
    { status: 'unresolved', carriedFrom: '1.0.0', goneIn: null, lastPrinted: '1.0.0' },
    { status: 'gone', carriedFrom: null, goneIn: '3.0.0', lastPrinted: '1.0.0' },
  ]);
});

it('looks for a flow that follows another at its source port', () => {
  const data = flow('backup-ftp-data');
  expect(tablePorts(data)).toEqual({ from: 20, to: 20 });
  expect(tablePorts(flow('updates'))).toEqual({ from: 80, to: 80 });

  const earlier = release('1.0.0', { port: 443 }, ['backup-ftp-data']);
  expect(statusOf(data, '2.0.0', [earlier, release('2.0.0', { port: 21 })]).status).toBe('gone');
  expect(statusOf(data, '2.0.0', [earlier, release('2.0.0', { port: 20 })]).status).toBe('carried');
});

it('finds every row of a flow, and none for a name that objects have by nature', () => {
  const [first] = dataset.releases as [Release];
  expect(rowsOf(first, 'dns-queries').map(({ row }) => row)).toEqual([5, 6]);
  expect(rowsOf(first, 'constructor')).toEqual([]);
});

it('throws at a release that does not exist', () => {
  expect(() => statusOf(flow('updates'), '9.9.9', dataset.releases)).toThrow('no release 9.9.9 in the dataset');
});
