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

/** The other flows that are needed later with some of these hosts, each with those; none whose purpose nobody knows. */
export function neededElsewhere<Flow extends { readonly id: string; readonly status: Status; readonly hosts: readonly string[] }>(
  flows: readonly Flow[],
  id: string,
  hosts: readonly string[],
): { readonly flow: Flow; readonly hosts: readonly string[] }[] {
  return flows
    .filter((other) => other.id !== id && other.status !== 'unresolved')
    .map((flow) => ({ flow, hosts: hosts.filter((host) => flow.hosts.includes(host)) }))
    .filter((found) => found.hosts.length > 0);
}
