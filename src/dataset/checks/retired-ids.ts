import type { Check } from '#dataset/check.ts';

/** Somebody's script still means the old flow by the old id. */
export const check = {
  name: 'retired-ids',
  description: 'The id of a retired flow never comes back.',
  needs: [],
  check: ({ retired, flows, at }) =>
    flows.flatMap((flow) => {
      const gone = retired.find(({ id }) => id === flow.id);
      return gone
        ? [{ ...at(flow, 'id'), message: `"${flow.id}" is retired since ${gone.since}: choose another id (${gone.reason})` }]
        : [];
    }),
} satisfies Check;
