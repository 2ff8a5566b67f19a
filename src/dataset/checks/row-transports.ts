import type { Check, Finding } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';
import type { Release } from '#dataset/schema.ts';
import { rowsOf, tablePorts } from '#dataset/status.ts';
import { printedProtocols, printedTransports } from '#dataset/transport.ts';

/** A flow runs over what the table prints: DNS over one transport of two is a fault that shows only under load. */
export const check = {
  name: 'row-transports',
  description: 'The rows of a flow print exactly its transports, row by row and over the release.',
  needs: [],
  check: ({ releases, flows, flowsById, at, keyAt }) =>
    releases.flatMap((release): Finding[] => [
      ...release.rows.flatMap((row): Finding[] => {
        const printed = printedTransports(row.protocol);
        if (!printed) {
          const remedy = wayOut(row.protocol, printedProtocols, 'say in src/dataset/transport.ts what it means');
          return [{ ...at(row, 'protocol'), message: `nobody has read the protocol "${row.protocol}" yet: ${remedy}` }];
        }
        return Object.keys(row.flows).flatMap((id) => {
          const flow = flowsById.get(id);
          return !flow || printed.every((transport) => flow.transport.includes(transport))
            ? []
            : [
                {
                  ...keyAt(row, 'flows', id),
                  message: `row ${row.row} prints ${row.protocol}, and "${id}" runs over ${flow.transport.join(' and ')}: correct one of them, or name another flow`,
                },
              ];
        });
      }),
      ...flows.flatMap((flow) => {
        const rows = rowsOf(release, flow.id);
        const last = rows.at(-1);
        const printed = rows.flatMap((row) => printedTransports(row.protocol) ?? flow.transport);
        const lost = flow.transport.filter((transport) => !printed.includes(transport));
        return last === undefined || lost.length === 0 || endsWithin(release, tablePorts(flow).from)
          ? []
          : [
              {
                ...keyAt(last, 'flows', flow.id),
                message: `release ${release.release} prints "${flow.id}" over ${[...new Set(printed)].join(' and ')} only, and the flow runs over ${flow.transport.join(' and ')}: name it in the row that prints ${lost.join(' and ')}, or correct the flow`,
              },
            ];
      }),
    ]),
} satisfies Check;

/** Whether the copy breaks off among the rows of this port: the row with the other transport may be lost. */
const endsWithin = ({ readTo }: Release, port: number) => readTo.port === port && !readTo.whole;
