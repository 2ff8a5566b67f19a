/** The published shape of flows: the one schema behind `flows.json`, its JSON Schema, and the columns of `flows.csv`. */
import { z } from 'zod';
import type { Dataset } from '#dataset/dataset.ts';
import { defaultRelease, isCurrent, type ReleaseFlow, releaseById, releaseFlows } from '#dataset/release-flow.ts';
import { type Party, portLimits, transport, zone } from '#dataset/schema.ts';

/** Version of the published shape: major when an id, a field or a type goes, minor when a field is added. */
export const schemaVersion = '1.1.0';

const portNumber = z.int().min(portLimits.lowest).max(portLimits.highest);
const portRange = z.strictObject({ from: portNumber, to: portNumber }).describe('Ports from `from` to `to`, both included');
const end = z.strictObject({
  party: z.string().describe('Id of the party'),
  name: z.string().describe('The party as in a sentence; since 1.1.0'),
  zone,
});
const restored = z
  .strictObject({
    from: z.string().describe('Release whose row has what this copy lost'),
    row: z.int().positive(),
    what: z.enum(['purpose', 'hosts']),
    strength: z.enum(['proven', 'strong']),
  })
  .describe('Where text lost in this copy was found');

/** The shape of a printed row. */
export const printedRow = z.strictObject({
  row: z.int().positive().describe('Number of the row, counted from 1'),
  port: z.string().describe('As printed'),
  protocol: z.string().describe('As printed; it mixes transport and application'),
  direction: z.string().nullable().describe('As printed; null where the copy breaks off before it'),
  cut: z.boolean().describe('The copy’s text breaks off in this row'),
  restored: restored.nullable(),
});

/** The shape of a flow in a list. */
export const flowRecord = z.strictObject({
  id: z.string().describe('Identifier of the flow; never reused'),
  feature: z.string().describe('Identifier of the feature that needs it'),
  title: z.string().describe('What it is, in a few words'),
  purpose: z.string().describe('What the connection is for, in a sentence'),
  source: end.describe('Opens the connection'),
  destination: end.describe('Is connected to'),
  direction: z.enum(['in', 'out']).describe('Seen from the gateway'),
  transport: z.array(transport).describe('Transport protocols it runs over'),
  ports: z.array(portRange).describe('Destination ports'),
  sourcePorts: z.array(portRange).describe('Source ports; empty where any (ephemeral) port will do'),
  application: z.string().nullable().describe('IANA service name, null where it has none'),
  hosts: z.array(z.string()).describe('Published host names at the other end; "*." stands for any leading labels'),
  hostList: z.enum(['complete', 'cut', 'none-printed']).describe('How far the printed list of hosts could be read'),
  condition: z.string().nullable().describe('When it is needed; null on every gateway, or where the status is unresolved and nobody knows'),
  configurable: z.boolean().describe('The port is a setting of the gateway'),
  dataChannel: z.string().nullable().describe('What opens the data channel of FTP: "helper" or "passive-range"'),
  via: z.string().nullable().describe('The control flow whose helper opens this one; never a static rule'),
  tlsInspection: z.enum(['allowed', 'forbidden', 'unknown']).describe('Whether a TLS proxy may open it'),
  status: z.enum(['printed', 'carried', 'unresolved']).describe('What is known of it in this release'),
  carriedFrom: z.string().nullable().describe('The earlier release that printed it, where this copy ends before its place'),
  reading: z.string().nullable().describe('Why the flow departs from the printed direction or ends'),
  doubts: z.array(z.string()).describe('What an experienced administrator would question'),
  printed: z.array(printedRow).describe('Rows of this release that support the flow'),
});

/** A flow as published. */
export type FlowRecord = z.output<typeof flowRecord>;

/** The object in every published `flows.json`. */
export const flowList = z
  .strictObject({
    schemaVersion: z.string().describe('Version of this shape; a new major version has a new address'),
    dataset: z.string().describe('Dataset version, the day of its last change: YYYY.MM.DD'),
    product: z.string().describe('Name of the product'),
    release: z.string().describe('Release of the product'),
    complete: z.boolean().describe('Whether the table of this release is known to its end'),
    flows: z.array(flowRecord).describe('Flows that are printed, carried or unresolved'),
    absent: z
      .array(z.strictObject({ id: z.string(), status: z.enum(['gone', 'unknown']), lastPrinted: z.string().nullable() }))
      .describe('Flows that are gone, or of which nothing is known here; one that was never printed up to this release is in neither list'),
  })
  .meta({ title: 'Portcullis flow list', description: 'Every flow of one release of the product' });
/** A published list of flows. */
export type FlowList = z.output<typeof flowList>;

/** The flows of a release (the default one, unless named), all of them or those of one feature. */
export function toFlowList(dataset: Dataset, release = defaultRelease(dataset).release, feature?: string): FlowList {
  const all = releaseFlows(dataset, release).filter(({ flow }) => feature === undefined || flow.feature === feature);
  return {
    schemaVersion,
    dataset: dataset.product.dataset,
    product: dataset.product.name,
    release,
    complete: releaseById(dataset, release).readTo.end,
    flows: all.filter(isCurrent).map(toFlowRecord),
    absent: all.flatMap(({ flow: { id }, status, lastPrinted }) =>
      status === 'gone' || status === 'unknown' ? [{ id, status, lastPrinted }] : [],
    ),
  };
}

/** A flow as it stands in a release; only one that is in force there has a status that lists know. */
export function toFlowRecord(entry: ReleaseFlow): FlowRecord {
  const { flow, source, destination } = entry;
  return {
    id: flow.id,
    feature: flow.feature,
    title: flow.title,
    purpose: flow.purpose,
    source: toEnd(source),
    destination: toEnd(destination),
    direction: entry.direction,
    transport: flow.transport,
    ports: [flow.port],
    sourcePorts: flow.sourcePort ? [flow.sourcePort] : [],
    application: flow.application,
    hosts: [...entry.hosts],
    hostList: entry.hostList,
    condition: entry.condition,
    configurable: flow.configurable,
    dataChannel: flow.dataChannel ?? null,
    via: flow.via ?? null,
    tlsInspection: flow.tlsInspection,
    status: entry.status as FlowRecord['status'],
    carriedFrom: entry.carriedFrom,
    reading: entry.reading,
    doubts: flow.doubts,
    printed: entry.printed.map(({ row, port, protocol, direction, cut, restored: found }) => ({
      row,
      port,
      protocol,
      direction,
      cut,
      restored: found ?? null,
    })),
  };
}

const toEnd = ({ id: party, name, zone }: Party) => ({ party, name, zone });
