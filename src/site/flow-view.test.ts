import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { currentIn, type FlowView, flowViews, inDefault, portPages, portText, variantsOf } from './flow-view.ts';

const dataset = exampleDataset();
const views = flowViews(dataset);
const view = (id: string) => views.find(({ flow }) => flow.id === id) as FlowView;

it('shows a flow with both ends, the end that is not the gateway, its direction and when it is needed', () => {
  expect(view('snmp-polling')).toMatchObject({
    featureTitle: 'Backups and upkeep',
    source: { id: 'snmp-managers' },
    destination: { id: 'gateway' },
    other: { id: 'snmp-managers' },
    direction: 'in',
    condition: null,
  });
  expect(view('smtp-relay')).toMatchObject({
    other: { id: 'relay-host' },
    direction: 'out',
    condition: 'mail leaves through a relay host',
  });
});

it('holds one entry for each release, oldest first', () => {
  expect(view('updates').releases.map(({ release, status }) => `${release} ${status}`)).toEqual([
    '1.0.0 printed',
    '1.1.0 printed',
    '2.0.0 gone',
  ]);
  expect(views).toHaveLength(12);
});

it('knows the releases in which a flow is current', () => {
  expect(currentIn(view('updates'))).toEqual(['1.0.0', '1.1.0']);
  expect(currentIn(view('peer-sync-in'))).toEqual(['1.1.0', '2.0.0']);
  expect(currentIn(view('unresolved-https'))).toEqual(['1.1.0', '2.0.0']);
  expect(inDefault(dataset, view('updates')).release).toBe('1.1.0');
});

describe('variants', () => {
  it('group the releases that say alike, and know which one shows first', () => {
    expect(variantsOf(dataset, view('updates'), ({ status }) => status)).toEqual([
      { releases: ['1.0.0', '1.1.0'], value: 'printed', isDefault: true },
      { releases: ['2.0.0'], value: 'gone', isDefault: false },
    ]);
  });

  it('group by what is picked, not by the order of the releases', () => {
    expect(variantsOf(dataset, view('certificate-status'), ({ printed }) => printed.map(({ row }) => row))).toEqual([
      { releases: ['1.0.0', '1.1.0'], value: [], isDefault: true },
      { releases: ['2.0.0'], value: [5], isDefault: false },
    ]);
    const odd = variantsOf(dataset, view('updates'), ({ release }) => release !== '1.1.0');
    expect(odd.map(({ releases }) => releases.join(' '))).toEqual(['1.0.0 2.0.0', '1.1.0']);
  });

  it('name every release exactly once, and exactly one variant is the default', () => {
    for (const each of views) {
      const variants = variantsOf(dataset, each, ({ hosts, reading, status }) => ({ hosts, reading, status }));
      expect(variants.flatMap(({ releases }) => releases).sort()).toEqual(['1.0.0', '1.1.0', '2.0.0']);
      expect(variants.filter(({ isDefault }) => isDefault)).toHaveLength(1);
    }
  });
});

it('writes a port, or a range with its two ends', () => {
  expect(portText({ from: 443, to: 443 })).toBe('443');
  expect(portText({ from: 1024, to: 65535 })).toBe('1024-65535');
});

it('gives every single port a page with its flows, in numerical order', () => {
  const pages = [...portPages(views)].map(([port, flows]) => `${port}: ${flows.map(({ flow }) => flow.id).join(' ')}`);
  expect(pages).toEqual([
    '20: backup-ftp-data',
    '21: backup-ftp',
    '25: smtp-inbound smtp-direct smtp-relay',
    '53: dns-queries',
    '80: updates certificate-status',
    '161: snmp-polling',
    '443: unresolved-https',
    '17777: peer-sync-out peer-sync-in',
  ]);
});
