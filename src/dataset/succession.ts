/** What each release changes: every statement against the nearest earlier release that decides it, past copies that do not. */
import { compareFlow, comparePrinted, type FlowStep, printedKinds, standingOf } from './comparison.ts';
import type { Dataset } from './dataset.ts';
import { type ReleaseFlow, releaseFlows } from './release-flow.ts';

/** What a change is. Perhaps: one of the two printed lists of hosts breaks off or names none. Unknown: whether anything changed. */
export type ChangeKind =
  | 'AddedFlow'
  | 'RemovedFlow'
  | 'AddedHosts'
  | 'RemovedHosts'
  | 'PerhapsAddedHosts'
  | 'PerhapsRemovedHosts'
  | 'ChangedDirection'
  | 'ChangedCondition'
  | 'ChangedWording'
  | 'Unknown';

/** One thing that a release changes in a flow: wholly what the comparison of its two releases says of that kind. */
export interface StepChange {
  readonly kind: ChangeKind;
  /** From the release that it is compared with, in `before`, to the one that changes it, in `after`. */
  readonly step: FlowStep;
}

/** What each release after the oldest changes, oldest first; within one by flow in the dataset's order. */
export function releaseChanges(dataset: Dataset): { readonly release: string; readonly changes: readonly StepChange[] }[] {
  const entries = dataset.releases.map(({ release }) => releaseFlows(dataset, release));
  return dataset.releases.slice(1).map(({ release }, at) => ({
    release,
    changes: (entries[at + 1] as ReleaseFlow[]).flatMap((after, flow) =>
      flowChanges(
        dataset,
        after,
        entries.slice(0, at + 1).map((flows) => flows[flow] as ReleaseFlow),
      ),
    ),
  }));
}

/** `earlier` is the flow in all releases before, oldest first, at least one. */
function flowChanges(dataset: Dataset, after: ReleaseFlow, earlier: readonly ReleaseFlow[]): StepChange[] {
  const nearest = (decides: (entry: ReleaseFlow) => boolean) => earlier.findLast(decides);
  const oneBefore = earlier.at(-1) as ReleaseFlow;
  const base = (isDecided(after) && nearest(isDecided)) || oneBefore;
  if (standingOf(base) === 'absent' && standingOf(after) === 'absent') return [];
  const step = compareFlow(dataset, base, after);
  const of = (kind: ChangeKind, before: ReleaseFlow): StepChange => ({
    kind,
    step: before === base ? step : compareFlow(dataset, before, after),
  });
  const hosts = step.disposition === 'unknown' ? [] : hostChanges(step, earlier);
  return [
    ...(step.disposition === 'add' ? [of('AddedFlow', base)] : []),
    ...(step.disposition === 'remove' ? [of('RemovedFlow', base)] : []),
    ...hosts.map(({ kind, before }) => of(kind, before)),
    ...printedKinds.flatMap((kind) => {
      const before = nearest((entry) => comparePrinted(dataset, entry, after, kind) !== null);
      const change = before && of(changedKinds[kind], before);
      return change?.step.printed.some((printed) => printed.kind === kind) ? [change] : [];
    }),
    ...(step.disposition === 'unknown' ? [of('Unknown', base)] : []),
  ];
}

/** What a change of each thing that rows print is called. */
export const changedKinds = { direction: 'ChangedDirection', condition: 'ChangedCondition', wording: 'ChangedWording' } as const;

/** Whether a release's own copy says if it has the flow. */
const isDecided = (entry: ReleaseFlow): boolean => standingOf(entry) === 'printed' || standingOf(entry) === 'absent';

/**
 * Which earlier releases each host that differs is compared with: the nearest that has it, or lacks it for sure. Those that come or go
 * with the flow are told with the flow.
 */
function hostChanges({ before: base, after, disposition, hosts }: FlowStep, earlier: readonly ReleaseFlow[]) {
  const decided = earlier.filter(isDecided);
  const nearestOn = (host: string, lacks: (entry: ReleaseFlow) => boolean) =>
    decided.findLast((entry) => entry.hosts.includes(host) || lacks(entry));
  // A row that names no host at all is a full answer to what a later one adds, and none to what an earlier one had.
  const lacksForSure = (entry: ReleaseFlow) => standingOf(entry) === 'absent' || entry.hostList === 'complete';
  const came = after.hosts.map((host) => ({ host, before: nearestOn(host, ({ hostList }) => hostList !== 'cut') }));
  const went = [...new Set(lacksForSure(after) ? decided.flatMap((entry) => entry.hosts) : [])]
    .filter((host) => !after.hosts.includes(host))
    .map((host) => ({ host, before: nearestOn(host, lacksForSure) }));
  const added = new Set(came.flatMap(({ host, before }) => (before === undefined || before.hosts.includes(host) ? [] : before)));
  const removed = new Set(went.flatMap(({ host, before }) => (before?.hosts.includes(host) ? before : [])));
  const open = came.some(({ host, before }) => before === undefined && hosts.perhapsAdded.includes(host));
  const each = (kind: ChangeKind, bases: Iterable<ReleaseFlow>) => [...bases].map((before) => ({ kind, before }));
  return [
    ...each('AddedHosts', added),
    ...each('RemovedHosts', removed),
    ...each('PerhapsAddedHosts', open ? [base] : []),
    ...each('PerhapsRemovedHosts', hosts.perhapsRemoved.length > 0 ? [base] : []),
  ].filter(({ before }) => disposition === 'stay' || before !== base);
}
