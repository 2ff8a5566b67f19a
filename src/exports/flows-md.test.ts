import type { Nodes, Parents, Table } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { type FlowList, type FlowRecord, toFlowList } from './flow-record.ts';
import { format } from './flows-md.ts';

const dataset = exampleDataset();
const whole = toFlowList(dataset, '2.0.0');
const sample = toFlowList(dataset).flows.find(({ id }) => id === 'updates') as FlowRecord;
const listWith = (...flows: Partial<FlowRecord>[]): FlowList => ({ ...whole, flows: flows.map((flow) => ({ ...sample, ...flow })) });

/** The tree that another program makes of the text. */
const read = (markdown: string) => unified().use(remarkParse).use(remarkGfm).parse(markdown);
const isParent = (node: Nodes): node is Parents => 'children' in node;
const textOf = (node: Nodes): string => (isParent(node) ? node.children.map(textOf).join('') : 'value' in node ? node.value : '');
const all = (node: Nodes): Nodes[] => [node, ...(isParent(node) ? node.children.flatMap(all) : [])];

/** Rows of the one table, each by the titles of its columns. */
function recordsOf(markdown: string): Record<string, string>[] {
  const tables = all(read(markdown)).filter((node): node is Table => node.type === 'table');
  expect(tables).toHaveLength(1);
  const [titles = [], ...rows] = tables.flatMap(({ children }) => children.map((row) => row.children.map(textOf)));
  for (const row of rows) expect(row).toHaveLength(titles.length);
  return rows.map((row) => Object.fromEntries(row.map((cell, at) => [titles[at] as string, cell])));
}

/** The items of the list below a heading: the first line of each, and the items below it. */
function notesUnder(title: string, markdown: string): [string, string[]][] {
  const { children } = read(markdown);
  const at = children.findIndex((node) => node.type === 'heading' && textOf(node) === title);
  const list = children[at + 1];
  if (at < 0 || list?.type !== 'list') return [];
  return list.children.map(({ children: [line, below] }) => [
    line ? textOf(line) : '',
    below?.type === 'list' ? below.children.map(textOf) : [],
  ]);
}

it('is text with LF and a last line break, with a table that tools for old Markdown take too', () => {
  const markdown = format.render(whole);
  expect(format).toMatchObject({ extension: 'md', perFeature: true });
  expect(markdown).not.toContain('\r');
  expect(markdown.endsWith('\n')).toBe(true);
  expect(markdown).toMatch(/^\| Flow \|/m);
  expect(markdown).toMatch(/^(\| --- )+\|$/m);
});

it('says first what it is: product, release, dataset, features, whether it is complete, and that it is not the vendor’s', () => {
  const [title, about] = read(format.render(whole)).children as [Nodes, Parents];
  expect(textOf(title)).toBe('Connections of Example Mail Lighthouse 2.0.0');
  expect(about.children.map(textOf)).toEqual([
    'Product: Example Mail Lighthouse',
    'Release: 2.0.0',
    'Dataset: 2026.02.01',
    'Features: smtp, upkeep',
    'Complete: no, the table of this release is not known to its end: a flow beyond that place is carried from an earlier release, or unknown',
    "Standing: unofficial; the vendor has not written, checked or approved this list: the vendor's own page for the release decides",
  ]);
  expect(format.render(toFlowList(dataset))).toContain('Complete: yes, the table of this release is known to its end');
  expect(format.render(toFlowList(dataset, '2.0.0', 'smtp'))).toContain('Features: smtp\n');
  expect(format.render({ ...whole, flows: [] })).toContain('Features: none\n');
});

it('has a row for each flow, in the order of the list, with every value in words', () => {
  const records = recordsOf(format.render(toFlowList(dataset)));
  expect(records.map(({ Flow }) => Flow?.split(' ').at(-1))).toEqual(toFlowList(dataset).flows.map(({ id }) => id));
  expect(records.find(({ Flow }) => Flow?.endsWith('dns-queries'))).toEqual({
    Flow: 'DNS dns-queries',
    'Opened by': 'the gateway (dmz)',
    To: 'DNS resolvers (lan)',
    Transport: 'UDP and TCP',
    'Destination port': '53',
    'Source port': 'any',
    Hosts: 'none printed',
    Needed: 'on every gateway',
    Status: 'printed',
    'Printed rows': 'row 5: 53 UDP/TCP, Out, cut, purpose from row 5 of 1.0.0, proven',
  });
  expect(records.find(({ Flow }) => Flow?.endsWith('backup-ftp-data'))).toMatchObject({
    'Opened by': 'backup servers (lan)',
    To: 'the gateway (dmz)',
    'Destination port': '1024 to 65535',
    'Source port': '20',
    Needed: 'when backups travel by FTP, and FTP is active',
    'Printed rows': 'row 1: 20 FTP, In/Out',
  });
  expect(records.find(({ Flow }) => Flow?.endsWith('updates'))?.Hosts).toBe(
    'one.updates.example.net, two.updates.example.net, *.mirror.example.net',
  );
});

