import { describe, expect, it } from 'vitest';
import { dualRules, familyWords } from './dual-stack.ts';
import type { End, Rule } from './policy.ts';

const end: End = { parties: ['a'], titles: ['a'], any: false, networks: [], names: ['one.example.net'], wildcards: [] };
const rule: Rule = {
  id: 'x-tcp-4',
  flows: [{ id: 'x', title: 'X', feature: 'f', carriedFrom: null }],
  direction: 'in',
  family: 'ipv4',
  from: 'a',
  to: 'b',
  source: end,
  destination: end,
  transport: 'tcp',
  port: { from: 1, to: 1 },
  sourcePort: null,
  ftp: null,
  inspection: null,
};
const twin: Rule = { ...rule, id: 'x-tcp-6', family: 'ipv6' };

describe('rules for both IP versions', () => {
  it('are one where they differ in their networks only', () => {
    const other: Rule = { ...rule, id: 'y-tcp-6', family: 'ipv6' };
    const networks = [{ family: 'ipv6', address: '2001:db8::1', length: 128 }] as const;
    const [pair, alone, ...more] = dualRules([rule, other, { ...twin, source: { ...end, networks } }]);
    expect(pair).toMatchObject({ id: 'x-tcp', rules: [{ family: 'ipv4' }, { family: 'ipv6' }] });
    expect(alone).toMatchObject({ id: 'y-tcp-6', rules: [{ family: 'ipv6' }] });
    expect(more).toEqual([]);
    expect([pair, alone].map((dual) => dual && familyWords(dual))).toEqual(['IPv4 and IPv6', 'IPv6']);
  });

  it.each<[string, Partial<Rule>]>([
    ['flows', { flows: [] }],
    ['names', { destination: { ...end, names: [] } }],
    ['wildcards', { source: { ...end, wildcards: ['*.example.net'] } }],
    ['a port', { port: { from: 1, to: 2 } }],
    ['a zone', { to: 'c' }],
    ['a helper', { ftp: 'control' }],
    ['inspection', { inspection: 'forbidden' }],
    ['a source port', { sourcePort: { from: 1, to: 1 } }],
  ])('stay two where they differ in %s', (_, change) => {
    expect(dualRules([rule, { ...twin, ...change }]).map(({ id }) => id)).toEqual(['x-tcp-4', 'x-tcp-6']);
  });
});
