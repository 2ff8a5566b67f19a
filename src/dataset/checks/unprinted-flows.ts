import type { Check } from '#dataset/check.ts';
import { unusedAmong } from '#dataset/unused.ts';

/** A flow without a printed row is a port that somebody made up. */
export const check = {
  name: 'unprinted-flows',
  description: 'Some row of some release supports every flow.',
  needs: ['releases'],
  check: ({ flows, releases, at }) => {
    const printed = releases.flatMap(({ rows }) => rows.flatMap((row) => Object.keys(row.flows)));
    return unusedAmong(flows, printed).map((flow) => ({
      ...at(flow, 'id'),
      message: `no row of any release supports "${flow.id}": name it under the row that prints it, or retire it`,
    }));
  },
} satisfies Check;