it('says where a list of hosts breaks off, where a row lost its direction, and from where a flow is carried', () => {
  const [row] = sample.printed as [FlowRecord['printed'][number]];
  const [cut, none, lost] = recordsOf(
    format.render(
      listWith(
        { hosts: ['one.example.net'], hostList: 'cut' },
        { hosts: [], hostList: 'cut', status: 'unresolved', condition: null, carriedFrom: '1.0.0' },
        { printed: [row, { ...row, row: 9, direction: null, restored: null }] },
      ),
    ),
  );
  expect(cut?.Hosts).toBe('one.example.net; the printed list breaks off');
  expect(none).toMatchObject({ Hosts: 'the printed list breaks off', Needed: 'not known', Status: 'unresolved from 1.0.0' });
  expect(lost?.['Printed rows']).toBe('row 6: 80 TCP, Out, cut, hosts from row 7 of 1.0.0, strong; row 9: 80 TCP, direction lost, cut');
});

it('has below the table what each flow is for, its facts, reading and doubts', () => {
  const notes = new Map(notesUnder('What each is for', format.render(toFlowList(dataset))));
  expect(notes.size).toBe(toFlowList(dataset).flows.length);
  expect(notes.get('backup-ftp: The gateway stores its backups.')).toEqual([
    'Feature upkeep, outbound, application ftp, TLS inspection unknown.',
    'The destination port is a setting of the gateway.',
    'FTP data channel: helper.',
    'Reading: The gateway is the FTP client.',
    'Doubt: Passive mode needs ports that no row gives.',
  ]);
  expect(notes.get('backup-ftp-data: The server opens the data connection.')).toEqual([
    'Feature upkeep, inbound, application ftp-data, TLS inspection unknown.',
    'Opened by the helper of backup-ftp, never by a rule of its own.',
    'Reading: Only the server opens this connection.',
  ]);
  expect(notes.get('peer-sync-out: The gateway tells its peers what it has seen.')).toEqual([
    'Feature smtp, outbound, application without a registered name, TLS inspection forbidden.',
  ]);
});

it('names every flow that is gone or unknown, and explains the words that stand in it, and no others', () => {
  expect(notesUnder('Absent', format.render(whole)).map(([line]) => line)).toEqual([
    'backup-ftp-data: gone, last printed by 1.1.0',
    'updates: gone, last printed by 1.1.0',
  ]);
  expect(notesUnder('Absent', format.render(toFlowList(dataset, '1.0.0'))).map(([line]) => line)).toContain(
    'snmp-polling: unknown, printed by no earlier release',
  );
  const words = (list: FlowList) => notesUnder('What the words mean', format.render(list)).map(([line]) => line.split(':')[0]);
  expect(words(whole)).toEqual(['printed', 'carried', 'unresolved', 'gone']);
  expect(words(toFlowList(dataset, '1.0.0'))).toEqual(['printed', 'unknown']);
});

it.each([
  'a | b || c',
  'a \\ b \\| c \\\\',
  '<script>alert(1)</script> <!-- x --> <https://a.example>',
  '**bold** *em* __strong__ _em_ ~~gone~~ a*b*c a_b_c',
  '`code` ``more``',
  '[x](https://a.example) ![x](y) [^1] [x] http://a.example www.a.example a@a.example',
  '&amp; &#35; &lt;',
  '# not a heading #',
  '1. not a list',
  '- not a list',
  '+ not a list',
  '> not a quote',
  '--- | --- ',
  '$x$ $(x) {{x}} :x: @x #1',
])('keeps it as text, in a cell and in a note: %s', (hostile) => {
  const value = hostile.trim();
  const markdown = format.render(listWith({ title: value, purpose: value, reading: value, doubts: [value], condition: value }));
  const [record] = recordsOf(markdown);
  expect(record).toMatchObject({ Flow: `${value} updates`, Needed: `when ${value}` });
  expect(notesUnder('What each is for', markdown)).toEqual([
    [`updates: ${value}`, expect.arrayContaining([`Reading: ${value}`, `Doubt: ${value}`])],
  ]);
  const plain = ['root', 'heading', 'list', 'listItem', 'paragraph', 'text', 'inlineCode', 'table', 'tableRow', 'tableCell'];
  // This reader turns any address into a link to itself, escaped or not.
  const marked = all(read(markdown)).filter((node) => !(node.type === 'link' && node.url.endsWith(textOf(node))));
  expect(marked.map(({ type }) => type).filter((type) => !plain.includes(type))).toEqual([]);
});

it('leaves the list it is given as it was', () => {
  const before = structuredClone(whole);
  format.render(whole);
  expect(whole).toEqual(before);
});
