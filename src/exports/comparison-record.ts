/** The published shape of two releases compared: the one schema behind its JSON, its JSON Schema, the columns of its CSV and its text. */
import { z } from 'zod';
import { closingCaution, compareReleaseFlows, type FlowComparison } from '#dataset/comparison.ts';
import type { Dataset } from '#dataset/dataset.ts';
import { printedCondition } from '#dataset/printed-condition.ts';
import { type ReleaseFlow, releaseById } from '#dataset/release-flow.ts';
import { rowsOf } from '#dataset/status.ts';
import { flowRecord, printedRow, schemaVersion, toFlowRecord } from './flow-record.ts';

const releaseOf = z.strictObject({
  release: z.string().describe('Release of the product'),
  complete: z.boolean().describe('Whether the table of this release is known to its end'),
  readTo: z
    .strictObject({ port: z.int().positive(), whole: z.boolean().describe('Whether all rows of that port could be read') })
    .describe('How far its copy could be read'),
  source: z.strictObject({ title: z.string(), url: z.string() }).describe('The vendor’s page'),
});

const comparedRow = printedRow.extend({
  mark: z.string().nullable().describe('A footnote sign printed beside the port'),
  application: z.string().nullable().describe('As printed; null where the table has no such column, or nothing in it'),
  condition: z.string().nullable().describe('The condition that it prints for this flow, paraphrased'),
  says: z.string().nullable().describe('What it says, paraphrased; null where the copy breaks off before it'),
});

const inRelease = z.strictObject({
  status: z
    .enum(['printed', 'carried', 'unresolved', 'gone', 'unknown', 'unprinted'])
    .describe('As in the lists of flows; unprinted: this table was read past its place, and no earlier release printed it either'),
  carriedFrom: z.string().nullable().describe('The earlier release that printed it, where this copy ends before its place'),
  goneIn: z.string().nullable().describe('The newest release up to this one that was read past its place without it'),
  lastPrinted: z.string().nullable().describe('The last release up to this one that printed it'),
  hosts: flowRecord.shape.hosts,
  hostList: flowRecord.shape.hostList,
  reading: flowRecord.shape.reading,
  printed: z.array(comparedRow).describe('Rows of this release that support the flow'),
});

const flowComparison = flowRecord
  .pick({
    id: true,
    feature: true,
    title: true,
    purpose: true,
    source: true,
    destination: true,
    direction: true,
    transport: true,
    ports: true,
    sourcePorts: true,
    application: true,
    condition: true,
    configurable: true,
    dataChannel: true,
    via: true,
    tlsInspection: true,
    doubts: true,
  })
  .extend({
    disposition: z
      .enum(['add', 'stay', 'remove', 'unknown'])
      .describe(
        'add: open it before the upgrade, but for a flow with `via`, which the FTP helper opens: it has no rule of its own; stay: leave it open; remove: it may go after the upgrade; unknown: a copy ends before its place, or the source never says what it is for',
      ),
    reason: z.string().nullable().describe('Why it is unknown, and what to do about it; null unless it is'),
    sharedWith: z
      .array(z.string())
      .describe(
        'Of a flow that may go: flows in force later between the same ends on the same ports; what is closed must not take them along',
      ),
    previous: inRelease.describe('The flow in the earlier release'),
    current: inRelease.describe('The flow in the later release'),
    hosts: z
      .strictObject({
        added: z.array(z.string()),
        removed: z.array(z.string()),
        covered: z.array(z.string()).describe('Of those removed: names that a wildcard of the later list still stands for'),
        perhapsAdded: z.array(z.string()).describe('Only in the later list, while a copy cannot say that it is an addition'),
        perhapsRemoved: z.array(z.string()).describe('Only in the earlier list, while the later copy cannot say that it lacks them'),
      })
      .describe('Host names in force before and after'),
    printedChanges: z
      .array(
        z.strictObject({
          kind: z.enum(['direction', 'condition', 'wording']),
          previous: z.string().nullable(),
          current: z.string().nullable(),
        }),
      )
      .describe('What the rows of both releases print, and print differently; null where one of them prints nothing of the kind'),
  });

