import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';
const whole = 'src/data/releases/1.1.0.yaml';

describe('read-ends', () => {
  it('refuses an end of the copy that is not its last row', () => {
    expect(reportAfter([newest, 'port: 161, whole', 'port: 162, whole'])).toEqual([
      'src/data/releases/2.0.0.yaml:4:17  the copy is said to end at port 162, and its last row is of port 161: write 161, or add the missing rows',
    ]);
  });

  it('refuses a dataset in which no table is known to its end', () => {
    expect(reportAfter([whole, ', end: true', ''])).toEqual([
      'src/data/releases/2.0.0.yaml:4:9  no release is known to its end, so there is no default release: write "end: true" where a whole table was read',
    ]);
  });
});
