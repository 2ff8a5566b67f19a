import type { Comparison, FlowChange } from './comparison-record.ts';
import { renderCsv } from './csv.ts';

/** Columns of a comparison as CSV, in their frozen order; new ones are appended last. */
export const columns = [
  'from',
  'to',
  'id',
  'feature',
  'title',
  'disposition',
  'reason',
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
  'condition',
  'via',
  'hosts_added',
  'hosts_removed',
  'hosts_covered',
  'hosts_perhaps_added',
  'hosts_perhaps_removed',
  'shared_with',
  'printed_changes',
  'previous_status',
  'previous_carried_from',
  'previous_hosts',
  'previous_rows',
  'previous_direction',
  'previous_condition',
  'current_status',
  'current_carried_from',
  'current_hosts',
  'current_rows',
  'current_direction',
  'current_condition',
  'caution',
] as const;

type Line = Record<(typeof columns)[number], string | number>;

/** A comparison as CSV: one record per flow, transport and port range. */
export const renderComparisonCsv = (comparison: Comparison): string =>
  renderCsv(
    columns,
    comparison.flows.flatMap((flow) => toLines(comparison, flow)),
  );

function toLines({ from, to, caution }: Comparison, flow: FlowChange): Line[] {
  const [source] = flow.sourcePorts;
  return flow.transport.flatMap((transport) =>
    flow.ports.map((ports) => ({
      from: from.release,
      to: to.release,
      id: flow.id,
      feature: flow.feature,
      title: flow.title,
      disposition: flow.disposition,
      reason: flow.reason ?? '',
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
      condition: flow.condition ?? '',
      via: flow.via ?? '',
      hosts_added: flow.hosts.added.join(' '),
      hosts_removed: flow.hosts.removed.join(' '),
      hosts_covered: flow.hosts.covered.join(' '),
      hosts_perhaps_added: flow.hosts.perhapsAdded.join(' '),
      hosts_perhaps_removed: flow.hosts.perhapsRemoved.join(' '),
      shared_with: flow.sharedWith.join(' '),
      printed_changes: flow.printedChanges.map(({ kind }) => kind).join(' '),
      ...toCells('previous', flow.previous),
      ...toCells('current', flow.current),
      caution: flow.disposition === 'remove' || (flow.disposition === 'stay' && flow.hosts.removed.length > 0) ? (caution ?? '') : '',
    })),
  );
}

function toCells<Side extends 'previous' | 'current'>(side: Side, { status, carriedFrom, hosts, printed }: FlowChange[Side]) {
  const each = (texts: readonly (string | null)[], separator: string) =>
    [...new Set(texts.filter((text) => text !== null))].join(separator);
  return {
    [`${side}_status`]: status,
    [`${side}_carried_from`]: carriedFrom ?? '',
    [`${side}_hosts`]: hosts.join(' '),
    [`${side}_rows`]: printed.map(({ row }) => row).join(' '),
    [`${side}_direction`]: each(
      printed.map(({ direction }) => direction),
      ' ',
    ),
    [`${side}_condition`]: each(
      printed.map(({ condition }) => condition),
      '; ',
    ),
  } as { readonly [Column in 'status' | 'carried_from' | 'hosts' | 'rows' | 'direction' | 'condition' as `${Side}_${Column}`]: string };
}
