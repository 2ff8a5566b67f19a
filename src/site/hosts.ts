import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease, isCurrent } from '#dataset/release-flow.ts';
import type { FlowView, Variant } from './flow-view.ts';

/** Host names that the flows need, release by release, alike ones grouped; sorted by domain, read from the right. */
export function hostsByRelease(dataset: Dataset, views: readonly FlowView[]): Variant<string[]>[] {
  const current = defaultRelease(dataset).release;
  const groups = new Map<string, { releases: string[]; value: string[] }>();
  for (const { release } of dataset.releases) {
    const entries = views.flatMap((view) => view.releases.filter((entry) => entry.release === release && isCurrent(entry)));
    const value = [...new Set(entries.flatMap(({ hosts }) => hosts))].sort(byDomain);
    const key = value.join(' ');
    const group = groups.get(key) ?? { releases: [], value };
    group.releases.push(release);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ ...group, isDefault: group.releases.includes(current) }));
}

/** A host name of any release. */
export interface HostUse {
  readonly host: string;
  readonly wildcard: boolean;
  /** Flows that need it, each with the releases in which it does. */
  readonly uses: readonly { readonly view: FlowView; readonly releases: readonly string[] }[];
}

/** Every host name of every release with the flows that need it, sorted by domain. */
export function hostUses(views: readonly FlowView[]): HostUse[] {
  const names = new Set(views.flatMap((view) => view.releases.flatMap(({ hosts }) => hosts)));
  return [...names].sort(byDomain).map((host) => ({
    host,
    wildcard: host.startsWith('*.'),
    uses: views.flatMap((view) => {
      const releases = view.releases.filter((entry) => isCurrent(entry) && entry.hosts.includes(host)).map(({ release }) => release);
      return releases.length > 0 ? [{ view, releases }] : [];
    }),
  }));
}

function byDomain(a: string, b: string): number {
  const [left, right] = [a, b].map((host) => host.split('.').reverse().join('.')) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
