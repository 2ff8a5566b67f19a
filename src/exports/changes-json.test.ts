import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '#dataset/dataset.ts';
import { type Edit, editedFiles, exampleDataset } from '#dataset/example.ts';
import { toDataset } from '#dataset/read.ts';
import { type Impact, renderChanges, renderChangesSchema, toChangeList } from './changes-json.ts';

const dataset = exampleDataset();
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(renderChangesSchema()));
const second = 'src/data/releases/1.1.0.yaml';
/** The list of hosts of 1.1.0 as the example has it: cut after the first, and restored. */
const [cutList, restored] = ['hostList: cut', '    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }\n'];

function datasetAfter(edits: readonly Edit[], more: Readonly<Record<string, string>> = {}): Dataset {
  const result = toDataset(new Map([...editedFiles(...edits), ...Object.entries(more)]));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.dataset;
}

/** The change of that id after some edits of the example. */
const changeOf = (id: `${string}/${string}/${string}/${Impact}`, ...edits: Edit[]) =>
  toChangeList(datasetAfter(edits)).changes.find((change) => change.id === id);

it('is JSON with LF, two spaces and a last line break, keys in the order of the schema', () => {
  const text = renderChanges(dataset);
  expect(text.startsWith('{\n  "schemaVersion": "1.1.0",\n  "dataset": "2026.02.01",\n')).toBe(true);
  expect(text.endsWith('\n}\n')).toBe(true);
  expect(text).not.toContain('\r');
  const { properties } = JSON.parse(renderChangesSchema());
  const list = JSON.parse(text);
  expect(Object.keys(list)).toEqual(Object.keys(properties));
  for (const part of ['releases', 'changes', 'unknown', 'datasetChanges'])
    expect(Object.keys(list[part][0])).toEqual(Object.keys(properties[part].items.properties));
});

describe('a change', () => {
  it('adds a flow that the table prints and the one before it did not, with its hosts', () => {
    expect(changeOf('1.1.0/2.0.0/certificate-status/AddedFlow')).toEqual({
      id: '1.1.0/2.0.0/certificate-status/AddedFlow',
      release: '2.0.0',
      previousRelease: '1.1.0',
      since: '2026.02.01',
      flow: 'certificate-status',
      feature: 'upkeep',
      disposition: 'Add',
      impact: 'AddedFlow',
      hosts: [],
      covered: [],
      previous: { status: 'unprinted', carriedFrom: null, rows: [], printed: null, hosts: [], hostList: 'none-printed' },
      current: { status: 'printed', carriedFrom: null, rows: [5], printed: null, hosts: [], hostList: 'none-printed' },
    });
  });

  it('removes a flow that the table was read past without printing it, with the hosts that go', () => {
    const hosts = ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'];
    expect(changeOf('1.1.0/2.0.0/updates/RemovedFlow')).toMatchObject({
      disposition: 'Remove',
      hosts,
      previous: { status: 'printed', rows: [6], hosts },
      current: { status: 'gone', rows: [], hosts: [] },
    });
  });

  it('tells hosts that come and go apart', () => {
    const edits: Edit[] = [
      [
        second,
        `[one.updates.example.net]\n        ${cutList}`,
        '[one.updates.example.net, three.updates.example.net]\n        hostList: complete',
      ],
      [second, `says: updates, then the list breaks off`, 'says: updates'],
      [second, `    cut: true\n${restored}`, ''],
    ];
    expect(changeOf('1.0.0/1.1.0/updates/AddedHosts', ...edits)).toMatchObject({
      disposition: 'Change',
      hosts: ['three.updates.example.net'],
    });
    expect(changeOf('1.0.0/1.1.0/updates/RemovedHosts', ...edits)?.hosts).toEqual(['two.updates.example.net', '*.mirror.example.net']);
  });

  it('says which of the names that go a wildcard still stands for', () => {
    const edits: Edit[] = [
      [second, `[one.updates.example.net]\n        ${cutList}`, '["*.updates.example.net"]\n        hostList: complete'],
      [second, `    cut: true\n${restored}`, ''],
    ];
    expect(changeOf('1.0.0/1.1.0/updates/RemovedHosts', ...edits)).toMatchObject({
      hosts: ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'],
      covered: ['one.updates.example.net', 'two.updates.example.net'],
      current: { hosts: ['*.updates.example.net'] },
    });
  });

  it('is marked as perhaps so by its impact where a list of hosts breaks off', () => {
    const edits: Edit[] = [[second, restored, '']];
    expect(changeOf('1.0.0/1.1.0/updates/RemovedHosts', ...edits)).toBeUndefined();
    expect(changeOf('1.0.0/1.1.0/updates/PerhapsRemovedHosts', ...edits)).toMatchObject({
      disposition: 'Change',
      hosts: ['two.updates.example.net', '*.mirror.example.net'],
      current: { hosts: ['one.updates.example.net'], hostList: 'cut' },
    });
  });

  it('tells what rows print otherwise, before and now', () => {
    const printed = (id: Parameters<typeof changeOf>[0], ...edits: Edit[]) => {
      const change = changeOf(id, ...edits);
      return [change?.previous.printed, change?.current.printed];
    };
    const out: Edit = [second, 'row: 2, port: "21", protocol: FTP, direction: In/Out', 'row: 2, port: "21", protocol: FTP, direction: Out'];
    expect(printed('1.0.0/1.1.0/backup-ftp/ChangedDirection', out)).toEqual(['In/Out', 'Out']);
    expect(printed('1.0.0/1.1.0/backup-ftp/ChangedCondition')).toEqual([null, 'a server beyond the firewall']);
    expect(printed('1.0.0/1.1.0/smtp-direct/ChangedWording')).toEqual(['25* TCP: mail goes out', '25 TCP: mail goes out']);
  });
});

