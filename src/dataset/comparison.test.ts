import { describe, expect, it } from 'vitest';
import { closingCaution, compareReleaseFlows, covers, type FlowComparison } from './comparison.ts';
import { flowsOf } from './dataset.ts';
import { type Edit, editedFiles, exampleDataset } from './example.ts';
import { toDataset } from './read.ts';
import type { Flow } from './schema.ts';

const first = 'src/data/releases/1.0.0.yaml';
const second = 'src/data/releases/1.1.0.yaml';
const third = 'src/data/releases/2.0.0.yaml';
const [one, two, any] = ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'] as const;
const wholeList = `        hosts: [${one}, ${two}, "${any}"]\n        hostList: complete\n`;
const restored = '    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }\n';
const brokenList = `        hosts: [${one}]\n        hostList: cut\n    cut: true\n${restored}`;
const lastRow = '  - { row: 6, port: "161", protocol: UDP, direction: null, says: null, flows: [], cut: true }\n';
/** Ends the copy of 2.0.0 among the rows of port 80, so that the updates are carried into it. */
const shorter: Edit[] = [
  [third, 'port: 161, whole', 'port: 80, whole'],
  [third, lastRow, ''],
];
/** Adds a row of port 80 for the updates to 2.0.0, with these hosts. */
const reprinted = (hosts: string, list = hosts === '[]' ? 'none-printed' : 'complete'): Edit => [
  third,
  lastRow,
  `  - row: 6
    port: "80"
    protocol: TCP
    application: HTTP
    direction: Out
    says: updates
    flows:
      updates:
        hosts: ${hosts}
        hostList: ${list}
${lastRow.replace('row: 6', 'row: 7')}`,
];
/** A release after 2.0.0, with a table of its own. */
const releaseAfter = (release: string, readTo: string, rows: string): [string, string] => [
  `src/data/releases/${release}.yaml`,
  (editedFiles().get(third) as string)
    .replace('release: "2.0.0"', `release: "${release}"`)
    .replace(/^readTo:.*/ms, `readTo: { ${readTo} }\nrows:\n${rows}`),
];
const mailRow = '  - { row: 1, port: "25", protocol: TCP, application: SMTP, direction: In, says: mail comes in, flows: [smtp-inbound] }\n';
const pollingRow = '  - { row: 2, port: "161", protocol: UDP, application: SNMP, direction: In, says: polling, flows: [snmp-polling] }\n';
/** One that was read to its end, and one whose copy ends in port 25. */
const [whole, partial] = [
  releaseAfter('3.0.0', 'port: 161, whole: true, end: true', mailRow + pollingRow),
  releaseAfter('4.0.0', 'port: 25, whole: false', mailRow),
];
const later = [whole, partial];

function datasetAfter(edits: readonly Edit[], more: readonly [string, string][] = []) {
  const result = toDataset(new Map([...editedFiles(...edits), ...more]));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.dataset;
}

const compare = (from: string, to: string, edits: readonly Edit[] = [], more: readonly [string, string][] = []) =>
  compareReleaseFlows(datasetAfter(edits, more), from, to);
const flowOf = (comparison: readonly FlowComparison[], id: string) =>
  comparison.find(({ before }) => before.flow.id === id) as FlowComparison;
const idsBy = (comparison: readonly FlowComparison[]) => {
  const ids: Record<string, string[]> = { add: [], stay: [], remove: [], unknown: [] };
  for (const { before, disposition } of comparison) ids[disposition]?.push(before.flow.id);
  return ids;
};

