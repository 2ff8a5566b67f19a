import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const product = 'src/data/product.yaml';
const changes = 'src/data/changes.yaml';

describe('changes', () => {
  it('refuses a version of the dataset that no change tells of', () => {
    expect(reportAfter([product, '2026.02.01', '2026.03.01'])).toEqual([
      'src/data/changes.yaml:2:16  the newest change is of 2026.02.01, and the dataset in product.yaml of 2026.03.01: say here what changed, or put the version right there',
    ]);
  });

  it('refuses an older change above a newer one', () => {
    const report = reportAfter([changes, '2026.01.01', '2026.04.01']);
    expect(report.filter((line) => line.startsWith(changes))).toEqual([
      'src/data/changes.yaml:3:16  2026.04.01 stands below the older 2026.02.01: put the newest change first',
    ]);
  });
});
