import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { flowViews } from './flow-view.ts';
import { hostListFile, hostListName, listedFeatures } from './host-lists.ts';

const views = flowViews(exampleDataset());

describe('the features with lists', () => {
  it('are those that have a printed name in some release', () => {
    expect(listedFeatures(views)).toEqual(['upkeep']);
  });

  it('are no features whose names are all those of flows that nobody can explain', () => {
    const unresolved = views.map((view) => ({ ...view, flow: { ...view.flow, unresolved: true } }));
    expect(listedFeatures(unresolved)).toEqual([]);
  });

  it('are no features whose names are all gone', () => {
    const gone = views.map((view) => ({ ...view, releases: view.releases.map((entry) => ({ ...entry, status: 'gone' as const })) }));
    expect(listedFeatures(gone)).toEqual([]);
  });
});

it('stand below the release, those of exact names without a folder of their own', () => {
  const [exact, suffix] = [
    { id: 'exact', folder: false },
    { id: 'suffix', folder: true },
  ] as const;
  expect(hostListFile(exact, '5.1.0')).toBe('/lists/5.1.0/all.txt');
  expect(hostListFile(exact, '5.1.0', 'ntp')).toBe('/lists/5.1.0/ntp.txt');
  expect(hostListFile(suffix, '5.1.0', 'ntp')).toBe('/lists/5.1.0/suffix/ntp.txt');
  expect(hostListName(suffix, '5.1.0', '2026.11.25')).toBe('portcullis-5.1.0-hosts-all-suffix-2026.11.25.txt');
  expect(hostListName(exact, '5.1.0', '2026.11.25', 'ntp')).toBe('portcullis-5.1.0-hosts-ntp-exact-2026.11.25.txt');
});
