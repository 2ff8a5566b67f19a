import { expect, it } from 'vitest';
import { characterName, foreignIn, toAscii } from './ascii.ts';

it('writes the marks of our prose in plain ones, and leaves ASCII as it is', () => {
  expect(toAscii('the row’s “own” text – out → in…')).toBe(`the row's "own" text - out -> in...`);
  expect(toAscii('‘x’ — y')).toBe("'x' - y");
  const ascii = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).join('');
  expect(toAscii(ascii)).toBe(ascii);
});

it.each([
  ['é', 'café'],
  ['\u00a0', 'no\u00a0break'],
  ['😀', 'smile 😀'],
  ['\u200f', 'right\u200fto left'],
  ['\u0000', 'null\u0000'],
  ['\t', 'a\ttab'],
  ['\n', 'two\nlines'],
  ['\ud800', 'half a pair \ud800'],
  ['＝', '＝1'],
])('finds %j, and throws rather than leave it out', (character, text) => {
  expect(foreignIn(`${text} – ${text}`)).toEqual([character]);
  expect(() => toAscii(text)).toThrow(`${JSON.stringify(text)} has ${characterName(character)}, which has no form in ASCII`);
});

it('names a character that is not seen by its number', () => {
  expect(characterName('é')).toBe('"é" (U+00E9)');
  expect(characterName('😀')).toBe('"😀" (U+1F600)');
  expect(['\u0000', '\u00a0', '\u200f', '\ud800'].map(characterName)).toEqual(['U+0000', 'U+00A0', 'U+200F', 'U+D800']);
});
