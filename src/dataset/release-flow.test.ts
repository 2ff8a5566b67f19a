import { describe, expect, it } from 'vitest';
import { type Edit, editedFiles, exampleDataset } from './example.ts';
import { toDataset } from './read.ts';
import { defaultRelease, isCurrent, type ReleaseFlow, releaseById, releaseFlows } from './release-flow.ts';

/** The example after some edits that the gate lets through. */
function datasetAfter(...edits: Edit[]) {
  const result = toDataset(editedFiles(...edits));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.dataset;
}

const flowIn = (release: string, id: string, dataset = exampleDataset()) =>
  releaseFlows(dataset, release).find(({ flow }) => flow.id === id) as ReleaseFlow;
const hostsIn = (release: string, ...edits: Edit[]) => {
  const { hosts, hostList, hostsFrom } = flowIn(release, 'updates', datasetAfter(...edits));
  return { hosts, hostList, hostsFrom };
};

const all = ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'];
const wholeList = `        hosts: [${all[0]}, ${all[1]}, "${all[2]}"]\n        hostList: complete\n`;
const restored = '    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }\n';
const first = 'src/data/releases/1.0.0.yaml';
const second = 'src/data/releases/1.1.0.yaml';
/** Ends the copy of 2.0.0 among the rows of port 80, so that the updates are carried into it. */
const shorter: Edit[] = [
  ['src/data/releases/2.0.0.yaml', 'port: 161, whole', 'port: 80, whole'],
  ['src/data/releases/2.0.0.yaml', '  - { row: 6, port: "161", protocol: UDP, direction: null, says: null, flows: [], cut: true }\n', ''],
];

describe('hosts', () => {
  it('are those that the row prints', () => {
    expect(hostsIn('1.0.0')).toEqual({ hosts: all, hostList: 'complete', hostsFrom: null });
  });

  it('are those of the row that a cut list is restored from, named with it', () => {
    expect(hostsIn('1.1.0')).toEqual({ hosts: all, hostList: 'complete', hostsFrom: { release: '1.0.0', row: 7 } });
  });

  it('are what is left of a cut list that nothing restores', () => {
    expect(hostsIn('1.1.0', [second, restored, ''])).toEqual({ hosts: [all[0]], hostList: 'cut', hostsFrom: null });
  });

  it('are not restored from another release by its mere existence, nor where only the purpose is', () => {
    const purpose = restored.replace('hosts', 'purpose');
    expect(hostsIn('1.1.0', [second, restored, purpose])).toEqual({ hosts: [all[0]], hostList: 'cut', hostsFrom: null });
  });

  it("are the row's own where its list is whole, though another list of the row is restored", () => {
    const dataset = structuredClone(exampleDataset());
    Object.assign(releaseById(dataset, '1.1.0').rows[5]?.flows.updates ?? {}, { hostList: 'complete' });
    const own = { hosts: [all[0]], hostList: 'complete', hostsFrom: null };
    expect(flowIn('1.1.0', 'updates', dataset)).toMatchObject(own);
  });

  it('are cut still where the row that restores them is cut too', () => {
    const cut: Edit = [first, wholeList, `        hosts: [${all[0]}, ${all[1]}]\n        hostList: cut\n    cut: true\n`];
    expect(hostsIn('1.1.0', cut)).toEqual({ hosts: all.slice(0, 2), hostList: 'cut', hostsFrom: { release: '1.0.0', row: 7 } });
  });

  it('are carried with the flow, as the release that printed it has them', () => {
    expect(flowIn('2.0.0', 'updates', datasetAfter(...shorter)).status).toBe('carried');
    expect(hostsIn('2.0.0', ...shorter)).toEqual({ hosts: all, hostList: 'complete', hostsFrom: { release: '1.0.0', row: 7 } });
    expect(hostsIn('2.0.0', ...shorter, [second, restored, ''])).toEqual({ hosts: [all[0]], hostList: 'cut', hostsFrom: null });
  });

  it('are none where the flow is gone, unknown or unprinted', () => {
    const none = { hosts: [], hostList: 'none-printed', hostsFrom: null };
    expect(hostsIn('2.0.0')).toEqual(none);
    expect(flowIn('1.0.0', 'snmp-polling')).toMatchObject({ status: 'unknown', ...none });
    expect(flowIn('1.1.0', 'certificate-status')).toMatchObject({ status: 'unprinted', ...none });
  });

  it('are those of all rows that print the flow, each once', () => {
    const row = `  - row: 8\n    port: "80"\n    protocol: TCP\n    direction: Out\n    says: more\n    flows:\n      updates:\n`;
    const more = `        hosts: [${all[1]}, three.updates.example.net]\n        hostList: complete\n`;
    expect(hostsIn('1.0.0', [first, wholeList, wholeList + row + more]).hosts).toEqual([...all, 'three.updates.example.net']);
  });
});

