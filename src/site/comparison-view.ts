/** Two releases compared, as a page shows them: the flows in the order in which an administrator needs them. */
import { closingCaution, compareReleaseFlows, type FlowComparison, type PrintedChange } from '#dataset/comparison.ts';
import { isToSee, neededElsewhere, perhapsAddedWords, perhapsRemovedWords } from '#dataset/comparison-words.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { type ReleaseFlow, releaseById } from '#dataset/release-flow.ts';
import { type FlowView, flowViews } from './flow-view.ts';

/** A flow, and what both releases say of it. */
export interface ComparedView extends FlowComparison {
  readonly view: FlowView;
  /** Whether the earlier copy does not reach it and the later table prints it, so that somebody has to see that it is open. */
  readonly toSee: boolean;
  /** The flows that a closed rule must not take along. */
  readonly sharers: readonly FlowView[];
}

/** Host names of a flow that is in force before and after, with what is to be done about them. */
export interface HostChange {
  readonly compared: ComparedView;
  /** What is to be done about names, the names, and why; none of the lists is empty. */
  readonly lists: readonly {
    readonly term: string;
    readonly names: readonly string[];
    readonly note: string | null;
    /** The other flows that need some of the names, so that nobody takes them from those. */
    readonly elsewhere: readonly { readonly view: FlowView; readonly names: readonly string[] }[];
  }[];
}

/** Something that both tables print, and print differently: one pair of prints for all flows that rest on the same rows. */
export interface PrintedDifference extends PrintedChange {
  readonly flows: readonly ComparedView[];
  readonly rows: readonly { readonly release: string; readonly row: number; readonly side: 'previous' | 'current' }[];
}

/** What changes from one release to another. */
export interface ComparisonView {
  readonly add: readonly ComparedView[];
  readonly stay: readonly ComparedView[];
  readonly remove: readonly ComparedView[];
  readonly unknown: readonly ComparedView[];
  /** The unknown ones by the reason; first those that somebody has to see to. */
  readonly reasons: readonly { readonly reason: string; readonly flows: readonly ComparedView[] }[];
  /** Of the flows that stay: a flow that is new or goes has its hosts with it. */
  readonly hosts: readonly HostChange[];
  /** What the tables print differently, by its kind. */
  readonly printed: Readonly<Record<PrintedChange['kind'], readonly PrintedDifference[]>>;
  /** What it does not prove that the later table no longer prints something; null where that table is known to its end, or nothing goes. */
  readonly caution: string | null;
}

/** What changes from the release `from` to the release `to`. */
export function comparisonView(dataset: Dataset, from: string, to: string): ComparisonView {
  const views = new Map(flowViews(dataset).map((view) => [view.flow.id, view]));
  const all = compareReleaseFlows(dataset, from, to).map(
    (compared): ComparedView => ({
      ...compared,
      view: views.get(compared.before.flow.id) as FlowView,
      toSee: isToSee(compared.disposition, compared.after.status),
      sharers: compared.sharedWith.map((id) => views.get(id) as FlowView),
    }),
  );
  const later = all.map(({ view, after: { status, hosts } }): LaterFlow => ({ id: view.flow.id, view, status, hosts }));
  const elsewhere = neededElsewhere(later);
  const by = (disposition: FlowComparison['disposition']) => all.filter((compared) => compared.disposition === disposition);
  const [stay, unknown] = [by('stay'), by('unknown')];
  return {
    add: by('add'),
    stay,
    remove: by('remove'),
    unknown,
    reasons: [...new Set(unknown.map(({ reason }) => reason as string))]
      .map((reason) => ({ reason, flows: unknown.filter((compared) => compared.reason === reason) }))
      .toSorted((a, b) => Number(b.flows[0]?.toSee) - Number(a.flows[0]?.toSee)),
    hosts: stay.map((compared) => ({ compared, lists: hostLists(compared, elsewhere) })).filter(({ lists }) => lists.length > 0),
    printed: { direction: differences(all, 'direction'), condition: differences(all, 'condition'), wording: differences(all, 'wording') },
    caution:
      by('remove').length > 0 || stay.some(({ hosts }) => hosts.removed.length > 0) ? closingCaution(releaseById(dataset, to)) : null,
  };
}

function differences(all: readonly ComparedView[], kind: PrintedChange['kind']): PrintedDifference[] {
  const found = new Map<string, PrintedDifference>();
  for (const compared of all) {
    const change = compared.printed.find((each) => each.kind === kind);
    if (!change) continue;
    const rows = [
      ...compared.before.printed.map(({ row }) => ({ release: compared.before.release, row, side: 'previous' as const })),
      ...compared.after.printed.map(({ row }) => ({ release: compared.after.release, row, side: 'current' as const })),
    ];
    const key = JSON.stringify({ change, rows });
    found.set(key, { ...change, rows, flows: [...(found.get(key)?.flows ?? []), compared] });
  }
  return [...found.values()];
}

/** A flow as the later release has it. */
interface LaterFlow extends Pick<ReleaseFlow, 'status' | 'hosts'> {
  readonly id: string;
  readonly view: FlowView;
}

type Elsewhere = ReturnType<typeof neededElsewhere<LaterFlow>>;

function hostLists({ before, after, hosts }: FlowComparison, neededBy: Elsewhere): HostChange['lists'] {
  const wildcards = after.hosts.filter((host) => host.startsWith('*.')).join(' ');
  return [
    { term: 'Add', names: hosts.added, note: null },
    {
      term: 'See to',
      names: hosts.perhapsAdded,
      note: `See that these are allowed; ${perhapsAddedWords(before.release, before.hostList)}.`,
    },
    {
      term: 'May go',
      names: hosts.removed.filter((host) => !hosts.covered.includes(host)),
      note: `${after.release} no longer names ${hosts.removed.length - hosts.covered.length === 1 ? 'it' : 'them'}.`,
    },
    {
      term: 'Covered',
      names: hosts.covered,
      note: `${wildcards} now stands for ${hosts.covered.length === 1 ? 'it. Keep the name' : 'them. Keep the names'} where the firewall takes no wildcard.`,
    },
    {
      term: 'Not known',
      names: hosts.perhapsRemoved,
      note: `${perhapsRemovedWords(after.release, after.hostList)}.`,
    },
  ]
    .filter(({ names }) => names.length > 0)
    .map((list) => ({
      ...list,
      elsewhere: neededBy(after.flow.id, list.term === 'Add' || list.term === 'See to' ? [] : list.names).map(({ flow, hosts: names }) => ({
        view: flow.view,
        names,
      })),
    }));
}

/** How far the copies of a release go, as the end of a sentence about it. */
export function reachWords(dataset: Dataset, id: string): string {
  const { readTo } = releaseById(dataset, id);
  if (readTo.end) return 'the whole table could be read';
  return `the copy ends ${readTo.whole ? 'after' : 'in'} port ${readTo.port}, and nobody has read what stands past that`;
}
