/** `changes.json`: what each release changes against the one before it, and what changed in the dataset itself. */
import { z } from 'zod';
import { compareReleaseFlows, type FlowComparison } from '#dataset/comparison.ts';
import type { Dataset } from '#dataset/dataset.ts';
import type { ReleaseFlow } from '#dataset/release-flow.ts';
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
  id: z.string().describe('`release/flow/impact`: the same for the same statement, wherever it stands'),
  release: releaseId.describe('The release that differs from the one before it'),
  previousRelease: releaseId.describe('The one before it in the dataset'),
  since: version.describe('Dataset version that first had both releases: YYYY.MM.DD'),
  flow: z.string().describe('Identifier of the flow'),
  feature: z.string().describe('Identifier of the feature that needs it'),
});

/**
 * What a change means, and the disposition that the change records of Microsoft 365 would give it. Of hosts that are only perhaps added or
 * removed, one of the two printed lists breaks off or names none, or the earlier copy ends before the flow's place.
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
        '"Perhaps": a printed list of hosts breaks off or names none, or the earlier copy ends before it, so that it neither proves nor excludes it',
    ),
  hosts: z.array(z.string()).describe('Host names that come or go with it, as `impact` says; empty where it is about none'),
  previous: state.describe('The flow in `previousRelease`'),
  current: state.describe('The flow in `release`'),
});
/** A change of a flow from one release to the next. */
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
          previousRelease: releaseId.nullable().describe('The one that it is compared with; null for the oldest'),
          since: version.describe('Dataset version that brought it in: YYYY.MM.DD'),
          complete: z.boolean().describe('Whether its table is known to its end'),
        }),
      )
      .describe('Every release, newest first; one without a change below was compared and has none'),
    changes: z.array(change).describe('What changed from each release to the next, newest release first'),
    unknown: z
      .array(unknown)
      .describe('What cannot be known to have changed or stayed; a flow in neither list stayed, or is in neither release'),
    datasetChanges: z.array(datasetChange).describe('What changed in the dataset itself, newest first'),
  })
  .meta({
    title: 'Portcullis changes',
    description: 'What each release changes against the one before it, and what changed in the dataset',
  });
/** Everything that changed. */
export type ChangeList = z.output<typeof changeList>;

/** `changes.json` as text: UTF-8, LF, two spaces, keys in the order of the schema (RFC 8259). */
export const renderChanges = (dataset: Dataset): string => toText(toChangeList(dataset));

/** JSON Schema (draft 2020-12) of `changes.json`, made from the schema the code itself uses. */
export const renderChangesSchema = (): string => toText(z.toJSONSchema(changeList));

/** What changed in the flows and in the dataset. */
export function toChangeList(dataset: Dataset): ChangeList {
  const releases = dataset.releases.map(({ release, since, readTo }, at) => ({
    release,
    previousRelease: dataset.releases[at - 1]?.release ?? null,
    since,
    complete: readTo.end,
  }));
  const records = releases
    .flatMap(({ release, previousRelease }, at) => {
      if (previousRelease === null) return [];
      const since = latest(releases.slice(at - 1, at + 1).map((entry) => entry.since));
      return [compareReleaseFlows(dataset, previousRelease, release).map((comparison) => toRecords(comparison, since))];
    })
    .reverse()
    .flat();
  return {
    schemaVersion,
    dataset: dataset.product.dataset,
    product: dataset.product.name,
    releases: releases.reverse(),
    changes: records.flatMap(({ changes }) => changes),
    unknown: records.flatMap(({ unknown }) => unknown),
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

/** What a comparison says, in the order of the impacts. */
function toRecords({ before, after, disposition, reason, hosts, printed }: FlowComparison, since: string) {
  const recordOf = (what: string) => ({
    id: `${after.release}/${after.flow.id}/${what}`,
    release: after.release,
    previousRelease: before.release,
    since,
    flow: after.flow.id,
    feature: after.flow.feature,
  });
  const changeOf = (impact: Impact, of: readonly string[] = [], previous: string | null = null, current: string | null = null) => ({
    ...recordOf(impact),
    disposition: dispositions[impact],
    impact,
    hosts: [...of],
    previous: toState(before, previous),
    current: toState(after, current),
  });
  const hostsOf = (impact: Impact, of: readonly string[]) => (of.length > 0 ? [changeOf(impact, of)] : []);
  const kinds = { direction: 'ChangedDirection', condition: 'ChangedCondition', wording: 'ChangedWording' } as const;
  const changes: ChangeRecord[] = [
    ...(disposition === 'add' ? [changeOf('AddedFlow', hosts.added)] : []),
    ...(disposition === 'remove' ? [changeOf('RemovedFlow', hosts.removed)] : []),
    ...(disposition === 'stay'
      ? [
          ...hostsOf('AddedHosts', hosts.added),
          ...hostsOf('RemovedHosts', hosts.removed),
          ...hostsOf('PerhapsAddedHosts', hosts.perhapsAdded),
          ...hostsOf('PerhapsRemovedHosts', hosts.perhapsRemoved),
        ]
      : []),
    ...printed.map(({ kind, previous, current }) => changeOf(kinds[kind], [], previous, current)),
  ];
  const states = { previous: toState(before), current: toState(after) };
  const unknown: UnknownRecord[] = reason === null ? [] : [{ ...recordOf('Unknown'), reason, ...states }];
  return { changes, unknown };
}

const toState = ({ status, carriedFrom, printed: rows, hosts, hostList }: ReleaseFlow, printed: string | null = null) => ({
  status,
  carriedFrom,
  rows: rows.map(({ row }) => row),
  printed,
  hosts: [...hosts],
  hostList,
});

const toText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
