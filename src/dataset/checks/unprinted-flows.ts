import type { Check } from '#dataset/check.ts';
import { rowsOf } from '#dataset/status.ts';

/** A flow without a printed row is a port that somebody made up. */
export const check = {
  name: 'unprinted-flows',
  description: 'Some row of some release supports every flow.',
  needs: ['releases'],
  check: ({ flows, releases, at }) =>
    flows
      .filter(({ id }) => !releases.some((release) => rowsOf(release, id).length > 0))
      .map((flow) => ({
        ...at(flow, 'id'),
        message: `no row of any release supports "${flow.id}": name it under the row that prints it, or retire it`,
      })),
} satisfies Check;
