import { renderCsv } from './csv.ts';
import type { FlowList, FlowRecord } from './flow-record.ts';
import type { Format } from './format.ts';

/** Columns of `flows.csv`, in their frozen order; new ones are appended last. */
export const columns = [
  'id',
  'feature',
  'title',
  'source',
  'source_zone',
  'destination',
  'destination_zone',
  'direction',
  'transport',
  'port_from',
  'port_to',
  'source_port_from',
  'source_port_to',
  'application',
  'hosts',
  'condition',
  'status',
  'printed_rows',
  'printed_direction',
  'reading',
  'data_channel',
  'via',
  'tls_inspection',
  'configurable',
  'carried_from',
] as const;

type Line = Record<(typeof columns)[number], string | number>;

/** `flows.csv`: one record per flow, transport and port range. */
export const format = {
  extension: 'csv',
  perFeature: true,
  render: (list: FlowList) => renderCsv(columns, list.flows.flatMap(toLines)),
} satisfies Format;

function toLines(flow: FlowRecord): Line[] {
  const [source] = flow.sourcePorts;
  return flow.transport.flatMap((transport) =>
    flow.ports.map((ports) => ({
      id: flow.id,
      feature: flow.feature,
      title: flow.title,
      source: flow.source.party,
      source_zone: flow.source.zone,
      destination: flow.destination.party,
      destination_zone: flow.destination.zone,
      direction: flow.direction,
      transport,
      port_from: ports.from,
      port_to: ports.to,
      source_port_from: source?.from ?? '',
      source_port_to: source?.to ?? '',
      application: flow.application ?? '',
      hosts: flow.hosts.join(' '),
      condition: flow.condition ?? '',
      status: flow.status,
      printed_rows: flow.printed.map(({ row }) => row).join(' '),
      printed_direction: [...new Set(flow.printed.map(({ direction }) => direction ?? ''))].join(' ').trim(),
      reading: flow.reading ?? '',
      data_channel: flow.dataChannel ?? '',
      via: flow.via ?? '',
      tls_inspection: flow.tlsInspection,
      configurable: String(flow.configurable),
      carried_from: flow.carriedFrom ?? '',
    })),
  );
}
