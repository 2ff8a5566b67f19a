/** What a person writes reaches every file as it was written, or the gate refuses it with its place: no text is mangled in silence. */
import { parse } from 'csv-parse/sync';
import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import type { Nodes } from 'mdast';
import { parseFragment, type DefaultTreeAdapterTypes as Tree, defaultTreeAdapter as tree } from 'parse5';
import readSheets from 'read-excel-file/node';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, it } from 'vitest';
import type { Dataset } from '#dataset/dataset.ts';
import { type Edit, editedFiles, reportOf } from '#dataset/example.ts';
import { toDataset } from '#dataset/read.ts';
import { renderChangeRequest, toChangeRequest } from './change-request.ts';
import { renderChanges } from './changes-json.ts';
import { renderComparisonCsv } from './comparison-csv.ts';
import { renderComparisonJson } from './comparison-json.ts';
import { toComparison } from './comparison-record.ts';
import { renderComparisonText } from './comparison-text.ts';
import { toFeed } from './feed.ts';
import { renderAtom } from './feed-atom.ts';
import { renderJsonFeed } from './feed-json.ts';
import { renderFirewalldService } from './firewalld-service.ts';
import { toFlowList } from './flow-record.ts';
import { formats } from './formats.ts';
import { renderHostList } from './host-list.ts';
import { notations } from './notations.ts';
import { renderOscal } from './oscal.ts';

type Body = string | Uint8Array;

/** A program that did not write the file. */
interface Reader {
  /** Every text of the file, in its order. */
  readonly read: (body: Body) => string[] | Promise<string[]>;
  /** What the format promises to write instead of a text, where it cannot hold it as it is. */
  readonly instead?: (text: string) => string;
}

/** A file made of the dataset, and what reads it. */
interface Export extends Reader {
  readonly name: string;
  readonly render: (dataset: Dataset) => Body | Promise<Body>;
}

/** Strings of JSON, keys too. */
const json: Reader = { read: (body) => stringsIn(JSON.parse(String(body))) };

/** Cells of CSV: plain marks for typographic ones, and a quote before what a spreadsheet would run. */
const csv: Reader = {
  read: (body) => parse(String(body), { record_delimiter: '\r\n' }).flat(),
  instead: (text) => inAscii(text).replace(/^[=+\-@]/, "'$&"),
};

/** Lines of a plain text, joined as they were before they were wrapped, without the lines below headings: plain marks, and single spaces. */
const txt: Reader = {
  read: (body) => {
    const lines = String(body).split('\n');
    const isRule = (at: number) => /^(=+|-+)$/.test(lines[at] ?? '') && lines[at]?.length === Math.min(lines[at - 1]?.length ?? 0, 78);
    const drawn = lines.map((_, at) => isRule(at)).map((is, at, all) => is && !all[at - 1]);
    return [oneSpaced(lines.filter((_, at) => !drawn[at]).join(' '))];
  },
  instead: (text) => oneSpaced(inAscii(text)),
};

/** Names, attributes and texts of the elements of XML, one after the other: what is more than text shows as an element. */
const xml = (content: (text: string) => string[]): Reader => ({
  read: (body) => {
    using document = XmlDocument.fromString(String(body));
    return document.find('//*').flatMap((node) => {
      const { name, attrs } = node as XmlElement;
      const text = node.find('text()').map((part) => part.content);
      return [name, ...attrs.map(({ value }) => value), ...(name === 'content' ? content : (same: string) => [same])(text.join('').trim())];
    });
  },
});

const jsonFeed: Reader = {
  read: (body) =>
    JSON.parse(String(body)).items.flatMap(({ content_html: html, ...item }: { content_html: string }) => [
      ...stringsIn(item),
      ...htmlIn(html),
    ]),
};

/** Strings of OSCAL, its Markdown as its blocks; without the UUID of the document, which is one of its content. */
const oscal: Reader = { read: (body) => oscalIn(JSON.parse(String(body))['component-definition']) };

