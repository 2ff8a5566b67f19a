/** `changes.json`: what each release changes against the earlier ones, and what changed in the dataset itself. */
import { z } from 'zod';
import type { Dataset } from '#dataset/dataset.ts';
import { type ReleaseFlow, releaseById } from '#dataset/release-flow.ts';
import { changedKinds, releaseChanges, type StepChange } from '#dataset/succession.ts';
import { schemaVersion } from './flow-record.ts';

const releaseId = z.string().describe('Release of the product');
const version = z.string().describe('Dataset version: YYYY.MM.DD');

const state = z.strictObject({
  status: z
    .enum(['printed', 'carried', 'unresolved', 'gone', 'unknown', 'unprinted'])
    .describe('What is known of the flow in this release'),
  carriedFrom: z.string().nullable().describe('The earlier release that printed it, where this copy ends before its place'),
  rows: z.array(z.int().positive()).describe('Rows of this release that support it'),
  printed: z
    .string()
    .nullable()
    .describe('What those rows print of what `impact` names, text paraphrased; null where nothing, or of other impacts'),
  hosts: z.array(z.string()).describe('Host names in force'),
  hostList: z.enum(['complete', 'cut', 'none-printed']).describe('How far the printed list of hosts could be read'),
});

const record = z.strictObject({
  id: z
    .string()
    .describe(
      '`previousRelease/release/flow/impact`, with the impact "Unknown" for what cannot be known; it never comes to mean another statement',
    ),
  release: releaseId.describe('The release that brings the change'),
  previousRelease: releaseId.describe(
    'The release that it is compared with: the nearest earlier one that decides, so not always the one before; that one where none does',
  ),
  since: version.describe('Dataset version that first had both releases: YYYY.MM.DD'),
  flow: z.string().describe('Identifier of the flow'),
  feature: z.string().describe('Identifier of the feature that needs it'),
});

/**
 * What a change means, and the disposition that the change records of Microsoft 365 would give it. Of hosts that are only perhaps added or
 * removed, one of the two printed lists breaks off or names none.
 */
const dispositions = {
  AddedFlow: 'Add',
  RemovedFlow: 'Remove',
  AddedHosts: 'Change',
  RemovedHosts: 'Change',
  PerhapsAddedHosts: 'Change',
  PerhapsRemovedHosts: 'Change',
  ChangedDirection: 'Change',
  ChangedCondition: 'Change',
  ChangedWording: 'Change',
} as const;

/** What a change means for a firewall, or for who reads the table. */
export type Impact = keyof typeof dispositions;
/** In the order in which the changes of a flow stand. */
export const impacts = Object.keys(dispositions) as Impact[];

const change = record.extend({
  disposition: z.enum(['Add', 'Change', 'Remove']),
  impact: z
    .enum(impacts)
    .describe(
      'What changed. RemovedFlow: the table no longer prints it at its place; a copy that ends early may print it further on, on another port. ' +
        '"Perhaps": a printed list of hosts breaks off or names none, so that it neither proves nor excludes it',
    ),
  hosts: z.array(z.string()).describe('Host names that come or go with it, as `impact` says; empty where it is about none'),
  covered: z
    .array(z.string())
    .describe(
      'Of the hosts that go: names that a wildcard of `current.hosts` still stands for, so that closing them may close what is needed',
    ),
  previous: state.describe('The flow in `previousRelease`'),
  current: state.describe('The flow in `release`'),
});
/** A change of a flow from one release to a later one. */
export type ChangeRecord = z.output<typeof change>;

const unknown = record.extend({
  reason: z.string().describe('Why it cannot be known, and what to do about it, in sentences'),
  previous: state.describe('The flow in `previousRelease`'),
  current: state.describe('The flow in `release`'),
});
/** A flow of which it cannot be known whether it changed. */
export type UnknownRecord = z.output<typeof unknown>;

const datasetChange = z.strictObject({
  id: z.string().describe('`dataset/title`'),
  dataset: version,
  date: z.string().describe('The same day, as in ISO 8601: YYYY-MM-DD'),
  title: z.string(),
  reason: z.string().describe('Why it was changed, with its source'),
  flows: z.array(z.string()).describe('Identifiers of the flows it touches, retired ones included; empty where it touches all'),
});
/** A change of the dataset itself. */
export type DatasetChange = z.output<typeof datasetChange>;