it('keeps apart what cannot be known, with the reason', () => {
  const { changes, unknown } = toChangeList(dataset);
  expect(unknown.filter(({ release }) => release === '2.0.0').map(({ flow }) => flow)).toEqual([
    'peer-sync-out',
    'peer-sync-in',
    'snmp-polling',
    'unresolved-https',
  ]);
  expect(unknown.find(({ id }) => id === '1.1.0/2.0.0/snmp-polling/Unknown')).toEqual({
    id: '1.1.0/2.0.0/snmp-polling/Unknown',
    release: '2.0.0',
    previousRelease: '1.1.0',
    since: '2026.02.01',
    flow: 'snmp-polling',
    feature: 'upkeep',
    reason: 'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it open until you know.',
    previous: { status: 'printed', carriedFrom: null, rows: [7], printed: null, hosts: [], hostList: 'none-printed' },
    current: { status: 'carried', carriedFrom: '1.1.0', rows: [], printed: null, hosts: [], hostList: 'none-printed' },
  });
  expect(changes.filter(({ flow, impact }) => flow === 'unresolved-https' && /Flow$/.test(impact))).toEqual([]);
});

it('tells of every release, newest first, so that one without a change is known to have been compared', () => {
  expect(toChangeList(dataset).releases).toEqual([
    { release: '2.0.0', previousRelease: '1.1.0', since: '2026.02.01', complete: false },
    { release: '1.1.0', previousRelease: '1.0.0', since: '2026.01.01', complete: true },
    { release: '1.0.0', previousRelease: null, since: '2026.01.01', complete: false },
  ]);
});

it('is since the version that first had both releases, whichever of them came in last', () => {
  const late = datasetAfter([['src/data/releases/1.0.0.yaml', 'since: "2026.01.01"', 'since: "2026.02.01"']]);
  const sinceOf = (release: string) => [
    ...new Set(
      toChangeList(late)
        .changes.filter((c) => c.release === release)
        .map((c) => c.since),
    ),
  ];
  expect([sinceOf('1.1.0'), sinceOf('2.0.0')]).toEqual([['2026.02.01'], ['2026.02.01']]);
});

it('tells of the changes of the dataset itself, newest first', () => {
  expect(toChangeList(dataset).datasetChanges).toEqual([
    {
      id: '2026.02.01/SNMP',
      dataset: '2026.02.01',
      date: '2026-02-01',
      title: 'SNMP',
      reason: 'Read again.',
      flows: ['snmp-polling'],
    },
    {
      id: '2026.01.01/The first dataset',
      dataset: '2026.01.01',
      date: '2026-01-01',
      title: 'The first dataset',
      reason: 'Begun.',
      flows: [],
    },
  ]);
});

