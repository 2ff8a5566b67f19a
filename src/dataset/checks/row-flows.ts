import type { Check, Finding } from '#dataset/check.ts';

/** A row is read as what it says, no less and no more: a purpose that is lost leads to no flow with a purpose. */
export const check = {
  name: 'row-flows',
  description: 'A row with a purpose supports flows; a row cut before it supports unresolved ones, or none.',
  needs: [],
  check: ({ releases, flowsById, at, keyAt }) =>
    releases.flatMap(({ rows }) =>
      rows.flatMap((row): Finding[] => {
        const hasPurpose = row.says !== null || row.restored?.what === 'purpose';
        const ids = Object.keys(row.flows);
        if (ids.length === 0 && hasPurpose) {
          return [
            {
              ...at(row, 'flows'),
              message: `row ${row.row} supports no flow, though it has a purpose: name its flows, or leave the purpose out where the copy breaks off before it`,
            },
          ];
        }
        return ids.flatMap((id) => {
          const flow = flowsById.get(id);
          if (!flow || flow.unresolved === !hasPurpose) return [];
          const message = hasPurpose
            ? `row ${row.row} has a purpose, and "${id}" is unresolved: name the flow with that purpose`
            : `row ${row.row} is cut before its purpose, so it cannot support "${id}": say under "restored" where the purpose was found, or take it out`;
          return [{ ...keyAt(row, 'flows', id), message }];
        });
      }),
    ),
} satisfies Check;
