import { expect, test } from 'vitest';
import { piecesOf } from './page-text.ts';

test('piecesOf takes marks and escapes apart, and leaves no markup', () => {
  expect(piecesOf('a &lt;b&gt; <mark>port</mark> and <mark>x &amp; y</mark>.')).toEqual([
    { text: 'a <b> ', hit: false },
    { text: 'port', hit: true },
    { text: ' and ', hit: false },
    { text: 'x & y', hit: true },
    { text: '.', hit: false },
  ]);
  expect(piecesOf('&amp;lt;')).toEqual([{ text: '&lt;', hit: false }]);
  expect(piecesOf('')).toEqual([]);
});
