/** What changed, as the entries of a feed: one for each release that has one before it, and one for each change of the dataset. */
import { v5 as uuid } from 'uuid';
import { byId, type Dataset } from '#dataset/dataset.ts';
import type { Flow } from '#dataset/schema.ts';
import { type ChangeList, type DatasetChange, latest, toChangeList } from './changes-json.ts';
import { datasetHtml, releaseHtml, summaryOf } from './feed-words.ts';

/** A feed before it is written in a format. */
export interface Feed {
  /** A URN that never changes, wherever the site is published. */
  readonly id: string;
  readonly title: string;
  readonly subtitle: string;
  /** Where the feed itself stands. */
  readonly self: string;
  /** The page that it is about. */
  readonly home: string;
  /** When the newest entry was updated. */
  readonly updated: string;
  /** Newest first. */
  readonly entries: readonly FeedEntry[];
}

/** An entry of a feed; its times are midnight UTC of the dataset version that they come from (RFC 3339). */
export interface FeedEntry {
  /** A URN that never changes; an entry that stands in several feeds has the same in each. */
  readonly id: string;
  readonly title: string;
  /** In a sentence or two, as plain text. */
  readonly summary: string;
  /** The whole of it, as HTML. */
  readonly html: string;
  /** The page that says more. */
  readonly address: string;
  readonly published: string;
  /** The newest of the releases and changes of the dataset that touch a flow named here; never before `published`. */
  readonly updated: string;
  /** Ids of the features that it is about; empty where it is about all. */
  readonly features: readonly string[];
}

/** Where things stand on the site: whole addresses, or paths where the site's own address is not known. */
export interface FeedAddresses {
  readonly self: string;
  readonly home: string;
  /** The page of the changes of the dataset. */
  readonly dataset: string;
  comparison(from: string, to: string): string;
  flow(flow: Pick<Flow, 'feature' | 'id'>): string;
}

/** The name space of all ids (RFC 9562, section 6.6): a random UUID, chosen once and kept for good. */
const space = '1509f756-3343-43ed-815e-9e0d908c6d48';
const urnOf = (name: string) => `urn:uuid:${uuid(name, space)}`;
const timeOf = (version: string) => `${version.replaceAll('.', '-')}T00:00:00Z`;

/** Everything that changed, or what touches one feature. */
export function toFeed(dataset: Dataset, addresses: FeedAddresses, feature?: string): Feed {
  const all = toChangeList(dataset);
  const list = feature === undefined ? all : ofFeature(dataset, all, feature);
  const entries = [
    ...list.datasetChanges.map((change) => datasetEntry(dataset, addresses, change)),
    ...releaseEntries(dataset, addresses, list, feature),
  ].toSorted((a, b) => (a.published < b.published ? 1 : a.published > b.published ? -1 : 0));
  return {
    id: urnOf(`feed ${feature ?? 'changes'}`),
    title: `Portcullis: ${feature === undefined ? 'all changes' : `changes of ${byId(dataset.features, feature).title}`}`,
    subtitle: `What each release changes in the ports of the ${dataset.product.name}, and what changed in the dataset. ${dataset.product.notice}`,
    self: addresses.self,
    home: addresses.home,
    updated: latest([timeOf(all.datasetChanges.at(-1)?.dataset ?? all.dataset), ...entries.map(({ updated }) => updated)]),
    entries,
  };
}

/** What touches a feature; a change of the dataset that names no flow touches all. */
function ofFeature(dataset: Dataset, list: ChangeList, feature: string): ChangeList {
  const ids = byId(dataset.features, feature).flows.map(({ id }) => id);
  return {
    ...list,
    changes: list.changes.filter((record) => record.feature === feature),
    unknown: list.unknown.filter((record) => record.feature === feature),
    datasetChanges: list.datasetChanges.filter(({ flows }) => flows.length === 0 || flows.some((id) => ids.includes(id))),
  };
}

/** One entry for each release that is compared; in the feed of a feature, only where something of it changed or cannot be known. */
function releaseEntries(dataset: Dataset, addresses: FeedAddresses, list: ChangeList, feature: string | undefined): FeedEntry[] {
  const name = feature === undefined ? 'Release ' : `${byId(dataset.features, feature).title}, release `;
  return list.releases.flatMap(({ release, previousRelease, since }) => {
    if (previousRelease === null) return [];
    const [changes, unknown] = [list.changes, list.unknown].map((records) => records.filter((record) => record.release === release)) as [
      ChangeList['changes'],
      ChangeList['unknown'],
    ];
    const said = [...changes, ...unknown];
    if (feature !== undefined && said.length === 0) return [];
    const version = latest([since, list.releases.find((entry) => entry.release === previousRelease)?.since ?? since]);
    const touching = list.datasetChanges.filter(({ flows }) => flows.length === 0 || said.some(({ flow }) => flows.includes(flow)));
    const address = addresses.comparison(previousRelease, release);
    return {
      id: urnOf(`${feature ?? 'changes'} from ${previousRelease} to ${release}`),
      title: `${name}${release}: what changed since ${previousRelease}`,
      summary: summaryOf(changes, unknown),
      html: releaseHtml(dataset, addresses, { from: previousRelease, to: release, changes, unknown }),
      address,
      published: timeOf(version),
      updated: timeOf(latest([version, ...said.map((record) => record.since), ...touching.map((change) => change.dataset)])),
      features: [...new Set(said.map((record) => record.feature))],
    };
  });
}

function datasetEntry(dataset: Dataset, addresses: FeedAddresses, change: DatasetChange): FeedEntry {
  const named = dataset.features.filter(({ flows }) => flows.some(({ id }) => change.flows.includes(id)));
  return {
    id: urnOf(`dataset ${change.id}`),
    title: `Dataset ${change.dataset}: ${change.title}`,
    summary: change.reason,
    html: datasetHtml(dataset, addresses, change),
    address: addresses.dataset,
    published: timeOf(change.dataset),
    updated: timeOf(change.dataset),
    features: named.map(({ id }) => id),
  };
}