describe('a reading', () => {
  it('shows where the row of the release departs, and nowhere else', () => {
    expect(flowIn('1.1.0', 'snmp-polling').reading).toBe('The manager sends the request.');
    expect(flowIn('1.1.0', 'smtp-inbound').reading).toBeNull();
    expect(flowIn('1.1.0', 'peer-sync-in').reading).toBeNull();
  });

  it('shows where the flow adds an end that the row does not name', () => {
    expect(flowIn('1.1.0', 'smtp-relay').reading).toMatch(/^The row names no relay host/);
    expect(flowIn('1.1.0', 'smtp-direct').reading).toBeNull();
  });

  it('is carried with the flow', () => {
    expect(flowIn('2.0.0', 'snmp-polling')).toMatchObject({ carriedFrom: '1.1.0', printed: [], reading: 'The manager sends the request.' });
  });

  it('is silent in a release whose row agrees, and where the flow is not current', () => {
    const agrees: Edit = [second, 'port: "161", protocol: UDP, direction: Out', 'port: "161", protocol: UDP, direction: In'];
    const reprints: Edit[] = [
      ['src/data/releases/2.0.0.yaml', 'direction: null, says: null, flows: []', 'direction: Out, says: polling, flows: [snmp-polling]'],
    ];
    const dataset = datasetAfter(agrees, ...reprints);
    expect(flowIn('1.1.0', 'snmp-polling', dataset).reading).toBeNull();
    expect(flowIn('2.0.0', 'snmp-polling', dataset).reading).toBe('The manager sends the request.');
    expect(flowIn('2.0.0', 'backup-ftp-data').reading).toBeNull();
  });
});

it('gives the rows of this release only, with what they print and whether the flow departs', () => {
  expect(flowIn('1.1.0', 'updates').printed).toEqual([
    {
      row: 6,
      port: '80',
      protocol: 'TCP',
      direction: 'Out',
      cut: true,
      departs: false,
      restored: { from: '1.0.0', row: 7, what: 'hosts', strength: 'strong' },
    },
  ]);
  expect(flowIn('1.0.0', 'dns-queries').printed.map(({ row, protocol }) => `${row} ${protocol}`)).toEqual(['5 TCP', '6 UDP']);
  expect(flowIn('2.0.0', 'peer-sync-out').printed).toEqual([]);
});

it('names both ends, the direction and the condition of a flow', () => {
  expect(flowIn('1.1.0', 'backup-ftp-data')).toMatchObject({
    source: { id: 'backup-servers', zone: 'lan' },
    destination: { id: 'gateway', zone: 'dmz' },
    direction: 'in',
    condition: 'backups travel by FTP, and FTP is active',
  });
});

it('takes printed, carried and unresolved flows for current, and no others', () => {
  const current = (['printed', 'carried', 'unresolved', 'gone', 'unknown', 'unprinted'] as const).filter((status) => isCurrent({ status }));
  expect(current).toEqual(['printed', 'carried', 'unresolved']);
});

it('has a status for every flow of the dataset in every release', () => {
  const dataset = exampleDataset();
  const ids = (release: string) => releaseFlows(dataset, release).map(({ flow }) => flow.id);
  expect(ids('1.0.0')).toEqual(ids('2.0.0'));
  expect(ids('1.0.0')).toHaveLength(12);
});

it('defaults to the newest release that is known to its end, not to the newest', () => {
  expect(defaultRelease(exampleDataset()).release).toBe('1.1.0');
  const older: Edit = [first, 'port: 80, whole: false', 'port: 80, whole: true, end: true'];
  expect(defaultRelease(datasetAfter(older)).release).toBe('1.1.0');
  const newer: Edit = ['src/data/releases/2.0.0.yaml', 'port: 161, whole: false', 'port: 161, whole: true, end: true'];
  expect(defaultRelease(datasetAfter(newer)).release).toBe('2.0.0');
});

it('throws at a release that does not exist', () => {
  expect(() => releaseById(exampleDataset(), '1.2.0')).toThrow('no release 1.2.0 in the dataset');
});
