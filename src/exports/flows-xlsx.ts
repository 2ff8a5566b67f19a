import {
  createExcelFile,
  type ExcelColumnMetadata,
  Pane,
  SheetView,
  Table,
  Workbook,
  type Worksheet,
  type XMLDOM,
} from 'excel-builder-vanilla';
import type { FlowList, FlowRecord } from './flow-record.ts';
import type { Format } from './format.ts';
import { aboutWords, neededWords, statusWords } from './list-words.ts';

/** `flows.xlsx` (ECMA-376): all that `flows.json` holds, on sheets that filter; texts are text, ports are numbers, nothing is a formula. */
export const format = {
  extension: 'xlsx',
  use: 'A workbook for people: flows, hosts, printed rows and what is absent, each on a sheet that filters.',
  perFeature: false,
  render: async (list: FlowList) =>
    new Uint8Array(await createExcelFile(toWorkbook(list), 'Uint8Array', { zipOptions: { mtime: noonOf(list.dataset) } })),
} satisfies Format;

type Cell = string | number | boolean;

/** A table on a sheet of its own; an empty text is an empty cell. */
interface Sheet {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Column {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  /** Whether its texts are sentences or lists, which run over several lines. */
  readonly long?: true;
}

function toWorkbook(list: FlowList): Workbook {
  const workbook = new PlainWorkbook();
  const styles = stylesIn(workbook);
  addAbout(workbook, styles, list);
  for (const sheet of [flowsSheet(list), hostsSheet(list), rowsSheet(list), absentSheet(list)]) addTable(workbook, styles, sheet);
  return workbook;
}

const flowsSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Flows',
  columns: [
    { title: 'ID', width: 28 },
    { title: 'Title', width: 30 },
    { title: 'Purpose', width: 45, long: true },
    { title: 'Source', width: 24 },
    { title: 'Destination', width: 24 },
    { title: 'Direction', width: 10 },
    { title: 'Transport', width: 10 },
    { title: 'Port from', width: 10 },
    { title: 'Port to', width: 10 },
    { title: 'Source port from', width: 10 },
    { title: 'Source port to', width: 10 },
    { title: 'Application', width: 14 },
    { title: 'Hosts', width: 36, long: true },
    { title: 'Host list', width: 14 },
    { title: 'Needed', width: 36, long: true },
    { title: 'Status', width: 12 },
    { title: 'Carried from', width: 12 },
    { title: 'Printed rows', width: 12 },
    { title: 'Printed direction', width: 12 },
    { title: 'Reading', width: 50, long: true },
    { title: 'Doubts', width: 50, long: true },
    { title: 'Port is a setting', width: 10 },
    { title: 'FTP data channel', width: 14 },
    { title: 'Opened by helper of', width: 20 },
    { title: 'TLS inspection', width: 14 },
    { title: 'Feature', width: 20 },
    { title: 'Source ID', width: 24 },
    { title: 'Source zone', width: 12 },
    { title: 'Destination ID', width: 24 },
    { title: 'Destination zone', width: 12 },
  ],
  rows: flows.flatMap((flow) =>
    linesOf(flow).map(({ transport, from, to }) => [
      flow.id,
      flow.title,
      flow.purpose,
      flow.source.name,
      flow.destination.name,
      flow.direction,
      transport,
      from,
      to,
      flow.sourcePorts[0]?.from ?? '',
      flow.sourcePorts[0]?.to ?? '',
      flow.application ?? '',
      flow.hosts.join('\n'),
      flow.hostList,
      neededWords(flow),
      flow.status,
      flow.carriedFrom ?? '',
      flow.printed.map(({ row }) => row).join(' '),
      [...new Set(flow.printed.map(({ direction }) => direction ?? ''))].join(' ').trim(),
      flow.reading ?? '',
      flow.doubts.join('\n'),
      flow.configurable,
      flow.dataChannel ?? '',
      flow.via ?? '',
      flow.tlsInspection,
      flow.feature,
      flow.source.party,
      flow.source.zone,
      flow.destination.party,
      flow.destination.zone,
    ]),
  ),
});

const hostsSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Hosts',
  columns: [
    { title: 'Host', width: 40 },
    { title: 'Transport', width: 10 },
    { title: 'Port from', width: 10 },
    { title: 'Port to', width: 10 },
    { title: 'Flow', width: 28 },
    { title: 'Title', width: 30 },
    { title: 'Feature', width: 20 },
  ],
  rows: flows.flatMap((flow) =>
    flow.hosts.flatMap((host) =>
      linesOf(flow).map(({ transport, from, to }) => [host, transport, from, to, flow.id, flow.title, flow.feature]),
    ),
  ),
});

const rowsSheet = ({ flows }: FlowList): Sheet => ({
  name: 'Printed rows',
  columns: [
    { title: 'Flow', width: 28 },
    { title: 'Row', width: 8 },
    { title: 'Printed port', width: 12 },
    { title: 'Printed protocol', width: 16 },
    { title: 'Printed direction', width: 12 },
    { title: 'Cut', width: 8 },
    { title: 'Restored', width: 12 },
    { title: 'Restored from', width: 14 },
    { title: 'Restored from row', width: 12 },
    { title: 'Strength', width: 12 },
  ],
  rows: flows.flatMap(({ id, printed }) =>
    printed.map(({ row, port, protocol, direction, cut, restored }) => [
      id,
      row,
      port,
      protocol,
      direction ?? '',
      cut,
      restored?.what ?? '',
      restored?.from ?? '',
      restored?.row ?? '',
      restored?.strength ?? '',
    ]),
  ),
});

const absentSheet = ({ absent }: FlowList): Sheet => ({
  name: 'Absent',
  columns: [
    { title: 'ID', width: 32 },
    { title: 'Status', width: 12 },
    { title: 'Last printed', width: 14 },
  ],
  rows: absent.map(({ id, status, lastPrinted }) => [id, status, lastPrinted ?? '']),
});

/** The lines of a flow, as in `flows.csv`: one for each transport and port range. */
const linesOf = ({ transport, ports }: FlowRecord) => transport.flatMap((name) => ports.map((range) => ({ transport: name, ...range })));

