/** `changes.json` against the lists of the releases that it compares, worked out here a second time. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ChangeList } from '#exports/changes-json.ts';
import { site } from './built.ts';
import { dataset, listOf, releases } from './published.ts';

const list: ChangeList = JSON.parse(site.text('/api/v1/changes.json'));
const flows = new Map(dataset.features.flatMap((feature) => feature.flows.map((flow) => [flow.id, flow])));
const pairs = releases.slice(1).map((release, at) => ({ release, before: releases[at] as string }));

/** A flow in a published list of flows. */
const flowIn = (release: string, id: string) => listOf(release).flows.find((flow) => flow.id === id);
const absentIn = (release: string, id: string) => listOf(release).absent.find((flow) => flow.id === id)?.status;
const releaseOf = (id: string) => dataset.releases.find(({ release }) => release === id) as (typeof dataset.releases)[number];
const rowsIn = (release: string, id: string) => releaseOf(release).rows.filter((row) => Object.hasOwn(row.flows, id));

/** What the copy of a release itself says of a flow: that it is printed, that it is not, or nothing, since it ends before. */
function copySays(release: string, id: string): 'printed' | 'not printed' | 'nothing' {
  if (rowsIn(release, id).length > 0) return 'printed';
  const { readTo, absent } = releaseOf(release);
  const flow = flows.get(id);
  const place = (flow?.sourcePort ?? flow?.port)?.from ?? 0;
  const past = readTo.end || place < readTo.port || (place === readTo.port && readTo.whole) || Object.hasOwn(absent, id);
  return past ? 'not printed' : 'nothing';
}

const ids = [...flows.keys()];
const recordsOf = (release: string, pattern: RegExp) =>
  list.changes.filter((change) => change.release === release && pattern.test(change.impact));
const idsOf = (release: string, pattern: RegExp) =>
  recordsOf(release, pattern)
    .map(({ flow }) => flow)
    .sort();

it('fits its published schema, and says which dataset it is of', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(site.text('/api/v1/schema/changes.json')));
  expect(validate(list), JSON.stringify(validate.errors)).toBe(true);
  expect(list).toMatchObject({ schemaVersion: '1.1.0', dataset: dataset.product.dataset, product: dataset.product.name });
});

it('compares every release with the one before it', () => {
  expect(list.releases.map(({ release, previousRelease }) => ({ release, before: previousRelease }))).toEqual([
    ...pairs.toReversed(),
    { release: releases[0], before: null },
  ]);
  const told = new Set([...list.changes, ...list.unknown].map(({ release, previousRelease }) => `${previousRelease} ${release}`));
  expect([...told].sort()).toEqual(pairs.map(({ release, before }) => `${before} ${release}`).sort());
});

it('tells each thing once, under an id that is its release, flow and impact', () => {
  const all = [
    ...list.changes.map(({ impact, ...record }) => ({ ...record, what: impact })),
    ...list.unknown.map((record) => ({ ...record, what: 'Unknown' })),
  ];
  expect(all.map(({ id }) => id)).toEqual(all.map(({ release, flow, what }) => `${release}/${flow}/${what}`));
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(200);
});

it('has the history of the dataset as changes.yaml tells it, with the version that brought each release in', () => {
  expect(
    list.datasetChanges.map(({ dataset: version, title, reason, flows: touched }) => ({ dataset: version, title, reason, flows: touched })),
  ).toEqual(dataset.changes);
  const versions = dataset.changes.map((change) => change.dataset);
  for (const { release, since } of list.releases) {
    expect(since, release).toBe(releaseOf(release).since);
    expect(versions, release).toContain(since);
  }
});

