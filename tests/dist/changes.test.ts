/** `changes.json` against the lists of the releases and the published comparisons of every two, worked out here a second time. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { ChangeList, ChangeRecord } from '#exports/changes-json.ts';
import type { Comparison, FlowChange } from '#exports/comparison-record.ts';
import { site } from './built.ts';
import { copySays } from './copy-says.ts';
import { dataset, listOf, releases } from './published.ts';

const list: ChangeList = JSON.parse(site.text('/api/v1/changes.json'));
const flows = new Map(dataset.features.flatMap((feature) => feature.flows.map((flow) => [flow.id, flow])));
const pairs = releases.slice(1).map((release, at) => ({ release, before: releases[at] as string }));

/** A flow in a published list of flows. */
const flowIn = (release: string, id: string) => listOf(release).flows.find((flow) => flow.id === id);
const absentIn = (release: string, id: string) => listOf(release).absent.find((flow) => flow.id === id)?.status;
const releaseOf = (id: string) => dataset.releases.find(({ release }) => release === id) as (typeof dataset.releases)[number];
const rowsIn = (release: string, id: string) => releaseOf(release).rows.filter((row) => Object.hasOwn(row.flows, id));

const ids = [...flows.keys()];
const at = (release: string) => releases.indexOf(release);
const comparisonOf = (from: string, to: string): Comparison => JSON.parse(site.text(`/api/v1/releases/${from}/${to}.json`));
const kinds = { ChangedDirection: 'direction', ChangedCondition: 'condition', ChangedWording: 'wording' } as const;

/** What a published comparison says for certain of a flow, as changes with the hosts that each is about. */
function certainOf({ disposition, hosts, printedChanges }: FlowChange): { impact: RegExp; host: string | null }[] {
  return [
    ...(disposition === 'add' ? [{ impact: /^AddedFlow$/, host: null }] : []),
    ...(disposition === 'remove' ? [{ impact: /^RemovedFlow$/, host: null }] : []),
    ...(disposition === 'unknown' ? [] : hosts.added.map((host) => ({ impact: /^Added(Flow|Hosts)$/, host }))),
    ...(disposition === 'unknown' ? [] : hosts.removed.map((host) => ({ impact: /^Removed(Flow|Hosts)$/, host }))),
    ...printedChanges.map(({ kind }) => ({ impact: new RegExp(`^Changed${kind}$`, 'i'), host: null })),
  ];
}

it('fits its published schema, and says which dataset it is of', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(site.text('/api/v1/schema/changes.json')));
  expect(validate(list), JSON.stringify(validate.errors)).toBe(true);
  expect(list).toMatchObject({ schemaVersion: '1.1.0', dataset: dataset.product.dataset, product: dataset.product.name });
});

it('names every release and the one before it, and compares only with earlier ones', () => {
  expect(list.releases.map(({ release, previousRelease }) => ({ release, before: previousRelease }))).toEqual([
    ...pairs.toReversed(),
    { release: releases[0], before: null },
  ]);
  for (const { id, release, previousRelease } of [...list.changes, ...list.unknown]) {
    expect(at(previousRelease), id).toBeGreaterThanOrEqual(0);
    expect(at(previousRelease), id).toBeLessThan(at(release));
  }
});

it('tells each thing once, under an id that is its two releases, flow and impact', () => {
  const all = [
    ...list.changes.map(({ impact, ...record }) => ({ ...record, what: impact })),
    ...list.unknown.map((record) => ({ ...record, what: 'Unknown' })),
  ];
  expect(all.map(({ id }) => id)).toEqual(
    all.map(({ previousRelease, release, flow, what }) => `${previousRelease}/${release}/${flow}/${what}`),
  );
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(200);
});

