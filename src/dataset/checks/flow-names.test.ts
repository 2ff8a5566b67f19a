import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';
const first = 'src/data/releases/1.0.0.yaml';
const pins = 'src/data/pins.yaml';
const changes = 'src/data/changes.yaml';

describe('flow-names', () => {
  it('refuses a flow of a row that does not exist', () => {
    expect(reportAfter([newest, '[smtp-inbound]', '[smtp-inbuond]'])).toEqual([
      'src/data/releases/2.0.0.yaml:7:105  flow "smtp-inbuond" does not exist: did you mean "smtp-inbound"? Otherwise add it to a feature, or take it out',
    ]);
  });

  it('refuses a flow of a block of hosts, at its key', () => {
    expect(reportAfter([first, '      updates:\n', '      upgrades:\n'])).toEqual([
      'src/data/releases/1.0.0.yaml:20:7  flow "upgrades" does not exist: add it to a feature, or take it out',
      'src/data/releases/1.1.0.yaml:28:15  row 7 of 1.0.0 prints no host for "updates": point at a row that does',
    ]);
  });

  it('refuses a flow that is absent, pinned or changed and does not exist', () => {
    expect(
      reportAfter(
        [first, 'certificate-status:', 'nothing-like-it:'],
        [pins, 'flow: peer-sync-in,', 'flow: peer-sync-ni,'],
        [changes, '[snmp-polling]', '[snmp-poling]'],
      ),
    ).toEqual([
      'src/data/changes.yaml:2:72  flow "snmp-poling" does not exist: did you mean "snmp-polling"? Otherwise add its id to src/data/retired.yaml, or take it out',
      'src/data/pins.yaml:3:13  flow "peer-sync-ni" does not exist: did you mean "peer-sync-in"? Otherwise add it to a feature, or take it out',
      'src/data/releases/1.0.0.yaml:6:3  flow "nothing-like-it" does not exist: add it to a feature, or take it out',
    ]);
  });

  it('refuses a retired flow in a row', () => {
    expect(reportAfter([newest, 'flows: [smtp-inbound]', 'flows: [smtp-inbound, smtp-legacy]'])).toEqual([
      'src/data/releases/2.0.0.yaml:7:119  flow "smtp-legacy" is retired since 2026.02.01: take it out (It was never printed.)',
    ]);
  });

  it('lets a change tell of a retired flow', () => {
    expect(reportAfter([changes, '[snmp-polling]', '[snmp-polling, smtp-legacy]'])).toEqual([]);
  });
});
