import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';

describe('unused-groups', () => {
  it('refuses a group without a feature', () => {
    expect(reportAfter([upkeep, 'group: upkeep', 'group: mail'])).toEqual([
      'src/data/product.yaml:8:11  no feature is in group "upkeep": put one there, or take the group out',
    ]);
  });
});
