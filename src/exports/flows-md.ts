import type { List, ListItem, PhrasingContent, Root, RootContent, TableRow } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';
import type { FlowList, FlowRecord } from './flow-record.ts';
import type { Format } from './format.ts';
import { aboutWords, neededWords, statusWords } from './list-words.ts';

/** `flows.md` (GitHub Flavored Markdown): a tree that the library writes down, so that no text of the dataset becomes markup. */
export const format = {
  extension: 'md',
  perFeature: true,
  render: (list: FlowList) => writer.stringify(toTree(list)),
} satisfies Format;

/** Of cells that all count as three characters, none is padded, and the line below the header has the three dashes that old wikis want. */
const writer = unified()
  .use(remarkStringify, { bullet: '-', listItemIndent: 'one' })
  .use(remarkGfm, { stringLength: () => 3 })
  .freeze();

function toTree(list: FlowList): Root {
  const { product, release, flows, absent } = list;
  return {
    type: 'root',
    children: [
      heading(1, `Connections of ${product} ${release}`),
      bullets(aboutWords(list).map(([label, words]) => item(text(`${label}: ${words}`)))),
      ...(flows.length === 0 ? [] : [heading(2, 'Flows'), table(flows)]),
      ...(flows.length === 0 ? [] : [heading(2, 'What each is for'), bullets(flows.map(toNote))]),
      ...(absent.length === 0 ? [] : [heading(2, 'Absent'), bullets(absent.map(toAbsence))]),
      ...(flows.length + absent.length === 0
        ? []
        : [heading(2, 'What the words mean'), bullets(statusWords(list).map(([status, words]) => item(text(`${status}: ${words}`))))]),
    ],
  };
}

const header = ['Flow', 'Opened by', 'To', 'Transport', 'Destination port', 'Source port', 'Hosts', 'Needed', 'Status', 'Printed rows'];

const table = (flows: readonly FlowRecord[]): RootContent => ({
  type: 'table',
  children: [toRow(header.map((title) => [text(title)])), ...flows.map((flow) => toRow(cellsOf(flow)))],
});

const toRow = (cells: readonly PhrasingContent[][]): TableRow => ({
  type: 'tableRow',
  children: cells.map((children) => ({ type: 'tableCell', children })),
});

const cellsOf = (flow: FlowRecord): PhrasingContent[][] => [
  [text(`${flow.title} `), code(flow.id)],
  [text(endWords(flow.source))],
  [text(endWords(flow.destination))],
  [text(flow.transport.map((name) => name.toUpperCase()).join(' and '))],
  [text(rangeWords(flow.ports))],
  [text(flow.sourcePorts.length === 0 ? 'any' : rangeWords(flow.sourcePorts))],
  hostWords(flow),
  [text(neededWords(flow))],
  [text([flow.status, ...(flow.carriedFrom === null ? [] : [`from ${flow.carriedFrom}`])].join(' '))],
  [text(flow.printed.length === 0 ? 'none' : flow.printed.map(rowWords).join('; '))],
];

const endWords = ({ name, zone }: FlowRecord['source']) => `${name} (${zone})`;

/** "1024 to 65535": a spreadsheet that the table is pasted into takes "20-21" for a date. */
const rangeWords = (ranges: FlowRecord['ports']) => ranges.map(({ from, to }) => (from === to ? `${from}` : `${from} to ${to}`)).join('; ');

function hostWords({ hosts, hostList }: FlowRecord): PhrasingContent[] {
  const names = hosts.flatMap((host, at) => (at === 0 ? [code(host)] : [text(', '), code(host)]));
  if (hostList === 'complete') return names;
  const words = hostList === 'cut' ? 'the printed list breaks off' : 'none printed';
  return [...names, text(names.length === 0 ? words : `; ${words}`)];
}

/** "row 24: 161 UDP, Out", and what was lost in it and found elsewhere. */
function rowWords({ row, port, protocol, direction, cut, restored }: FlowRecord['printed'][number]): string {
  const parts = [`row ${row}: ${port} ${protocol}`, direction ?? 'direction lost'];
  if (cut) parts.push('cut');
  if (restored) parts.push(`${restored.what} from row ${restored.row} of ${restored.from}, ${restored.strength}`);
  return parts.join(', ');
}

/** A flow's purpose, and below it what else is known of it: facts, reading, doubts. */
function toNote(flow: FlowRecord): ListItem {
  const facts = [
    `Feature ${flow.feature}, ${flow.direction === 'in' ? 'inbound' : 'outbound'}, application ${flow.application ?? 'without a registered name'}, TLS inspection ${flow.tlsInspection}.`,
    ...(flow.configurable ? ['The destination port is a setting of the gateway.'] : []),
    ...(flow.dataChannel === null ? [] : [`FTP data channel: ${flow.dataChannel}.`]),
    ...(flow.via === null ? [] : [`Opened by the helper of ${flow.via}, never by a rule of its own.`]),
    ...(flow.reading === null ? [] : [`Reading: ${flow.reading}`]),
    ...flow.doubts.map((doubt) => `Doubt: ${doubt}`),
  ];
  return item(code(flow.id), text(`: ${flow.purpose}`), bullets(facts.map((fact) => item(text(fact)))));
}

const toAbsence = ({ id, status, lastPrinted }: FlowList['absent'][number]): ListItem =>
  item(code(id), text(`: ${status}${lastPrinted === null ? ', printed by no earlier release' : `, last printed by ${lastPrinted}`}`));

const heading = (depth: 1 | 2, words: string): RootContent => ({ type: 'heading', depth, children: [text(words)] });

const bullets = (children: ListItem[]): List => ({ type: 'list', ordered: false, spread: false, children });

/** An item of one line, with a list below it if its last part is one. */
function item(...parts: (PhrasingContent | List)[]): ListItem {
  const below = parts.filter((part) => part.type === 'list');
  const children = parts.filter((part) => part.type !== 'list');
  return { type: 'listItem', spread: false, children: [{ type: 'paragraph', children }, ...below] };
}

const text = (value: string): PhrasingContent => ({ type: 'text', value });
const code = (value: string): PhrasingContent => ({ type: 'inlineCode', value });
