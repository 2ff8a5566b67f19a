import { v5 } from 'uuid';
import { byId, type Dataset, flowsOf } from '#dataset/dataset.ts';
import { releaseById } from '#dataset/release-flow.ts';
import { type ComponentDefinition, namespace, oscalVersion, type Property } from './component-definition.ts';
import { type FlowList, type FlowRecord, toFlowList } from './flow-record.ts';

type Definition = ComponentDefinition['component-definition'];
type Component = Definition['components'][number];

/**
 * `oscal.json`: the flows of a release as an OSCAL component definition. The product is a component of the type software, each flow one of the
 * type service with its ports and protocols, each feature a capability of those. A record has one UUID in every release and build.
 */
export function renderOscal(dataset: Dataset, release: string): string {
  const list = toFlowList(dataset, release);
  const content: Omit<Definition, 'uuid'> = {
    metadata: toMetadata(dataset, list),
    components: [toProduct(dataset, release), ...list.flows.map(toService)],
    capabilities: toCapabilities(dataset, list),
  };
  const definition = { 'component-definition': { uuid: v5(JSON.stringify(content), namespace), ...content } } satisfies ComponentDefinition;
  return `${JSON.stringify(definition, null, 2)}\n`;
}

function toMetadata(dataset: Dataset, { product, release, complete, absent }: FlowList): Definition['metadata'] {
  const { source, readTo } = releaseById(dataset, release);
  const version = dataset.product.dataset;
  const extent = complete
    ? `The table of ${release} is known to its end.`
    : `The copy of the table of ${release} could be read to port ${readTo.port}${readTo.whole ? '' : ', not all of its rows'}; what stands after is not known.`;
  return {
    title: toMarkup(`Services, ports and protocols of ${product} ${release}`),
    'last-modified': `${version.replaceAll('.', '-')}T00:00:00Z`,
    version,
    'oscal-version': oscalVersion,
    props: [
      ours('release', release),
      ours('table-complete', String(complete)),
      ...absent.map(({ id, status, lastPrinted }) => ({
        ...ours('absent-flow', id, `${byId(flowsOf(dataset), id).title}: ${absenceWords(release, status, lastPrinted)}`),
        class: status,
      })),
    ],
    links: [{ href: source.url, rel: 'reference', text: toMarkup(source.title) }],
    remarks: toRemarks([
      dataset.product.notice,
      [extent, source.note].filter(Boolean).join(' '),
      'Ports are destination ports, and the source opens the connection; the direction is seen from the product. Flows of the status "unresolved" are listed so that they are not overlooked: the source breaks off before it says what they are for. Flows that this release does not print, or of which nothing is known here, are properties of this document, not components.',
    ]),
  };
}

const toProduct = ({ product }: Dataset, release: string): Component => ({
  uuid: uuidOf('product'),
  type: 'software',
  title: toMarkup(product.name),
  description: toMarkup(`${product.name} ${release}, made by ${product.vendor}.`),
  props: [{ name: 'version', value: release }],
});

function toService(flow: FlowRecord): Component {
  const { source, destination } = flow;
  return {
    uuid: uuidOf('flow', flow.id),
    type: 'service',
    title: toMarkup(flow.title),
    description: toMarkup(`From ${source.name} (zone ${source.zone}) to ${destination.name} (zone ${destination.zone}).`),
    purpose: toMarkup(flow.purpose),
    props: toProperties(flow),
    links: [{ href: `#${uuidOf('product')}`, rel: flow.direction === 'in' ? 'provided-by' : 'used-by' }],
    protocols: [
      {
        uuid: uuidOf('protocol', flow.id),
        name: flow.application ?? flow.title,
        title: toMarkup(flow.title),
        'port-ranges': flow.transport.flatMap((transport) =>
          flow.ports.map(({ from, to }) => ({ start: from, end: to, transport: transport === 'tcp' ? 'TCP' : 'UDP' })),
        ),
      },
    ],
    ...remarksOf(flow),
  };
}

