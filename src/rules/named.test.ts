import { describe, expect, it } from 'vitest';
import { named } from './named.ts';
import { toNetwork } from './network.ts';
import type { NameAnswer } from './platform.ts';
import type { End, Policy, Rule } from './policy.ts';
import { membersText } from './words.ts';

const end = (networks: readonly string[], names: readonly string[] = [], wildcards: readonly string[] = []): End => ({
  parties: ['servers'],
  titles: ['servers'],
  any: false,
  networks: networks.map(toNetwork),
  names,
  wildcards,
});

const rule = (id: string, destination: End, port = 443): Rule => ({
  id: `${id}-tcp-4`,
  flows: [{ id, title: id, feature: 'made-up', carriedFrom: null }],
  direction: 'out',
  family: 'ipv4',
  from: 'dmz',
  to: 'outside',
  source: end(['203.0.113.10']),
  destination,
  transport: 'tcp',
  port: { from: port, to: port },
  sourcePort: null,
  ftp: null,
  inspection: null,
});

const policyOf = (...rules: Rule[]): Policy => ({
  vantage: 'edge',
  prefix: 'SEG',
  rules,
  gaps: [],
  elsewhere: [],
  opened: [],
  unresolved: [],
  unknown: [],
});

const refusal = { reason: 'it takes no such name', remedy: 'Type an address.' };

const noWildcards = { canName: (name: string): NameAnswer => (name.startsWith('*.') ? refusal : true) };

const lines = ({ rules }: Policy): string[] => rules.map(({ id, destination }) => `${id} ${membersText(destination)}`);

describe('names that a platform cannot write', () => {
  it('leave the rule, which keeps what can be written, and are said', () => {
    const policy = named(policyOf(rule('a', end(['192.0.2.1'], ['a.example'], ['*.b.example', '*.c.example']))), noWildcards);
    expect(lines(policy)).toEqual(['a-tcp-4 192.0.2.1 a.example']);
    expect(policy.gaps).toEqual([{ ...refusal, flows: [expect.objectContaining({ id: 'a' })], names: ['*.b.example', '*.c.example'] }]);
  });

  it('take a rule that has nothing else with them, and never leave it open (GEN-25)', () => {
    const policy = named(policyOf(rule('a', end([], [], ['*.b.example'])), rule('b', end(['192.0.2.1']))), noWildcards);
    expect(lines(policy)).toEqual(['b-tcp-4 192.0.2.1']);
    expect(policy.gaps.map(({ names }) => names)).toEqual([['*.b.example']]);
  });

  it('are said once for both IP versions', () => {
    const four = rule('a', end([], [], ['*.b.example']));
    const policy = named(policyOf(four, { ...four, id: 'a-tcp-6', family: 'ipv6' }), noWildcards);
    expect(policy.gaps.map(({ names }) => names)).toEqual([['*.b.example']]);
  });

  it('are said for each rule of other flows', () => {
    const [a, b] = ['a', 'b'].map((id, at) => rule(id, end([], [], ['*.b.example']), 80 + at * 2)) as [Rule, Rule];
    expect(named(policyOf(a, b), noWildcards).gaps.map(({ flows }) => flows.map(({ id }) => id))).toEqual([['a'], ['b']]);
  });

  it('leave no rule behind that is now within another', () => {
    const policy = named(
      policyOf(rule('a', end(['192.0.2.0/24'], [], ['*.a.example'])), rule('b', end(['192.0.2.1'], [], ['*.b.example']))),
      {
        canName: noWildcards.canName,
      },
    );
    expect(lines(policy)).toEqual(['a-tcp-4 192.0.2.0/24']);
    expect(policy.rules[0]?.flows.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('are asked for with the whole policy, as it is planned', () => {
    const planned = policyOf(rule('a', end([], ['a.example'])));
    const asked: unknown[] = [];
    named(planned, {
      canName: (...question) => {
        asked.push(question);
        return true;
      },
    });
    expect(asked).toEqual([['a.example', planned.rules[0], planned]]);
  });
});

it('leaves rules out that a platform cannot write, and says so', () => {
  const policy = named(policyOf(rule('a', end(['192.0.2.1']), 80), rule('b', end(['192.0.2.1']), 443)), {
    ...noWildcards,
    canWrite: ({ port }) => (port.from === 80 ? refusal : true),
  });
  expect(lines(policy)).toEqual(['b-tcp-4 192.0.2.1']);
  expect(policy.gaps).toEqual([{ ...refusal, flows: [expect.objectContaining({ id: 'a' })], names: [] }]);
});

it('leaves a policy of which everything can be written as it is', () => {
  const planned = policyOf(rule('a', end([], ['a.example'], ['*.b.example'])));
  expect(named(planned, { canName: () => true })).toEqual(planned);
});