/** Blocks of Markdown; what is more than text in them shows as a sign that no text has. */
const md: Reader = { read: (body) => blocksIn(unified().use(remarkParse).use(remarkGfm).parse(String(body))) };

/** Cells of a workbook, sheet by sheet. */
const xlsx: Reader = {
  read: async (body) => {
    const sheets = await readSheets(Buffer.from(body as Uint8Array), { trim: false });
    return sheets.flatMap(({ sheet, data }) => [sheet, ...data.flat().map((cell) => `${typeof cell} ${cell}`)]);
  },
};

const readers: Readonly<Record<string, Reader>> = { csv, json, md, xlsx };

const addresses = {
  self: '/self',
  home: '/home',
  dataset: '/dataset',
  comparison: () => '/comparison',
  flow: () => '/flow',
};

/** Whatever is made of the dataset: a line for each. */
const exports: readonly Export[] = [
  ...formats.map(({ extension, render }) => {
    const reader = readers[extension];
    if (!reader) throw new Error(`flows.${extension} has no reader here: add one to "readers"`);
    return { name: `flows.${extension}`, render: (dataset: Dataset) => render(toFlowList(dataset)), ...reader };
  }),
  { name: 'changes.json', render: renderChanges, ...json },
  { name: 'a comparison', render: (dataset) => renderComparisonJson(toComparison(dataset, '1.1.0', '2.0.0')), ...json },
  { name: 'a comparison as CSV', render: (dataset) => renderComparisonCsv(toComparison(dataset, '1.1.0', '2.0.0')), ...csv },
  { name: 'a comparison as text', render: (dataset) => renderComparisonText(toComparison(dataset, '1.1.0', '2.0.0')), ...txt },
  { name: 'a feed in Atom', render: (dataset) => renderAtom(toFeed(dataset, addresses)), ...xml(htmlIn) },
  { name: 'a feed in JSON', render: (dataset) => renderJsonFeed(toFeed(dataset, addresses)), ...jsonFeed },
  { name: 'a change request', render: (dataset) => renderChangeRequest(toChangeRequest(dataset, '1.1.0')), ...txt },
  {
    name: 'a service',
    render: (dataset) => renderFirewalldService(toFlowList(dataset), dataset.features[1]?.title ?? '', 'out'),
    ...xml((text) => [text]),
    instead: oneSpaced,
  },
  { name: 'oscal.json', render: (dataset) => renderOscal(dataset, '1.1.0'), ...oscal },
  ...notations.map((notation) => ({
    name: `a host list of ${notation.id}`,
    render: (dataset: Dataset) => renderHostList(toFlowList(dataset), notation),
    read: (body: Body) => String(body).split('\n'),
  })),
];

/** What a person writes: the field, its file, what stands there, and how another text takes its place. */
type Field = readonly [name: string, file: string, from: string, to: (yaml: string) => string];

const fields: readonly Field[] = [
  ['product', 'src/data/product.yaml', 'name: Example Mail Lighthouse', (yaml) => `name: ${yaml}`],
  ['party', 'src/data/parties.yaml', 'name: update servers', (yaml) => `name: ${yaml}`],
  ['clause', 'src/data/questions.yaml', 'clause: FTP is active', (yaml) => `clause: ${yaml}`],
  ['feature', 'src/data/features/upkeep.yaml', 'title: Backups and upkeep', (yaml) => `title: ${yaml}`],
  ['title', 'src/data/features/upkeep.yaml', 'title: Updates', (yaml) => `title: ${yaml}`],
  ['purpose', 'src/data/features/upkeep.yaml', 'purpose: The gateway fetches updates.', (yaml) => `purpose: ${yaml}`],
  ['reading', 'src/data/features/upkeep.yaml', 'reading: The manager sends the request.', (yaml) => `reading: ${yaml}`],
  ['doubt', 'src/data/features/upkeep.yaml', '[Passive mode needs ports that no row gives.]', (yaml) => `[${yaml}]`],
  ['row condition', 'src/data/releases/1.1.0.yaml', 'condition: a server beyond the firewall', (yaml) => `condition: ${yaml}`],
  ['row says', 'src/data/releases/1.1.0.yaml', 'says: called inbound', (yaml) => `says: ${yaml}`],
  ['change', 'src/data/changes.yaml', 'reason: Read again.', (yaml) => `reason: ${yaml}`],
];