/** A flow in two releases, as published. */
export type FlowChange = z.output<typeof flowComparison>;

/** The object in every published comparison. */
export const comparison = z
  .strictObject({
    schemaVersion: z.string().describe('Version of the published shapes; a new major version has a new address'),
    dataset: z.string().describe('Dataset version, the day of its last change: YYYY.MM.DD'),
    product: z.string().describe('Name of the product'),
    notice: z.string().describe('That this is not the vendor’s own publication'),
    from: releaseOf.describe('The earlier release'),
    to: releaseOf.describe('The later release'),
    caution: z.string().nullable().describe('What "remove" does not prove, since the later copy ends early; null where it does not'),
    features: z.array(z.strictObject({ id: z.string(), title: z.string() })).describe('All features, in the order of the site'),
    flows: z.array(flowComparison).describe('Every flow that either release has or may have'),
  })
  .meta({ title: 'Portcullis comparison', description: 'What changes for each flow from one release of the product to another' });

/** A published comparison of two releases. */
export type Comparison = z.output<typeof comparison>;

/** What changes from the release `from` to the release `to`. */
export function toComparison(dataset: Dataset, from: string, to: string): Comparison {
  return {
    schemaVersion,
    dataset: dataset.product.dataset,
    product: dataset.product.name,
    notice: dataset.product.notice,
    from: toRelease(dataset, from),
    to: toRelease(dataset, to),
    caution: closingCaution(releaseById(dataset, to)),
    features: dataset.features.map(({ id, title }) => ({ id, title })),
    flows: compareReleaseFlows(dataset, from, to).map((compared) => toFlowChange(dataset, compared)),
  };
}

function toRelease(dataset: Dataset, id: string): Comparison['from'] {
  const { release, readTo, source } = releaseById(dataset, id);
  return {
    release,
    complete: readTo.end,
    readTo: { port: readTo.port, whole: readTo.whole },
    source: { title: source.title, url: source.url },
  };
}

function toFlowChange(dataset: Dataset, { before, after, disposition, reason, hosts, printed, sharedWith }: FlowComparison): FlowChange {
  const flow = toFlowRecord(after);
  return {
    id: flow.id,
    feature: flow.feature,
    title: flow.title,
    purpose: flow.purpose,
    source: flow.source,
    destination: flow.destination,
    direction: flow.direction,
    transport: flow.transport,
    ports: flow.ports,
    sourcePorts: flow.sourcePorts,
    application: flow.application,
    condition: flow.condition,
    configurable: flow.configurable,
    dataChannel: flow.dataChannel,
    via: flow.via,
    tlsInspection: flow.tlsInspection,
    doubts: flow.doubts,
    disposition,
    reason,
    sharedWith: [...sharedWith],
    previous: toInRelease(dataset, before),
    current: toInRelease(dataset, after),
    hosts: {
      added: [...hosts.added],
      removed: [...hosts.removed],
      covered: [...hosts.covered],
      perhapsAdded: [...hosts.perhapsAdded],
      perhapsRemoved: [...hosts.perhapsRemoved],
    },
    printedChanges: printed.map((change) => ({ ...change })),
  };
}

function toInRelease(dataset: Dataset, entry: ReleaseFlow): FlowChange['previous'] {
  return {
    status: entry.status,
    carriedFrom: entry.carriedFrom,
    goneIn: entry.goneIn,
    lastPrinted: entry.lastPrinted,
    hosts: [...entry.hosts],
    hostList: entry.hostList,
    reading: entry.reading,
    printed: rowsOf(releaseById(dataset, entry.release), entry.flow.id).map((row) => ({
      row: row.row,
      port: row.port,
      protocol: row.protocol,
      direction: row.direction,
      cut: row.cut,
      restored: row.restored ?? null,
      mark: row.mark ?? null,
      application: row.application ?? null,
      condition: printedCondition(row, entry.flow.id),
      says: row.says,
    })),
  };
}
