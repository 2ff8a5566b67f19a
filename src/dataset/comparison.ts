/** What going from one release to another means for each flow: the query behind every comparison, change record and feed. */
import type { Dataset } from './dataset.ts';
import { printedCondition } from './printed-condition.ts';
import { isCurrent, type ReleaseFlow, releaseById, releaseFlows } from './release-flow.ts';
import type { PortRange, Release, Row } from './schema.ts';
import { rowsOf } from './status.ts';

/**
 * `add`: the later table prints it and the earlier one did not. `stay`: needed before, and printed by the later table itself.
 * `remove`: needed before, and the later table was read past its place without it. `unknown`: a copy ends before its place, or
 * the source never says what it is for.
 */
export type Disposition = 'add' | 'stay' | 'remove' | 'unknown';

/**
 * Host names in force before and after. A list that breaks off or names none, and a copy that ends before the flow's place, prove
 * neither an addition nor a removal.
 */
export interface HostComparison {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Of those removed: names that a wildcard of the later list still stands for. */
  readonly covered: readonly string[];
  /** Only in the later list, while the earlier one cannot say that it lacked them, or the later one that it has them. */
  readonly perhapsAdded: readonly string[];
  /** Only in the earlier list, while the later one cannot say that it lacks them. */
  readonly perhapsRemoved: readonly string[];
}

/** Something that the rows of both releases print, and print differently; null where one of them prints nothing of the kind. */
export interface PrintedChange {
  readonly kind: 'direction' | 'condition' | 'wording';
  readonly previous: string | null;
  readonly current: string | null;
}

/** A flow in two releases, by itself. */
export interface FlowStep {
  readonly before: ReleaseFlow;
  readonly after: ReleaseFlow;
  readonly disposition: Disposition;
  /** Why it is unknown, and what to do about it, in sentences; null unless it is. */
  readonly reason: string | null;
  readonly hosts: HostComparison;
  /** Only where both releases print rows of their own for it, and never of text that a copy lost. */
  readonly printed: readonly PrintedChange[];
}

/** A flow in two releases. */
export interface FlowComparison extends FlowStep {
  /** Of a flow that may go: those in force later between the same ends on the same ports, which a closed rule must not take along. */
  readonly sharedWith: readonly string[];
}

/** Every flow that a release needs, may need or no longer needs when a gateway goes from `from` to `to`, in the dataset's order. */
export function compareReleaseFlows(dataset: Dataset, from: string, to: string): FlowComparison[] {
  const after = new Map(releaseFlows(dataset, to).map((entry) => [entry.flow.id, entry]));
  const inForce = [...after.values()].filter(isCurrent);
  return releaseFlows(dataset, from).flatMap((before): FlowComparison[] => {
    const entry = after.get(before.flow.id) as ReleaseFlow;
    if (standingOf(before) === 'absent' && standingOf(entry) === 'absent') return [];
    const step = compareFlow(dataset, before, entry);
    const sharedWith = step.disposition === 'remove' ? inForce.filter((other) => shares(before, other)).map(({ flow }) => flow.id) : [];
    return [{ ...step, sharedWith }];
  });
}

/** What going from one release to another means for one flow, which at least one of them has or may have. */
export function compareFlow(dataset: Dataset, before: ReleaseFlow, after: ReleaseFlow): FlowStep {
  const disposition = dispositionOf(before, after);
  return {
    before,
    after,
    disposition,
    reason: disposition === 'unknown' ? reasonOf(before, after) : null,
    hosts: compareHosts(before, after),
    printed: printedKinds.flatMap((kind) => {
      const compared = comparePrinted(dataset, before, after, kind);
      return compared !== null && compared.previous !== compared.current ? [compared] : [];
    }),
  };
}

/** What it does not prove that a later table no longer prints a flow, in sentences; null where the table is known to its end. */
export function closingCaution({ release, readTo: { port, whole, end } }: Pick<Release, 'release' | 'readTo'>): string | null {
  if (end) return null;
  const past = whole ? `a port above ${port}` : `port ${port} or a higher one`;
  return (
    `The copy of ${release} ends ${whole ? 'after' : 'in'} port ${port}. That a flow may go means only that the part which was read no longer prints it. ` +
    `If it moved to ${past}, its new row stands past that end, where nobody has read. ` +
    'So close it after the upgrade, and only once what it was for is seen to work without it.'
  );
}

/** Whether a host name stands for another one too: "*." for any leading labels. */
export const covers = (wildcard: string, host: string): boolean =>
  wildcard.startsWith('*.') && wildcard !== host && host.endsWith(wildcard.slice(1));

/** What a release's own copy says of a flow: what another release decides, this copy does not reach. */
export function standingOf({ status, carriedFrom, goneIn, release }: ReleaseFlow): 'printed' | 'carried' | 'absent' | 'unread' {
  if (isCurrent({ status })) return carriedFrom === null ? 'printed' : 'carried';
  return status === 'unprinted' || goneIn === release ? 'absent' : 'unread';
}

function dispositionOf(before: ReleaseFlow, after: ReleaseFlow): Disposition {
  const standing = standingOf(after);
  if (standing === 'absent' && isCurrent(before)) return 'remove';
  if (standing !== 'printed' || after.flow.unresolved) return 'unknown';
  if (standingOf(before) === 'absent') return 'add';
  return isCurrent(before) ? 'stay' : 'unknown';
}