describe('an id', () => {
  const recordsOf = (of: Dataset) => [...toChangeList(of).changes, ...toChangeList(of).unknown];
  const sorted = (ids: string[]) => ids.toSorted((a, b) => (a < b ? -1 : 1));

  it('is the two releases, flow and impact, and stands once', () => {
    const records = toChangeList(dataset).changes;
    expect(records.map(({ id }) => id)).toEqual(
      records.map(({ previousRelease, release, flow, impact }) => `${previousRelease}/${release}/${flow}/${impact}`),
    );
    expect(new Set(recordsOf(dataset).map(({ id }) => id)).size).toBe(recordsOf(dataset).length);
  });

  describe('when a release is put in between', () => {
    /** What a record states: all but the status, which also tells of other releases. */
    const statementsOf = (of: Dataset) =>
      new Map(
        toChangeList(of).changes.map(({ previous, current, ...said }) => [
          said.id,
          { ...said, was: previous.printed, is: current.printed },
        ]),
      );
    const like = (release: string, other: string, ...edits: [string, string][]): Readonly<Record<string, string>> => {
      const text = editedFiles().get(`src/data/releases/${other}.yaml`) as string;
      const changed = edits.reduce((part, [from, to]) => part.replace(from, to), text);
      return { [`src/data/releases/${release}.yaml`]: changed.replace(`release: "${other}"`, `release: "${release}"`) };
    };
    const end = 'readTo: { port: 17777, whole: true, end: true }';
    const short: [string, string][] = [
      [end, 'readTo: { port: 53, whole: true }'],
      [/ {2}- row: 6\n.*/s.exec(editedFiles().get(second) as string)?.[0] as string, ''],
    ];
    const brokenList: [string, string] = [restored, ''];
    const [three, four] = ['three.updates.example.net', 'four.updates.example.net'];
    const oneOfTwo: [string, string] = ['[one.updates.example.net]', `[one.updates.example.net, ${three}]`];
    /** 1.1.0 prints two hosts that are new, and none of the old ones. */
    const renamed = datasetAfter.bind(null, [
      [second, `[one.updates.example.net]\n        ${cutList}`, `[${three}, ${four}]\n        hostList: complete`],
      [second, `    cut: true\n${restored}`, ''],
    ]);
    it.each([
      ['that prints what the earlier one does', like('1.5.0', '1.1.0')],
      ['whose copy ends early', like('1.5.0', '1.1.0', ...short)],
      ['that prints what the later one does', like('1.5.0', '2.0.0')],
      ['whose list of hosts breaks off', like('1.5.0', '1.1.0', brokenList)],
      ['between the first two', like('1.0.5', '1.1.0', brokenList)],
      ['that already prints one of two new hosts', like('1.0.5', '1.1.0', brokenList, oneOfTwo)],
      ['before all others', like('0.9.0', '1.1.0', brokenList)],
      ['after all others', like('3.0.0', '1.1.0', brokenList)],
    ])('%s, means the same or is gone', (_, more) => {
      const [before, after] = [statementsOf(renamed({})), statementsOf(renamed(more))];
      const kept = [...before.keys()].filter((id) => after.has(id));
      for (const id of kept) expect(after.get(id), id).toEqual(before.get(id));
      const release = /(\d\.\d\.\d)\.yaml/.exec(Object.keys(more)[0] as string)?.[1] as string;
      const untouched = [...before.values()].filter(({ previousRelease, release: later }) => release < previousRelease || release > later);
      expect(kept).toEqual(expect.arrayContaining(untouched.map(({ id }) => id)));
      expect(after.size).toBeGreaterThan(kept.length);
    });

    it('names all hosts that its two releases differ in, whichever a release in between already has', () => {
      const after = statementsOf(renamed(like('1.0.5', '1.1.0', brokenList, oneOfTwo)));
      expect(after.get('1.0.0/1.0.5/updates/AddedHosts')?.hosts).toEqual([three]);
      expect(after.get('1.0.0/1.1.0/updates/AddedHosts')?.hosts).toEqual([three, four]);
    });

    it('stays where the new copy does not reach the flow', () => {
      const after = statementsOf(datasetAfter([], like('1.5.0', '1.1.0', ...short)));
      expect([...after.keys()]).toEqual(
        expect.arrayContaining([
          '1.1.0/2.0.0/updates/RemovedFlow',
          '1.1.0/2.0.0/certificate-status/AddedFlow',
          '1.5.0/2.0.0/backup-ftp/ChangedCondition',
        ]),
      );
    });
  });

  it('does not come from the order of features or flows', () => {
    const turned = { ...dataset, features: dataset.features.map((entry) => ({ ...entry, flows: entry.flows.toReversed() })).reverse() };
    expect(sorted(recordsOf(turned).map(({ id }) => id))).toEqual(sorted(recordsOf(dataset).map(({ id }) => id)));
    expect(recordsOf(turned).map(({ id }) => id)).not.toEqual(recordsOf(dataset).map(({ id }) => id));
  });
});

describe('the published schema', () => {
  type Parsed = ReturnType<typeof toChangeList>;
  const parsed = (): Parsed => JSON.parse(renderChanges(dataset));
  const ofChange =
    (change: Record<string, unknown>) =>
    (list: Parsed): unknown => ({ ...list, changes: [{ ...list.changes[0], ...change }] });

  it('fits the file, and is of draft 2020-12 with a description', () => {
    expect(validate(parsed()), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.parse(renderChangesSchema())).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Portcullis changes',
    });
  });

  it.each<[string, (list: Parsed) => unknown]>([
    ['a bare list', ({ changes }) => changes],
    ['a list without its version', ({ schemaVersion, ...list }) => list],
    ['a further key', (list) => ({ ...list, generated: '2026-02-01' })],
    ['an impact that is none', ofChange({ impact: 'MovedFlow' })],
    ['a disposition in lower case', ofChange({ disposition: 'add' })],
    ['one host where a list belongs', ofChange({ hosts: 'one.updates.example.net' })],
    ['a change without the state before', ofChange({ previous: null })],
    ['a change that is perhaps so by a word of its own', ofChange({ certain: false })],
    ['what cannot be known without a reason', (list) => ({ ...list, unknown: [{ ...list.unknown[0], reason: undefined }] })],
    [
      'a change of the dataset with one flow for a list',
      (list) => ({ ...list, datasetChanges: [{ ...list.datasetChanges[0], flows: 'dns' }] }),
    ],
  ])('refuses %s', (_, spoil) => {
    expect(validate(JSON.parse(JSON.stringify(spoil(parsed()))))).toBe(false);
  });
});
