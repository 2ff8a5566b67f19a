import { describe, expect, it } from 'vitest';
import { reportAfter } from '#dataset/example.ts';

const upkeep = 'src/data/features/upkeep.yaml';

describe('dead-readings', () => {
  it('refuses a reading that never shows', () => {
    expect(
      reportAfter([
        upkeep,
        'application: http\n  - id: certificate-status',
        'application: http\n    reading: Nobody will see this.\n  - id: certificate-status',
      ]),
    ).toEqual([
      'src/data/features/upkeep.yaml:38:5  "updates" departs from no printed row, so its reading never shows: take it out, or say it under "purpose" or "doubts"',
    ]);
  });
});
