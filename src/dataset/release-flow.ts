/** A flow as it stands in one release: the query that every page, list and rule starts from. */
import { conditionOf } from './condition.ts';
import { byId, type Dataset, flowsOf } from './dataset.ts';
import { type Direction, departingFlows, directionOf } from './direction.ts';
import type { Flow, HostList, Party, Release, Row } from './schema.ts';
import { type FlowStatus, rowsOf, statusOf } from './status.ts';

/** A row of the release that supports the flow, and whether the flow departs from it. */
export interface PrintedRow extends Pick<Row, 'row' | 'port' | 'protocol' | 'direction' | 'cut' | 'restored'> {
  readonly departs: boolean;
}

/** A flow as a release has it: its ends, hosts, rows and reading there, and what is known of it. */
export interface ReleaseFlow extends FlowStatus {
  readonly flow: Flow;
  readonly release: string;
  readonly source: Party;
  readonly destination: Party;
  readonly direction: Direction;
  /** When it is needed, as a clause; null on every gateway. */
  readonly condition: string | null;
  /** Host names in force: printed, restored from another release, or those of the release it is carried from. */
  readonly hosts: readonly string[];
  readonly hostList: HostList;
  /** Those of the hosts that look misprinted, or nearly match those of a later release. */
  readonly doubtfulHosts: readonly string[];
  /** The release and row the hosts were restored from; null where they are the row's own. */
  readonly hostsFrom: { readonly release: string; readonly row: number } | null;
  /** This release's rows only. */
  readonly printed: readonly PrintedRow[];
  /** The flow's reading, where the rows it rests on depart; null elsewhere. */
  readonly reading: string | null;
}

/** What was made of a dataset: a build asks for the flows of a release thousands of times. */
const made = new WeakMap<Dataset, Map<string, readonly ReleaseFlow[]>>();

/** Every flow of the dataset as it stands in a release, in the dataset's order, whatever its status. */
export function releaseFlows(dataset: Dataset, releaseId: string): readonly ReleaseFlow[] {
  const known = made.get(dataset) ?? new Map<string, readonly ReleaseFlow[]>();
  made.set(dataset, known);
  const flows = known.get(releaseId) ?? toReleaseFlows(dataset, releaseId);
  known.set(releaseId, flows);
  return flows;
}

function toReleaseFlows(dataset: Dataset, releaseId: string): ReleaseFlow[] {
  const flowsById = new Map(flowsOf(dataset).map((flow) => [flow.id, flow]));
  return [...flowsById.values()].map((flow) => {
    const status = statusOf(flow, releaseId, dataset.releases);
    const printed = printedRows(flow, releaseById(dataset, releaseId), flowsById);
    const basis = status.carriedFrom ?? (printed.length > 0 ? releaseId : null);
    const basisRows = basis === null ? [] : printedRows(flow, releaseById(dataset, basis), flowsById);
    return {
      ...status,
      flow,
      release: releaseId,
      source: byId(dataset.parties, flow.from),
      destination: byId(dataset.parties, flow.to),
      direction: directionOf(flow),
      condition: conditionOf(flow, dataset.questions),
      ...hostsOf(dataset, flow, basis),
      printed,
      reading: basisRows.some((row) => row.departs) ? (flow.reading ?? null) : null,
    };
  });
}

/** The statuses a rule, a list or a table of flows may rest on. */
export const isCurrent = ({ status }: Pick<FlowStatus, 'status'>): boolean =>
  status === 'printed' || status === 'carried' || status === 'unresolved';

/** The newest release whose table is known to its end; the gate makes sure that there is one. */
export function defaultRelease({ releases }: Pick<Dataset, 'releases'>): Release {
  const release = releases.findLast(({ readTo }) => readTo.end);
  if (!release) throw new Error('no release is known to its end');
  return release;
}

/** The release numbered `id`. */
export function releaseById(dataset: Dataset, id: string): Release {
  const release = dataset.releases.find((entry) => entry.release === id);
  if (!release) throw new Error(`no release ${id} in the dataset`);
  return release;
}

function printedRows(flow: Flow, release: Release, flowsById: ReadonlyMap<string, Flow>): PrintedRow[] {
  return rowsOf(release, flow.id).map((row) => ({
    row: row.row,
    port: row.port,
    protocol: row.protocol,
    direction: row.direction,
    cut: row.cut,
    restored: row.restored,
    departs: departingFlows(row, flowsById).some(({ id }) => id === flow.id),
  }));
}

function hostsOf(
  dataset: Dataset,
  flow: Flow,
  releaseId: string | null,
): Pick<ReleaseFlow, 'hosts' | 'hostList' | 'doubtfulHosts' | 'hostsFrom'> {
  if (releaseId === null) return { hosts: [], hostList: 'none-printed', doubtfulHosts: [], hostsFrom: null };
  const rows = rowsOf(releaseById(dataset, releaseId), flow.id);
  const lists = rows.map((row) => {
    const own = row.flows[flow.id] as Row['flows'][string];
    const { restored } = row;
    if (own.hostList !== 'cut' || restored?.what !== 'hosts') return { ...own, hostsFrom: null };
    const found = releaseById(dataset, restored.from).rows.find((other) => other.row === restored.row)?.flows[flow.id];
    return found ? { ...found, hostsFrom: { release: restored.from, row: restored.row } } : { ...own, hostsFrom: null };
  });
  return {
    hosts: [...new Set(lists.flatMap(({ hosts }) => hosts))],
    hostList: lists.some(({ hostList }) => hostList === 'cut')
      ? 'cut'
      : lists.some(({ hosts }) => hosts.length > 0)
        ? 'complete'
        : 'none-printed',
    doubtfulHosts: [...new Set(lists.flatMap(({ doubtful = [] }) => doubtful))],
    hostsFrom: lists.find(({ hostsFrom }) => hostsFrom !== null)?.hostsFrom ?? null,
  };
}
