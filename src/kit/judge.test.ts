import { describe, expect, it } from 'vitest';
import type { Environment } from '#rules/environment.ts';
import { exampleEnvironment } from '#rules/example-environment.ts';
import type { Platform } from '#rules/platform.ts';
import { platform as ciscoAsa } from '#rules/platforms/cisco-asa.ts';
import { platform as nftables } from '#rules/platforms/nftables.ts';
import { toRules } from '#rules/to-rules.ts';
import { exampleAbout, exampleFlows } from './example-kit.ts';
import { type Finding, judge, type Selection } from './judge.ts';
import type { Outcome } from './outcomes.ts';
import type { Report, Result } from './report.ts';

const { dataset } = exampleAbout;

function selecting(platform: Platform = nftables, change: Partial<Environment> = {}, release = exampleAbout.release): Selection {
  const environment = { ...exampleEnvironment(platform, 'edge'), ...change };
  const flows = exampleFlows();
  const { policy } = toRules(platform, flows, environment, { product: 'x', release, dataset, scope: null, example: true });
  return { dataset, release, flows, environment, policy };
}

const reportOf = (results: readonly Result[], change: Partial<Report> = {}): Report => ({
  kit: 1,
  dataset,
  release: exampleAbout.release,
  side: 'gateway',
  host: 'seg1',
  time: '2026-02-03T04:05:06Z',
  results: [...results],
  ...change,
});

const result = (flow: string, service: string, target: string, outcome: Outcome, change: Partial<Result> = {}): Result => {
  const [transport, port] = service.split('/') as ['tcp' | 'udp', string];
  return {
    flow,
    transport,
    port: Number(port),
    target,
    address: /^[\d.]+$|:/.test(target) ? target : null,
    outcome,
    detail: '',
    ...change,
  };
};

function findingOf(results: readonly Result[], selection = selecting(), change: Partial<Report> = {}): Finding {
  const { findings } = judge(reportOf(results, change), selection);
  const found = findings.find(({ flow }) => flow === results[0]?.flow);
  if (!found) throw new Error('no finding');
  return found;
}

const inShort = ({ verdict, rules, gaps }: Finding) => ({
  verdict,
  rules: rules.map(({ id }) => id),
  gaps: gaps.map(({ reason }) => reason),
});