describe.each(releases.flatMap((from, index) => releases.slice(index + 1).map((to) => ({ from, to }))))(
  'between $from and $to',
  ({ from, to }) => {
    const compared = comparisonOf(from, to);

    it('every certain statement of the comparison has a record', () => {
      for (const flow of compared.flows) {
        for (const { impact, host } of certainOf(flow)) {
          const found = list.changes.filter(
            (change) =>
              change.flow === flow.id &&
              impact.test(change.impact) &&
              (host === null || change.hosts.includes(host)) &&
              at(change.release) > at(from) &&
              at(change.release) <= at(to) &&
              at(change.previousRelease) >= at(flow.previous.carriedFrom ?? from),
          );
          expect(found.length, `${flow.id} ${impact} ${host}`).toBeGreaterThan(0);
        }
      }
    });

    it('every record of the two is what their comparison says, and nothing else', () => {
      for (const change of list.changes.filter(({ previousRelease, release }) => previousRelease === from && release === to)) {
        const { disposition, hosts, printedChanges, previous, current } = compared.flows.find(({ id }) => id === change.flow) as FlowChange;
        const right: Partial<Record<ChangeRecord['impact'], readonly string[]>> = {
          ...(disposition === 'add' ? { AddedFlow: hosts.added } : {}),
          ...(disposition === 'remove' ? { RemovedFlow: hosts.removed } : {}),
          AddedHosts: hosts.added,
          RemovedHosts: hosts.removed,
          PerhapsAddedHosts: hosts.perhapsAdded,
          PerhapsRemovedHosts: hosts.perhapsRemoved,
          ...Object.fromEntries(Object.keys(kinds).map((impact) => [impact, []])),
        };
        expect(change.hosts, change.id).toEqual(right[change.impact]);
        if (/Hosts$/.test(change.impact)) expect(change.hosts, change.id).not.toEqual([]);
        expect(change.covered, change.id).toEqual(/^Removed/.test(change.impact) ? hosts.covered : []);
        if (change.impact in kinds) {
          const kind = kinds[change.impact as keyof typeof kinds];
          expect(printedChanges, change.id).toContainEqual({ kind, previous: change.previous.printed, current: change.current.printed });
        }
        for (const [state, there] of [
          [change.previous, previous],
          [change.current, current],
        ] as const)
          expect(state, change.id).toMatchObject({
            status: there.status,
            carriedFrom: there.carriedFrom,
            hosts: there.hosts,
            hostList: there.hostList,
          });
      }
    });
  },
);

