import type { Check } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** The feeds date a release by the change that brought it in, so there must be one. */
export const check = {
  name: 'versions',
  description: 'Every version of the dataset that a release or a retired flow is dated by is one that changes.yaml tells of.',
  needs: ['changes'],
  check: ({ releases, retired, changes, at }) => {
    const known = changes.map(({ dataset }) => dataset);
    return [...releases, ...retired]
      .filter(({ since }) => !known.includes(since))
      .map((record) => ({
        ...at(record, 'since'),
        message: `no change is of ${record.since}: ${wayOut(record.since, known, 'write the version of the change that tells of it, or add that change to src/data/changes.yaml')}`,
      }));
  },
} satisfies Check;
