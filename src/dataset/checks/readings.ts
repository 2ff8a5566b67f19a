import type { Check } from '#dataset/check.ts';
import { departingFlows } from '#dataset/direction.ts';

/** Who reads a flow against the printed direction owes the reader the reason. */
export const check = {
  name: 'readings',
  description: 'A flow that departs from a printed row has a reading.',
  needs: ['features'],
  check: ({ flows, flowsById, releases, at }) =>
    flows
      .filter(({ reading }) => reading === undefined)
      .flatMap((flow) => {
        const rows = releases.flatMap((release) => release.rows.map((row) => ({ release: release.release, row })));
        const found = rows.find(({ row }) => departingFlows(row, flowsById).some(({ id }) => id === flow.id));
        if (!found) return [];
        const { release, row } = found;
        return [
          {
            ...at(flow),
            message: `"${flow.id}" departs from row ${row.row} of ${release}, which prints ${row.direction}: say why under "reading"`,
          },
        ];
      }),
} satisfies Check;
