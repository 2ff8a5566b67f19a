import type { Check } from '#dataset/check.ts';
import { rowsOf, tablePorts } from '#dataset/status.ts';

/** A flow cannot be absent from a table that prints it, nor be proven absent from a part that nobody read. */
export const check = {
  name: 'absences',
  description: 'An "absent" flow is in no row of its release, and its place lies within the copy.',
  needs: [],
  check: ({ releases, flowsById, keyAt }) =>
    releases.flatMap((release) =>
      Object.keys(release.absent).flatMap((id) => {
        const place = keyAt(release, 'absent', id);
        const row = rowsOf(release, id)[0];
        if (row)
          return [{ ...place, message: `"${id}" is called absent, yet row ${row.row} prints it: take it out here, or out of the row` }];
        const flow = flowsById.get(id);
        const port = flow && tablePorts(flow).from;
        return port !== undefined && port > release.readTo.port
          ? [
              {
                ...place,
                message: `"${id}" has its place at port ${port}, after the end of the copy at ${release.readTo.port}: nothing proves it absent, take it out`,
              },
            ]
          : [];
      }),
    ),
} satisfies Check;
