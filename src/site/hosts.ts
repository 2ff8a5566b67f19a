import type { Dataset } from '#dataset/dataset.ts';
import { isCurrent, type ReleaseFlow } from '#dataset/release-flow.ts';
import type { Flow } from '#dataset/schema.ts';
import { type FlowView, releaseVariants, type Variant } from './flow-view.ts';

/** Host names that the flows need, release by release, alike ones grouped; sorted by domain, read from the right. */
export function hostsByRelease(dataset: Dataset, views: readonly FlowView[]): Variant<string[]>[] {
  return releaseVariants(dataset, (release) => [...new Set(currentEntries(views, release).flatMap(({ hosts }) => hosts))].sort(byDomain));
}

/** Titles of the flows with names in a release, of one feature or of all, whose application is not among the given ones. */
export const titlesBeside = (views: readonly FlowView[], applications: readonly string[], release: string, feature?: string): string[] =>
  currentEntries(feature === undefined ? views : views.filter(({ flow }) => flow.feature === feature), release)
    .filter(({ flow, hosts }) => !flow.unresolved && hosts.length > 0)
    .filter(({ flow }) => flow.application === null || !applications.includes(flow.application))
    .map(({ flow }) => flow.title);

/** Flows whose names ask for care, or whose other end a list of hosts does not cover. */
export interface HostGaps {
  /** Some of the names look misprinted, or nearly match those of a later release. */
  readonly doubtful: readonly { readonly flow: Flow; readonly hosts: readonly string[] }[];
  /** The names are those of an earlier release, since the copy ends before the flow's place. */
  readonly carried: readonly Flow[];
  /** The printed list breaks off after some names. */
  readonly cut: readonly Flow[];
  /** No name could be read. */
  readonly nameless: readonly Flow[];
  /** Nobody knows what they are for, so no list has their names. */
  readonly unresolved: readonly Flow[];
  /** The copy ends before their place, and no earlier release decides: nobody knows whether they are needed. */
  readonly unknown: readonly Flow[];
}

/** What the host names of the flows leave open, release by release, alike ones grouped. */
export function hostGapsByRelease(dataset: Dataset, views: readonly FlowView[]): Variant<HostGaps>[] {
  const published = new Set(
    views.filter(({ other }) => other.reach === 'hosts' || other.reach === 'unpublished').map(({ flow }) => flow.id),
  );
  return releaseVariants(dataset, (release) => {
    const all = entriesOf(views, release).filter(({ flow }) => published.has(flow.id));
    const entries = all.filter((entry) => isCurrent(entry) && !entry.flow.unresolved);
    return {
      doubtful: entries
        .filter(({ doubtfulHosts }) => doubtfulHosts.length > 0)
        .map(({ flow, doubtfulHosts }) => ({ flow, hosts: doubtfulHosts })),
      carried: entries.filter(({ carriedFrom, hosts }) => carriedFrom !== null && hosts.length > 0).map(({ flow }) => flow),
      cut: entries.filter(({ hosts, hostList }) => hostList === 'cut' && hosts.length > 0).map(({ flow }) => flow),
      nameless: entries.filter(({ hosts }) => hosts.length === 0).map(({ flow }) => flow),
      unresolved: all.filter(({ status }) => status === 'unresolved').map(({ flow }) => flow),
      unknown: all.filter(({ status }) => status === 'unknown').map(({ flow }) => flow),
    };
  });
}

const currentEntries = (views: readonly FlowView[], release: string): ReleaseFlow[] => entriesOf(views, release).filter(isCurrent);

const entriesOf = (views: readonly FlowView[], release: string): ReleaseFlow[] =>
  views.flatMap((view) => view.releases.filter((entry) => entry.release === release));

/** A host name of any release. */
export interface HostUse {
  readonly host: string;
  readonly wildcard: boolean;
  /** Flows that need it, each with the releases in which it does. */
  readonly uses: readonly { readonly view: FlowView; readonly releases: readonly string[] }[];
}

/** Every host name of every release with the flows that need it, sorted by domain. */
export function hostUses(views: readonly FlowView[]): HostUse[] {
  const uses = new Map<string, Map<FlowView, string[]>>();
  for (const view of views) {
    for (const entry of view.releases) {
      for (const host of new Set(entry.hosts)) {
        const its = uses.get(host) ?? new Map<FlowView, string[]>();
        if (isCurrent(entry)) its.set(view, [...(its.get(view) ?? []), entry.release]);
        uses.set(host, its);
      }
    }
  }
  return [...uses]
    .sort(([a], [b]) => byDomain(a, b))
    .map(([host, its]) => ({
      host,
      wildcard: host.startsWith('*.'),
      uses: [...its].map(([view, releases]) => ({ view, releases })),
    }));
}

function byDomain(a: string, b: string): number {
  const [left, right] = [a, b].map((host) => host.split('.').reverse().join('.')) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