/** Read by hand from the tables: what only a comparison past an unread copy shows, and what a wildcard stands for. */
it('tells what came past copies that do not reach it, and which names a wildcard still stands for', () => {
  const record = (id: string) => list.changes.find((change) => change.id === id);
  expect(record('5.6.0/6.3.0/revocation-lookup/AddedFlow')?.current.rows).toEqual([8]);
  expect(record('4.7.2/5.1.0/spamlogic-updates/AddedFlow')?.hosts).toHaveLength(5);
  expect(record('4.7.2/5.1.0/ntp-time/ChangedDirection')).toMatchObject({ previous: { printed: 'Out' }, current: { printed: 'In/Out' } });
  expect(record('5.7.0/6.3.0/spamlogic-updates/RemovedHosts')?.covered.toSorted()).toEqual(
    ['ruledownloads', 'sn12', 'tisdk', 'verio'].map((name) => `${name}.mailshell.net`),
  );
  expect(list.changes.filter(({ flow, impact }) => flow === 'service-availability-list' && /^Added/.test(impact))).toEqual([]);
  expect(list.changes.filter(({ flow, impact }) => flow === 'trustmanager-livefeed' && impact === 'ChangedCondition')).toEqual([]);
  expect(list.changes.filter(({ release, impact }) => release === '4.11.0' && impact === 'ChangedWording')).toEqual([]);
  expect(list.changes.filter(({ id }) => /^4\.11\.0\/5\.0\.0\/.*ChangedWording$/.test(id))).toEqual([]);
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

describe.each(pairs)('$release', ({ release, before }) => {
  const earlier = releases.slice(0, at(release));
  /** The nearest earlier release whose own copy says if it has the flow. */
  const decider = (id: string) => earlier.findLast((entry) => copySays(entry, id) !== 'nothing');
  const resolved = (id: string) => !flows.get(id)?.unresolved;
  const told = (impact: string) =>
    list.changes
      .filter((change) => change.release === release && change.impact === impact)
      .map(({ flow, previousRelease }) => `${flow} ${previousRelease}`)
      .sort();
  const turns = (was: string, is: string) =>
    ids.flatMap((id) => {
      const base = decider(id);
      return base !== undefined && copySays(base, id) === was && copySays(release, id) === is ? [`${id} ${base}`] : [];
    });

  it('adds what it prints and the nearest release that decides did not', () => {
    expect(told('AddedFlow')).toEqual(
      turns('not printed', 'printed')
        .filter((entry) => resolved(entry.split(' ')[0] as string))
        .sort(),
    );
  });

  it('removes what it does not print and the nearest release that decides did', () => {
    expect(told('RemovedFlow')).toEqual(turns('printed', 'not printed').sort());
  });

  it('names as unknown what its own copy or all earlier ones leave open, and what the source never explains', () => {
    const open = ids.filter((id) => {
      if (copySays(release, id) === 'nothing') return true;
      if (!resolved(id)) return copySays(release, id) === 'printed';
      return decider(id) === undefined;
    });
    const unknown = list.unknown.filter((record) => record.release === release);
    expect(unknown.map(({ flow }) => flow).sort()).toEqual(open.sort());
    for (const { id, previousRelease, flow } of unknown) if (resolved(flow)) expect(previousRelease, id).toBe(before);
  });

  it('tells of hosts as certain only where both lists can be relied on', () => {
    for (const { id, impact, previous, current } of list.changes.filter((change) => change.release === release)) {
      if (impact === 'AddedHosts') expect(previous.hostList, id).not.toBe('cut');
      if (impact === 'RemovedHosts') expect(current.status === 'gone' || current.hostList === 'complete', id).toBe(true);
      if (impact === 'PerhapsAddedHosts') expect(previous.hostList, id).toBe('cut');
      if (impact === 'PerhapsRemovedHosts') expect(current.hostList, id).not.toBe('complete');
    }
  });

  it('tells a printed direction or condition that is not that of the nearest rows, and none that a copy lost', () => {
    for (const [impact, cell] of [
      ['ChangedDirection', 'direction'],
      ['ChangedCondition', 'condition'],
    ] as const) {
      const lost = (row: ReturnType<typeof rowsIn>[number]) => (cell === 'direction' ? row.direction === null : row.cut);
      const readable = (entry: string, id: string) => rowsIn(entry, id).length > 0 && !rowsIn(entry, id).some(lost);
      const about = (row: ReturnType<typeof rowsIn>[number], id: string) =>
        cell === 'direction' || (row.conditionFlows ?? [id]).includes(id);
      const printed = (entry: string, id: string) =>
        [...new Set(rowsIn(entry, id).flatMap((row) => (about(row, id) ? (row[cell] ?? []) : [])))].join('; ');
      const changed = ids.flatMap((id) => {
        const base = earlier.findLast((entry) => readable(entry, id));
        return base !== undefined && readable(release, id) && printed(base, id) !== printed(release, id) ? [`${id} ${base}`] : [];
      });
      expect(told(impact)).toEqual(changed.sort());
    }
  });

  it('tells wording that changed with what the rows say, in one language', () => {
    for (const { id, flow, previousRelease, previous, current } of list.changes) {
      if (!id.endsWith('ChangedWording') || !id.includes(`/${release}/`)) continue;
      expect(previous.printed, id).not.toBe(current.printed);
      expect(releaseOf(previousRelease).source.language, id).toBe(releaseOf(release).source.language);
      for (const [entry, state] of [
        [previousRelease, previous],
        [release, current],
      ] as const) {
        for (const { says } of rowsIn(entry, flow)) expect(state.printed, id).toContain(says);
      }
    }
  });

  it('gives each flow its state in both releases, as their lists have it', () => {
    for (const record of [...list.changes, ...list.unknown].filter((entry) => entry.release === release)) {
      for (const [entry, state] of [
        [record.previousRelease, record.previous],
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