describe('a flow', () => {
  it('is to be added, stays, may go, or cannot be known, each once and in the order of the dataset', () => {
    expect(idsBy(compare('1.1.0', '2.0.0'))).toEqual({
      add: ['certificate-status'],
      stay: ['smtp-inbound', 'smtp-direct', 'smtp-relay', 'dns-queries', 'backup-ftp'],
      remove: ['backup-ftp-data', 'updates'],
      unknown: ['peer-sync-out', 'peer-sync-in', 'snmp-polling', 'unresolved-https'],
    });
    const ids = compare('1.1.0', '2.0.0').map(({ before }) => before.flow.id);
    expect(ids).toEqual(exampleDataset().features.flatMap(({ flows }) => flows.map(({ id }) => id)));
  });

  it('is left out where neither table has it', () => {
    expect(compare('1.0.0', '1.1.0').map(({ before }) => before.flow.id)).not.toContain('certificate-status');
  });

  it('stays where the earlier release only carries it, since it was needed as far as anybody knows', () => {
    const reprint: Edit = [
      third,
      'direction: null, says: null, flows: [], cut: true',
      'direction: In, says: polling, flows: [snmp-polling]',
    ];
    const dataset = datasetAfter([reprint]);
    expect(flowOf(compareReleaseFlows(dataset, '1.1.0', '2.0.0'), 'snmp-polling').disposition).toBe('stay');
    const carried = compare('2.0.0', '3.0.0', [], later);
    expect(flowOf(carried, 'snmp-polling')).toMatchObject({ disposition: 'stay', before: { status: 'carried' }, reason: null });
  });

  it('may go where the earlier release only carries it and the later table was read past its place', () => {
    const comparison = compare('2.0.0', '3.0.0', [], later);
    expect(flowOf(comparison, 'peer-sync-out')).toMatchObject({ disposition: 'remove', before: { status: 'carried' } });
    expect(idsBy(comparison).unknown).toEqual([]);
  });

  it('is open already or not, who knows, where the earlier copy ends before its place: never simply to be added', () => {
    expect(flowOf(compare('1.0.0', '1.1.0'), 'snmp-polling')).toMatchObject({
      disposition: 'unknown',
      reason: 'The copy of 1.0.0 ends before its place, and the table of 1.1.0 prints it. See that it is open.',
    });
  });

  it('stays open until somebody knows, where the later copy ends before its place', () => {
    expect(flowOf(compare('1.1.0', '2.0.0'), 'snmp-polling')).toMatchObject({
      disposition: 'unknown',
      reason: 'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it open until you know.',
    });
    expect(flowOf(compare('1.0.0', '2.0.0'), 'snmp-polling').reason).toBe(
      'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. If it is open, leave it open until you know.',
    );
  });

  it('is for the vendor to say where a release between printed it, and neither the earlier nor the later one does', () => {
    const between = compare('1.1.0', '4.0.0', [], [partial]);
    expect(flowOf(between, 'certificate-status')).toMatchObject({
      disposition: 'unknown',
      before: { status: 'unprinted' },
      reason: 'The copy of 4.0.0 ends before its place, and 2.0.0 printed it. Ask the vendor whether 4.0.0 needs it.',
    });
  });

  it('cannot be known where another release decides that it is gone, and this copy does not reach it', () => {
    expect(flowOf(compare('1.1.0', '4.0.0', [], later), 'updates')).toMatchObject({
      disposition: 'unknown',
      after: { status: 'gone', goneIn: '3.0.0' },
      reason: 'The copy of 4.0.0 ends before its place, and 3.0.0 no longer printed it. Leave it open until you know.',
    });
    expect(flowOf(compare('3.0.0', '4.0.0', [], later), 'updates').reason).toBe(
      'The copy of 4.0.0 ends before its place, and 3.0.0 no longer printed it. Ask the vendor.',
    );
  });

  it('cannot be known where neither copy reaches it', () => {
    const ends: Edit[] = [
      [second, 'port: 17777, whole: true, end: true', 'port: 443, whole: true, end: true'],
      [second, '  - { row: 9, port: "17777", protocol: UDP, direction: In/Out, says: peers, flows: [peer-sync-out, peer-sync-in] }\n', ''],
      [
        third,
        lastRow,
        `${lastRow.replace('"161"', '"17777"').replace('direction: null, says: null, flows: [], cut: true', 'direction: In/Out, says: peers, flows: [peer-sync-out, peer-sync-in]')}`,
      ],
      [third, 'port: 161, whole: false', 'port: 17777, whole: true'],
    ];
    const comparison = compare('1.0.0', '1.1.0', ends);
    expect(flowOf(comparison, 'peer-sync-in')).toMatchObject({
      disposition: 'unknown',
      reason:
        'The copy of 1.0.0 ends before its place, and the table of 1.1.0 was read past its place and does not print it. If it is open, find out why before you close it.',
    });
    const early: Edit[] = [...ends, [second, ', end: true', ''], [third, 'whole: true', 'whole: true, end: true']];
    expect(flowOf(compare('1.0.0', '1.1.0', early), 'peer-sync-in').reason).toBe(
      'The copies of 1.0.0 and 1.1.0 end before its place, and no earlier release printed it. Ask the vendor.',
    );
  });

  it('is opened by nobody while the source does not say what it is for, and may go once a table no longer has it', () => {
    const reason = 'The source breaks off before it says what it is for. Open nothing for it until the vendor tells.';
    for (const [from, to] of [
      ['1.0.0', '1.1.0'],
      ['1.1.0', '2.0.0'],
      ['1.0.0', '2.0.0'],
      ['2.0.0', '1.1.0'],
    ] as const)
      expect(flowOf(compare(from, to), 'unresolved-https')).toMatchObject({ disposition: 'unknown', reason });
    const past: Edit[] = [
      [third, 'port: 161, whole: false', 'port: 8443, whole: true'],
      [third, lastRow, lastRow.replace('"161"', '"8443"').replace('null, says', 'Out, says')],
    ];
    expect(flowOf(compare('1.1.0', '2.0.0', past), 'unresolved-https').disposition).toBe('remove');
  });

  it('on the way back is added where the older table prints it, and may go where it does not', () => {
    expect(idsBy(compare('2.0.0', '1.1.0'))).toMatchObject({ add: ['backup-ftp-data', 'updates'], remove: ['certificate-status'] });
    expect(flowOf(compare('2.0.0', '1.1.0'), 'snmp-polling').disposition).toBe('stay');
    expect(flowOf(compare('1.1.0', '1.0.0'), 'snmp-polling')).toMatchObject({
      disposition: 'unknown',
      reason: 'The copy of 1.0.0 ends before its place, and no earlier release printed it. Leave it open until you know.',
    });
  });

  it('has a reason exactly where it cannot be known', () => {
    for (const { disposition, reason } of compare('1.0.0', '2.0.0')) expect(reason === null).toBe(disposition !== 'unknown');
  });
});

