import type { Flow, PortRange, Release, Row } from './schema.ts';

/**
 * What is known of a flow in a release:
 * `printed` a row of the release supports it; `carried` the copy ends before its place, an earlier release printed it;
 * `unresolved` printed or carried, but the source never says what it is for; `gone` the table was read past its place without it,
 * an earlier release printed it; `unknown` the copy ends before its place and no earlier release decides;
 * `unprinted` the table was read past its place without it, and so were all earlier ones that decide.
 */
export type Status = 'printed' | 'carried' | 'unresolved' | 'gone' | 'unknown' | 'unprinted';

/** What is known of a flow in a release, and the releases that this rests on, by their numbers. */
export interface FlowStatus {
  readonly status: Status;
  /** The release whose row is carried forward; null unless the status rests on an earlier release. */
  readonly carriedFrom: string | null;
  /** The newest release up to this one that was read past the flow's place without it; null unless the flow is gone. */
  readonly goneIn: string | null;
  /** The last release up to this one that printed the flow; null where none did. */
  readonly lastPrinted: string | null;
}

/** Where a flow stands in a printed table: its destination port, or its source port where that is the fixed one. */
export const tablePorts = (flow: Pick<Flow, 'port' | 'sourcePort'>): PortRange => flow.sourcePort ?? flow.port;

/** The rows of each release by the flows that they support: asked for so often that to search them anew would take most of a build. */
const indexes = new WeakMap<readonly Row[], Map<string, Row[]>>();

/** The rows of a release that support a flow. */
export function rowsOf({ rows }: Release, flowId: string): readonly Row[] {
  const index = indexes.get(rows) ?? indexOf(rows);
  indexes.set(rows, index);
  return index.get(flowId) ?? [];
}

function indexOf(rows: readonly Row[]): Map<string, Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    for (const id of Object.keys(row.flows)) {
      const own = index.get(id);
      if (own) own.push(row);
      else index.set(id, [row]);
    }
  }
  return index;
}

/** Status of `flow` in the release numbered `releaseId`; `releases` are all of them, oldest first. */
export function statusOf(flow: Flow, releaseId: string, releases: readonly Release[]): FlowStatus {
  const at = releases.findIndex((release) => release.release === releaseId);
  if (at < 0) throw new Error(`no release ${releaseId} in the dataset`);
  const newestFirst = releases.slice(0, at + 1).reverse();
  const lastPrinted = newestFirst.find((release) => rowsOf(release, flow.id).length > 0)?.release ?? null;
  const deciding = newestFirst.find((release) => decides(release, flow))?.release;

  if (deciding === undefined) return { status: 'unknown', carriedFrom: null, goneIn: null, lastPrinted };
  if (lastPrinted === null)
    return { status: deciding === releaseId ? 'unprinted' : 'unknown', carriedFrom: null, goneIn: null, lastPrinted };
  if (deciding !== lastPrinted) return { status: 'gone', carriedFrom: null, goneIn: deciding, lastPrinted };
  const carriedFrom = lastPrinted === releaseId ? null : lastPrinted;
  return { status: flow.unresolved ? 'unresolved' : carriedFrom === null ? 'printed' : 'carried', carriedFrom, goneIn: null, lastPrinted };
}

/** Whether a release's copy says if the flow is in its table: it prints it, or it was read past its place. */
function decides(release: Release, flow: Flow): boolean {
  const { port, whole, end } = release.readTo;
  const place = tablePorts(flow).from;
  return rowsOf(release, flow.id).length > 0 || end || place < port || (place === port && whole) || Object.hasOwn(release.absent, flow.id);
}
