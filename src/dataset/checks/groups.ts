import type { Check } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** A feature outside every group would be on no list of the site. */
export const check = {
  name: 'groups',
  description: 'The group of every feature exists.',
  needs: ['product'],
  check: ({ product, features, at }) => {
    const known = product?.groups.map(({ id }) => id) ?? [];
    return features
      .filter(({ group }) => !known.includes(group))
      .map((feature) => ({
        ...at(feature, 'group'),
        message: `group "${feature.group}" does not exist: ${wayOut(feature.group, known, `write one of ${known.join(', ')}, or add it to src/data/product.yaml`)}`,
      }));
  },
} satisfies Check;