/** What OSCAL has no place for; a value that there is none of is left out, since a property must not be empty. */
function toProperties(flow: FlowRecord): Property[] {
  const unresolved = flow.status === 'unresolved';
  return [
    ours('flow-id', flow.id),
    ours('feature-id', flow.feature),
    ours('direction', flow.direction),
    ours('source', flow.source.party),
    ours('source-zone', flow.source.zone),
    ours('destination', flow.destination.party),
    ours('destination-zone', flow.destination.zone),
    ...flow.sourcePorts.map(({ from, to }) => ours('source-port', from === to ? String(from) : `${from}-${to}`)),
    ours('status', flow.status),
    ...(flow.carriedFrom === null ? [] : [ours('carried-from', flow.carriedFrom)]),
    ...(unresolved ? [] : [ours('condition', flow.condition === null ? 'on every gateway' : `when ${flow.condition}`)]),
    ...flow.printed.map((row) => ours('printed-row', String(row.row), printedWords(row))),
    ours('host-list', flow.hostList),
    ...flow.hosts.map((host) => ours('host', host)),
    ours('port-configurable', String(flow.configurable)),
    ours('tls-inspection', flow.tlsInspection),
    ...(flow.dataChannel === null ? [] : [ours('ftp-data-channel', flow.dataChannel)]),
    ...(flow.via === null
      ? []
      : [ours('via', flow.via, 'Opened by the firewall’s FTP helper with that flow, never by a rule of its own.')]),
  ];
}

function remarksOf({ status, carriedFrom, reading, doubts }: FlowRecord): Pick<Component, 'remarks'> {
  const parts = [
    status === 'unresolved' && 'Unresolved: the source breaks off before it says what this is for.',
    carriedFrom !== null && `The copy of this release ends before its place; ${carriedFrom} printed it.`,
    reading !== null && `Our reading departs from the printed row: ${reading}`,
    ...doubts.map((doubt) => `Doubt: ${doubt}`),
  ].filter((part) => part !== false);
  return parts.length > 0 ? { remarks: toRemarks(parts) } : {};
}

const toCapabilities = (dataset: Dataset, { flows }: FlowList): NonNullable<Definition['capabilities']> =>
  dataset.features.flatMap(({ id, title, summary }) => {
    const own = flows.filter(({ feature }) => feature === id);
    if (own.length === 0) return [];
    return {
      uuid: uuidOf('feature', id),
      name: title,
      description: toMarkup(summary),
      props: [ours('feature-id', id)],
      'incorporates-components': own.map((flow) => ({ 'component-uuid': uuidOf('flow', flow.id), description: toMarkup(flow.title) })),
    };
  });

function printedWords({ port, protocol, direction, cut, restored }: FlowRecord['printed'][number]): string {
  const found =
    restored && ` What it lost of its ${restored.what} is read from row ${restored.row} of ${restored.from} (${restored.strength}).`;
  return `Printed as ${port} ${protocol}, ${direction ?? 'its direction lost'}.${cut ? ' The copy breaks off in this row.' : ''}${found ?? ''}`;
}

const absenceWords = (release: string, status: 'gone' | 'unknown', lastPrinted: string | null) =>
  status === 'gone'
    ? `no longer printed; ${lastPrinted} was the last release to do so.`
    : `the copy of ${release} ends before its place, and no earlier release decides.`;

/** One record, one UUID: OSCAL wants it "per subject", over all revisions of a document. */
const uuidOf = (...record: ['product'] | ['feature' | 'flow' | 'protocol', id: string]) => v5(record.join('/'), namespace);

const ours = (name: string, value: string, remarks?: string): Property => ({
  name,
  ns: `urn:uuid:${namespace}`,
  value,
  ...(remarks !== undefined && { remarks: toMarkup(remarks) }),
});

const toRemarks = (paragraphs: readonly string[]) => paragraphs.map(toMarkup).join('\n\n');

/** Text of ours as OSCAL’s Markdown (pages.nist.gov/OSCAL/reference/datatypes): what would be mark-up there, or begin a heading or list, is escaped. */
const toMarkup = (text: string) => text.replace(/[\\`*_~^<>[\]{}]|&(?=[#\w]+;)|^[-+#=]|(?<=^\d{1,9})[.)](?=\s|$)/g, '\\$&');
