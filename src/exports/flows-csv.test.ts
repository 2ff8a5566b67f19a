import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type FlowList, type FlowRecord, toFlowList } from './flow-record.ts';
import { format } from './flows-csv.ts';

const dataset = exampleDataset();
const list = toFlowList(dataset);
const sample = list.flows.find(({ id }) => id === 'updates') as FlowRecord;
const render = (...flows: Partial<FlowRecord>[]) => format.render({ ...list, flows: flows.map((flow) => ({ ...sample, ...flow })) });

type Line = Record<string, string>;
/** Records as another program reads them: RFC 4180, strictly. */
const read = (csv: string) => parse<Line>(csv, { columns: true, record_delimiter: '\r\n' });
const line = (flow: Partial<FlowRecord>) => read(render(flow))[0] as Line;
const linesOf = (id: string, of: FlowList = list) => read(format.render(of)).filter((record) => record.id === id);

it('is ASCII text without a byte order mark, with CRLF after every line, header first (RFC 4180)', () => {
  const csv = format.render(list);
  expect(format).toMatchObject({ extension: 'csv', perFeature: true });
  expect(csv).toMatch(/^[ -~\r\n]+$/);
  expect(csv.startsWith('id,feature,title,source,')).toBe(true);
  expect(csv.endsWith('\r\n')).toBe(true);
  expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
});

it('has one record for each flow, transport and port range', () => {
  expect(read(format.render(list)).map(({ id, transport }) => `${id} ${transport}`)).toEqual([
    'smtp-inbound tcp',
    'smtp-direct tcp',
    'smtp-relay tcp',
    'dns-queries udp',
    'dns-queries tcp',
    'peer-sync-out udp',
    'peer-sync-in udp',
    'backup-ftp tcp',
    'backup-ftp-data tcp',
    'updates tcp',
    'snmp-polling udp',
    'unresolved-https tcp',
  ]);
  const ports = [
    { from: 389, to: 389 },
    { from: 3268, to: 3269 },
  ];
  expect(read(render({ transport: ['tcp', 'udp'], ports })).map((record) => [record.transport, record.port_from, record.port_to])).toEqual([
    ['tcp', '389', '389'],
    ['tcp', '3268', '3269'],
    ['udp', '389', '389'],
    ['udp', '3268', '3269'],
  ]);
});

it('holds every value of the flow, and an empty cell where there is none', () => {
  expect(linesOf('backup-ftp-data')).toEqual([
    {
      id: 'backup-ftp-data',
      feature: 'upkeep',
      title: 'Backup by FTP, active data',
      source: 'backup-servers',
      source_zone: 'lan',
      destination: 'gateway',
      destination_zone: 'dmz',
      direction: 'in',
      transport: 'tcp',
      port_from: '1024',
      port_to: '65535',
      source_port_from: '20',
      source_port_to: '20',
      application: 'ftp-data',
      hosts: '',
      condition: 'backups travel by FTP, and FTP is active',
      status: 'printed',
      printed_rows: '1',
      printed_direction: 'In/Out',
      reading: 'Only the server opens this connection.',
      data_channel: '',
      via: 'backup-ftp',
      tls_inspection: 'unknown',
      configurable: 'false',
      carried_from: '',
    },
  ]);
});

it('joins hosts, rows and printed directions by a space', () => {
  expect(linesOf('updates')[0]).toMatchObject({
    hosts: 'one.updates.example.net two.updates.example.net *.mirror.example.net',
    source_port_from: '',
    source_port_to: '',
  });
  expect(linesOf('dns-queries', toFlowList(dataset, '1.0.0'))[1]).toMatchObject({ printed_rows: '5 6', printed_direction: 'Out' });
  const [row] = sample.printed as [FlowRecord['printed'][number]];
  const printed = [
    { ...row, direction: 'In/Out' },
    { ...row, row: 7, direction: null },
    { ...row, row: 8, direction: 'Out' },
  ];
  expect(line({ printed }).printed_rows).toBe('6 7 8');
  expect(line({ printed }).printed_direction?.split(/ +/)).toEqual(['In/Out', 'Out']);
});

it('says from which release a flow is carried', () => {
  expect(linesOf('snmp-polling', toFlowList(dataset, '2.0.0'))[0]).toMatchObject({
    status: 'carried',
    carried_from: '1.1.0',
    printed_rows: '',
    printed_direction: '',
    reading: 'The manager sends the request.',
  });
});

describe('a cell', () => {
  it.each([["=cmd|' /C calc'!A0"], ['=1+1'], ['+1'], ['-2+3'], ['@SUM(1)'], ['\t=1'], ['\r=1'], ['\n=1'], ['–2+3'], ['→1']])(
    'is no formula, whatever it begins with: %j',
    (title) => {
      const cell = line({ title }).title as string;
      expect(cell).toMatch(/^'[=+@-]/);
    },
  );

  it('is no formula in any text column', () => {
    const hostile = '=1+1';
    const record = line({ title: hostile, application: hostile, hosts: [hostile], condition: hostile, reading: hostile, via: hostile });
    for (const column of ['title', 'application', 'hosts', 'condition', 'reading', 'via']) expect(record[column], column).toBe("'=1+1");
  });

  it('keeps the separators of the format as text', () => {
    expect(line({ title: 'a, "b"; c', condition: ',' })).toMatchObject({ title: 'a, "b"; c', condition: ',' });
  });

  it('holds no line break: a record is a line', () => {
    const csv = render({ title: 'one\r\ntwo\nthree\rfour', reading: 'a\n\nb' });
    expect(csv.split('\r\n')).toHaveLength(3);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(line({ title: 'one\r\ntwo\nthree\rfour', reading: 'a\n\nb' })).toMatchObject({ title: 'one two three four', reading: 'a b' });
  });

  it('has plain marks for those of our prose', () => {
    expect(line({ reading: 'the row’s “own” text – out → in…', title: '‘x’ — y' })).toMatchObject({
      reading: `the row's "own" text - out -> in...`,
      title: "'x' - y",
    });
  });

  it('is never of another alphabet: a text that the gate would refuse throws', () => {
    expect(() => render({ title: 'café' })).toThrow('"café" has "é" (U+00E9), which has no form in ASCII');
  });
});

it('has numbers in the port columns, never a joined or date-like text', () => {
  for (const record of read(format.render(list))) {
    for (const column of ['port_from', 'port_to', 'source_port_from', 'source_port_to']) expect(record[column]).toMatch(/^\d*$/);
    expect(Number(record.port_from)).toBeLessThanOrEqual(Number(record.port_to));
  }
});

it('leaves the list it is given as it was', () => {
  const before = structuredClone(list);
  format.render(list);
  expect(list).toEqual(before);
});