describe('what is blocked', () => {
  it('is shown with the rule that should have let it through, by transport and IP version', () => {
    const results = [
      result('dns-queries', 'udp/53', '192.0.2.53', 'no-answer'),
      result('dns-queries', 'udp/53', '192.0.2.54', 'no-answer'),
      result('dns-queries', 'udp/53', '2001:db8:b::53', 'answered', { detail: 'it answers NOERROR' }),
      result('dns-queries', 'tcp/53', '192.0.2.53', 'connected'),
    ];
    expect(inShort(findingOf(results))).toEqual({ verdict: 'blocked', rules: ['dns-queries-udp-4'], gaps: [] });
    expect(findingOf(results).words).toEqual([
      'No answer: udp/53 to 192.0.2.53; udp/53 to 192.0.2.54.',
      'Answered: udp/53 to 2001:db8:b::53 (it answers NOERROR).',
      'Connected: tcp/53 to 192.0.2.53.',
      'This rule should let it through: IPv4, DNS: the gateway to DNS resolvers, udp/53.',
      'The report says nothing of tcp/53 to 192.0.2.54, tcp/53 to 2001:db8:b::53.',
    ]);
  });

  it('by name is shown with the rule that has the name, or a wildcard above it', () => {
    const named = (target: string, address: string | null) => [result('updates', 'tcp/80', target, 'refused', { address })];
    expect(inShort(findingOf(named('one.updates.example.net', '198.51.100.130')))).toMatchObject({ rules: ['updates-tcp-4'] });
    expect(inShort(findingOf(named('one.updates.example.net', '2001:db8:a:1::130')))).toMatchObject({ rules: ['updates-tcp-6'] });
    expect(inShort(findingOf(named('Deep.One.Mirror.example.net', '198.51.100.130')))).toMatchObject({ rules: ['updates-tcp-4'] });
    expect(inShort(findingOf(named('mirror.example.net', '198.51.100.130')))).toMatchObject({ verdict: 'blocked', rules: [] });
  });

  it('is one of several rules of the same flow', () => {
    const addresses = {
      ...selecting().environment.addresses,
      'update-servers': ['198.51.100.40', '198.51.100.64/26', 'one.updates.example.net'],
    };
    const selection = selecting(nftables, { addresses });
    const at = (target: string) => inShort(findingOf([result('updates', 'tcp/80', target, 'unreachable')], selection)).rules;
    expect([at('198.51.100.40'), at('198.51.100.100'), at('198.51.100.41')]).toEqual([['updates-tcp-4'], ['updates-tcp-4'], []]);
  });

  it('and has no rule, since the platform cannot write it, is shown with the gap', () => {
    const { words, ...finding } = findingOf(
      [result('updates', 'tcp/80', 'one.mirror.example.net', 'no-answer', { address: '198.51.100.130' })],
      selecting(ciscoAsa),
    );
    expect(inShort({ words, ...finding })).toEqual({ verdict: 'blocked', rules: [], gaps: [expect.stringContaining('wildcard')] });
    expect(words[1]).toMatch(/^No rule does, since it is not covered: Updates: .*\*\.mirror\.example\.net/);
  });

  it('and has no rule, since it was changed after, or does not cross this firewall, is said to be so', () => {
    const [, changed] = findingOf([result('dns-queries', 'tcp/53', '192.0.2.99', 'refused')]).words;
    expect(changed).toBe('No rule of the selection is for this address. Was it changed after the script was made?');
    const inner = selecting(nftables, { vantage: 'inner' });
    const [, elsewhere] = findingOf([result('smtp-relay', 'tcp/25', '198.51.100.25', 'refused')], inner).words;
    expect(elsewhere).toBe('No rule is for it: it does not cross this firewall.');
  });

  it('from outside is shown with its rule, whether or not the rule has the address before NAT', () => {
    const selection = selecting(nftables, { publicAddresses: ['198.51.100.10'] });
    const results = [result('smtp-inbound', 'tcp/25', '198.51.100.10', 'no-answer')];
    expect(inShort(findingOf(results, selection, { side: 'internet-mail-servers' }))).toEqual({
      verdict: 'blocked',
      rules: ['smtp-inbound-tcp-4'],
      gaps: [],
    });
  });

  it('is never a rule for data connections of FTP', () => {
    const selection = selecting(nftables, { ftp: { helper: false, passive: { from: 50_000, to: 50_099 } } });
    expect(selection.policy.rules.map(({ id }) => id)).toContain('backup-ftp-passive-4');
    const results = [result('backup-ftp', 'tcp/50000', '192.0.2.201', 'refused')];
    expect(inShort(findingOf(results, selection))).toMatchObject({ verdict: 'blocked', rules: [] });
  });
});

describe('a verdict', () => {
  const [one, two] = ['one.updates.example.net', 'two.updates.example.net'];
  const tried = (target: string, outcome: Outcome, change: Partial<Result> = {}) => result('updates', 'tcp/80', target, outcome, change);
  const verdictOf = (...outcomes: Outcome[]) =>
    findingOf([...outcomes.map((outcome) => tried(one, outcome)), tried(two, 'connected')]).verdict;

  it('is the worst of what was tried', () => {
    expect(verdictOf('connected', 'http-error', 'answered')).toBe('connected');
    expect(verdictOf('connected', 'not-tested')).toBe('connected');
    expect(verdictOf('connected', 'cannot-tell')).toBe('unclear');
    expect(verdictOf('connected', 'unresolved')).toBe('unclear');
    expect(verdictOf('connected', 'turned-away')).toBe('unclear');
    expect(verdictOf('no-route')).toBe('unclear');
    expect(verdictOf('untrusted')).toBe('unclear');
    expect(findingOf([one, two].map((target) => tried(target, 'not-tested'))).verdict).toBe('unclear');
    expect(verdictOf('connected', 'cannot-tell', 'inspected')).toBe('blocked');
  });

  it('blames no rule where nothing is known to be blocked', () => {
    for (const outcome of ['unresolved', 'no-route', 'cannot-tell', 'untrusted', 'http-error', 'turned-away'] as const) {
      const { rules, words } = findingOf([one, two].map((target) => tried(target, outcome)));
      expect(rules).toEqual([]);
      expect(words).toHaveLength(1);
    }
    expect(findingOf([tried(one, 'http-error', { detail: 'HTTP 404' }), tried(two, 'turned-away', { detail: 'HTTP 403' })]).words).toEqual([
      'Connected, but an HTTP error: tcp/80 to one.updates.example.net (HTTP 404). The answer is that of a server, of a proxy, or of a block page of the firewall itself.',
      'Connected, but turned away by HTTP: by a server, a proxy, or a block page of the firewall: tcp/80 to two.updates.example.net (HTTP 403). Look at the page that it answers with, and at the log of the firewall.',
    ]);
  });
});

