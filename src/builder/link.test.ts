import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { zones } from '#dataset/zones.ts';
import { vantages } from '#rules/vantage.ts';
import { typedState } from './example-state.ts';
import { fromFragment, isLink, namesSomething, toFragment } from './link.ts';
import { startPrefix } from './start.ts';
import { type State, textLimit } from './state.ts';

const id = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/).filter((each) => !(each in Object.prototype));
const typed = fc
  .oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }))
  .filter((each) => each.length <= textLimit);
const some = <T>(member: fc.Arbitrary<T>) => fc.array(member, { maxLength: 4 });
/** Lone halves of a pair of UTF-16 have no form in an address. */
const wellFormed = <T>(member: fc.Arbitrary<T>) =>
  member.filter((each) => (JSON.stringify(each) as string).isWellFormed() && !/\\ud[89a-f]/.test(JSON.stringify(each)));

const states: fc.Arbitrary<State> = fc.record({
  version: fc.constant(1 as const),
  dataset: fc.constantFrom('2026.02.01', '2027.12.31'),
  release: fc.constantFrom('5.1.0', '10.20.30'),
  answers: fc.dictionary(id, some(id)),
  everything: fc.boolean(),
  platform: id,
  form: fc.option(id),
  vantage: fc.constantFrom(...vantages),
  prefix: typed,
  zones: fc.dictionary(fc.constantFrom(...zones), typed) as fc.Arbitrary<State['zones']>,
  addresses: fc.dictionary(id, fc.array(typed, { minLength: 1, maxLength: 4 })),
  publicAddresses: some(typed),
  placed: fc.dictionary(id, fc.constantFrom(...zones)),
  anyInternet: some(id),
  passive: typed,
});

describe('a link', () => {
  it('brings back the whole state, whatever was typed', () => {
    fc.assert(
      fc.property(wellFormed(states), (state) => {
        const fragment = toFragment(state, { withAddresses: true });
        expect(isLink(fragment)).toBe(true);
        expect(namesSomething(fragment)).toBe(true);
        expect(fragment).toMatch(/^[A-Za-z0-9*._=&%+-]*$/);
        expect(fromFragment(fragment, { prefix: startPrefix })).toEqual({ state });
      }),
      { seed: 7 },
    );
  });

  it('can be read by a person, and is short', () => {
    const fragment = toFragment(typedState(), { withAddresses: true });
    expect(fragment).toMatchInlineSnapshot(
      `"v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&q=delivery.direct_peers.no_backup_ftp-mode.passive&x=ACME&z.internet=eth0&z.dmz=eth1&z.lan=eth2&z.management=eth3&z.peers=eth4&a.gateway=10.1.0.10&a.dns-resolvers=10.2.0.53&a.snmp-managers=10.3.0.61"`,
    );
  });

  it('without addresses names nothing of anybody’s', () => {
    const state = typedState({
      publicAddresses: ['198.51.100.7'],
      placed: { 'dns-resolvers': 'dmz' },
      anyInternet: ['revocation-servers'],
    });
    const fragment = toFragment(state, { withAddresses: false });
    expect(namesSomething(fragment)).toBe(false);
    for (const word of ['ACME', 'eth', '10.', '198.51']) expect(fragment).not.toContain(word);
    expect(fromFragment(fragment, { prefix: 'OTHER' })).toEqual({
      state: { ...state, prefix: 'OTHER', zones: {}, addresses: {}, publicAddresses: [] },
    });
  });

  it.each(['', '_top', '{"gw":"<svg onload=alert(1)>"}', '%7Bbroken', 'V=1', 'x=1&v=1'])('is not %j', (fragment) => {
    expect(isLink(fragment)).toBe(false);
    expect(fromFragment(fragment, { prefix: 'SEG' })).toHaveProperty('problems');
  });

  it.each([
    ['v=1', ''],
    ['v=1&d=2026.02.01&p=nftables&at=edge', 'release'],
    ['v=2&d=2026.02.01&r=1.1.0&p=nftables&at=edge', 'version'],
    ['v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&a.__proto__=x', 'a.__proto__'],
    ['v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&q=__proto__.x', 'answers.'],
    ['v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&a.constructor=x', 'addresses.constructor'],
    ['v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&in.gateway=attic', 'placed.gateway'],
    ['v=1&d=2026.02.01&r=1.1.0&p=%3Csvg%20onload%3Dalert(1)%3E&at=edge', 'platform'],
    ['v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&onload=alert(1)', 'onload'],
    [`v=1&d=2026.02.01&r=1.1.0&p=nftables&at=edge&x=${'x'.repeat(400)}`, 'prefix'],
    [`v=1&x=${'x'.repeat(70_000)}`, ''],
  ])('is refused, and it is said where: %s', (fragment, field) => {
    const result = fromFragment(fragment, { prefix: 'SEG' });
    expect('problems' in result && result.problems.map((each) => each.field)).toContain(field);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
