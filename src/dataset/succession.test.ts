import { describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { type Edit, editedFiles } from './example.ts';
import { toDataset } from './read.ts';
import { releaseChanges } from './succession.ts';

const [second, third] = ['src/data/releases/1.1.0.yaml', 'src/data/releases/2.0.0.yaml'];
const restored = '    restored: { from: "1.0.0", row: 7, what: hosts, strength: strong }\n';
const [one, two, three, any] = ['one.updates.example.net', 'two.updates.example.net', 'three.updates.example.net', '*.mirror.example.net'];

function datasetAfter(edits: readonly Edit[], more: Readonly<Record<string, string>> = {}): Dataset {
  const files = [
    ...editedFiles(...edits),
    ...Object.entries(more).map(([release, text]) => [`src/data/releases/${release}.yaml`, text] as const),
  ];
  const result = toDataset(new Map(files));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.dataset;
}

/** A release that is read up to `readTo`, with these rows. */
const releaseOf = (release: string, readTo: string, rows: string) =>
  `release: "${release}"\nsince: "2026.02.01"\nsource: { title: Ports, url: https://docs.example.net/ports }\nreadTo: { ${readTo} }\nrows:\n${rows}`;
const rowOf = (row: number, port: number, protocol: string, direction: string, says: string, flows: string, more = '') =>
  `  - { row: ${row}, port: "${port}", protocol: ${protocol}, direction: ${direction}, says: ${says}, flows: ${flows}${more} }\n`;
const hostsOf = (hosts: string, list = 'complete') => `{ updates: { hosts: [${hosts}], hostList: ${list} } }`;
/** A copy that ends in port 21, so that nothing after it is decided. */
const short = { '1.0.5': releaseOf('1.0.5', 'port: 21, whole: true', rowOf(1, 21, 'FTP', 'In/Out', 'backup', '[backup-ftp]')) };

/** "previous release kind hosts" of each change of a flow. */
const changesOf = (flow: string, edits: readonly Edit[], more: Readonly<Record<string, string>> = {}) =>
  releaseChanges(datasetAfter(edits, more)).flatMap(({ release, changes }) =>
    changes.filter(({ step }) => step.after.flow.id === flow).map(({ kind, step }) => `${step.before.release} ${release} ${kind}`),
  );

it('is compared with the release before where that decides', () => {
  expect(changesOf('certificate-status', [])).toEqual(['1.1.0 2.0.0 AddedFlow']);
  expect(changesOf('updates', [])).toEqual(['1.0.0 1.1.0 ChangedWording', '1.1.0 2.0.0 RemovedFlow']);
});

describe('past a copy that ends before the flow', () => {
  it('a flow is added against the nearest release that was read past its place', () => {
    const copy = { '1.5.0': (short['1.0.5'] as string).replace('1.0.5', '1.5.0') };
    expect(changesOf('certificate-status', [], copy)).toEqual(['1.1.0 1.5.0 Unknown', '1.1.0 2.0.0 AddedFlow']);
  });

  it('a flow is removed against the one that printed it', () => {
    const copy = { '1.5.0': (short['1.0.5'] as string).replace('1.0.5', '1.5.0') };
    expect(changesOf('updates', [], copy)).toEqual(['1.0.0 1.1.0 ChangedWording', '1.1.0 1.5.0 Unknown', '1.1.0 2.0.0 RemovedFlow']);
  });

  it('what rows print is compared with the nearest rows', () => {
    expect(changesOf('smtp-direct', [], short)).toEqual(['1.0.0 1.0.5 Unknown', '1.0.0 1.1.0 ChangedWording']);
    const out: Edit = [third, 'application: FTP, direction: In/Out', 'application: FTP, direction: Out'];
    const lost = rowOf(1, 21, 'FTP', 'null', 'back', '[backup-ftp]', ', cut: true');
    expect(changesOf('backup-ftp', [out], { '1.5.0': releaseOf('1.5.0', 'port: 21, whole: true', lost) })).toContain(
      '1.1.0 2.0.0 ChangedDirection',
    );
  });

  it('stays unknown where no earlier release decides, against the one before', () => {
    expect(changesOf('snmp-polling', [], short)[1]).toBe('1.0.5 1.1.0 Unknown');
  });
});

describe('past a list of hosts that breaks off', () => {
  const updates = (release: string, list: string, cut = '') => ({
    [release]: releaseOf(release, 'port: 80, whole: true', rowOf(1, 80, 'TCP', 'Out', 'updates', list, cut)),
  });
  const cutAfter = (...hosts: (string | undefined)[]) => updates('1.5.0', hostsOf(hosts.join(', '), 'cut'), ', cut: true');
  const whole: Edit[] = [
    [second, `[${one}]\n        hostList: cut\n    cut: true\n${restored}`, `[${one}, ${two}]\n        hostList: complete\n`],
  ];
  const next = (...hosts: (string | undefined)[]) => updates('1.6.0', hostsOf(hosts.join(', ')));
  const later = (...more: Readonly<Record<string, string>>[]) =>
    changesOf('updates', whole, Object.assign({}, ...more)).filter((change) => /1\.6\.0|1\.5\.0 2\.0\.0|1\.1\.0 2\.0\.0/.test(change));

  it('a host is added against the nearest list that lacks it for sure', () => {
    expect(later(cutAfter(one), next(one, two, three))).toContain('1.1.0 1.6.0 AddedHosts');
    expect(later(cutAfter(one), next(one, two, three))).not.toContain('1.5.0 1.6.0 PerhapsAddedHosts');
    expect(later(cutAfter(one, three), next(one, two, three)).filter((change) => change.includes('Hosts'))).toEqual([]);
  });

  it('a host is perhaps added where no earlier release decides', () => {
    const only = { '0.9.0': updates('0.9.0', hostsOf(one as string, 'cut'), ', cut: true')['0.9.0'] as string };
    expect(changesOf('updates', [], only)).toContain('0.9.0 1.0.0 PerhapsAddedHosts');
  });

  it('a host is removed against the nearest list that has it, if the flow goes as well', () => {
    expect(later(cutAfter(one), next(one))).toContain('1.1.0 1.6.0 RemovedHosts');
    const gone = later(cutAfter(one));
    expect(gone).toEqual(expect.arrayContaining(['1.5.0 2.0.0 RemovedFlow', '1.1.0 2.0.0 RemovedHosts']));
  });

  it('a host that went for sure is not told to go again', () => {
    const list = updates('1.4.0', hostsOf(`${one}, "${any}"`));
    expect(later(list, cutAfter(one), next(one, `"${any}"`)).filter((change) => change.includes('Hosts'))).toEqual([]);
  });
});

it('compares no wording with that of a page in another language, but with the nearest in the same', () => {
  const url = 'url: https://docs.example.net/1.1/ports';
  const says: Edit = [third, 'says: mail comes in', 'says: mail arrives'];
  expect(changesOf('smtp-inbound', [says])).toEqual(['1.1.0 2.0.0 ChangedWording']);
  expect(changesOf('smtp-inbound', [says, [second, url, `${url}, language: ja`]])).toEqual(['1.0.0 2.0.0 ChangedWording']);
});
