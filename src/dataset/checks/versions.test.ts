import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const release = 'src/data/releases/2.0.0.yaml';
const retired = 'src/data/retired.yaml';

describe('versions', () => {
  it('refuses a release that came in with a version no change tells of', () => {
    expect(reportAfter([release, 'since: "2026.02.01"', 'since: "2025.12.24"'])).toEqual([
      'src/data/releases/2.0.0.yaml:2:8  no change is of 2025.12.24: write the version of the change that tells of it, or add that change to src/data/changes.yaml',
    ]);
  });

  it('asks whether a version that is a slip of the finger away was meant', () => {
    expect(reportAfter([retired, 'since: "2026.02.01"', 'since: "2026.02.02"'])).toEqual([
      'src/data/retired.yaml:2:31  no change is of 2026.02.02: did you mean "2026.02.01"? Otherwise write the version of the change that tells of it, or add that change to src/data/changes.yaml',
    ]);
  });

  it('says nothing of versions while the changes do not parse', () => {
    const report = reportAfter([release, 'since: "2026.02.01"', 'since: "2025.12.24"'], ['src/data/changes.yaml', 'changes:', 'chances:']);
    expect(report.filter((line) => line.startsWith(release))).toEqual([]);
    expect(report.length).toBeGreaterThan(0);
  });
});