/** Those whose texts may name any port. */
const anyPort = fields.filter(([name]) => name === 'product');

/** A JSON text is a YAML text, so any character can be put into a field. */
const filesWith = (text: string, among: readonly Field[]) =>
  editedFiles(...among.map(([, file, from, to]): Edit => [file, from, to(JSON.stringify(text))]));

/** What each export says of a dataset with a text in some fields. */
async function readingsOf(text: string, among: readonly Field[]): Promise<Map<string, string[]>> {
  const result = toDataset(filesWith(text, among));
  if ('problems' in result) throw new Error(`the gate refuses ${JSON.stringify(text)} in ${among.map(([name]) => name).join(', ')}`);
  return new Map(
    await Promise.all(exports.map(async ({ name, render, read }) => [name, await read(await render(result.dataset))] as const)),
  );
}

/** A text that no format has any trouble with. */
const harmless = 'harmless';
const before = new Map([fields, anyPort].map((among) => [among, readingsOf(harmless, among)]));

/** Texts that the gate lets into every field. */
const hostile = [
  ...["=cmd|'/C calc'!A0", '=HYPERLINK(x)', '@cmd', '-cmd', '+cmd', "'=cmd", '–cmd', '→cmd', '5.1.0', 'TRUE', '1E5', 'A1:B2', '%0a'],
  ...[`"`, `'`, `""`, `a "quoted" 'text'`, '“typographic” ‘quotes’ – and… → ’', 'a,b;c\\,d', 'a|b||c\\|d', '\\', '\\\\', 'ends in \\'],
  ...['<script>alert(x)</script>', '<b>x</b>', '<!-- x -->', '&amp; &#61; &lt;', ']]>', '<![CDATA[x]]>', '</t></si>'],
  ...['*_`~[x](y)', '**b** __b__ ~~s~~ `c`', '![x](y) [^x] [x]: y', '# h', '- l', '> q', '1. l', '| a | b |', '---', 'a  b'],
  ...['https://a.example www.a.example a@a.example', '$(x)', '$' + '{x}', '`x`', '{{x}}', '\\n', '%s %d', '_x0041_', '_x000D_'],
  ...['DNS1: NS2:x xmlns=""', 'constructor', '__proto__', 'null', 'undefined', 'x'.repeat(300), '| - |'.repeat(60)],
];

/** Texts that name a port besides, which the gate lets into few fields. */
const hostileWithPorts = ['=1+1', '@SUM(1)', '-2+3', '+1', "'=1", '–2', '→1', '007', '<script>alert(1)</script>'];

/** Texts that the gate lets into no field. */
const refused = [
  ...['\t=1', 'a\tb', 'a\nb', 'a\rb', 'a\r\nb', '\u0000', 'a\u0000b', '\u0007', '\u001b[31m', '\u007f', '\u0085', 'a\u2028b'],
  ...['\u200fright to left', 'a\u202eb', 'a\u200bb', 'a\u00a0b', 'é', 'Ünited', '😀', '＝1', '\ud800', '\uffff', ''],
];