describe.each(pairs)('from $before to $release', ({ release, before }) => {
  const needed = (id: string) => flowIn(before, id) !== undefined;
  const resolved = (id: string) => !flows.get(id)?.unresolved;

  it('adds what the later table prints and the earlier one was read past without', () => {
    const added = ids.filter((id) => copySays(release, id) === 'printed' && copySays(before, id) === 'not printed' && resolved(id));
    expect(idsOf(release, /^AddedFlow$/)).toEqual(added.toSorted());
  });

  it('removes what was needed and the later table was read past without', () => {
    const removed = ids.filter((id) => copySays(release, id) === 'not printed' && needed(id));
    expect(idsOf(release, /^RemovedFlow$/)).toEqual(removed.toSorted());
  });

  it('names as unknown whatever neither stays, nor goes, nor comes, nor is in neither release', () => {
    const stays = ids.filter((id) => copySays(release, id) === 'printed' && needed(id) && resolved(id));
    const neither = ids.filter((id) =>
      [release, before].every((entry) => flowIn(entry, id) === undefined && absentIn(entry, id) !== 'unknown'),
    );
    const certain = new Set([...stays, ...neither, ...idsOf(release, /Flow$/)]);
    const unknown = list.unknown.filter((record) => record.release === release).map(({ flow }) => flow);
    expect(unknown.filter((id) => !neither.includes(id)).sort()).toEqual(ids.filter((id) => !certain.has(id)).sort());
    expect(unknown.filter((id) => stays.includes(id))).toEqual([]);
  });

  it('names the hosts that differ between the two lists, as certain only where both lists can be relied on', () => {
    for (const id of ids) {
      const [earlier, later] = [flowIn(before, id), flowIn(release, id)];
      if (!earlier || !later || copySays(release, id) !== 'printed' || !resolved(id)) continue;
      const told = (pattern: RegExp) => recordsOf(release, pattern).filter(({ flow }) => flow === id);
      const only = (one: readonly string[], other: readonly string[]) => one.filter((host) => !other.includes(host));
      expect(
        told(/AddedHosts$/).flatMap(({ hosts }) => hosts),
        id,
      ).toEqual(only(later.hosts, earlier.hosts));
      expect(
        told(/RemovedHosts$/).flatMap(({ hosts }) => hosts),
        id,
      ).toEqual(only(earlier.hosts, later.hosts));
      if (told(/^AddedHosts$/).length > 0) expect(earlier.hostList, id).not.toBe('cut');
      if (told(/^RemovedHosts$/).length > 0) expect(later.hostList, id).toBe('complete');
      const whole = earlier.status === 'printed' && earlier.hostList === 'complete' && later.hostList === 'complete';
      if (whole) expect(told(/^Perhaps/), id).toEqual([]);
    }
  });

  it('tells a printed direction or condition that changed, and none that a copy lost', () => {
    for (const [impact, cell] of [
      ['ChangedDirection', 'direction'],
      ['ChangedCondition', 'condition'],
    ] as const) {
      const readable = ids.filter((id) =>
        [before, release].every((entry) => rowsIn(entry, id).length > 0 && rowsIn(entry, id).every(({ cut }) => !cut)),
      );
      const about = (row: ReturnType<typeof rowsIn>[number], id: string) =>
        cell === 'direction' || (row.conditionFlows ?? [id]).includes(id);
      const printed = (entry: string, id: string) =>
        [...new Set(rowsIn(entry, id).flatMap((row) => (about(row, id) ? (row[cell] ?? []) : [])))].join('; ');
      const changed = readable.filter((id) => printed(before, id) !== printed(release, id));
      const told = recordsOf(release, new RegExp(`^${impact}$`));
      expect(
        told
          .map(({ flow }) => flow)
          .filter((id) => readable.includes(id))
          .sort(),
      ).toEqual(changed.toSorted());
      for (const { flow, previous, current } of told) {
        expect([previous.printed ?? '', current.printed ?? '']).toEqual([printed(before, flow), printed(release, flow)]);
      }
    }
  });

  it('tells wording that changed with what the rows say', () => {
    for (const { flow, previous, current } of recordsOf(release, /^ChangedWording$/)) {
      expect(previous.printed, flow).not.toBe(current.printed);
      for (const [entry, state] of [
        [before, previous],
        [release, current],
      ] as const) {
        for (const { says } of rowsIn(entry, flow)) expect(state.printed, flow).toContain(says);
      }
    }
  });

  it('gives each flow its state in both releases, as their lists have it', () => {
    for (const record of [...list.changes, ...list.unknown].filter((entry) => entry.release === release)) {
      for (const [entry, state] of [
        [before, record.previous],
        [release, record.current],
      ] as const) {
        const flow = flowIn(entry, record.flow);
        expect(state.status, record.id).toBe(flow?.status ?? absentIn(entry, record.flow) ?? 'unprinted');
        expect(state.hosts, record.id).toEqual(flow?.hosts ?? []);
        expect(state.rows, record.id).toEqual(flow?.printed.map(({ row }) => row) ?? []);
        expect(state.carriedFrom, record.id).toBe(flow?.carriedFrom ?? null);
      }
      expect(record.feature, record.id).toBe(flows.get(record.flow)?.feature);
    }
  });
});
