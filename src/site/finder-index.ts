/** What the finder searches: the dataset cut down to titles, ports, ends, hosts and words, small enough to fetch on every page. */
import type { Dataset } from '#dataset/dataset.ts';
import { isCurrent } from '#dataset/release-flow.ts';
import type { PortRange, Transport } from '#dataset/schema.ts';
import { defaultRelease, type FlowView, flowViews, inDefault } from './flow-view.ts';

export interface FinderIndex {
  /** The default release. */
  readonly release: string;
  readonly features: readonly IndexedFeature[];
  readonly terms: readonly IndexedTerm[];
  /** Guides, and what else is neither a port, a feature nor a term. */
  readonly pages: readonly IndexedPage[];
}

export interface IndexedFeature {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Other words people search it by. */
  readonly also: readonly string[];
  readonly flows: readonly IndexedFlow[];
}

export interface IndexedFlow {
  readonly id: string;
  readonly title: string;
  /** Names of the parties that open it and that it leads to. */
  readonly ends: readonly [from: string, to: string];
  readonly direction: 'in' | 'out';
  readonly transport: readonly Transport[];
  /** The destination port. */
  readonly port: PortRange;
  /** Only of a flow that follows a control connection: its source port, whose page it stands on. */
  readonly sourcePort?: PortRange;
  readonly application?: string;
  /** The standing in the default release, where it is not simply printed: "gone", "unresolved". */
  readonly status?: string;
  /** Host names in the default release. */
  readonly hosts?: readonly string[];
  /** Host names that the default release does not have, each with the releases that do. */
  readonly formerHosts?: Readonly<Record<string, readonly string[]>>;
}

export interface IndexedTerm {
  readonly id: string;
  readonly term: string;
  readonly expansion?: string;
  /** Ports that no flow has and that the term is about. */
  readonly ports?: readonly number[];
}

export interface IndexedPage {
  readonly kind: 'guide' | 'page';
  readonly title: string;
  /** What it holds, in a sentence. */
  readonly detail: string;
  /** Relative to the site's base, as "guides/ftp/". */
  readonly path: string;
  readonly also: readonly string[];
}

/** The index of a dataset; the guides come from elsewhere, in the order in which they shall be found. */
export function finderIndex(dataset: Dataset, guides: readonly Pick<IndexedPage, 'title' | 'detail' | 'path'>[]): FinderIndex {
  const views = flowViews(dataset);
  return {
    release: defaultRelease(dataset).release,
    features: dataset.features.map(({ id, title, summary, also }) => ({
      id,
      title,
      summary,
      also,
      flows: views.filter(({ flow }) => flow.feature === id).map((view) => indexedFlow(dataset, view)),
    })),
    terms: dataset.glossary.map(({ id, term, expansion, mentions }) => ({
      id,
      term,
      ...(expansion !== undefined && { expansion }),
      ...(Object.keys(mentions).length > 0 && { ports: Object.keys(mentions).map(Number) }),
    })),
    pages: [
      ...guides.map(({ title, detail, path }) => ({ kind: 'guide' as const, title, detail, path, also: [] })),
      ...ownPages,
      ...dataset.releases.map(({ release }) => ({
        kind: 'page' as const,
        title: `Release ${release}`,
        detail: 'Its printed rows, how they are read, and how far its copy reaches.',
        path: `releases/${release}/`,
        also: [],
      })),
    ],
  };
}

function indexedFlow(dataset: Dataset, view: FlowView): IndexedFlow {
  const { flow, source, destination, direction } = view;
  const { status, hosts } = inDefault(dataset, view);
  const formerHosts = hostsElsewhere(view, hosts);
  return {
    id: flow.id,
    title: flow.title,
    ends: [source.name, destination.name],
    direction,
    transport: flow.transport,
    port: flow.port,
    ...(flow.via !== undefined && flow.sourcePort !== undefined && { sourcePort: flow.sourcePort }),
    ...(flow.application !== null && { application: flow.application }),
    ...(status !== 'printed' && { status }),
    ...(hosts.length > 0 && { hosts }),
    ...(Object.keys(formerHosts).length > 0 && { formerHosts }),
  };
}

function hostsElsewhere(view: FlowView, hosts: readonly string[]): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const entry of view.releases.filter(isCurrent)) {
    for (const host of entry.hosts.filter((name) => !hosts.includes(name))) found[host] = [...(found[host] ?? []), entry.release];
  }
  return found;
}

const page = (title: string, path: string, detail: string, also: readonly string[]): IndexedPage => ({
  kind: 'page',
  title,
  detail,
  path,
  also,
});

const ownPages = [
  page('All ports', 'ports/', 'Every flow in one table that filters.', ['port list', 'table', 'overview', 'firewall rules']),
  page('Host names', 'hosts/', 'Every host name, and the flows that need it.', [
    'hosts',
    'domains',
    'wildcards',
    'allow list',
    'whitelist',
    'URLs',
  ]),
  page('Releases', 'releases/', 'What each release prints, and how far its copy reaches.', ['versions', 'differences', 'changes']),
  page('Downloads', 'downloads/', 'The flows as files, with checksums.', [
    'CSV',
    'JSON',
    'spreadsheet',
    'Excel',
    'API',
    'export',
    'checksum',
    'curl',
  ]),
  page('Glossary', 'glossary/', 'Abbreviations, components and words.', ['terms', 'abbreviations']),
  page('About the data', 'about/', 'Sources, what is unknown, and how to correct it.', [
    'sources',
    'corrections',
    'licence',
    'license',
    'contact',
  ]),
];
