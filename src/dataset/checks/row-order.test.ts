import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';

describe('row-order', () => {
  it('refuses a port below a higher one', () => {
    expect(reportAfter([newest, 'row: 4, port: "53"', 'row: 4, port: "5"'])).toEqual([
      'src/data/releases/2.0.0.yaml:9:21  row 4 of port 5 stands below row 3 of port 25: check both ports against the table, which ascends',
      'src/data/releases/2.0.0.yaml:9:100  row 4 prints port 5, and "dns-queries" is on 53: correct one of the ports, or name another flow',
    ]);
  });
});
