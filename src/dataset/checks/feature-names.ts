import type { Check } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** Pages and terms name the features whose ports they speak of. */
export const check = {
  name: 'feature-names',
  description: 'Every feature that a page or a term names exists.',
  needs: [],
  check: ({ pages, terms, featureIds, at }) =>
    [...pages, ...terms].flatMap((record) =>
      record.features.flatMap((id, index) =>
        featureIds.includes(id)
          ? []
          : [{ ...at(record, 'features', index), message: `feature "${id}" does not exist: ${wayOut(id, featureIds, 'take it out')}` }],
      ),
    ),
} satisfies Check;
