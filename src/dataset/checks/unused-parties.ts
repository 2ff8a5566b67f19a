import type { Check } from '#dataset/check.ts';
import { unusedAmong } from '#dataset/unused.ts';

/** Nobody should be asked for addresses that no rule needs. */
export const check = {
  name: 'unused-parties',
  description: 'Every party is at an end of a flow.',
  needs: ['features'],
  check: ({ parties, flows, at }) =>
    unusedAmong(
      parties,
      flows.flatMap(({ from, to }) => [from, to]),
    ).map((party) => ({
      ...at(party, 'id'),
      message: `no flow begins or ends at party "${party.id}": name it in a flow, or take it out`,
    })),
} satisfies Check;
