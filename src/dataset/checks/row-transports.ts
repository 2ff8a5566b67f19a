import type { Authored } from '#dataset/authored.ts';
import type { Check, Finding } from '#dataset/check.ts';
import { wayOut } from '#dataset/problem.ts';
import type { Flow, Release, Row } from '#dataset/schema.ts';
import { rowsOf, tablePorts } from '#dataset/status.ts';
import { printedProtocols, printedTransports } from '#dataset/transport.ts';

/** A flow runs over what the table prints: DNS over one transport of two is a fault that shows only under load. */
export const check = {
  name: 'row-transports',
  description: 'The rows of a flow print exactly its transports, row by row and over the release.',
  needs: [],
  check: (authored) =>
    authored.releases.flatMap((release) => [
      ...release.rows.flatMap((row) => rowFindings(authored, row)),
      ...authored.flows.flatMap((flow) => releaseFindings(authored, release, flow)),
    ]),
} satisfies Check;

function rowFindings({ flowsById, at, keyAt }: Authored, row: Row): Finding[] {
  const printed = printedTransports(row.protocol);
  if (!printed) {
    const remedy = wayOut(row.protocol, printedProtocols, 'say in src/dataset/transport.ts what it means');
    return [{ ...at(row, 'protocol'), message: `nobody has read the protocol "${row.protocol}" yet: ${remedy}` }];
  }
  return Object.keys(row.flows).flatMap((id) => {
    const flow = flowsById.get(id);
    if (!flow || isAmong(printed, flow.transport)) return [];
    const message = `row ${row.row} prints ${row.protocol}, and "${id}" runs over ${both(flow.transport)}: correct one of them, or name another flow`;
    return [{ ...keyAt(row, 'flows', id), message }];
  });
}

function releaseFindings({ keyAt }: Authored, release: Release, flow: Flow): Finding[] {
  const rows = rowsOf(release, flow.id);
  const last = rows.at(-1);
  const printed = rows.flatMap((row) => printedTransports(row.protocol) ?? flow.transport);
  const lost = flow.transport.filter((transport) => !printed.includes(transport));
  // A row with a wrong transport has its own finding; a copy that breaks off at this port may have lost a row.
  const mayBeLost = release.readTo.port === tablePorts(flow).from && !release.readTo.whole;
  if (last === undefined || lost.length === 0 || !isAmong(printed, flow.transport) || mayBeLost) return [];
  const contrast = `over ${both(printed)} only, and the flow runs over ${both(flow.transport)}`;
  const remedy = `name it in the row that prints ${both(lost)}, or correct the flow`;
  return [{ ...keyAt(last, 'flows', flow.id), message: `release ${release.release} prints "${flow.id}" ${contrast}: ${remedy}` }];
}

const isAmong = (some: readonly string[], all: readonly string[]) => some.every((transport) => all.includes(transport));

const both = (transports: readonly string[]) => [...new Set(transports)].join(' and ');
