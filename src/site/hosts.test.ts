import { describe, expect, it } from 'vitest';
import type { Dataset } from '#dataset/dataset.ts';
import { type Edit, editedFiles } from '#dataset/example.ts';
import { toDataset } from '#dataset/read.ts';
import { flowViews } from './flow-view.ts';
import { hostGapsByRelease, hostsByRelease, hostUses } from './hosts.ts';

function example(...edits: Edit[]): Dataset {
  const result = toDataset(editedFiles(...edits));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.dataset;
}
const of = (dataset: Dataset) => ({ dataset, views: flowViews(dataset) });

/** In 2.0.0 another flow needs one of the hosts that the updates needed before. */
const other: Edit[] = [
  [
    'src/data/parties.yaml',
    'name: revocation servers, zone: internet, reach: unpublished',
    'name: revocation servers, zone: internet, reach: hosts',
  ],
  [
    'src/data/releases/2.0.0.yaml',
    'flows: [certificate-status] }',
    'flows: { certificate-status: { hosts: [status.example.org, two.updates.example.net], hostList: complete } } }',
  ],
];

describe('hosts by release', () => {
  it('are sorted by domain, each once, alike releases together', () => {
    const { dataset, views } = of(example(...other));
    expect(hostsByRelease(dataset, views)).toEqual([
      {
        releases: ['1.0.0', '1.1.0'],
        value: ['*.mirror.example.net', 'one.updates.example.net', 'two.updates.example.net'],
        isDefault: true,
      },
      { releases: ['2.0.0'], value: ['two.updates.example.net', 'status.example.org'], isDefault: false },
    ]);
  });

  it('are those of the given flows and no others', () => {
    const { dataset, views } = of(example(...other));
    const mail = views.filter(({ flow }) => flow.feature === 'smtp');
    expect(hostsByRelease(dataset, mail)).toEqual([{ releases: ['1.0.0', '1.1.0', '2.0.0'], value: [], isDefault: true }]);
  });

  it('leave out the hosts of a flow that is gone', () => {
    const { dataset, views } = of(example());
    expect(hostsByRelease(dataset, views).find(({ releases }) => releases.includes('2.0.0'))?.value).toEqual([]);
  });
});

describe('uses of a host', () => {
  const { views } = of(example(...other));
  const uses = hostUses(views).map(({ host, wildcard, uses: list }) => ({
    host,
    wildcard,
    uses: list.map(({ view, releases }) => `${view.flow.id} ${releases.join(' ')}`),
  }));

  it('name the flows and releases that need it, and whether it is a wildcard', () => {
    expect(uses).toEqual([
      { host: '*.mirror.example.net', wildcard: true, uses: ['updates 1.0.0 1.1.0'] },
      { host: 'one.updates.example.net', wildcard: false, uses: ['updates 1.0.0 1.1.0'] },
      { host: 'two.updates.example.net', wildcard: false, uses: ['updates 1.0.0 1.1.0', 'certificate-status 2.0.0'] },
      { host: 'status.example.org', wildcard: false, uses: ['certificate-status 2.0.0'] },
    ]);
  });

  it('leave no host without a flow', () => {
    expect(uses.filter(({ uses: list }) => list.length === 0)).toEqual([]);
  });
});

describe('gaps of the host names', () => {
  it('name the names in doubt, wherever a release has them, and the flows whose names are of an earlier release', () => {
    const { dataset, views } = of(
      example(
        ['src/data/releases/1.0.0.yaml', 'hostList: complete\n', 'hostList: complete\n        doubtful: [two.updates.example.net]\n'],
        ['src/data/releases/2.0.0.yaml', 'readTo: { port: 161, whole: false }', 'readTo: { port: 80, whole: false }'],
        [
          'src/data/releases/2.0.0.yaml',
          '  - { row: 6, port: "161", protocol: UDP, direction: null, says: null, flows: [], cut: true }\n',
          '',
        ],
      ),
    );
    const gaps = hostGapsByRelease(dataset, views).flatMap(({ releases, value: { doubtful, carried } }) =>
      releases.map((release) => ({
        release,
        doubtful: doubtful.map(({ flow, hosts }) => `${flow.id} ${hosts.join(' ')}`),
        carried: carried.map(({ id }) => id),
      })),
    );
    expect(gaps).toEqual([
      { release: '1.0.0', doubtful: ['updates two.updates.example.net'], carried: [] },
      { release: '1.1.0', doubtful: ['updates two.updates.example.net'], carried: [] },
      { release: '2.0.0', doubtful: ['updates two.updates.example.net'], carried: ['updates'] },
    ]);
  });

  it('name the flows whose list breaks off, those without any name, those that nobody can explain and those that are unknown, and no flow to typed addresses', () => {
    const { dataset, views } = of(
      example(['src/data/releases/1.1.0.yaml', 'restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }', '']),
    );
    const gaps = hostGapsByRelease(dataset, views).map(({ releases, value }) => ({
      releases,
      cut: value.cut.map(({ id }) => id),
      nameless: value.nameless.map(({ id }) => id),
      unresolved: value.unresolved.map(({ id }) => id),
      unknown: value.unknown.map(({ id }) => id),
    }));
    expect(gaps).toEqual([
      { releases: ['1.0.0'], cut: [], nameless: [], unresolved: [], unknown: ['unresolved-https'] },
      { releases: ['1.1.0'], cut: ['updates'], nameless: [], unresolved: ['unresolved-https'], unknown: [] },
      { releases: ['2.0.0'], cut: [], nameless: ['certificate-status'], unresolved: ['unresolved-https'], unknown: [] },
    ]);
  });
});
