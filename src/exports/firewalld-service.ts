/** Services of firewalld: the ports of a feature under one name. Grammar: firewalld.service(5), https://firewalld.org/documentation/man-pages/. */
import type { FlowList, FlowRecord } from './flow-record.ts';

/**
 * The service of the flows that go in to the gateway or out of it. A flow whose purpose is not known has no port here, and neither has one
 * that a helper opens. Without a flow the service has no port and opens nothing: an address that is polled does not vanish.
 */
export function renderFirewalldService(list: FlowList, title: string, direction: FlowRecord['direction']): string {
  const flows = list.flows.filter((flow) => flow.direction === direction && isServed(flow));
  const helped = flows.some(({ dataChannel }) => dataChannel === 'helper');
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<service>',
    `  <short>${xml(`${title}, ${direction === 'in' ? 'to' : 'from'} the gateway: ${list.product} ${list.release}`)}</short>`,
    `  <description>${xml(descriptionOf(list, flows))}</description>`,
    // firewalld warns of a port that stands twice.
    ...new Set(flows.flatMap(portsOf).map(({ transport, port }) => `  <port protocol="${transport}" port="${port}"/>`)),
    ...(helped ? ['  <helper name="ftp"/>'] : []),
    '</service>',
    '',
  ].join('\n');
}

/** Whether a service may open the flow by itself. */
const isServed = ({ status, via }: Pick<FlowRecord, 'status' | 'via'>): boolean => status !== 'unresolved' && via === null;

function portsOf({ id, transport: transports, ports, sourcePorts }: FlowRecord) {
  // A service opens its ports to every source port (firewalld.service(5)): a flow that needs one alone would become wider.
  if (sourcePorts.length > 0) throw new Error(`${id} has a source port, which a service of firewalld cannot bind to its port`);
  return transports.flatMap((transport) => ports.map(({ from, to }) => ({ transport, port: from === to ? `${from}` : `${from}-${to}` })));
}

const descriptionOf = ({ release, dataset }: FlowList, flows: readonly FlowRecord[]): string =>
  [
    ...(flows.length === 0
      ? [`No such connection is printed or carried in release ${release}: this service opens nothing.`]
      : flows.map(flowWords)),
    `Unofficial; Portcullis dataset ${dataset}.`,
  ].join(' ');

function flowWords(flow: FlowRecord): string {
  const ports = portsOf(flow).map(({ transport, port }) => `${transport}/${port}`);
  const remarks = [
    flow.condition === null ? null : `when ${flow.condition}`,
    flow.configurable ? 'the port is a setting of the gateway' : null,
    flow.dataChannel === 'passive-range' ? "its data needs the server's passive range as well" : null,
    flow.status === 'carried' ? `carried from ${flow.carriedFrom}, since the copy of this release ends before its place` : null,
  ].filter((remark) => remark !== null);
  return `${ports.join(' ')}: ${[`${flow.title}, from ${flow.source.name} to ${flow.destination.name}`, ...remarks].join('; ')}.`;
}

/** Text between tags, on one line; what no XML 1.0 may hold, written or escaped, becomes U+FFFD (https://www.w3.org/TR/xml/#charsets). */
const xml = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