/** What the workbook is and what its words mean, for whoever gets it without the page it came from. */
function addAbout(workbook: Workbook, styles: Styles, list: FlowList) {
  const sheets: [string, string][] = [
    [
      'Flows',
      `${count(list.flows.length, 'connection')}: a line for each flow, transport and port range; the source opens it, and "in" and "out" are seen from the gateway`,
    ],
    ['Hosts', 'a line for each published host name and port; "*." stands for any leading labels'],
    ['Printed rows', "the rows of the vendor's table that each flow rests on, as printed"],
    ['Absent', `${count(list.absent.length, 'flow')} that this release no longer has, or of which nothing is known here`],
  ];
  const lines = [...aboutWords(list), ...statusWords(list), ...sheets];
  const worksheet = workbook.createWorksheet({ name: 'About', columns: [{ width: 16 }, { width: 110 }] });
  worksheet.setData(lines.map(([label, words]) => [styled(label, styles.head), styled(words, styles.long)]));
  workbook.addWorksheet(worksheet);
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Writes a sheet as a table that can be filtered, its header and first column frozen. */
function addTable(workbook: Workbook, styles: Styles, { name, columns, rows }: Sheet) {
  const pane = new Pane();
  pane.state = 'frozen';
  pane.freezePane(1, 1, 'B2');
  const worksheet: Worksheet = workbook.createWorksheet({
    name,
    columns: columns.map(({ width }) => ({ width })),
    sheetView: new SheetView({ pane }),
  });
  // A table has at least one line below its header, or Excel repairs the file.
  const lines = rows.length > 0 ? rows : [columns.map(() => '')];
  worksheet.setData([
    columns.map(({ title }) => styled(title, styles.head)),
    ...lines.map((line) => line.map((cell, at) => styled(cell, styleOf(cell, columns[at], styles)))),
  ]);
  workbook.addWorksheet(worksheet);

  const number = workbook.tables.length + 1;
  const label = name.replace(' ', '');
  const table = new Table({
    id: `table-${label}`,
    tableId: number,
    name: label,
    displayName: label,
    styleInfo: { themeStyle: 'TableStyleLight1', showRowStripes: true },
  });
  table.setReferenceRange([1, 1], [columns.length, lines.length + 1]);
  table.setTableColumns(columns.map(({ title }) => title));
  worksheet.addTable(table);
  workbook.addTable(table);
}

type Styles = ReturnType<typeof stylesIn>;

function stylesIn({ styleSheet }: Workbook) {
  const top = { vertical: 'top' } as const;
  const wrapped = { ...top, wrapText: true } as const;
  const font = { fontName: 'Calibri', size: 11 };
  styleSheet.fonts = [font];
  const style = (instructions: Parameters<typeof styleSheet.createFormat>[0]) => styleSheet.createFormat(instructions);
  return {
    head: style({ font: { ...font, bold: true }, alignment: wrapped, format: textFormat }).id,
    number: style({ alignment: { ...top, horizontal: 'right' } }).id,
    text: style({ alignment: top, format: textFormat }).id,
    // Older Excel shows number signs instead of a long text in the format of texts, so a leading quote keeps it one when it is edited.
    long: Object.assign(style({ alignment: wrapped }), { quotePrefix: 1 }).id,
  };
}

/** The format "@" of ECMA-376, part 1, 18.8.30: what is typed into the cell stays text, even "=1+1" and "5.1.0". */
const textFormat = 49;

const styleOf = (cell: Cell, column: Column | undefined, styles: Styles) =>
  typeof cell === 'string' ? (column?.long ? styles.long : styles.text) : styles.number;

const styled = (value: Cell, style: number): ExcelColumnMetadata => ({
  value: typeof value === 'string' ? toXstring(value) : value,
  metadata: { type: { string: 'text', number: 'number', boolean: 'boolean' }[typeof value as 'string'], style },
});

/** Excel reads "_x0041_" in a text as "A" (ECMA-376, part 1, 22.9.2.19, ST_Xstring), unless its first sign is written in that way. */
const toXstring = (text: string) => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

/** Noon of the dataset's day. The date in a ZIP file is local time, so this is local too, and the same bytes in every time zone. */
function noonOf(dataset: string): Date {
  const [year = 0, month = 0, day = 0] = dataset.split('.').map(Number);
  return new Date(year, month - 1, day, 12);
}

/** The library's workbook, so that the same list gives the same bytes and every text comes out as it went in. */
class PlainWorkbook extends Workbook {
  constructor() {
    super();
    // As an object that inherits, it takes the text "constructor" for one that it holds already.
    this.sharedStrings.strings = Object.create(null);
  }

  /** The library counts relations over all workbooks that were ever made. */
  override generateFiles() {
    for (const { relations } of [this, ...this.worksheets]) {
      for (const [at, relation] of Object.values(relations?.relations ?? {}).entries()) relation.id = `rId${at + 1}`;
    }
    return super.generateFiles();
  }

  /** The library takes "NS1:" for a prefix of XML and out of every text, so that "DNS1: x" would become "D x". */
  override _prepareFilesForPackaging(files: { [path: string]: XMLDOM | string }) {
    const parts: Record<string, XMLDOM | string> = {
      // Programs tell an Excel file from another ZIP file by its first entry.
      '/[Content_Types].xml': this.createContentTypes(),
      '/_rels/.rels': this.createWorkbookRelationship(),
      '/xl/workbook.xml': this.toXML(),
      '/xl/_rels/workbook.xml.rels': this.relations.toXML(),
      '/xl/styles.xml': this.styleSheet.toXML(),
      '/xl/sharedStrings.xml': this.sharedStrings.toXML(),
      ...files,
    };
    for (const path of Object.keys(files)) delete files[path];
    for (const [path, part] of Object.entries(parts)) files[path] = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${part}`;
  }
}
