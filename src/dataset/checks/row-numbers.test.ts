import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';

describe('row-numbers', () => {
  it('refuses a row number twice', () => {
    expect(reportAfter([newest, 'row: 3,', 'row: 2,'])).toEqual([
      'src/data/releases/2.0.0.yaml:8:12  row 2 stands twice: number the rows as they stand in the table',
    ]);
  });

  it('refuses a row that is left out', () => {
    expect(reportAfter([newest, 'row: 6,', 'row: 7,'])).toEqual([
      'src/data/releases/2.0.0.yaml:11:12  row 6 is missing before row 7: add what the table prints, or correct the number',
    ]);
  });

  it('refuses several rows that are left out', () => {
    expect(reportAfter([newest, 'row: 6,', 'row: 9,'])).toEqual([
      'src/data/releases/2.0.0.yaml:11:12  rows 6 to 8 are missing before row 9: add what the table prints, or correct the number',
    ]);
  });

  it('refuses rows in another order', () => {
    expect(reportAfter([newest, 'row: 6,', 'row: 2,'])).toEqual([
      'src/data/releases/2.0.0.yaml:11:12  row 2 stands below row 5: put the rows in the order of the table',
    ]);
  });
});
