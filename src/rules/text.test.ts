import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascii, cut, wrapped } from './text.ts';

describe('plain text', () => {
  it.each([
    ['B\u00fcro', 'Buro'],
    ['Gateway \u2192 manager\u2019s \u201ctrap\u201d', 'Gateway to manager\'s "trap"'],
    ['Stra\u00dfe \u2013 \u2026', 'Strasse - ...'],
    ['x\npermit ip any any', 'x permit ip any any'],
    ['x\r\n\t\u2028 y', 'x y'],
    ['\u202egnp.exe \u200fa\u200b', 'gnp.exe a'],
    ['\u{1f6aa}\u05d0', '??'],
    ['\ufb01le \uff11', 'file 1'],
    ['a\u0000b\u001bc\u007fd', 'a b c d'],
    ['  x  ', 'x'],
    ['\ud800', ''],
  ])('of %j is %j', (text, plain) => {
    expect(ascii(text)).toBe(plain);
  });

  it('is printable ASCII on one line, whatever it was, and stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(ascii(text)).toMatch(/^([\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?)?$/);
        expect(ascii(ascii(text))).toBe(ascii(text));
      }),
      { numRuns: 300, seed: 20_240 },
    );
  });
});

describe('a text that is cut', () => {
  it('ends in three dots, and is no longer than it may be', () => {
    expect(cut('one two three', 13)).toBe('one two three');
    expect(cut('one two three', 12)).toBe('one two t...');
    // No space in front of the dots.
    expect(cut('one two three', 11)).toBe('one two...');
    expect(cut('x'.repeat(300), 128)).toHaveLength(128);
  });
});

describe('a text that is wrapped', () => {
  it('breaks between words, and has its words in their order', () => {
    expect(wrapped('one two three four', 9)).toEqual(['one two', 'three', 'four']);
    expect(wrapped('one', 9)).toEqual(['one']);
  });

  it('gives a word that is too long a line of its own', () => {
    expect(wrapped('see https://example.net/a/long/path now', 10)).toEqual(['see', 'https://example.net/a/long/path', 'now']);
  });

  it('indents what follows in an item', () => {
    expect(wrapped('- one two three', 9)).toEqual(['- one two', '  three']);
  });
});
