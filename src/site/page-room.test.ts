import { expect, it } from 'vitest';
import { fitting } from './page-room.ts';

it('takes texts in their order as long as there is room, and a short one after a long one', () => {
  expect(fitting(['aaaa', 'bbbbbbbb', 'cc', 'd'], 6)).toEqual([true, false, true, false]);
  expect(fitting([], 6)).toEqual([]);
});

it('has room for what a page of today holds', () => {
  expect(fitting(['x'.repeat(250_000)])).toEqual([true]);
  expect(fitting(['x'.repeat(250_001)])).toEqual([false]);
});
