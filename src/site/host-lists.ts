/** Which plain lists of host names there are, under which addresses and names. */
import { isCurrent } from '#dataset/release-flow.ts';
import { hostListPath } from './files.ts';
import type { FlowView } from './flow-view.ts';

/**
 * Features that have lists of host names: those whose flows have a printed name in any release. They have lists in every release then, an
 * empty one where none is printed, since an address that a firewall polls must not vanish.
 */
export const listedFeatures = (views: readonly FlowView[]): string[] => [
  ...new Set(views.filter(isListed).map(({ flow }) => flow.feature)),
];

/** Whether a list may have names of the flow: of one whose purpose is not known, none does. */
const isListed = ({ flow, releases }: FlowView): boolean =>
  !flow.unresolved && releases.some((entry) => isCurrent(entry) && entry.hosts.length > 0);

/** A notation as far as addresses go. */
interface Notation {
  readonly id: string;
  readonly folder: boolean;
}

/** Where the list of a feature, or that of all of them, stands in a notation. */
export const hostListFile = ({ id, folder }: Notation, release: string, feature?: string): `/${string}` =>
  hostListPath(release, feature, folder ? id : undefined);

/** The name it is saved under: "portcullis-5.1.0-hosts-anti-virus-asterisk-2026.11.25.txt". */
export const hostListName = ({ id }: Notation, release: string, dataset: string, feature = 'all'): string =>
  `portcullis-${release}-hosts-${feature}-${id}-${dataset}.txt`;
