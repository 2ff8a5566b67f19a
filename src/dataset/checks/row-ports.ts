import type { Check } from '#dataset/check.ts';
import { portsOf } from '#dataset/flow-ports.ts';
import type { Flow, PortRange } from '#dataset/schema.ts';

/** A row speaks of the port that its flows go to, or come from where that one is fixed. */
export const check = {
  name: 'row-ports',
  description: 'The port of a row is the destination port or the source port of each of its flows.',
  needs: [],
  check: ({ releases, flowsById, keyAt }) =>
    releases.flatMap(({ rows }) =>
      rows.flatMap((row) =>
        Object.keys(row.flows).flatMap((id) => {
          const flow = flowsById.get(id);
          return !flow || portsOf(flow).includes(Number(row.port))
            ? []
            : [
                {
                  ...keyAt(row, 'flows', id),
                  message: `row ${row.row} prints port ${row.port}, and "${id}" is on ${portsText(flow)}: correct one of the ports, or name another flow`,
                },
              ];
        }),
      ),
    ),
} satisfies Check;

const portsText = ({ port, sourcePort }: Flow) => text(port) + (sourcePort ? ` from ${text(sourcePort)}` : '');

const text = ({ from, to }: PortRange) => (from === to ? `${from}` : `${from}-${to}`);