describe('hosts', () => {
  const hosts = (from: string, to: string, ...edits: Edit[]) => flowOf(compare(from, to, edits), 'updates').hosts;
  const none = { added: [], removed: [], covered: [], perhapsAdded: [], perhapsRemoved: [] };

  it('do not differ where a cut list is restored', () => {
    expect(hosts('1.0.0', '1.1.0')).toEqual(none);
  });

  it('are removed by a list that breaks off only perhaps', () => {
    expect(hosts('1.0.0', '1.1.0', [second, restored, ''])).toEqual({ ...none, perhapsRemoved: [two, any] });
  });

  it('are added to a list that breaks off only perhaps, and removed from it for sure', () => {
    const next = reprinted(`[${two}]`);
    expect(hosts('1.1.0', '2.0.0', [second, restored, ''], next)).toEqual({ ...none, perhapsAdded: [two], removed: [one] });
  });

  it('are added by a list that breaks off for sure: what it prints, it prints', () => {
    const fresh: Edit = [second, brokenList, brokenList.replace(`[${one}]`, '[new.updates.example.net]').replace(restored, '')];
    expect(hosts('1.0.0', '1.1.0', fresh)).toEqual({ ...none, added: ['new.updates.example.net'], perhapsRemoved: [one, two, any] });
  });

  it('are added and removed between whole lists', () => {
    expect(hosts('1.1.0', '2.0.0', reprinted(`[${one}, new.updates.example.net]`))).toEqual({
      ...none,
      added: ['new.updates.example.net'],
      removed: [two, any],
    });
  });

  it('are covered where a wildcard of the later list still stands for a name that it no longer prints', () => {
    expect(hosts('1.1.0', '2.0.0', reprinted('["*.updates.example.net"]'))).toEqual({
      ...none,
      added: ['*.updates.example.net'],
      removed: [one, two, any],
      covered: [one, two],
    });
  });

  it('go only perhaps where the later row names none, and come for sure where the earlier row did', () => {
    expect(hosts('1.1.0', '2.0.0', reprinted('[]'))).toEqual({ ...none, perhapsRemoved: [one, two, any] });
    const unnamed: Edit = [first, wholeList, wholeList.replace(/hosts: .*\n/, 'hosts: []\n').replace('complete', 'none-printed')];
    const named: Edit = [second, brokenList, wholeList];
    expect(hosts('1.0.0', '1.1.0', unnamed, named)).toEqual({ ...none, added: [one, two, any] });
  });

  it('go with a flow that is gone, and come with one that is new', () => {
    expect(hosts('1.1.0', '2.0.0')).toEqual({ ...none, removed: [one, two, any] });
    expect(hosts('2.0.0', '1.1.0')).toEqual({ ...none, added: [one, two, any] });
  });

  it('of a flow that the later release only carries come and go only perhaps', () => {
    const fresh: Edit = [second, brokenList, wholeList.replace(two, 'new.updates.example.net')];
    expect(hosts('1.0.0', '2.0.0', fresh, ...shorter)).toEqual({
      ...none,
      perhapsAdded: ['new.updates.example.net'],
      perhapsRemoved: [two],
    });
  });

  it('of a flow that the earlier release only carries come perhaps, and go for sure', () => {
    const row = `  - row: 2
    port: "80"
    protocol: TCP
    application: HTTP
    direction: Out
    says: updates
    flows:
      updates:
        hosts: [${one}, new.updates.example.net]
        hostList: complete
`;
    const more = [releaseAfter('3.0.0', 'port: 161, whole: true, end: true', mailRow + row + pollingRow.replace('row: 2', 'row: 3'))];
    const comparison = flowOf(compare('2.0.0', '3.0.0', shorter, more), 'updates');
    expect(comparison).toMatchObject({ disposition: 'stay', before: { status: 'carried' } });
    expect(comparison.hosts).toEqual({ ...none, perhapsAdded: ['new.updates.example.net'], removed: [two, any] });
  });

  it('of a flow that the earlier copy does not reach come only perhaps', () => {
    const ends: Edit[] = [
      [first, 'port: 80, whole: false', 'port: 53, whole: true'],
      [
        first,
        `  - row: 7\n    port: "80"\n    protocol: TCP\n    direction: Out\n    says: updates\n    flows:\n      updates:\n${wholeList}`,
        '',
      ],
      [first, '\nabsent:\n  certificate-status: The rows of this port stand by the alphabet, and the copy was read past its place.', ''],
      [second, brokenList, wholeList],
    ];
    expect(hosts('1.0.0', '1.1.0', ...ends)).toEqual({ ...none, perhapsAdded: [one, two, any] });
  });
});

