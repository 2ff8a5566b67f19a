/** Answers to a port: the port itself or that nothing uses it, and the features that use it. */
import type { PortRange, Transport } from '#dataset/schema.ts';
import { type Answer, groupAnswer, listed, portText, termAnswer, toAnswer, uses } from './answer.ts';
import type { FinderIndex, IndexedFeature, IndexedFlow } from './finder-index.ts';
import { type AskedPort, overlaps } from './query.ts';
import { count } from './words.ts';

/** The answer to each used port within what is asked, or the one that says that none is. */
export function portAnswers(index: FinderIndex, { text, range }: AskedPort, transports: readonly Transport[]): Answer[] {
  if (range === undefined) return [notAPort(text)];
  const flows = index.features.flatMap((feature) => feature.flows);
  const inRange = flows.map(standingPort).filter((port) => overlaps(port, range));
  const used = [...new Set(inRange.flatMap(({ from, to }) => (from === to ? [from] : [Math.max(from, range.from)])))].sort((a, b) => a - b);
  const named = [transports.map((name) => name.toUpperCase()).join(' or ') || 'port', text].join(' ');
  if (used.length > mostPorts) {
    return [
      toAnswer('page', `${used.length} ports from ${range.from} to ${range.to} are used`, 'All of them in one table.', `ports/?q=${text}`),
    ];
  }
  const found = used.flatMap((port) => portAnswer(index, port, transports) ?? []);
  if (found.length > 0) return found;
  const [otherPort] = used;
  if (otherPort !== undefined) {
    const other = portAnswer(index, otherPort, []) as Answer;
    const names = other.chips.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`).join(' and ');
    return [toAnswer('no-port', `No flow uses ${named}`, `${names} is used: ${other.detail}`, other.path)];
  }
  const about = index.terms.filter((term) => term.ports?.some((port) => overlaps({ from: port, to: port }, range)));
  const title = range.from === range.to ? `No flow uses ${named}` : `No flow uses a port from ${range.from} to ${range.to}`;
  return [toAnswer('no-port', title, noPortDetail(flows, range, transports), 'ports/'), ...about.map(termAnswer)];
}

/** More used ports than these within a range are left to the table of all ports. */
const mostPorts = 6;

/** The port on whose page a flow stands: its destination port, or the fixed source port of one that follows another flow. */
const standingPort = ({ port, sourcePort }: IndexedFlow): PortRange => sourcePort ?? port;

function notAPort(text: string): Answer {
  const outside = text.split('-').some((digits) => Number(digits) < 1 || Number(digits) > 65535);
  return outside
    ? toAnswer('no-port', `${text} is not a port`, 'Ports go from 1 to 65535, and no flow uses it. See all ports in one table.', 'ports/')
    : toAnswer('no-port', `No flow uses port ${text}`, 'A port is written without leading zeros. See all ports in one table.', 'ports/');
}

/** A data connection may land on any high port; that is no use of the port, but it is what a firewall log shows. */
function noPortDetail(flows: readonly IndexedFlow[], range: PortRange, transports: readonly Transport[]): string {
  const following = flows.filter((flow) => flow.sourcePort !== undefined && overlaps(flow.port, range) && uses(flow, transports));
  const ranges = [...new Set(following.map(({ port }) => portText(port)))].join(' and ');
  const hint = following.length > 0 ? `A data connection of active FTP may end on any of ${ranges}. ` : '';
  return `${hint}See all ports in one table.`;
}

function portAnswer(index: FinderIndex, port: number, transports: readonly Transport[]): Answer | undefined {
  const at = { from: port, to: port };
  const features = index.features
    .map((feature) => ({ ...feature, flows: feature.flows.filter((flow) => overlaps(standingPort(flow), at) && uses(flow, transports)) }))
    .filter(({ flows }) => flows.length > 0);
  const flows = features.flatMap((feature) => feature.flows);
  if (flows.length === 0) return undefined;
  const shown = [...new Set(flows.flatMap((flow) => flow.transport))].filter(
    (name) => transports.length === 0 || transports.includes(name),
  );
  const current = features
    .map((feature) => ({ ...feature, flows: feature.flows.filter(isCurrentFlow) }))
    .filter((feature) => feature.flows.length > 0);
  const counted = current.flatMap((feature) => feature.flows);
  const role = flows.every(({ sourcePort }) => sourcePort) ? 'Source port of ' : '';
  const detail =
    counted.length === 0
      ? `Not in ${index.release}; of other releases: ${count(flows.length, 'flow')} for ${listed(features.map(({ title }) => title))}.`
      : `${role}${count(counted.length, 'flow')} for ${listed(current.map(({ title }) => title))}.`;
  return toAnswer(
    'port',
    transports.length === 0 ? `Port ${port}` : `${shown.map((name) => name.toUpperCase()).join(' and ')} ${port}`,
    detail,
    `ports/${port}/`,
    { chips: shown.map((transport) => ({ transport, port: String(port) })) },
  );
}

/** Whether the default release has the flow: printed, carried or unresolved. */
const isCurrentFlow = ({ status }: IndexedFlow): boolean => status === undefined || status === 'carried' || status === 'unresolved';

/** The features that use one of the ports and say all of the words. */
export function portGroups(
  index: FinderIndex,
  ports: readonly AskedPort[],
  transports: readonly Transport[],
  words: readonly string[],
): Answer[] {
  const isAsked = (flow: IndexedFlow) =>
    ports.some(({ range }) => range && (overlaps(standingPort(flow), range) || (flow.sourcePort && holds(range, flow.port))));
  return index.features
    .map((feature) => ({
      feature,
      flows: feature.flows.filter(
        (flow) => isAsked(flow) && uses(flow, transports) && words.every((word) => saysOf(feature, flow).includes(word)),
      ),
    }))
    .filter(({ flows }) => flows.length > 0)
    .map(({ feature, flows }) => groupAnswer(index, feature, flows));
}

const holds = (outer: PortRange, inner: PortRange) => outer.from <= inner.from && inner.to <= outer.to;

const saysOf = (feature: IndexedFeature, flow: IndexedFlow): string =>
  [feature.title, feature.summary, ...feature.also, flow.title, flow.application, ...flow.ends, ...hostsOf(flow)].join(' ').toLowerCase();

const hostsOf = ({ hosts = [], formerHosts = {} }: IndexedFlow): string[] => [...hosts, ...Object.keys(formerHosts)];
