import { createExcelFile, type ExcelColumnMetadata, Pane, SheetView, Table, Workbook, type XMLDOM } from 'excel-builder-vanilla';

/** What a cell holds: text is never a formula or a date, and an empty text is an empty cell. */
export type Cell = string | number | boolean;

export interface Column {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  /** Whether its texts are sentences or lists, which run over several lines. */
  readonly isLong?: true;
}

export interface Sheet {
  /** At most 31 characters. */
  readonly name: string;
  /** A table has a header that stays in sight and filters; a sheet that is none begins with its first row. */
  readonly isTable: boolean;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** An Excel workbook (ECMA-376) of these sheets; all its dates are the dataset's day, so that the same sheets give the same bytes. */
export async function renderWorkbook(sheets: readonly Sheet[], dataset: string): Promise<Uint8Array<ArrayBuffer>> {
  const workbook = new PlainWorkbook();
  const styles = stylesIn(workbook);
  for (const sheet of sheets) addSheet(workbook, styles, sheet);
  return new Uint8Array(await createExcelFile(workbook, 'Uint8Array', { zipOptions: { mtime: noonOf(dataset) } }));
}

function addSheet(workbook: Workbook, styles: Styles, { name, isTable, columns, rows }: Sheet) {
  // A table has at least one line below its header, or Excel repairs the file.
  const lines = rows.length > 0 ? rows : [columns.map(() => '')];
  const header = isTable ? [columns.map(({ title }) => styled(title, styles.head))] : [];
  const worksheet = workbook.createWorksheet({
    name,
    columns: columns.map(({ width }) => ({ width })),
    sheetView: new SheetView({ pane: isTable ? frozenPane() : new Pane() }),
  });
  worksheet.setData([...header, ...lines.map((line) => line.map((cell, at) => styled(cell, styleOf(cell, columns[at], styles))))]);
  if (isTable) worksheet.setRowInstructions(0, { height: 2 * lineHeight });
  for (const [at, line] of lines.entries()) worksheet.setRowInstructions(header.length + at, { height: heightOf(line, columns) });
  workbook.addWorksheet(worksheet);
  if (!isTable) return;

  const label = name.replaceAll(' ', '');
  const table = new Table({
    id: `table-${label}`,
    tableId: workbook.tables.length + 1,
    name: label,
    displayName: label,
    styleInfo: { themeStyle: 'TableStyleLight1', showRowStripes: true },
  });
  table.setReferenceRange([1, 1], [columns.length, lines.length + 1]);
  table.setTableColumns(columns.map(({ title }) => title));
  worksheet.addTable(table);
  workbook.addTable(table);
}

/** Keeps the header and the first column in sight. */
function frozenPane(): Pane {
  const pane = new Pane();
  pane.state = 'frozen';
  pane.freezePane(1, 1, 'B2');
  return pane;
}

/** In points. */
const lineHeight = 15;

/** What a row needs, in points: LibreOffice does not work that out by itself, and Excel has no row above 409. */
function heightOf(line: readonly Cell[], columns: readonly Column[]): number {
  const heights = line.map((cell, at) => {
    const { width = 1, isLong = false } = columns[at] ?? {};
    const parts = isLong ? String(cell).split('\n') : [''];
    return parts.reduce((sum, { length }) => sum + Math.max(1, Math.ceil(length / width)), 0);
  });
  return Math.min(409, lineHeight * Math.max(...heights));
}

type Styles = ReturnType<typeof stylesIn>;

function stylesIn({ styleSheet }: Workbook) {
  const top = { vertical: 'top' } as const;
  const wrapped = { ...top, wrapText: true } as const;
  const font = { fontName: 'Calibri', size: 11 };
  styleSheet.fonts = [font];
  // The library's own first fill is empty, which openpyxl and pandas refuse to read.
  styleSheet.fills[0] = { type: 'pattern', patternType: 'none' };
  return {
    head: styleSheet.createFormat({ font: { ...font, bold: true }, alignment: wrapped, format: textFormat }).id,
    number: styleSheet.createFormat({ alignment: { ...top, horizontal: 'right' } }).id,
    text: styleSheet.createFormat({ alignment: top, format: textFormat }).id,
    // Older Excel shows number signs for a long text in the format of texts: a leading quote keeps it a text when it is edited.
    long: Object.assign(styleSheet.createFormat({ alignment: wrapped }), { quotePrefix: 1 }).id,
  };
}

/** The format "@" (ECMA-376, part 1, 18.8.30): what is typed into the cell stays text, even "=1+1" and "5.1.0". */
const textFormat = 49;

const styleOf = (cell: Cell, column: Column | undefined, styles: Styles) =>
  typeof cell === 'string' ? (column?.isLong ? styles.long : styles.text) : styles.number;

const styled = (value: Cell, style: number): ExcelColumnMetadata =>
  typeof value === 'string'
    ? { value: toXstring(value), metadata: { type: 'text', style } }
    : { value, metadata: { type: typeof value, style } };

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
