import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const newest = 'src/data/releases/2.0.0.yaml';

describe('unprinted-flows', () => {
  it('refuses a flow that no row supports', () => {
    expect(reportAfter([newest, 'says: certificates, flows: [certificate-status]', 'says: null, cut: true, flows: []'])).toEqual([
      'src/data/features/upkeep.yaml:38:9  no row of any release supports "certificate-status": name it under the row that prints it, or retire it',
    ]);
  });
});
