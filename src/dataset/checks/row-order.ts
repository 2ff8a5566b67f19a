import type { Check } from '#dataset/check.ts';

/** Printed tables ascend by port; that a release has dropped a flow is read from exactly that. */
export const check = {
  name: 'row-order',
  description: 'The rows of a release stand in ascending order of their ports.',
  needs: [],
  check: ({ releases, at }) =>
    releases.flatMap(({ rows }) =>
      rows.flatMap((row, index) => {
        const above = rows[index - 1];
        return above && Number(row.port) < Number(above.port)
          ? [
              {
                ...at(row, 'port'),
                message: `row ${row.row} of port ${row.port} stands below row ${above.row} of port ${above.port}: check both ports against the table, which ascends`,
              },
            ]
          : [];
      }),
    ),
} satisfies Check;
