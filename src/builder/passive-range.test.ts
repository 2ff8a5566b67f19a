import { expect, it } from 'vitest';
import { readPassive } from './passive-range.ts';

it.each([
  ['', null],
  ['  ', null],
  ['50000-50099', { from: 50_000, to: 50_099 }],
  [' 50000 - 50099 ', { from: 50_000, to: 50_099 }],
  ['50000', { from: 50_000, to: 50_000 }],
  ['50099-50000', { message: 'is reversed: write 50000-50099' }],
  ['050000-50099', { message: 'has a leading zero: leave it out' }],
  ['50000-050099', { message: 'has a leading zero: leave it out' }],
  ['20-2000', { message: 'is below 1024: a passive range lies above the well-known ports' }],
  ['50000-65536', { message: 'has a port above 65535, which is the highest there is' }],
  ['99999999999999999999', { message: 'has a port above 65535, which is the highest there is' }],
  ['50000:50099', { message: 'is no range of ports: write it as 50000-50099' }],
  ['\uff15\uff10\uff10\uff10\uff10', { message: 'is no range of ports: write it as 50000-50099' }],
  ['50000-50099\nx', { message: 'is no range of ports: write it as 50000-50099' }],
])('a passive range is read, or it is said what to type: %j', (text, result) => {
  expect(readPassive(text)).toEqual(result);
});
