/** What going from one release to another means for each flow: the query behind every comparison, change record and feed. */
import type { Dataset } from './dataset.ts';
import { isCurrent, type ReleaseFlow, releaseById, releaseFlows } from './release-flow.ts';
import type { Row } from './schema.ts';
import { rowsOf } from './status.ts';

/**
 * `add`: the later table prints it and the earlier one did not. `stay`: needed before, and printed by the later table itself.
 * `remove`: needed before, and the later table was read past its place without it. `unknown`: a copy ends before its place, or
 * the source never says what it is for.
 */
export type Disposition = 'add' | 'stay' | 'remove' | 'unknown';

/** Host names in force before and after; a list that breaks off, or that names none, proves neither an addition nor a removal. */
export interface HostComparison {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Only in the later list, while the earlier one cannot say that it lacked them. */
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

/** A flow in two releases. */
export interface FlowComparison {
  readonly before: ReleaseFlow;
  readonly after: ReleaseFlow;
  readonly disposition: Disposition;
  /** Why it is unknown, and what to do about it, in sentences; null unless it is. */
  readonly reason: string | null;
  readonly hosts: HostComparison;
  /** Only where both releases print rows of their own for it. */
  readonly printed: readonly PrintedChange[];
}

/** Every flow that a release needs, may need or no longer needs when a gateway goes from `from` to `to`, in the dataset's order. */
export function compareReleaseFlows(dataset: Dataset, from: string, to: string): FlowComparison[] {
  const after = new Map(releaseFlows(dataset, to).map((entry) => [entry.flow.id, entry]));
  return releaseFlows(dataset, from).flatMap((before): FlowComparison[] => {
    const entry = after.get(before.flow.id) as ReleaseFlow;
    if (isAbsent(before) && isAbsent(entry)) return [];
    const disposition = dispositionOf(before, entry);
    return [
      {
        before,
        after: entry,
        disposition,
        reason: disposition === 'unknown' ? reasonOf(before, entry) : null,
        hosts: compareHosts(before, entry),
        printed: comparePrinted(dataset, before, entry),
      },
    ];
  });
}

/** Whether the release is known not to need it. */
const isAbsent = ({ status }: ReleaseFlow) => status === 'gone' || status === 'unprinted';

function dispositionOf(before: ReleaseFlow, after: ReleaseFlow): Disposition {
  if (after.status === 'printed' && isAbsent(before)) return 'add';
  if (after.status === 'printed' && isCurrent(before)) return 'stay';
  if (isAbsent(after) && isCurrent(before)) return 'remove';
  return 'unknown';
}

function reasonOf(before: ReleaseFlow, after: ReleaseFlow): string {
  const ends = ({ release }: ReleaseFlow) => `The copy of ${release} ends before its place`;
  if (before.flow.unresolved && (isCurrent(before) || isCurrent(after)))
    return 'The source breaks off before it says what it is for. Open nothing for it until the vendor tells.';
  if (after.status === 'printed') return `${ends(before)}, and the table of ${after.release} prints it. See that it is open.`;
  if (after.status === 'carried')
    return isAbsent(before)
      ? `${ends(after)}, and ${after.carriedFrom} printed it. Ask the vendor whether ${after.release} needs it.`
      : `${ends(after)}, and ${after.carriedFrom} printed it. Leave it open until you know.`;
  if (isAbsent(after)) return `${ends(before)}, and the table of ${after.release} does not print it. If it is open, ask why.`;
  if (isCurrent(before)) return `${ends(after)}, and no earlier release decides. Leave it open until you know.`;
  return `${isAbsent(before) ? ends(after) : `The copies of ${before.release} and ${after.release} end before its place`}, and no earlier release decides. Ask the vendor.`;
}

function compareHosts(before: ReleaseFlow, after: ReleaseFlow): HostComparison {
  const added = after.hosts.filter((host) => !before.hosts.includes(host));
  const removed = before.hosts.filter((host) => !after.hosts.includes(host));
  // A row that names no host at all is a full answer to what an older release named, and none to what a later one dropped.
  const addedForSure = isAbsent(before) || (isCurrent(before) && before.hostList !== 'cut');
  const removedForSure = isAbsent(after) || (isCurrent(after) && after.hostList === 'complete');
  return {
    added: addedForSure ? added : [],
    removed: removedForSure ? removed : [],
    perhapsAdded: addedForSure ? [] : added,
    perhapsRemoved: removedForSure ? [] : removed,
  };
}

function comparePrinted(dataset: Dataset, before: ReleaseFlow, after: ReleaseFlow): PrintedChange[] {
  const [earlier, later] = [before, after].map(({ release, flow }) => rowsOf(releaseById(dataset, release), flow.id)) as [Row[], Row[]];
  if (earlier.length === 0 || later.length === 0) return [];
  const parts = {
    direction: ({ direction }: Row) => direction,
    condition: ({ condition }: Row) => condition,
    wording: ({ port, mark = '', protocol, application, says }: Row) =>
      says === null ? null : `${[`${port}${mark}`, protocol, application].filter(Boolean).join(' ')}: ${says}`,
  };
  return Object.entries(parts).flatMap(([kind, read]): PrintedChange[] => {
    // What a copy lost is no change.
    if ([...earlier, ...later].some((row) => read(row) === null)) return [];
    const [previous, current] = [earlier, later].map((rows) => [...new Set(rows.flatMap((row) => read(row) ?? []))].join('; ') || null);
    return previous === current ? [] : [{ kind: kind as PrintedChange['kind'], previous: previous ?? null, current: current ?? null }];
  });
}
