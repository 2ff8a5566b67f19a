import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { diagramOf } from './diagram.ts';
import { flowViews } from './flow-view.ts';

const views = flowViews(exampleDataset());
const ofFeature = (feature: string) => views.filter(({ flow }) => flow.feature === feature);

it('draws one arrow for each flow, with its title, transports, port and direction', () => {
  expect(diagramOf(ofFeature('upkeep'), 335).arrows.map(({ title }) => title)).toContain('SNMP polling');
  expect(diagramOf(ofFeature('upkeep'), 760).arrows.map(({ label, direction, dashed }) => ({ label, direction, dashed }))).toEqual([
    { label: 'TCP 21', direction: 'out', dashed: false },
    { label: 'TCP 1024-65535', direction: 'in', dashed: true },
    { label: 'TCP 80', direction: 'out', dashed: false },
    { label: 'TCP 80', direction: 'out', dashed: false },
    { label: 'TCP 443', direction: 'out', dashed: false },
    { label: 'UDP 161', direction: 'in', dashed: false },
  ]);
  expect(diagramOf(ofFeature('smtp'), 760).arrows.map(({ label }) => label)).toContain('UDP+TCP 53');
});

it('puts every party once into its zone', () => {
  const { zones, parties } = diagramOf(ofFeature('smtp'), 760);
  expect(zones.map(({ label }) => label)).toEqual(['Internet', 'Internal network', 'Peers']);
  expect(parties.map(({ lines }) => lines.join(' '))).toEqual([
    'Internet mail servers',
    'the relay host',
    'DNS resolvers',
    'peer gateways',
  ]);
});

it('breaks a name into lines that fit a narrow drawing', () => {
  expect(diagramOf(ofFeature('smtp'), 335).parties[0]?.lines).toEqual(['Internet', 'mail', 'servers']);
});

describe.each([
  ['wide', 760],
  ['narrow', 335],
])('everything of a %s drawing', (_, width) => {
  it.each(['smtp', 'upkeep'])('stands inside it and beside one another: %s', (feature) => {
    const { height, zones, parties, arrows, x } = diagramOf(ofFeature(feature), width);
    expect(x.start).toBe(x.party + x.partyWidth);
    expect([x.party, x.start, x.wall, x.gateway, x.gateway + x.gatewayWidth, width]).toEqual(
      [x.party, x.start, x.wall, x.gateway, x.gateway + x.gatewayWidth, width].toSorted((a, b) => a - b),
    );

    for (const boxes of [zones, parties]) {
      for (const [at, box] of boxes.entries()) {
        const above = boxes[at - 1];
        expect(box.y).toBeGreaterThanOrEqual(above ? above.y + above.height : 0);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      }
    }
    for (const party of parties) {
      expect(zones.some((zone) => party.y >= zone.y && party.y + party.height <= zone.y + zone.height)).toBe(true);
      expect(arrows.filter(({ y }) => y > party.y && y < party.y + party.height).length).toBeGreaterThan(0);
    }
    const heights = arrows.map(({ y }) => y);
    expect(new Set(heights).size).toBe(arrows.length);
  });
});
