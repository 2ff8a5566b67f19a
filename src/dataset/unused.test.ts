import { expect, it } from 'vitest';
import { unusedAmong } from './unused.ts';

const records = [{ id: 'one' }, { id: 'two' }];

it('finds the records that no name means', () => {
  expect(unusedAmong(records, ['one', 'one'])).toEqual([{ id: 'two' }]);
});

it('finds none while a name may be a misspelt one', () => {
  expect(unusedAmong(records, ['one', 'tow'])).toEqual([]);
});
