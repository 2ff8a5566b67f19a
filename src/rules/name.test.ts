import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NameRule, namer } from './name.ts';

const rule: NameRule = { limit: 20, refused: /[^A-Za-z0-9_-]/, joiner: '-', start: 'p' };

describe('a name', () => {
  it('is made of its parts', () => {
    expect(namer(rule)('SEG', 'dns-queries')).toBe('SEG-dns-queries');
    expect(namer({ ...rule, joiner: '_' })('SEG', 'dns-queries')).toBe('SEG_dns_queries');
  });

  it('is the same for the same parts, in whatever text it stands', () => {
    const parts = ['SEG', `a rather long name of ${'x'.repeat(80)}`];
    const name = namer(rule);
    expect(name(...parts)).toBe(name(...parts));
    expect(namer(rule)('other')).not.toBe(namer(rule)(...parts));
    expect(namer(rule)(...parts)).toBe(name(...parts));
  });

  it('stays within its length, and apart from one that differs after the cut only (GEN-09)', () => {
    const name = namer({ ...rule, limit: 63 });
    const [a, b] = ['a', 'b'].map((end) => name('SEG', `${'x'.repeat(70)}${end}`)) as [string, string];
    expect([a.length, b.length]).toEqual([63, 63]);
    expect(a).not.toBe(b);
  });

  it('keeps two long prefixes apart (GEN-10)', () => {
    const prefixes = ['a', 'b'].map((end) => `${'deployment-'.repeat(6)}${end}`);
    const [a, b] = prefixes.map((prefix) => namer({ ...rule, limit: 31 })(prefix, 'smtp-inbound')) as [string, string];
    expect([a.length, b.length]).toEqual([31, 31]);
    expect(a).not.toBe(b);
  });

  it('is marked where a character had to go, so that it is not taken for one that never had it', () => {
    const name = namer(rule);
    expect([name('a', 'b'), name('a b'), name('a;b')].map((each) => each.slice(0, 4))).toEqual(['a-b', 'a-b-', 'a-b-']);
  });

  it('begins with a letter', () => {
    expect(namer(rule)('10.1.2.3')).toMatch(/^p10-1-2-3-[0-9a-z]{7}$/);
    expect(namer(rule)('"; drop')).toMatch(/^p---drop-[0-9a-z]{7}$/);
  });

  it('is not given to two things: in letters of another case, or in other parts', () => {
    const name = namer(rule);
    name('seg', 'a-b');
    expect(() => name('SEG', 'a-b')).toThrow('would both be named');
    expect(() => name('seg-a', 'b')).toThrow('would both be named');
  });

  it('is of the alphabet and the length that the platform takes, and another for each parts, whatever they are', () => {
    const part = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('a', 'A', 'a-b', '"'.repeat(60), '\u202e'));
    fc.assert(
      fc.property(fc.uniqueArray(fc.array(part, { minLength: 1, maxLength: 3 }), { selector: String, minLength: 2 }), (wanted) => {
        const name = namer(rule);
        const given = wanted.flatMap((parts) => {
          try {
            return [name(...parts)];
          } catch {
            return [];
          }
        });
        for (const each of given) expect(each).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,19}$/);
        expect(new Set(given.map((each) => each.toLowerCase())).size).toBe(given.length);
      }),
      { numRuns: 50, seed: 20_240 },
    );
  });
});
