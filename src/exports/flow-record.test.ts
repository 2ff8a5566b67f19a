import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { flowList, toFlowList } from './flow-record.ts';

const dataset = exampleDataset();
const statuses = (release: string) => {
  const { flows, absent } = toFlowList(dataset, release);
  return {
    flows: flows.map(({ id, status, carriedFrom }) => [id, status, carriedFrom].filter(Boolean).join(' ')),
    absent: absent.map(({ id, status, lastPrinted }) => `${id} ${status} ${lastPrinted}`),
  };
};

it('says what it is: version of the shape, dataset, product, release, and whether the table is known to its end', () => {
  const { flows, absent, ...about } = toFlowList(dataset, '2.0.0');
  expect(about).toEqual({
    schemaVersion: '1.1.0',
    dataset: '2026.02.01',
    product: 'Example Mail Lighthouse',
    release: '2.0.0',
    complete: false,
  });
  expect(toFlowList(dataset, '1.1.0').complete).toBe(true);
  expect(flows.length + absent.length).toBe(12);
});

it('is of the default release unless one is named', () => {
  expect(toFlowList(dataset)).toEqual(toFlowList(dataset, '1.1.0'));
});

it('holds printed, carried and unresolved flows in one list, gone and unknown ones in the other', () => {
  expect(statuses('2.0.0')).toEqual({
    flows: [
      'smtp-inbound printed',
      'smtp-direct printed',
      'smtp-relay printed',
      'dns-queries printed',
      'peer-sync-out carried 1.1.0',
      'peer-sync-in carried 1.1.0',
      'backup-ftp printed',
      'certificate-status printed',
      'snmp-polling carried 1.1.0',
      'unresolved-https unresolved 1.1.0',
    ],
    absent: ['backup-ftp-data gone 1.1.0', 'updates gone 1.1.0'],
  });
  expect(statuses('1.0.0').absent).toEqual([
    'peer-sync-out unknown null',
    'peer-sync-in unknown null',
    'snmp-polling unknown null',
    'unresolved-https unknown null',
  ]);
});

it('leaves out, of both lists, a flow that the release was read past and that none before it printed', () => {
  expect(JSON.stringify(toFlowList(dataset, '1.0.0'))).not.toContain('certificate-status');
  expect(JSON.stringify(toFlowList(dataset, '1.1.0'))).not.toContain('certificate-status');
});

it('holds the flows of one feature, as the whole list has them', () => {
  const whole = toFlowList(dataset, '2.0.0');
  const part = toFlowList(dataset, '2.0.0', 'upkeep');
  expect(part.flows).toEqual(whole.flows.filter(({ feature }) => feature === 'upkeep'));
  expect(part.flows.length).toBeGreaterThan(0);
  expect(part.absent).toEqual(whole.absent);
  expect(toFlowList(dataset, '1.0.0', 'smtp').absent.map(({ id }) => id)).toEqual(['peer-sync-out', 'peer-sync-in']);
});

it('writes every field of a flow, with null or an empty list where there is nothing', () => {
  const flows = new Map(toFlowList(dataset).flows.map((flow) => [flow.id, flow]));
  expect(flows.get('backup-ftp-data')).toEqual({
    id: 'backup-ftp-data',
    feature: 'upkeep',
    title: 'Backup by FTP, active data',
    purpose: 'The server opens the data connection.',
    source: { party: 'backup-servers', name: 'backup servers', zone: 'lan' },
    destination: { party: 'gateway', name: 'the gateway', zone: 'dmz' },
    direction: 'in',
    transport: ['tcp'],
    ports: [{ from: 1024, to: 65535 }],
    sourcePorts: [{ from: 20, to: 20 }],
    application: 'ftp-data',
    hosts: [],
    hostList: 'none-printed',
    condition: 'backups travel by FTP, and FTP is active',
    configurable: false,
    dataChannel: null,
    via: 'backup-ftp',
    tlsInspection: 'unknown',
    status: 'printed',
    carriedFrom: null,
    reading: 'Only the server opens this connection.',
    doubts: [],
    printed: [{ row: 1, port: '20', protocol: 'FTP', direction: 'In/Out', cut: false, restored: null }],
  });
  expect(flows.get('updates')).toMatchObject({
    sourcePorts: [],
    hosts: ['one.updates.example.net', 'two.updates.example.net', '*.mirror.example.net'],
    hostList: 'complete',
    condition: null,
    reading: null,
    via: null,
    printed: [{ row: 6, direction: 'Out', cut: true, restored: { from: '1.0.0', row: 7, what: 'hosts', strength: 'strong' } }],
  });
  expect(flows.get('peer-sync-out')).toMatchObject({ application: null, tlsInspection: 'forbidden', transport: ['udp'] });
  expect(flows.get('backup-ftp')).toMatchObject({
    configurable: true,
    dataChannel: 'helper',
    doubts: ['Passive mode needs ports that no row gives.'],
  });
});

it('names both transports of a flow that has two, and the rows of this release only', () => {
  const dns = (release: string) => toFlowList(dataset, release).flows.find(({ id }) => id === 'dns-queries');
  expect(dns('1.0.0')).toMatchObject({ transport: ['udp', 'tcp'], printed: [{ row: 5 }, { row: 6 }] });
  expect(dns('2.0.0')?.printed.map(({ row }) => row)).toEqual([4]);
});

it('fits its own schema in every release', () => {
  for (const { release } of dataset.releases) expect(() => flowList.parse(toFlowList(dataset, release))).not.toThrow();
});