function reasonOf(before: ReleaseFlow, after: ReleaseFlow): string {
  if (before.flow.unresolved && (isCurrent(before) || isCurrent(after)))
    return 'The source breaks off before it says what it is for. Open nothing for it until the vendor tells.';
  const ends = ({ release }: ReleaseFlow) => `The copy of ${release} ends before its place`;
  const standing = standingOf(before);
  const untilKnown = { printed: 'Leave it open', carried: 'Leave it open', unread: 'If it is open, leave it open', absent: '' }[standing];
  switch (standingOf(after)) {
    case 'printed':
      return `${ends(before)}, and the table of ${after.release} prints it. See that it is open.`;
    case 'absent':
      return `${ends(before)}, and the table of ${after.release} was read past its place and does not print it. If it is open, find out why before you close it.`;
    case 'carried':
      return `${ends(after)}, and ${after.carriedFrom} printed it. ${untilKnown ? `${untilKnown} until you know` : `Ask the vendor whether ${after.release} needs it`}.`;
    case 'unread': {
      const copies = standing === 'unread' ? `The copies of ${before.release} and ${after.release} end before its place` : ends(after);
      const last = after.goneIn === null ? 'no earlier release printed it' : `${after.goneIn} no longer printed it`;
      return `${copies}, and ${last}. ${isCurrent(before) ? 'Leave it open until you know' : 'Ask the vendor'}.`;
    }
  }
}

function compareHosts(before: ReleaseFlow, after: ReleaseFlow): HostComparison {
  const added = after.hosts.filter((host) => !before.hosts.includes(host));
  const removed = before.hosts.filter((host) => !after.hosts.includes(host));
  const [earlier, later] = [standingOf(before), standingOf(after)];
  // A row that names no host at all is a full answer to what an older release named, and none to what a later one dropped.
  const addedForSure = later === 'printed' && (earlier === 'absent' || (earlier === 'printed' && before.hostList !== 'cut'));
  const removedForSure = later === 'absent' || (later === 'printed' && after.hostList === 'complete');
  return {
    added: addedForSure ? added : [],
    removed: removedForSure ? removed : [],
    covered: removedForSure ? removed.filter((host) => after.hosts.some((name) => covers(name, host))) : [],
    perhapsAdded: addedForSure ? [] : added,
    perhapsRemoved: removedForSure ? [] : removed,
  };
}

/** Whether one firewall rule may well carry both: the same ends, transport and port, and no hosts that tell them apart. */
function shares({ flow, hosts }: ReleaseFlow, { flow: other, hosts: others }: ReleaseFlow): boolean {
  return (
    flow.from === other.from &&
    flow.to === other.to &&
    flow.via === undefined &&
    other.via === undefined &&
    flow.transport.some((transport) => other.transport.includes(transport)) &&
    overlap(flow.port, other.port) &&
    (hosts.length === 0 || others.length === 0 || hosts.some((host) => others.includes(host)))
  );
}

const overlap = (a: PortRange, b: PortRange): boolean => a.from <= b.to && b.from <= a.to;

/** What rows print that can be compared. */
export const printedKinds = ['direction', 'condition', 'wording'] as const satisfies PrintedChange['kind'][];

/** What the rows of both releases print of a kind, alike or not; null where one of them has no row, or lost it, or prints another language. */
export function comparePrinted(
  dataset: Dataset,
  { release: from }: ReleaseFlow,
  { flow, release: to }: ReleaseFlow,
  kind: PrintedChange['kind'],
): PrintedChange | null {
  const [earlier, later] = [releaseById(dataset, from), releaseById(dataset, to)];
  const [before, after] = [rowsOf(earlier, flow.id), rowsOf(later, flow.id)];
  if (before.length === 0 || after.length === 0) return null;
  if (kind === 'wording' && earlier.source.language !== later.source.language) return null;
  // A table with a column for applications labels every row otherwise: that is its layout, and no change of a row.
  const sameColumns = hasApplications(earlier) === hasApplications(later);
  const { lost, read } = {
    direction: { lost: ({ direction }: Row) => direction === null, read: ({ direction }: Row) => direction },
    condition: { lost: ({ cut }: Row) => cut, read: (row: Row) => printedCondition(row, flow.id) },
    wording: { lost: isTextLost, read: (row: Row) => (sameColumns ? `${labelOf(row)}: ${row.says}` : row.says) },
  }[kind];
  if ([...before, ...after].some(lost)) return null;
  const [previous = null, current = null] = [before, after].map(
    (rows) => [...new Set(rows.flatMap((row) => read(row) ?? []))].join('; ') || null,
  );
  return { kind, previous, current };
}

const withApplications = new WeakMap<readonly Row[], boolean>();

function hasApplications({ rows }: Release): boolean {
  const has = withApplications.get(rows) ?? rows.some(({ application }) => application !== undefined);
  withApplications.set(rows, has);
  return has;
}

const labelOf = ({ port, mark = '', protocol, application }: Row): string =>
  [`${port}${mark}`, protocol, application].filter(Boolean).join(' ');

/** Whether words of the row itself are gone; where a list of hosts breaks off, the words before it are whole. */
const isTextLost = ({ cut, says, flows }: Row): boolean =>
  says === null || (cut && !Object.values(flows).some(({ hostList }) => hostList === 'cut'));
