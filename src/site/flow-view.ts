/** A flow as pages show it: what never changes, and what each release says of it. */
import { conditionOf } from '#dataset/condition.ts';
import { byId, type Dataset } from '#dataset/dataset.ts';
import { directionOf } from '#dataset/direction.ts';
import { defaultRelease, isCurrent, type ReleaseFlow, releaseFlows } from '#dataset/release-flow.ts';
import type { Flow, Party } from '#dataset/schema.ts';
import { portText } from './words.ts';

export interface FlowView {
  readonly flow: Flow;
  readonly featureTitle: string;
  readonly source: Party;
  readonly destination: Party;
  /** The end that is not the gateway. */
  readonly other: Party;
  readonly direction: 'in' | 'out';
  readonly condition: string | null;
  /** One for each release, oldest first. */
  readonly releases: readonly ReleaseFlow[];
}

/** Something that several releases say alike. */
export interface Variant<T> {
  readonly releases: readonly string[];
  readonly value: T;
  /** Whether the default release is among them: what shows without JavaScript. */
  readonly isDefault: boolean;
}

/** Nearly every page asks for the views, so they are made once for a dataset. */
const made = new WeakMap<Dataset, readonly FlowView[]>();

/** Views of all flows, in the dataset's order. */
export function flowViews(dataset: Dataset): readonly FlowView[] {
  const views = made.get(dataset) ?? toFlowViews(dataset);
  made.set(dataset, views);
  return views;
}

function toFlowViews(dataset: Dataset): FlowView[] {
  const byRelease = dataset.releases.map(({ release }) => new Map(releaseFlows(dataset, release).map((entry) => [entry.flow.id, entry])));
  return dataset.features.flatMap((feature) =>
    feature.flows.map((flow) => {
      const [source, destination] = [byId(dataset.parties, flow.from), byId(dataset.parties, flow.to)];
      const direction = directionOf(flow);
      return {
        flow,
        featureTitle: feature.title,
        source,
        destination,
        other: direction === 'in' ? source : destination,
        direction,
        condition: conditionOf(flow, dataset.questions),
        releases: byRelease.map((flows) => flows.get(flow.id) as ReleaseFlow),
      };
    }),
  );
}

/** Groups the releases by what `pick` makes of the flow in each, so that a page holds every answer once. */
export function variantsOf<T>(dataset: Dataset, view: FlowView, pick: (entry: ReleaseFlow) => T): Variant<T>[] {
  return releaseVariants(dataset, (release) => pick(view.releases.find((entry) => entry.release === release) as ReleaseFlow));
}

/** Groups the releases, oldest first, by what `pick` makes of each. */
export function releaseVariants<T>(dataset: Dataset, pick: (release: string) => T): Variant<T>[] {
  const current = defaultRelease(dataset).release;
  const groups = new Map<string, { releases: string[]; value: T }>();
  for (const { release } of dataset.releases) {
    const value = pick(release);
    const key = JSON.stringify(value);
    const group = groups.get(key);
    if (group) group.releases.push(release);
    else groups.set(key, { releases: [release], value });
  }
  return [...groups.values()].map((group) => ({ ...group, isDefault: group.releases.includes(current) }));
}

/** The releases in which the flow is printed, carried or unresolved, so that tables and lists hold it. */
export const currentIn = (view: FlowView): string[] => view.releases.filter(isCurrent).map(({ release }) => release);

/** The flow in the default release. */
export function inDefault(dataset: Dataset, view: FlowView): ReleaseFlow {
  const { release } = defaultRelease(dataset);
  return view.releases.find((entry) => entry.release === release) as ReleaseFlow;
}

/** Single destination ports that have a page of their own, with the flows that use them, in numerical order. */
export function portPages(views: readonly FlowView[]): Map<number, FlowView[]> {
  const pages = new Map<number, FlowView[]>();
  for (const view of views) {
    for (const port of pagePorts(view.flow)) pages.set(port, [...(pages.get(port) ?? []), view]);
  }
  return new Map([...pages].sort(([a], [b]) => a - b));
}

/** The ports on whose pages a flow stands: its destination port, or the fixed source port of a flow that follows another. */
const pagePorts = ({ port, sourcePort, via }: Flow): number[] => {
  const range = via ? sourcePort : port;
  return range === undefined ? [] : Array.from({ length: range.to - range.from + 1 }, (_, at) => range.from + at);
};

export type { Flow, ReleaseFlow };
export { defaultRelease, isCurrent, portText };
