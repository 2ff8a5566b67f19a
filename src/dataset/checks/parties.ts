import type { Check } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';

/** An end that nobody described has no zone, and no rule can be written for it. */
export const check = {
  name: 'parties',
  description: 'The parties at both ends of every flow exist.',
  needs: ['parties'],
  check: ({ flows, parties, at }) => {
    const known = parties.map(({ id }) => id);
    return flows.flatMap((flow) =>
      (['from', 'to'] as const)
        .filter((end) => !known.includes(flow[end]))
        .map((end) => ({
          ...at(flow, end),
          message: `party "${flow[end]}" does not exist: ${wayOut(flow[end], known, 'add it to src/data/parties.yaml')}`,
        })),
    );
  },
} satisfies Check;
