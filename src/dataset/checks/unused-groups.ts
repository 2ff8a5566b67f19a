import type { Check } from '#dataset/check.ts';
import { unusedAmong } from '#dataset/unused.ts';

/** A group without features is a heading over nothing. */
export const check = {
  name: 'unused-groups',
  description: 'Every group has a feature.',
  needs: ['features'],
  check: ({ product, features, at }) =>
    unusedAmong(
      product?.groups ?? [],
      features.map(({ group }) => group),
    ).map((group) => ({ ...at(group, 'id'), message: `no feature is in group "${group.id}": put one there, or take the group out` })),
} satisfies Check;
