import type { Dataset } from '#dataset/dataset.ts';
import { printedCondition } from '#dataset/printed-condition.ts';
import { releaseById } from '#dataset/release-flow.ts';
import type { Row } from '#dataset/schema.ts';
import { rowsOf } from '#dataset/status.ts';
import type { FlowView, ReleaseFlow } from './flow-view.ts';
import { count, statusWords } from './words.ts';

/** A row of a release as printed, for one flow. */
export interface HistoryRow {
  readonly row: number;
  /** With its footnote sign. */
  readonly port: string;
  readonly protocol: string;
  /** Null where the table has no such column. */
  readonly application: string | null;
  /** Null where the copy breaks off before it. */
  readonly direction: string | null;
  /** Null where the row prints none for the flow, or none that could be read. */
  readonly condition: string | null;
  /** How many hosts the row prints for the flow, in words. */
  readonly hosts: string;
  /** Their names, in the order of print. */
  readonly hostNames: readonly string[];
  /** Whether the copy breaks off in it. */
  readonly cut: boolean;
}

/** What one release says of a flow. */
export interface HistoryEntry {
  readonly release: string;
  readonly status: ReleaseFlow['status'];
  /** The word of the status, and the sentence behind it. */
  readonly word: string;
  readonly sentence: string;
  readonly rows: readonly HistoryRow[];
}

/** What each release says of a flow, oldest first. */
export const flowHistory = (dataset: Dataset, { flow, releases }: FlowView): HistoryEntry[] =>
  releases.map((entry) => ({
    release: entry.release,
    status: entry.status,
    ...statusWords(dataset, entry),
    rows: rowsOf(releaseById(dataset, entry.release), flow.id).map((row) => {
      const { port, mark = '', protocol, application = null, direction, cut } = row;
      const printed = row.flows[flow.id] as Row['flows'][string];
      return {
        row: row.row,
        port: `${port}${mark}`,
        protocol,
        application,
        direction,
        condition: printedCondition(row, flow.id),
        hosts: hostWords(printed),
        hostNames: printed.hosts,
        cut,
      };
    }),
  }));

function hostWords({ hosts, hostList }: Row['flows'][string]): string {
  if (hostList !== 'cut') return hosts.length === 0 ? 'none' : count(hosts.length, 'host');
  return hosts.length === 0 ? 'list not readable' : `${count(hosts.length, 'host')}, then breaks off`;
}