it('says what to know of a flow', () => {
  const { words } = findingOf(['192.0.2.201', '2001:db8:b::201'].map((target) => result('backup-ftp', 'tcp/21', target, 'connected')));
  expect(words).toEqual([
    'Connected: tcp/21 to 192.0.2.201; tcp/21 to 2001:db8:b::201.',
    'Note: the control connection only: the data connections are not tried.',
  ]);
});

describe('a report', () => {
  it('has a finding for each flow of its side, also for what it leaves out', () => {
    const { side, doubts, findings } = judge(reportOf([]), selecting());
    expect(side?.id).toBe('gateway');
    expect(doubts).toEqual([]);
    expect(findings.map(({ flow }) => flow)).toEqual(
      exampleFlows()
        .filter(({ source }) => source.id === 'gateway')
        .map(({ flow }) => flow.id),
    );
    expect(new Set(findings.map(({ verdict, words }) => `${verdict}: ${words[0]}`))).toEqual(
      new Set(['unclear: The report says nothing of it.']),
    );
  });

  it('of something else is judged with doubts', () => {
    const strange = reportOf(
      [result('snmp-polling', 'udp/161', '203.0.113.10', 'no-answer'), result('constructor', 'tcp/1', 'x', 'refused')],
      {
        release: '1.0.0',
        dataset: '2026.01.01',
      },
    );
    expect(judge(strange, selecting()).doubts).toEqual([
      'The report is about release 1.0.0, the selection about 1.1.0.',
      'The report is of dataset 2026.01.01, the selection of 2026.02.01.',
      'The report has what the selection has not: snmp-polling, constructor.',
    ]);
  });

  it('of addresses that have been changed since is not taken for one of those that are there now', () => {
    const results = ['udp/53', 'tcp/53'].map((service) => result('dns-queries', service, '192.0.2.99', 'connected'));
    const { doubts, findings } = judge(reportOf(results), selecting());
    expect(doubts).toEqual(['The report has addresses that the selection does not have now: 192.0.2.99. Make the script anew.']);
    const finding = findings.find(({ flow }) => flow === 'dns-queries');
    expect(finding?.verdict).toBe('unclear');
    expect(finding?.words.at(-1)).toMatch(/^The report says nothing of udp\/53 to 192\.0\.2\.53, .*tcp\/53 to 2001:db8:b::53\.$/);
  });

  it('may have any target where the script leaves it open', () => {
    const open = [result('smtp-direct', 'tcp/25', '198.51.100.77', 'connected')];
    expect(judge(reportOf(open), selecting()).doubts).toEqual([]);
    expect(findingOf(open).verdict).toBe('connected');
  });

  it('of a side that nothing begins on is about nothing', () => {
    for (const side of ['update-servers', 'constructor', 'nobody']) {
      expect(judge(reportOf([], { side }), selecting())).toEqual({
        side: null,
        doubts: [`No flow of the selection begins on the side "${side}" that the report is from.`],
        findings: [],
      });
    }
  });
});
