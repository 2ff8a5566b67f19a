import type { Check } from '#dataset/check.ts';
import { departingFlows } from '#dataset/direction.ts';

/** A reading shows only where a flow departs: one that never does is text that nobody sees and nobody corrects. */
export const check = {
  name: 'dead-readings',
  description: 'A flow with a reading departs from some row of some release.',
  needs: ['features', 'releases'],
  check: ({ flows, flowsById, releases, keyAt }) => {
    const departing = new Set(releases.flatMap(({ rows }) => rows.flatMap((row) => departingFlows(row, flowsById).map(({ id }) => id))));
    return flows
      .filter(({ id, reading }) => reading !== undefined && !departing.has(id))
      .map((flow) => ({
        ...keyAt(flow, 'reading'),
        message: `"${flow.id}" departs from no printed row, so its reading never shows: take it out, or say it under "purpose" or "doubts"`,
      }));
  },
} satisfies Check;
