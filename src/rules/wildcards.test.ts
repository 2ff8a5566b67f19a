import { expect, it } from 'vitest';
import { wildcardsAbove } from './wildcards.ts';

it('are one for each name that a name lies below', () => {
  expect(wildcardsAbove('a.b.example')).toEqual(['*.b.example', '*.example']);
  expect(wildcardsAbove('*.b.example')).toEqual(['*.b.example', '*.example']);
  expect(wildcardsAbove('example')).toEqual([]);
});

it('are those of the name itself too where it is given as a suffix', () => {
  expect(wildcardsAbove('.b.example')).toEqual(['*.b.example', '*.example']);
});
