import { inflateRawSync } from 'node:zlib';
import readSheets from 'read-excel-file/node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type FlowList, type FlowRecord, toFlowList } from './flow-record.ts';
import { format } from './flows-xlsx.ts';

const dataset = exampleDataset();
const whole = toFlowList(dataset);
const sample = whole.flows.find(({ id }) => id === 'updates') as FlowRecord;
const listWith = (...flows: Partial<FlowRecord>[]): FlowList => ({ ...whole, flows: flows.map((flow) => ({ ...sample, ...flow })) });

type Cell = string | number | boolean | null;
type Line = Record<string, Cell>;

/** Cells of every sheet as another program reads them, by the name of the sheet. */
async function read(list: FlowList): Promise<Record<string, Cell[][]>> {
  const sheets = await readSheets(Buffer.from(await format.render(list)), { trim: false });
  return Object.fromEntries(sheets.map(({ sheet, data }) => [sheet, data as Cell[][]]));
}

/** Lines of a sheet by the titles of its columns. */
async function linesOf(list: FlowList, sheet: string): Promise<Line[]> {
  const [titles = [], ...lines] = (await read(list))[sheet] ?? [];
  return lines.map((line) => Object.fromEntries(titles.map((title, at) => [String(title), line[at] ?? null])));
}

/** Files of the package as text, in their order: each has a header of 30 bytes, then its name and its compressed bytes (APPNOTE 4.3.7). */
async function partsOf(list: FlowList): Promise<Record<string, string>> {
  const bytes = Buffer.from(await format.render(list));
  const parts: [string, string][] = [];
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const [packed, nameLength, extraLength] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26), bytes.readUInt16LE(at + 28)];
    const data = at + 30 + nameLength + extraLength;
    parts.push([bytes.toString('utf8', at + 30, at + 30 + nameLength), inflateRawSync(bytes.subarray(data, data + packed)).toString()]);
    at = data + packed;
  }
  return Object.fromEntries(parts);
}

/** Columns that hold numbers, and those that hold truth values; all others hold text. */
const kinds: Record<string, 'number' | 'boolean'> = {
  'Port from': 'number',
  'Port to': 'number',
  'Source port from': 'number',
  'Source port to': 'number',
  Row: 'number',
  'Restored from row': 'number',
  Notes: 'number',
  'Port is a setting': 'boolean',
  Cut: 'boolean',
};

