import { describe, expect, it } from 'vitest';
import { typedState } from './example-state.ts';
import { readState, stateLimit, stateText, toState } from './state.ts';

const valid = typedState();
const problems = (input: unknown): string[] => {
  const result = toState(input);
  return 'state' in result ? [] : result.problems.map(({ field, message }) => `${field}: ${message}`);
};

describe('a state', () => {
  it('comes back from its file as it was, whatever was typed', () => {
    for (const state of [
      valid,
      typedState({ addresses: { gateway: ['<script>', '010.0.0.1', 'é\u202e'] }, passive: '99-1', form: 'table' }),
    ]) {
      expect(readState(stateText(state))).toEqual({ state });
    }
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, ': is nothing that the builder has made'],
    ['a text', 'state', ': is nothing that the builder has made'],
    ['a list', [valid], ': is nothing that the builder has made'],
    ['another file', { name: 'x', scripts: {} }, ': is nothing that the builder has made'],
    ['a key there is not', { ...valid, onload: 'alert(1)' }, ': has what no builder makes: onload'],
    ['another version', { ...valid, version: 2 }, 'version: is not 1: another version of the builder made this'],
    ['no dataset version', { ...valid, dataset: '<svg onload=alert(1)>' }, 'dataset: is no dataset version'],
    ['no release', { ...valid, release: '../../x' }, 'release: is no release number'],
    ['a vantage point there is not', { ...valid, vantage: 'above' }, 'vantage: is missing or of the wrong kind'],
    ['answers that are no list', { ...valid, answers: { delivery: 'direct' } }, 'answers.delivery: is missing or of the wrong kind'],
    ['without a prefix', { ...valid, prefix: undefined }, 'prefix: is missing or of the wrong kind'],
    ['a party that is no id', { ...valid, addresses: { 'a b': [] } }, 'addresses.a b: '],
    ['a name of JavaScript', { ...valid, addresses: { constructor: [] } }, 'addresses.constructor: '],
    [
      'an object for an address',
      { ...valid, addresses: { gateway: [{ toString: 'x' }] } },
      'addresses.gateway.0: is missing or of the wrong kind',
    ],
    [
      'an address without end',
      { ...valid, addresses: { gateway: ['1'.repeat(301)] } },
      'addresses.gateway.0: is longer than 300 characters: shorten it',
    ],
    [
      'addresses without end',
      { ...valid, publicAddresses: Array(501).fill('') },
      'publicAddresses: has more than 500 entries: type prefixes',
    ],
    ['a zone there is not', { ...valid, zones: { attic: 'eth9' } }, 'zones'],
  ])('is not %s', (_, input, message) => {
    expect(problems(input).join('\n')).toContain(message);
    expect(problems(input)).not.toEqual([]);
  });

  it('is never as long as a page', () => {
    const huge = { ...valid, addresses: { gateway: Array(400).fill('1'.repeat(300)) } };
    expect(problems(huge)).toEqual([`: is longer than ${stateLimit} characters, and no builder makes that much`]);
    expect(readState(' '.repeat(stateLimit + 1))).toHaveProperty('problems');
    const ring: Record<string, unknown> = { ...valid };
    ring.addresses = ring;
    expect(problems(ring)).toHaveLength(1);
  });

  it('has no key that would reach for a prototype', () => {
    for (const json of [
      stateText(valid).replace('"gateway"', '"__proto__"'),
      stateText(valid).replace('"delivery"', '"__proto__"'),
      stateText(valid).replace('"version"', '"__proto__": { "polluted": true }, "version"'),
    ]) {
      expect(readState(json)).toEqual({ problems: [{ field: '', message: 'has a key "__proto__", which means something to JavaScript' }] });
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    }
    const state = typedState({ prefix: '"__proto__":' });
    expect(readState(stateText(state))).toEqual({ state });
  });

  it('is read from JSON only', () => {
    for (const text of ['', '{', 'version=1', '<svg onload=alert(1)>'])
      expect(readState(text)).toEqual({ problems: [{ field: '', message: 'is no JSON' }] });
  });
});
