import { stringify } from 'csv-stringify/sync';
import { toAscii } from '#dataset/ascii.ts';
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

type Cell = string | number;
type Line = Record<(typeof columns)[number], Cell>;

/** `flows.csv`: RFC 4180 with CRLF, ASCII, one record per flow, transport and port range, no line break or formula in a cell. */
export const format = {
  extension: 'csv',
  perFeature: true,
  render: (list: FlowList) =>
    stringify(list.flows.flatMap(toLines), {
      header: true,
      columns: [...columns],
      record_delimiter: 'windows',
      escape_formulas: true,
      cast: { string: toCell },
    }),
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

/** A cell is a line of ASCII, whatever the text: the gate lets no other through, and a character without such a form throws. */
const toCell = (text: string): string => toAscii(text.replace(/[\r\n]+/g, ' ').trim());
