import type { Check } from '#dataset/check.ts';
import { departingFlows } from '#dataset/direction.ts';
import type { Row } from '#dataset/schema.ts';

/** Who reads a flow against the printed direction owes the reader the reason. */
export const check = {
  name: 'readings',
  description: 'A flow that departs from a printed row has a reading.',
  needs: ['features'],
  check: ({ flows, flowsById, releases, at }) => {
    const departures = new Map<string, { release: string; row: Row }>();
    for (const { release, rows } of releases) {
      for (const row of rows) {
        for (const { id } of departingFlows(row, flowsById)) if (!departures.has(id)) departures.set(id, { release, row });
      }
    }
    return flows.flatMap((flow) => {
      const found = departures.get(flow.id);
      if (flow.reading !== undefined || !found) return [];
      const { release, row } = found;
      return [
        {
          ...at(flow),
          message: `"${flow.id}" departs from row ${row.row} of ${release}, which prints ${row.direction}: say why under "reading"`,
        },
      ];
    });
  },
} satisfies Check;