it('tells of each export which fields it publishes, so that it is known what comes out of what', async () => {
  const published: Record<string, string[]> = Object.fromEntries(exports.map(({ name }) => [name, []]));
  for (const field of fields) {
    for (const [name, texts] of await readingsOf(harmless, [field])) {
      if (texts.some((text) => text.includes(harmless))) published[name] = [...(published[name] ?? []), field[0]];
    }
  }
  const ofFlows = ['product', 'party', 'clause', 'title', 'purpose', 'reading', 'doubt'];
  expect(published).toMatchObject({
    'flows.csv': ['clause', 'title', 'reading'],
    'flows.json': ofFlows,
    'flows.md': ofFlows,
    'flows.xlsx': ofFlows,
    ...Object.fromEntries(notations.map(({ id }) => [`a host list of ${id}`, []])),
  });
});

it.each([...hostile.map((text) => [text, fields] as const), ...hostileWithPorts.map((text) => [text, anyPort] as const)])(
  '%j comes out of every export as it was written',
  async (text, among) => {
    const [plain, after] = await Promise.all([before.get(among), readingsOf(text, among)]);
    for (const { name, instead = (same: string) => same } of exports) {
      const expected = plain?.get(name)?.map((found) => instead(found.replaceAll(harmless, () => text)));
      expect(after.get(name), name).toEqual(expected);
    }
  },
);

it.each(refused)('%j is refused in every field, with its place and what to do', (text) => {
  const report = reportOf(filesWith(text, fields));
  for (const line of report) expect(line).toMatch(/^src\/data\/[\w./]+:\d+:\d+ {2}.+: .+/u);
  expect(new Set(report.map((line) => line.split('  ')[0]))).toHaveProperty('size', fields.length);
});

/** Typographic marks as ASCII has them. */
function inAscii(text: string): string {
  const marks = { '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '→': '->', '…': '...' };
  return Object.entries(marks).reduce((plain, [mark, ascii]) => plain.replaceAll(mark, ascii), text);
}

function oneSpaced(text: string): string {
  return text.replace(/ +/g, ' ').trim();
}

/** Names of the elements of a piece of HTML, and its texts. */
function htmlIn(html: string): string[] {
  const read = (node: Tree.Node): string[] => {
    if (tree.isTextNode(node)) return [node.value];
    return 'childNodes' in node ? [node.nodeName, ...node.childNodes.flatMap(read)] : [`${node.nodeName}!`];
  };
  return read(parseFragment(html));
}

function oscalIn({ uuid, ...definition }: { uuid: string }): string[] {
  // One line of Markdown begins no block (https://pages.nist.gov/OSCAL/reference/datatypes/#markup-line).
  const line = (text: string) => blocksIn(unified().use(remarkParse).use(remarkGfm).parse(`Line ${text}`));
  const blocks = (text: string) => blocksIn(unified().use(remarkParse).use(remarkGfm).parse(text));
  const readers: Readonly<Record<string, (text: string) => string[]>> = {
    title: line,
    purpose: line,
    text: line,
    description: blocks,
    remarks: blocks,
  };
  const read = (value: unknown, key = ''): string[] => {
    if (typeof value === 'string') return readers[key]?.(value) ?? [value];
    return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, member]) => read(member, name)) : [];
  };
  return [typeof uuid, ...read(definition)];
}

function stringsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? [value] : [];
  return Object.entries(value).flatMap(([key, member]) => [...(Array.isArray(value) ? [] : [key]), ...stringsIn(member)]);
}

function blocksIn(node: Nodes): string[] {
  if (node.type === 'heading' || node.type === 'paragraph' || node.type === 'tableCell') {
    return [`${node.type} ${node.children.map(lineOf).join('')}`];
  }
  return 'children' in node ? [node.type, ...node.children.flatMap(blocksIn)] : [`${node.type} ${'value' in node ? node.value : ''}`];
}

function lineOf(node: Nodes): string {
  const inside = 'children' in node ? node.children.map(lineOf).join('') : 'value' in node ? node.value : '';
  // This reader turns any address into a link to itself, escaped or not.
  if (node.type === 'text' || (node.type === 'link' && node.url.endsWith(inside))) return inside;
  return `\u0001${node.type} ${inside}\u0001`;
}
