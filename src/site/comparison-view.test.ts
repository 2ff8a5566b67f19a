import { describe, expect, it } from 'vitest';
import { type Edit, editedFiles, exampleDataset } from '#dataset/example.ts';
import { toDataset } from '#dataset/read.ts';
import { type ComparedView, comparisonView, reachWords } from './comparison-view.ts';

const dataset = exampleDataset();
const second = 'src/data/releases/1.1.0.yaml';
const third = 'src/data/releases/2.0.0.yaml';

function viewAfter(from: string, to: string, ...edits: Edit[]) {
  const result = toDataset(editedFiles(...edits));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return comparisonView(result.dataset, from, to);
}
const ids = (flows: readonly ComparedView[]) => flows.map(({ view }) => view.flow.id);

it('sorts the flows by what an administrator does with them', () => {
  const view = comparisonView(dataset, '1.1.0', '2.0.0');
  expect(ids(view.add)).toEqual(['certificate-status']);
  expect(ids(view.stay)).toEqual(['smtp-inbound', 'smtp-direct', 'smtp-relay', 'dns-queries', 'backup-ftp']);
  expect(ids(view.remove)).toEqual(['backup-ftp-data', 'updates']);
  expect(view.reasons.map(({ reason, flows }) => [reason, ids(flows)])).toEqual([
    [
      'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it open until you know.',
      ['peer-sync-out', 'peer-sync-in', 'snmp-polling'],
    ],
    ['The source breaks off before it says what it is for. Open nothing for it until the vendor tells.', ['unresolved-https']],
  ]);
  expect(ids(view.unknown)).toEqual(view.reasons.flatMap(({ flows }) => ids(flows)));
});

it('marks what the later table prints and the earlier copy does not reach, and puts it first', () => {
  const view = comparisonView(dataset, '1.0.0', '1.1.0');
  expect(view.unknown.map(({ view: { flow }, toSee }) => `${flow.id} ${toSee}`)).toEqual([
    'peer-sync-out true',
    'peer-sync-in true',
    'snmp-polling true',
    'unresolved-https false',
  ]);
  const polled: Edit = [third, 'direction: null, says: null, flows: [], cut: true', 'direction: In, says: polling, flows: [snmp-polling]'];
  expect(viewAfter('1.0.0', '2.0.0', polled).reasons.map(({ flows }) => ids(flows))).toEqual([
    ['snmp-polling'],
    ['peer-sync-out', 'peer-sync-in'],
    ['unresolved-https'],
  ]);
});

it('names the flows that a closed rule must not take along', () => {
  const edits: Edit[] = [
    ['src/data/features/upkeep.yaml', 'to: revocation-servers', 'to: update-servers'],
    [
      'src/data/parties.yaml',
      '  - { id: revocation-servers, name: revocation servers, zone: internet, reach: unpublished, hint: Named in certificates. }\n',
      '',
    ],
  ];
  const updates = viewAfter('1.1.0', '2.0.0', ...edits).remove.find(({ view }) => view.flow.id === 'updates');
  expect(updates?.sharers.map(({ flow }) => flow.title)).toEqual(['Certificate status']);
});

it('warns before closing only where something goes and the later copy ends early', () => {
  expect(comparisonView(dataset, '1.1.0', '2.0.0').caution).toMatch(/^The copy of 2\.0\.0 ends in port 161\./);
  expect(comparisonView(dataset, '1.0.0', '1.1.0').caution).toBeNull();
  expect(comparisonView(dataset, '1.1.0', '1.0.0').caution).toBeNull();
  const certificates = 'says: certificates, flows: [certificate-status] }';
  const stays = `${certificates}
  - { row: 6, port: "80", protocol: TCP, direction: Out, says: updates, flows: { updates: { hosts: [one.updates.example.net], hostList: complete } } }`;
  const edits: Edit[] = [
    [third, certificates, stays],
    [third, 'row: 6, port: "161"', 'row: 7, port: "161"'],
  ];
  expect(viewAfter('1.1.0', '2.0.0', ...edits).caution).not.toBeNull();
});

