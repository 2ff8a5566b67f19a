import { describe, expect, it } from 'vitest';
import { builtFrom, dataset, typedState } from './example-state.ts';
import { ruleLines, sharedGaps, uncovered, uncoveredFlows } from './rule-lines.ts';
import type { State } from './state.ts';

const lines = (change: Partial<State> = {}) => {
  const { rules } = builtFrom(change);
  if (!rules) throw new Error('there are no rules');
  return ruleLines(dataset, rules.policy);
};

describe('a line for a rule', () => {
  it('says what it allows, for what, and between which addresses', () => {
    expect(lines().find(({ rules }) => rules[0]?.startsWith('snmp-polling'))).toEqual({
      rules: ['snmp-polling-udp-4'],
      words: 'IPv4, SNMP polling: SNMP managers to the gateway, udp/161',
      features: ['Backups and upkeep'],
      source: '10.3.0.61',
      destination: '10.1.0.10',
    });
  });

  it('is one for both IP versions', () => {
    const both = lines({ addresses: { gateway: ['10.1.0.10', 'fd00::10'], 'dns-resolvers': ['10.2.0.53', 'fd00::53'] } });
    expect(both.filter(({ rules }) => rules[0]?.startsWith('dns-queries')).map(({ words, destination }) => [words, destination])).toEqual([
      ['IPv4 and IPv6, DNS: the gateway to DNS resolvers, udp/53', '10.2.0.53 fd00::53'],
      ['IPv4 and IPv6, DNS: the gateway to DNS resolvers, tcp/53', '10.2.0.53 fd00::53'],
    ]);
    expect(both.find(({ rules }) => rules.includes('smtp-inbound-tcp-6'))).toMatchObject({
      source: 'any',
      rules: ['smtp-inbound-tcp-4', 'smtp-inbound-tcp-6'],
    });
  });
});

it('reasons that flows share stand once', () => {
  const { rules } = builtFrom({
    addresses: typedState({ addresses: { 'dns-resolvers': ['10.2.0.53'], 'snmp-managers': ['10.3.0.61'] } }).addresses,
  });
  const shared = sharedGaps(rules?.policy.gaps ?? []);
  expect(shared.map(({ reason, flows }) => [reason, flows.length])).toEqual([['no address of the gateway is given', 5]]);
});

describe('what no rule covers', () => {
  it('is also what the source does not explain, or says nothing of, and what only a helper could open', () => {
    const reasons = (change: Partial<State> = {}) =>
      uncovered(builtFrom(change), '1.1.0').map(({ reason, flows }) => [reason, flows.map(({ id }) => id)]);
    expect(reasons()).toEqual([['the source does not say what it is for', ['unresolved-https']]]);
    expect(uncoveredFlows(builtFrom(), '1.1.0')).toEqual(['unresolved-https']);
    const ftp = {
      answers: { ...typedState().answers, backup: ['ftp'], 'ftp-mode': ['active'] },
      addresses: { ...typedState().addresses, 'backup-servers': ['10.2.0.21'] },
    };
    expect(reasons(ftp)).not.toContainEqual([expect.anything(), ['backup-ftp-data']]);
    expect(reasons({ ...ftp, platform: 'ufw' })).toContainEqual(['it needs an FTP helper, and there is none', ['backup-ftp-data']]);
    const built = builtFrom();
    if (!built.rules) throw new Error('there are no rules');
    const { gaps: _, ...policy } = built.rules.policy;
    const [flow] = policy.unresolved;
    if (!flow) throw new Error('nothing is unresolved');
    const unknown = { ...built, rules: { ...built.rules, policy: { ...policy, gaps: [], unresolved: [], unknown: [flow] } } };
    expect(uncovered(unknown, '4.7.2').map(({ reason }) => reason)).toEqual(['nothing is known of it in 4.7.2']);
  });

  it('is not what typing alone mends, but it counts', () => {
    const built = builtFrom({ addresses: { gateway: ['10.1.0.10'] } });
    expect(uncovered(built, '1.1.0').flatMap(({ flows }) => flows.map(({ id }) => id))).toEqual(['unresolved-https']);
    expect(uncoveredFlows(built, '1.1.0')).toEqual(['dns-queries', 'snmp-polling', 'unresolved-https']);
  });
});
