import { expect, it } from 'vitest';
import { type Edit, editedFiles, exampleDataset } from '#dataset/example.ts';
import { toDataset } from '#dataset/read.ts';
import { comparison, toComparison } from './comparison-record.ts';

const dataset = exampleDataset();
const change = (id: string, from = '1.1.0', to = '2.0.0', of = dataset) => {
  const found = toComparison(of, from, to).flows.find((flow) => flow.id === id);
  if (!found) throw new Error(`no ${id} in the comparison`);
  return found;
};

it('says what it is: version of the shape, dataset, product, both releases, and how far each could be read', () => {
  const { flows, ...about } = toComparison(dataset, '1.1.0', '2.0.0');
  expect(about).toEqual({
    schemaVersion: '1.1.0',
    dataset: '2026.02.01',
    product: 'Example Mail Lighthouse',
    notice: 'Made up for tests; no such product exists.',
    from: {
      release: '1.1.0',
      complete: true,
      readTo: { port: 17777, whole: true },
      source: { title: 'Ports of Lighthouse 1.1', url: 'https://docs.example.net/1.1/ports' },
    },
    to: {
      release: '2.0.0',
      complete: false,
      readTo: { port: 161, whole: false },
      source: { title: 'Ports of Lighthouse 2.0', url: 'https://docs.example.net/2.0/ports' },
    },
    caution: expect.stringMatching(/^The copy of 2\.0\.0 ends in port 161\. /),
    features: [
      { id: 'smtp', title: 'SMTP mail' },
      { id: 'upkeep', title: 'Backups and upkeep' },
    ],
  });
  expect(flows).toHaveLength(12);
  expect(toComparison(dataset, '1.0.0', '1.1.0').caution).toBeNull();
});

it('writes every field of a flow, with null or an empty list where there is nothing', () => {
  expect(change('updates')).toEqual({
    id: 'updates',
    feature: 'upkeep',
    title: 'Updates',
    purpose: 'The gateway fetches updates.',
    source: { party: 'gateway', name: 'the gateway', zone: 'dmz' },
    destination: { party: 'update-servers', name: 'update servers', zone: 'internet' },
    direction: 'out',
    transport: ['tcp'],
    ports: [{ from: 80, to: 80 }],
    sourcePorts: [],
    application: 'http',
    condition: null,
    configurable: false,
    dataChannel: null,
    via: null,
    tlsInspection: 'unknown',
    doubts: [],
    disposition: 'remove',
    reason: null,
    sharedWith: [],
    previous: {
      status: 'printed',
      carriedFrom: null,
      goneIn: null,
      lastPrinted: '1.1.0',
      hosts: ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'],
      hostList: 'complete',
      reading: null,
      printed: [
        {
          row: 6,
          port: '80',
          protocol: 'TCP',
          direction: 'Out',
          cut: true,
          restored: { from: '1.0.0', row: 7, what: 'hosts', strength: 'strong' },
          mark: null,
          application: null,
          condition: null,
          says: 'updates, then the list breaks off',
        },
      ],
    },
    current: {
      status: 'gone',
      carriedFrom: null,
      goneIn: '2.0.0',
      lastPrinted: '1.1.0',
      hosts: [],
      hostList: 'none-printed',
      reading: null,
      printed: [],
    },
    hosts: {
      added: [],
      removed: ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'],
      covered: [],
      perhapsAdded: [],
      perhapsRemoved: [],
    },
    printedChanges: [],
  });
});

it('has the rows of each release as printed: footnote, application and condition too', () => {
  expect(change('smtp-direct', '1.0.0', '2.0.0')).toMatchObject({
    previous: { printed: [{ row: 4, port: '25', mark: '*', application: null }] },
    current: { printed: [{ row: 3, port: '25', mark: null, application: 'SMTP', says: 'mail goes out' }] },
  });
  expect(change('backup-ftp')).toMatchObject({
    previous: { reading: 'The gateway is the FTP client.', printed: [{ condition: 'a server beyond the firewall' }] },
    printedChanges: [{ kind: 'condition', previous: 'a server beyond the firewall', current: null }],
  });
});

it('says why a flow cannot be known, and what each release knows of it', () => {
  expect(change('snmp-polling')).toMatchObject({
    disposition: 'unknown',
    reason: 'The copy of 2.0.0 ends before its place, and 1.1.0 printed it. Leave it open until you know.',
    current: { status: 'carried', carriedFrom: '1.1.0', printed: [] },
  });
  expect(change('certificate-status')).toMatchObject({
    disposition: 'add',
    previous: { status: 'unprinted', goneIn: null, lastPrinted: null },
  });
});

it('names what a closed rule must not take along', () => {
  const edits: Edit[] = [
    ['src/data/features/upkeep.yaml', 'to: revocation-servers', 'to: update-servers'],
    [
      'src/data/parties.yaml',
      '  - { id: revocation-servers, name: revocation servers, zone: internet, reach: unpublished, hint: Named in certificates. }\n',
      '',
    ],
  ];
  const result = toDataset(editedFiles(...edits));
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  expect(change('updates', '1.1.0', '2.0.0', result.dataset).sharedWith).toEqual(['certificate-status']);
});

it('fits its own schema for every two releases, either way', () => {
  const ids = dataset.releases.map(({ release }) => release);
  for (const from of ids) for (const to of ids) expect(() => comparison.parse(toComparison(dataset, from, to))).not.toThrow();
});