const changeList = z
  .strictObject({
    schemaVersion: z.string().describe('Version of the published shapes; a new major version has a new address'),
    dataset: version.describe('Dataset version, the day of its last change: YYYY.MM.DD'),
    product: z.string().describe('Name of the product'),
    releases: z
      .array(
        z.strictObject({
          release: releaseId,
          previousRelease: releaseId.nullable().describe('The one before it; null for the oldest'),
          since: version.describe('Dataset version that brought it in: YYYY.MM.DD'),
          complete: z.boolean().describe('Whether its table is known to its end'),
        }),
      )
      .describe('Every release, newest first; one without a change below was compared and has none'),
    changes: z.array(change).describe('What each release changes, newest release first'),
    unknown: z
      .array(unknown)
      .describe('What cannot be known to have changed or stayed; a flow in neither list stayed, or is in neither release'),
    datasetChanges: z.array(datasetChange).describe('What changed in the dataset itself, newest first'),
  })
  .meta({
    title: 'Portcullis changes',
    description: 'What each release changes against the earlier ones, and what changed in the dataset',
  });
/** Everything that changed. */
export type ChangeList = z.output<typeof changeList>;

/** `changes.json` as text: UTF-8, LF, two spaces, keys in the order of the schema (RFC 8259). */
export const renderChanges = (dataset: Dataset): string => toText(toChangeList(dataset));

/** JSON Schema (draft 2020-12) of `changes.json`, made from the schema the code itself uses. */
export const renderChangesSchema = (): string => toText(z.toJSONSchema(changeList));

/** The feed of each feature asks for it, so it is made once for a dataset. */
const made = new WeakMap<Dataset, ChangeList>();

/** What changed in the flows and in the dataset. */
export function toChangeList(dataset: Dataset): ChangeList {
  const list = made.get(dataset) ?? makeChangeList(dataset);
  made.set(dataset, list);
  return list;
}

function makeChangeList(dataset: Dataset): ChangeList {
  const releases = dataset.releases.map(({ release, since, readTo }, at) => ({
    release,
    previousRelease: dataset.releases[at - 1]?.release ?? null,
    since,
    complete: readTo.end,
  }));
  const records = releaseChanges(dataset)
    .toReversed()
    .flatMap(({ changes }) => changes)
    .map((change) => toRecord(dataset, change));
  return {
    schemaVersion,
    dataset: dataset.product.dataset,
    product: dataset.product.name,
    releases: releases.reverse(),
    changes: records.filter((entry) => 'impact' in entry),
    unknown: records.filter((entry) => 'reason' in entry),
    datasetChanges: dataset.changes.map(({ dataset: version, title, reason, flows }) => ({
      id: `${version}/${title}`,
      dataset: version,
      date: version.replaceAll('.', '-'),
      title,
      reason,
      flows,
    })),
  };
}

/** The newest of some dataset versions; they sort as texts do. */
export const latest = (versions: readonly string[]): string => versions.toSorted().at(-1) as string;

function toRecord(dataset: Dataset, { kind, step }: StepChange): ChangeRecord | UnknownRecord {
  const { before, after, reason, hosts, printed } = step;
  const { flow } = after;
  const compared = {
    id: `${before.release}/${after.release}/${flow.id}/${kind}`,
    release: after.release,
    previousRelease: before.release,
    since: latest([before, after].map(({ release }) => releaseById(dataset, release).since)),
    flow: flow.id,
    feature: flow.feature,
  };
  if (kind === 'Unknown') return { ...compared, reason: reason ?? '', previous: toState(before), current: toState(after) };
  const change = printed.find((entry) => kind === changedKinds[entry.kind]);
  const list = hostsOfKind[kind];
  return {
    ...compared,
    disposition: dispositions[kind],
    impact: kind,
    hosts: list ? [...hosts[list]] : [],
    covered: list === 'removed' ? [...hosts.covered] : [],
    previous: toState(before, change?.previous),
    current: toState(after, change?.current),
  };
}

/** Which of the hosts that differ a change of each kind is about. */
const hostsOfKind: { readonly [Kind in Impact]?: 'added' | 'removed' | 'perhapsAdded' | 'perhapsRemoved' } = {
  AddedFlow: 'added',
  RemovedFlow: 'removed',
  AddedHosts: 'added',
  RemovedHosts: 'removed',
  PerhapsAddedHosts: 'perhapsAdded',
  PerhapsRemovedHosts: 'perhapsRemoved',
};

const toState = ({ status, carriedFrom, printed: rows, hosts, hostList }: ReleaseFlow, printed: string | null = null) => ({
  status,
  carriedFrom,
  rows: rows.map(({ row }) => row),
  printed,
  hosts: [...hosts],
  hostList,
});

const toText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
