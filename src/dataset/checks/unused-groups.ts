import type { Check } from '#dataset/check.ts';

/** A group without features is a heading over nothing. */
export const check = {
  name: 'unused-groups',
  description: 'Every group has a feature.',
  needs: ['features'],
  check: ({ product, features, at }) =>
    (product?.groups ?? [])
      .filter(({ id }) => !features.some(({ group }) => group === id))
      .map((group) => ({ ...at(group, 'id'), message: `no feature is in group "${group.id}": put one there, or take the group out` })),
} satisfies Check;
