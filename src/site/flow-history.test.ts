import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { flowHistory } from './flow-history.ts';
import { type FlowView, flowViews } from './flow-view.ts';

const dataset = exampleDataset();
const historyOf = (id: string) => flowHistory(dataset, flowViews(dataset).find(({ flow }) => flow.id === id) as FlowView);

it('has every release, oldest first, with its rows cell by cell as printed', () => {
  const same = { protocol: 'TCP', direction: 'Out', condition: null, hosts: 'none', hostNames: [], cut: false };
  expect(historyOf('smtp-direct').map(({ release, status, rows }) => ({ release, status, rows }))).toEqual([
    {
      release: '1.0.0',
      status: 'printed',
      rows: [{ row: 4, port: '25*', application: null, ...same }],
    },
    {
      release: '1.1.0',
      status: 'printed',
      rows: [{ row: 4, port: '25', application: null, ...same }],
    },
    {
      release: '2.0.0',
      status: 'printed',
      rows: [{ row: 3, port: '25', application: 'SMTP', ...same }],
    },
  ]);
});

it('has all rows of a release that stand for the flow, and the condition that a row prints', () => {
  expect(historyOf('dns-queries').map(({ rows }) => rows.map(({ row, protocol, cut }) => `${row} ${protocol} ${cut}`))).toEqual([
    ['5 TCP false', '6 UDP false'],
    ['5 UDP/TCP true'],
    ['4 TCP / UDP false'],
  ]);
  expect(historyOf('backup-ftp').flatMap(({ rows }) => rows.map(({ condition }) => condition))).toEqual([
    null,
    'a server beyond the firewall',
    null,
  ]);
});

it('counts and names the hosts of the row itself, not those that another release restored, and says where the list breaks off', () => {
  expect(historyOf('updates').map(({ rows }) => rows.map(({ hosts }) => hosts))).toEqual([['3 hosts'], ['1 host, then breaks off'], []]);
  expect(historyOf('updates').flatMap(({ rows }) => rows.map(({ hostNames }) => hostNames))).toEqual([
    ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'],
    ['one.updates.example.net'],
  ]);
  expect(historyOf('unresolved-https').flatMap(({ rows }) => rows.map(({ hosts }) => hosts))).toEqual(['none']);
});

it('says why a release has no row, and from where that is known', () => {
  expect(historyOf('snmp-polling').map(({ word, sentence, rows }) => [word, rows.length > 0 ? '' : sentence])).toEqual([
    ['unknown', 'The copy of 1.0.0 ends before its place, and no earlier release decides: it may or may not be needed.'],
    ['printed', ''],
    ['carried', 'The copy of 2.0.0 ends before its place; 1.1.0 printed it, so it is carried forward.'],
  ]);
  expect(historyOf('updates').at(-1)).toMatchObject({
    word: 'gone',
    sentence: "The part of 2.0.0's table that was read no longer prints it; 1.1.0 was the last to do so.",
  });
});