describe('a wildcard', () => {
  it.each([
    ['*.example.net', 'one.example.net', true],
    ['*.example.net', 'a.b.example.net', true],
    ['*.example.net', '*.b.example.net', true],
    ['*.example.net', 'example.net', false],
    ['*.example.net', 'badexample.net', false],
    ['*.example.net', '*.example.net', false],
    ['one.example.net', 'one.example.net', false],
  ])('%s stands for %s: %s', (wildcard, host, expected) => {
    expect(covers(wildcard, host)).toBe(expected);
  });
});

describe('what is printed', () => {
  const printed = (from: string, to: string, id: string, ...edits: Edit[]) => flowOf(compare(from, to, edits), id).printed;

  it('changes in direction, condition and wording, each told with both prints', () => {
    const prints = 'direction: In/Out, says: backup, condition: a server beyond the firewall';
    expect(printed('1.0.0', '1.1.0', 'backup-ftp', [second, prints, prints.replace('In/Out, says: backup', 'Out, says: backups')])).toEqual(
      [
        { kind: 'direction', previous: 'In/Out', current: 'Out' },
        { kind: 'condition', previous: null, current: 'a server beyond the firewall' },
        { kind: 'wording', previous: '21 FTP: backup', current: '21 FTP: backups' },
      ],
    );
  });

  it('has a condition for those of the flows of a row only that it is about', () => {
    const sends = '{ row: 4, port: "25", protocol: TCP, direction: Out, says: mail goes out, flows: [smtp-direct, smtp-relay] }';
    const told = (about: string) =>
      ['smtp-direct', 'smtp-relay'].map((id) => {
        const row = sends.replace('flows:', `condition: mail leaves${about}, flows:`);
        return printed('1.0.0', '1.1.0', id, [second, sends, row]).find(({ kind }) => kind === 'condition')?.current;
      });
    expect(told('')).toEqual(['mail leaves', 'mail leaves']);
    expect(told(', conditionFlows: [smtp-relay]')).toEqual([undefined, 'mail leaves']);
  });

  it('has no other words for being in another language', () => {
    const url = 'url: https://docs.example.net/1.1/ports';
    expect(printed('1.0.0', '1.1.0', 'smtp-direct', [second, url, `${url}, language: ja`])).toEqual([]);
    expect(printed('1.1.0', '2.0.0', 'backup-ftp', [second, url, `${url}, language: ja`])).toHaveLength(1);
  });

  it('tells a condition that went', () => {
    expect(printed('1.1.0', '2.0.0', 'backup-ftp')).toEqual([
      { kind: 'condition', previous: 'a server beyond the firewall', current: null },
    ]);
  });

  it('has a label and a footnote sign of its own among the words', () => {
    expect(printed('1.0.0', '1.1.0', 'smtp-direct')).toEqual([
      { kind: 'wording', previous: '25* TCP: mail goes out', current: '25 TCP: mail goes out' },
    ]);
  });

  it('is no other for a column that only one of the tables has', () => {
    expect(printed('1.1.0', '2.0.0', 'smtp-inbound')).toEqual([]);
    const says: Edit = [third, 'says: mail comes in', 'says: mail arrives'];
    expect(printed('1.1.0', '2.0.0', 'smtp-inbound', says)).toEqual([
      { kind: 'wording', previous: 'mail comes in', current: 'mail arrives' },
    ]);
  });

  it('is compared row by row as one, where several rows print a flow', () => {
    const whole: Edit = [
      second,
      'says: null\n    flows: [dns-queries]\n    cut: true\n    restored: { from: "1.0.0", row: 5, what: purpose, strength: proven }\n',
      'says: DNS\n    flows: [dns-queries]\n',
    ];
    expect(printed('1.0.0', '1.1.0', 'dns-queries', whole)).toEqual([
      { kind: 'wording', previous: '53 TCP: DNS; 53 UDP: DNS', current: '53 UDP/TCP: DNS' },
    ]);
  });

  it('is not said to have changed where a copy lost it', () => {
    expect(printed('1.0.0', '1.1.0', 'dns-queries')).toEqual([]);
    const lost: Edit = [
      second,
      'direction: In/Out, says: backup, condition: a server beyond the firewall, flows: [backup-ftp] }',
      'direction: null, says: back, cut: true, flows: [backup-ftp] }',
    ];
    const whole: Edit = [third, 'says: backup, flows', 'says: backups, condition: always, flows'];
    expect(printed('1.1.0', '2.0.0', 'backup-ftp', lost, whole)).toEqual([]);
    expect(printed('1.0.0', '1.1.0', 'backup-ftp', lost)).toEqual([]);
  });

  it('has whole words before a list of hosts that breaks off', () => {
    expect(printed('1.0.0', '1.1.0', 'updates')).toEqual([
      { kind: 'wording', previous: '80 TCP: updates', current: '80 TCP: updates, then the list breaks off' },
    ]);
  });

  it('is not compared where one of the releases has no row of its own', () => {
    expect(printed('1.1.0', '2.0.0', 'snmp-polling')).toEqual([]);
    expect(printed('1.1.0', '2.0.0', 'updates')).toEqual([]);
  });
});