describe.each(['1.0.0', '1.1.0', '2.0.0'])('the workbook of %s', (release) => {
  const list = toFlowList(dataset, release);
  const transports = ({ transport, ports }: FlowRecord) => transport.flatMap((name) => ports.map((range) => ({ name, ...range })));

  it('has a line for each flow, transport and port range, with every value in a cell of its own', async () => {
    const expected = list.flows.flatMap((flow) =>
      transports(flow).map(({ name, from, to }) => ({
        ID: flow.id,
        Title: flow.title,
        Purpose: flow.purpose,
        Source: flow.source.name,
        Destination: flow.destination.name,
        Direction: flow.direction,
        Transport: name,
        'Port from': from,
        'Port to': to,
        'Source port from': flow.sourcePorts[0]?.from ?? null,
        'Source port to': flow.sourcePorts[0]?.to ?? null,
        Application: flow.application,
        Hosts: flow.hosts.join('\n') || null,
        'Host list': flow.hostList,
        Needed: flow.status === 'unresolved' ? 'not known' : flow.condition ? `when ${flow.condition}` : 'on every gateway',
        Status: flow.status,
        'Carried from': flow.carriedFrom,
        'Printed rows': flow.printed.map(({ row }) => row).join(' ') || null,
        'Printed direction': [...new Set(flow.printed.flatMap(({ direction }) => direction ?? []))].join(' ') || null,
        Notes: (flow.reading === null ? 0 : 1) + flow.doubts.length,
        'Port is a setting': flow.configurable,
        'FTP data channel': flow.dataChannel,
        'Opened by helper of': flow.via,
        'TLS inspection': flow.tlsInspection,
        Feature: flow.feature,
        'Source ID': flow.source.party,
        'Source zone': flow.source.zone,
        'Destination ID': flow.destination.party,
        'Destination zone': flow.destination.zone,
      })),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(await linesOf(list, 'Flows')).toEqual(expected);
  });

  it('has a line for each host and port', async () => {
    const expected = list.flows.flatMap((flow) =>
      flow.hosts.flatMap((host) =>
        transports(flow).map(({ name, from, to }) => ({
          Host: host,
          Transport: name,
          'Port from': from,
          'Port to': to,
          Flow: flow.id,
          Title: flow.title,
          Feature: flow.feature,
        })),
      ),
    );
    expect(await linesOf(list, 'Hosts')).toEqual(expected);
  });

  it('has a line for each reading and doubt', async () => {
    const expected = list.flows.flatMap(({ id, reading, doubts }) => [
      ...(reading === null ? [] : [{ Flow: id, Kind: 'reading', Note: reading }]),
      ...doubts.map((doubt) => ({ Flow: id, Kind: 'doubt', Note: doubt })),
    ]);
    expect(await linesOf(list, 'Notes')).toEqual(expected);
  });

  it('has the printed rows of each flow as printed, a port as text', async () => {
    const expected = list.flows.flatMap(({ id, printed }) =>
      printed.map((row) => ({
        Flow: id,
        Row: row.row,
        'Printed port': row.port,
        'Printed protocol': row.protocol,
        'Printed direction': row.direction,
        Cut: row.cut,
        Restored: row.restored?.what ?? null,
        'Restored from': row.restored?.from ?? null,
        'Restored from row': row.restored?.row ?? null,
        Strength: row.restored?.strength ?? null,
      })),
    );
    expect(await linesOf(list, 'Printed rows')).toEqual(expected);
  });

  it('has every flow that is gone or unknown', async () => {
    const expected = list.absent.map(({ id, status, lastPrinted }) => ({ ID: id, Status: status, 'Last printed': lastPrinted }));
    expect(await linesOf(list, 'Absent')).toEqual(expected);
  });

  it('has numbers and truth values where they belong, and text everywhere else', async () => {
    for (const sheet of ['Flows', 'Hosts', 'Notes', 'Printed rows', 'Absent']) {
      for (const line of await linesOf(list, sheet)) {
        for (const [title, cell] of Object.entries(line)) {
          if (cell !== null) expect(typeof cell, `${sheet}: ${title}`).toBe(kinds[title] ?? 'string');
        }
      }
    }
  });
});

it('is bytes of its own, for whole releases only', async () => {
  expect(format).toMatchObject({ extension: 'xlsx', perFeature: false });
  expect(await format.render(whole)).toBeInstanceOf(Uint8Array);
});

it('says on its first sheet what it is, what its words mean, and how much is absent', async () => {
  const { About, ...sheets } = await read(toFlowList(dataset, '2.0.0'));
  expect(Object.keys(sheets)).toEqual(['Flows', 'Hosts', 'Notes', 'Printed rows', 'Absent']);
  const about = Object.fromEntries(About ?? []) as Record<string, string>;
  expect(Object.keys(about)).toEqual([
    ...['Product', 'Release', 'Dataset', 'Features', 'Complete', 'Standing'],
    ...['printed', 'carried', 'unresolved', 'gone'],
    ...Object.keys(sheets),
  ]);
  expect(about).toMatchObject({ Product: 'Example Mail Lighthouse', Release: '2.0.0', Dataset: '2026.02.01' });
  expect(about.Complete).toMatch(/^no, the table of this release is not known to its end/);
  expect(about.Standing).toMatch(/^unofficial; /);
  expect(about.Flows).toMatch(/^10 connections: /);
  expect(about.Absent).toMatch(/^2 flows /);
  expect(Object.fromEntries((await read(whole)).About ?? []).Complete).toMatch(/^yes, /);
});

it('keeps the columns of its sheets in their order: new ones come last', async () => {
  const sheets = await read(whole);
  const titles = Object.entries(sheets).flatMap(([name, [first]]) => (name === 'About' ? [] : [`${name}: ${first?.join(', ')}`]));
  expect(titles).toEqual([
    'Flows: ID, Title, Purpose, Source, Destination, Direction, Transport, Port from, Port to, Source port from, Source port to, ' +
      'Application, Hosts, Host list, Needed, Status, Carried from, Printed rows, Printed direction, Notes, Port is a setting, ' +
      'FTP data channel, Opened by helper of, TLS inspection, Feature, Source ID, Source zone, Destination ID, Destination zone',
    'Hosts: Host, Transport, Port from, Port to, Flow, Title, Feature',
    'Notes: Flow, Kind, Note',
    'Printed rows: Flow, Row, Printed port, Printed protocol, Printed direction, Cut, Restored, Restored from, Restored from row, Strength',
    'Absent: ID, Status, Last printed',
  ]);
});

it('is made so that programs know it by its first entry, with a header that stays in sight and filters, and no formula', async () => {
  const parts = await partsOf(whole);
  expect(Object.keys(parts)[0]).toBe('[Content_Types].xml');
  const sheets = Object.entries(parts).filter(([path]) => /^xl\/worksheets\/sheet[2-6]\.xml$/.test(path));
  expect(sheets).toHaveLength(5);
  for (const [path, xml] of sheets) {
    expect(xml, path).toMatch(/<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"\/>/);
    expect(xml, path).toMatch(/<tablePart r:id="rId1"\/>/);
    expect(xml.match(/<col [^>]*width="\d+"/g)?.length, path).toBeGreaterThan(2);
  }
  const tables = Object.entries(parts).filter(([path]) => path.startsWith('xl/tables/'));
  expect(tables.map(([, xml]) => / ref="([^"]+)"/.exec(xml)?.[1])).toEqual(['A1:AC13', 'A1:G4', 'A1:C6', 'A1:J12', 'A1:C2']);
  for (const [path, xml] of tables) {
    const [, range] = / ref="([^"]+)"/.exec(xml) ?? [];
    expect(xml, path).toContain(`<autoFilter ref="${range}"/>`);
  }
  for (const [path, xml] of Object.entries(parts)) expect(xml, path).not.toMatch(/<f[ >]/);
});

