import { describe, expect, it } from 'vitest';
import type { Report } from '#kit/report.ts';
import { builtFrom, dataset, typedState } from './example-state.ts';
import type { State } from './state.ts';
import { judgeText, testScript, testSides, untriedFlows } from './test-kit.ts';

const sides = (change: Partial<State> = {}) => testSides(builtFrom(change));
const side = (id: string, change: Partial<State> = {}) => {
  const found = sides(change).find((each) => each.side.id === id);
  if (!found) throw new Error(`there is no side "${id}"`);
  return found;
};

const report = (change: Partial<Report> = {}): string =>
  JSON.stringify({
    kit: 1,
    dataset: dataset.product.dataset,
    release: '1.1.0',
    side: 'gateway',
    host: 'seg1',
    time: '2026-02-03T04:05:06Z',
    results: [
      { flow: 'dns-queries', transport: 'udp', target: '10.2.0.53', address: '10.2.0.53', port: 53, outcome: 'answered', detail: '' },
      { flow: 'dns-queries', transport: 'tcp', target: '10.2.0.53', address: '10.2.0.53', port: 53, outcome: 'no-answer', detail: '' },
    ],
    ...change,
  });
const judged = (text: string, change: Partial<State> = {}) => judgeText(text, dataset, typedState(change), builtFrom(change));

describe('the test scripts', () => {
  it('are for each side that opens something, the gateway first, and not for Windows there', () => {
    expect(sides().map(({ side: { id }, languages }) => [id, ...languages])).toEqual([
      ['gateway', 'sh'],
      ['internet-mail-servers', 'sh', 'ps1'],
      ['snmp-managers', 'sh', 'ps1'],
    ]);
    expect(sides({ prefix: '' })).toEqual([]);
    expect(sides({ addresses: {} })).toEqual([]);
  });

  it('try what passes this firewall, at the addresses that are typed', () => {
    const tried = (change: Partial<State> = {}) => side('gateway', change).side.probes.map(({ flow, target }) => `${flow} ${target}`);
    expect(tried()).toContain('dns-queries 10.2.0.53');
    expect(tried({ vantage: 'outer' })).not.toContain('dns-queries 10.2.0.53');
  });

  it('go to the public address from outside, whatever the platform sees', () => {
    for (const platform of ['nftables', 'pan-os']) {
      const { side: outside } = side('internet-mail-servers', { platform, publicAddresses: ['198.18.0.10'] });
      expect(outside.probes.map(({ target }) => target)).toEqual(['198.18.0.10']);
    }
  });

  it('leave out with the reason what nobody can try, and what needs a target', () => {
    const untried = (change: Partial<State> = {}) =>
      untriedFlows(builtFrom({ everything: true, ...change })).map(
        ({ reason, option, flows }) => `${flows.join(', ')}: ${reason} ${option}`,
      );
    expect(untried()).toMatchInlineSnapshot(`
      [
        "Direct delivery (tcp/25): any Internet address: more than one machine --target internet-mail-servers=ADDRESS",
        "Updates (tcp/80): *.mirror.example.net: more than one machine --target update-servers=ADDRESS",
        "Delivery through a relay (tcp/25): no address of the relay host is given null",
        "Data to peers (udp/17777), Data from peers (udp/17777): no address of peer gateways is given null",
        "Backup by FTP (tcp/21): no address of backup servers is given null",
        "Unresolved HTTPS (tcp/443): the vendor's table does not say what it is for, so no rule lets it through null",
        "Backup by FTP, active data (tcp/1024): a helper opens it for "backup-ftp", and only then null",
      ]
    `);
    expect(untried({ prefix: '' })).toEqual([]);
  });

  it('say what they are, and that an example is one', () => {
    const { side: gateway } = side('gateway');
    const bash = testScript(dataset, typedState(), builtFrom(), gateway, 'sh');
    expect(bash.name).toBe('portcullis-test-gateway.sh');
    expect(bash.text).toContain("connection 'dns-queries'");
    expect(bash.text).not.toContain('EXAMPLE');
    const { side: managers } = side('snmp-managers');
    const power = testScript(dataset, typedState(), { ...builtFrom(), example: true }, managers, 'ps1');
    expect(power.name).toBe('portcullis-test-snmp-managers.ps1');
    expect(power.text).toContain('EXAMPLE');
  });
});

describe('a report', () => {
  it('points at the flow that is blocked, and at the rule that should have let it through', () => {
    const result = judged(report());
    if ('problem' in result) throw new Error(result.problem);
    const blocked = result.judgement.findings.filter(({ verdict }) => verdict === 'blocked');
    expect(blocked.map(({ flow, rules }) => [flow, ...rules.map(({ id }) => id)])).toEqual([['dns-queries', 'dns-queries-tcp-4']]);
    expect(result.judgement.doubts).toEqual([]);
  });

  it('is doubted where it is of another selection', () => {
    const result = judged(report({ release: '1.0.0' }));
    expect('judgement' in result && result.judgement.doubts).toEqual(['The report is about release 1.0.0, the selection about 1.1.0.']);
  });

  it('is refused where it is none, or where there are no rules', () => {
    expect(judged('<svg onload=alert(1)>')).toHaveProperty('problem');
    expect(judged(report(), { prefix: '' })).toEqual({ problem: 'There are no rules to hold it against: type a prefix first.' });
  });
});