describe('a flow that may go', () => {
  const features = 'src/data/features/upkeep.yaml';
  /** Certificates are looked up at the update servers, as the updates are. */
  const sameEnds: Edit = [features, 'to: revocation-servers', 'to: update-servers'];
  const unused: Edit = [
    'src/data/parties.yaml',
    /^ {2}- \{ id: revocation-servers.*\n/m.exec(editedFiles().get('src/data/parties.yaml') as string)?.[0] as string,
    '',
  ];
  const shared = (from: string, to: string, ...edits: Edit[]) => flowOf(compare(from, to, edits), 'updates').sharedWith;

  it('names those that one rule may carry with it: the same ends, transport and port', () => {
    expect(shared('1.1.0', '2.0.0', sameEnds, unused)).toEqual(['certificate-status']);
  });

  it('names none at other ends', () => {
    expect(shared('1.1.0', '2.0.0')).toEqual([]);
  });

  it('names none that goes as well, is on another transport or port, or with other hosts', () => {
    const more = (hosts: string): Edit => [
      third,
      'says: certificates, flows: [certificate-status] }',
      `says: certificates, flows: { certificate-status: { hosts: [${hosts}], hostList: complete } } }`,
    ];
    expect(shared('1.1.0', '2.0.0', sameEnds, unused, more('other.example.net'))).toEqual([]);
    expect(shared('1.1.0', '2.0.0', sameEnds, unused, more(one))).toEqual(['certificate-status']);
    const otherPort: Edit[] = [
      [
        features,
        'to: revocation-servers\n    transport: [tcp]\n    port: 80\n    application: http',
        'to: update-servers\n    transport: [tcp]\n    port: 79\n    application: null',
      ],
      [third, 'port: "80", protocol: TCP, application: HTTP', 'port: "79", protocol: TCP, application: HTTP'],
    ];
    expect(shared('1.1.0', '2.0.0', ...otherPort, unused)).toEqual([]);
    const otherTransport: Edit[] = [
      [features, 'to: revocation-servers\n    transport: [tcp]', 'to: update-servers\n    transport: [udp]'],
      [third, 'port: "80", protocol: TCP, application: HTTP', 'port: "80", protocol: UDP, application: HTTP'],
    ];
    expect(shared('1.1.0', '2.0.0', ...otherTransport, unused)).toEqual([]);
    const bothGo = flowOf(compare('2.0.0', '3.0.0', [sameEnds, unused, reprinted('[]')], later), 'updates');
    expect(bothGo).toMatchObject({ disposition: 'remove', sharedWith: [] });
  });

  describe('beside the data channel of FTP', () => {
    /** A second connection, printed in 1.1.0 with that channel; in 2.0.0 only one of the two is left. */
    const beside = (change: Partial<Flow>, left: 'callback' | 'backup-ftp-data') => {
      const base = exampleDataset();
      const { via, sourcePort, ...data } = flowsOf(base).find(({ id }) => id === 'backup-ftp-data') as Flow;
      const callback: Flow = { ...data, id: 'callback', ...change };
      const flows: Record<string, string[]> = { '1.1.0': ['callback', 'backup-ftp-data'], '2.0.0': [left] };
      const printed = (release: string) =>
        Object.fromEntries((flows[release] ?? []).map((id) => [id, { hosts: [], hostList: 'complete' as const }]));
      const dataset = {
        ...base,
        features: base.features.map((feature) => (feature.id === 'upkeep' ? { ...feature, flows: [...feature.flows, callback] } : feature)),
        releases: base.releases.map((entry) => ({
          ...entry,
          absent: entry.release === '2.0.0' ? { callback: 'Made up.' } : entry.absent,
          rows: entry.rows.map((row) => (row.row === 1 && entry.release in flows ? { ...row, flows: printed(entry.release) } : row)),
        })),
      };
      const gone = left === 'callback' ? 'backup-ftp-data' : 'callback';
      return flowOf(compareReleaseFlows(dataset, '1.1.0', '2.0.0'), gone);
    };

    it('names nothing where the firewall opened the flow by itself: there is no rule to close', () => {
      expect(beside({}, 'callback')).toMatchObject({ disposition: 'remove', sharedWith: [] });
    });

    it('names no flow that has no rule', () => {
      expect(beside({}, 'backup-ftp-data')).toMatchObject({ disposition: 'remove', sharedWith: [] });
    });

    it('names no flow that somebody else opens', () => {
      const udp: Partial<Flow> = { transport: ['udp'], port: { from: 17777, to: 17777 } };
      expect(beside({ ...udp, from: 'snmp-managers' }, 'backup-ftp-data').sharedWith).toEqual([]);
      expect(beside({ ...udp, from: 'peer-gateways' }, 'backup-ftp-data').sharedWith).toEqual(['peer-sync-in']);
    });
  });

  it('is the only kind that names any', () => {
    for (const { disposition, sharedWith } of compare('1.1.0', '2.0.0', [sameEnds, unused])) {
      if (disposition !== 'remove') expect(sharedWith).toEqual([]);
    }
  });
});

describe('the caution before closing', () => {
  const caution = (port: number, whole: boolean, end = false) => closingCaution({ release: '2.0.0', readTo: { port, whole, end } });

  it('says where a flow that moved would stand unread', () => {
    expect(caution(161, false)).toBe(
      'The copy of 2.0.0 ends in port 161. That a flow may go means only that the part which was read no longer prints it. If it moved ' +
        'to port 161 or a higher one, its new row stands past that end, where nobody has read. So close it after the upgrade, and only ' +
        'once what it was for is seen to work without it.',
    );
    expect(caution(80, true)).toMatch(/^The copy of 2\.0\.0 ends after port 80\. .* If it moved to a port above 80, its new row/);
  });

  it('is not needed where the table is known to its end', () => {
    expect(caution(161, true, true)).toBeNull();
  });
});

it('throws at a release that does not exist', () => {
  expect(() => compare('1.1.0', '9.9.9')).toThrow('no release 9.9.9 in the dataset');
});