it('gives every text the format of texts, or a leading quote, so that it stays text when it is edited', async () => {
  const parts = await partsOf(toFlowList(dataset, '2.0.0'));
  const styles = [...((parts['xl/styles.xml'] as string).split('<cellXfs')[1]?.matchAll(/<xf ([^>]*)>/g) ?? [])].map(
    ([, style]) => style ?? '',
  );
  const safe = styles.map((style) => /numFmtId="49"|quotePrefix="1"/.test(style));
  for (const [path, xml] of Object.entries(parts).filter(([name]) => name.startsWith('xl/worksheets/sheet'))) {
    const cells = [...xml.matchAll(/<c ([^>]*)>/g)].map(([, attributes]) => attributes as string);
    expect(cells.length, path).toBeGreaterThan(0);
    for (const cell of cells) expect(safe[Number(/\bs="(\d+)"/.exec(cell)?.[1])], `${path} ${cell}`).toBe(cell.includes('t="s"'));
  }
});

it('wraps what is long, hosts one below the other, in rows that are as high', async () => {
  expect((await linesOf(whole, 'Flows')).find(({ ID }) => ID === 'updates')?.Hosts).toBe(
    'one.updates.example.net\ntwo.updates.example.net\n*.mirror.example.net',
  );
  const parts = await partsOf(listWith({}, { hosts: [], purpose: 'x'.repeat(46) }, { doubts: ['x'.repeat(110 * 28)] }));
  const heights = (sheet: number) =>
    [...(parts[`xl/worksheets/sheet${sheet}.xml`] ?? '').matchAll(/<row [^>]*ht="(\d+)"/g)].map(([, ht]) => ht);
  expect(heights(2)).toEqual(['30', '45', '30', '45']);
  expect(heights(4)).toEqual(['30', '409']);
  expect(parts['xl/styles.xml']).toMatch(/wrapText="true"/);
});

it('has no part that other programs refuse', async () => {
  expect((await partsOf(whole))['xl/styles.xml']).not.toContain('<fill/>');
});

it.each([
  ...["=cmd|'/C calc'!A0", '=1+1', '@SUM(1)', '+1', '-2+3', '\t=1', ' = ', "'=1", '5.1.0', '1-2', '1E5', 'TRUE', '007'],
  ...['constructor', '__proto__', 'toString', 'DNS1: NS2:x xmlns="" xmlns:NS3=""', '_x0041_ _x000D_ _x005F_', ']]> & < > " &amp;'],
  ...['é 😀 \u200f ’', 'x'.repeat(300)],
])('gives back as text what it was given: %j', async (hostile) => {
  const list = listWith({
    title: hostile,
    purpose: hostile,
    reading: hostile,
    doubts: [hostile],
    application: hostile,
    carriedFrom: hostile,
  });
  const sheets = await read({ ...list, product: hostile, absent: [{ id: hostile, status: 'gone', lastPrinted: hostile }] });
  const cells = Object.values(sheets).flatMap((lines) => lines.flat());
  expect(cells.filter((cell) => cell === hostile)).toHaveLength(12);
});

it('stays a workbook where there is nothing to list', async () => {
  const empty = { ...whole, flows: [], absent: [] };
  expect((await partsOf(empty))['xl/tables/table1.xml']).toContain('ref="A1:AC2"');
  expect((await linesOf(empty, 'Flows')).filter((line) => Object.values(line).some((cell) => cell !== null))).toEqual([]);
});

describe('the bytes', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  it('are the same at any time, in any time zone, and after any other workbook', async () => {
    const renders: Uint8Array[] = [];
    for (const [now, zone] of [
      ['2026-02-01T00:00:00Z', 'Pacific/Auckland'],
      ['2031-07-30T23:59:59Z', 'America/Los_Angeles'],
      ['1999-12-31T12:00:00Z', 'America/Sao_Paulo'],
    ] as const) {
      vi.setSystemTime(now);
      vi.stubEnv('TZ', zone);
      expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
      renders.push(await format.render(whole));
      await format.render(listWith({}, {}));
    }
    expect(renders.map((bytes) => Buffer.from(bytes).equals(renders[0] as Uint8Array))).toEqual([true, true, true]);
  });

  it('are those of another file for another dataset', async () => {
    const dated = async (day: string) => Buffer.from(await format.render({ ...whole, dataset: day }));
    expect((await dated('2026.02.01')).equals(await dated('2026.02.02'))).toBe(false);
  });
});

it('leaves the list it is given as it was', async () => {
  const before = structuredClone(whole);
  await format.render(whole);
  expect(whole).toEqual(before);
});
