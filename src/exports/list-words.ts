/** The words around a list, alike in every format that people read. */
import type { FlowList, FlowRecord } from './flow-record.ts';

/** What the list is, as labels and sentences: product, release, dataset, the features it has flows of, whether it is complete, and who stands for it. */
export const aboutWords = ({ product, release, dataset, complete, flows }: FlowList): [label: string, words: string][] => [
  ['Product', product],
  ['Release', release],
  ['Dataset', dataset],
  ['Features', [...new Set(flows.map(({ feature }) => feature))].join(', ') || 'none'],
  [
    'Complete',
    complete
      ? 'yes, the table of this release is known to its end'
      : 'no, the table of this release is not known to its end: a flow beyond that place is carried from an earlier release, or unknown',
  ],
  ['Standing', "unofficial; the vendor has not written, checked or approved this list: the vendor's own page for the release decides"],
];

/** What a status says, for each status that the list has. */
export function statusWords({ flows, absent }: FlowList): [status: string, words: string][] {
  const present = new Set<string>([...flows, ...absent].map(({ status }) => status));
  return Object.entries(sentences).filter(([status]) => present.has(status));
}

const sentences: Readonly<Record<FlowRecord['status'] | FlowList['absent'][number]['status'], string>> = {
  printed: 'a row of this release supports it',
  carried: 'the copy of this release ends before its place, and the nearest earlier release that decides printed it',
  unresolved: 'the source breaks off before it says what the connection is for, and no rule is made of it',
  gone: 'an earlier release printed it, and this one, or the nearest earlier one that decides, no longer does',
  unknown: 'the copy of this release ends before its place, and no earlier release decides: it may or may not be needed',
};

/** When a flow is needed; of an unresolved one nobody knows. */
export function neededWords({ status, condition }: Pick<FlowRecord, 'status' | 'condition'>): string {
  if (status === 'unresolved') return 'not known';
  return condition === null ? 'on every gateway' : `when ${condition}`;
}