describe('hosts of a flow that stays', () => {
  const restored = '    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }\n';
  const reprinted = (hosts: string, list = 'complete'): Edit[] => [
    [
      third,
      'says: certificates, flows: [certificate-status] }',
      `says: certificates, flows: [certificate-status] }
  - { row: 6, port: "80", protocol: TCP, direction: Out, says: updates, flows: { updates: { hosts: [${hosts}], hostList: ${list} } } }`,
    ],
    [third, 'row: 6, port: "161"', 'row: 7, port: "161"'],
  ];
  const lists = (...edits: Edit[]) =>
    viewAfter('1.1.0', '2.0.0', ...edits).hosts.map(({ compared, lists: found }) => [
      compared.view.flow.id,
      found.map(({ term, names, note }) => `${term}: ${names.join(' ')} (${note})`),
    ]);

  it('are none where the lists are the same', () => {
    expect(comparisonView(dataset, '1.0.0', '1.1.0').hosts).toEqual([]);
  });

  it('are to be added, may go, or are covered by a wildcard', () => {
    expect(lists(...reprinted('"*.updates.example.net"'))).toEqual([
      [
        'updates',
        [
          'Add: *.updates.example.net (null)',
          'May go: *.mirror.example.net (2.0.0 no longer names it.)',
          'Covered: one.updates.example.net two.updates.example.net (*.updates.example.net now stands for them. Keep the names where the firewall takes no wildcard.)',
        ],
      ],
    ]);
    expect(lists(...reprinted('"*.updates.example.net", one.updates.example.net'))[0]?.[1]).toContain(
      'Covered: two.updates.example.net (*.updates.example.net now stands for it. Keep the name where the firewall takes no wildcard.)',
    );
    expect(lists(...reprinted('new.updates.example.net'))[0]?.[1]).toContain(
      'May go: one.updates.example.net two.updates.example.net *.mirror.example.net (2.0.0 no longer names them.)',
    );
  });

  it('are to be seen to where the earlier list breaks off, and not known where the later one names none', () => {
    expect(lists([second, restored, ''], ...reprinted('two.updates.example.net'))[0]?.[1]).toEqual([
      'See to: two.updates.example.net (See that these are allowed; the list of 1.1.0 breaks off, so it may have had them.)',
      'May go: one.updates.example.net (2.0.0 no longer names it.)',
    ]);
    expect(lists(...reprinted('', 'none-printed'))[0]?.[1]).toEqual([
      'Not known: one.updates.example.net two.updates.example.net *.mirror.example.net (2.0.0 names no host for it, so whether these still hold is not known.)',
    ]);
  });

  it('are named with the other flows that need them', () => {
    const edits: Edit[] = [
      ...reprinted('', 'none-printed'),
      [third, 'flows: [certificate-status]', 'flows: { certificate-status: { hosts: [one.updates.example.net], hostList: complete } }'],
      ['src/data/parties.yaml', 'reach: unpublished, hint: Named in certificates.', 'reach: hosts, hint: Named in certificates.'],
    ];
    const [updates] = viewAfter('1.1.0', '2.0.0', ...edits).hosts;
    expect(updates?.lists.map(({ term, elsewhere }) => [term, elsewhere.map(({ view, names }) => [view.flow.id, names])])).toEqual([
      ['Not known', [['certificate-status', ['one.updates.example.net']]]],
    ]);
  });

  it('are not known where the later list breaks off', () => {
    const [hosts] = viewAfter('1.0.0', '1.1.0', [second, restored, '']).hosts;
    expect(hosts?.lists).toEqual([
      {
        term: 'Not known',
        names: ['two.updates.example.net', '*.mirror.example.net'],
        note: 'The list of 1.1.0 breaks off, so these may still be needed.',
        elsewhere: [],
      },
    ]);
  });
});

it('shows a print that changed once, for all flows that rest on the same rows', () => {
  const { printed } = comparisonView(dataset, '1.0.0', '1.1.0');
  expect(printed.direction).toEqual([]);
  expect(printed.wording.map(({ previous, current, rows, flows }) => ({ previous, current, rows, flows: ids(flows) }))).toEqual([
    {
      previous: '25* TCP: mail goes out',
      current: '25 TCP: mail goes out',
      rows: [
        { release: '1.0.0', row: 4, side: 'previous' },
        { release: '1.1.0', row: 4, side: 'current' },
      ],
      flows: ['smtp-direct', 'smtp-relay'],
    },
    expect.objectContaining({ flows: ['updates'] }),
  ]);
  expect(printed.condition.map(({ previous, current, flows }) => [previous, current, ids(flows)])).toEqual([
    [null, 'a server beyond the firewall', ['backup-ftp']],
  ]);
});

it('says how far a copy goes, as the end of a sentence', () => {
  expect(reachWords(dataset, '1.1.0')).toBe('the whole table could be read');
  expect(reachWords(dataset, '2.0.0')).toBe('the copy ends in port 161, and nobody has read what stands past that');
});
