import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { pairOf, releasePairs } from './release-pair.ts';

const known = ['4.7.2', '4.11.0', '5.0.0'];

it('pairs each release with every later one', () => {
  expect(releasePairs(exampleDataset())).toEqual([
    { from: '1.0.0', to: '1.1.0' },
    { from: '1.0.0', to: '2.0.0' },
    { from: '1.1.0', to: '2.0.0' },
  ]);
});

it('goes up by the order of the releases, not by that of their letters', () => {
  expect(pairOf('4.7.2', '4.11.0', known)).toEqual({ from: '4.7.2', to: '4.11.0', backwards: false });
});

it('reads the page of a way down the other way round', () => {
  expect(pairOf('5.0.0', '4.7.2', known)).toEqual({ from: '4.7.2', to: '5.0.0', backwards: true });
});

it('knows no way from a release to itself, or to one that is not there', () => {
  expect(pairOf('5.0.0', '5.0.0', known)).toBeNull();
  expect(pairOf('5.0.0', '9.9.9', known)).toBeNull();
  expect(pairOf('', '5.0.0', known)).toBeNull();
});
