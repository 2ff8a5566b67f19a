/** What the page of a comparison and the text of its change request say alike. */
import type { Disposition } from './comparison.ts';
import type { HostList } from './schema.ts';
import type { Status } from './status.ts';

/** Whether somebody has to see that a flow is open: the later table prints it, and the earlier copy does not reach it. */
export const isToSee = (disposition: Disposition, later: Status): boolean => disposition === 'unknown' && later === 'printed';

/** "The table of 5.1.0", or what was read of it. */
export const tableWords = (release: string, complete: boolean): string =>
  complete ? `The table of ${release}` : `The part of ${release}'s table that was read`;

/** Why an earlier release may have had hosts that only the later one names; the end is left to whoever says it. */
export const perhapsAddedWords = (earlier: string, list: HostList): string =>
  `${list === 'cut' ? `the list of ${earlier} breaks off` : `the copy of ${earlier} ends before the flow's place`}, so it may have had them`;

/** Why nobody knows whether hosts that only the earlier release names still hold; the end is left to whoever says it. */
export const perhapsRemovedWords = (later: string, list: HostList): string =>
  list === 'cut'
    ? `The list of ${later} breaks off, so these may still be needed`
    : `${later} names no host for it, so whether these still hold is not known`;

/** Asks which other flows need some of the hosts of a flow later, each with those; none whose purpose nobody knows. */
export function neededElsewhere<Flow extends { readonly id: string; readonly status: Status; readonly hosts: readonly string[] }>(
  flows: readonly Flow[],
): (id: string, hosts: readonly string[]) => { readonly flow: Flow; readonly hosts: readonly string[] }[] {
  const known = flows.filter(({ status }) => status !== 'unresolved');
  const needing = new Map<string, Flow[]>();
  for (const flow of known) {
    for (const host of new Set(flow.hosts)) {
      const its = needing.get(host) ?? [];
      its.push(flow);
      needing.set(host, its);
    }
  }
  const places = new Map(known.map((flow, at) => [flow, at]));
  return (id, hosts) => {
    const found = hosts.flatMap((host) => (needing.get(host) ?? []).map((flow) => ({ flow, host }))).filter(({ flow }) => flow.id !== id);
    return [...Map.groupBy(found, ({ flow }) => flow)]
      .map(([flow, its]) => ({ flow, hosts: its.map(({ host }) => host) }))
      .toSorted((a, b) => (places.get(a.flow) ?? 0) - (places.get(b.flow) ?? 0));
  };
}
