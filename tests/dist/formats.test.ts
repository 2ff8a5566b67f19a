/** The workbooks and the Markdown files, read back into flows by programs that did not write them: they say what flows.json says. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Nodes, Parents, PhrasingContent, Root } from 'mdast';
import readSheets from 'read-excel-file/node';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '#exports/flow-record.ts';
import { lackingPrograms, needsWords } from '#prove/lacking.ts';
import { attribute, find, root, site } from './built.ts';
import { csvOf, current, features, listOf, recordsOf, releases } from './published.ts';

type Cell = string | number | boolean | null;
type Line = Record<string, Cell>;
type PortRange = FlowRecord['ports'][number];

const unique = <T>(values: readonly T[]): T[] => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
const conditionIn = (needed: string): string | null => /^when (.*)$/.exec(needed)?.[1] ?? null;

const missing = lackingPrograms({ programs: ['soffice'] });
it.skipIf(missing.length > 0)(`LibreOffice reads the workbook as the CSV has it${needsWords(missing)}`, { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-'));
  // Every sheet as a file of its own: comma, quote, UTF-8, cells as they are shown.
  const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
  const workbook = join(root, `dist/api/v1/releases/${current}/flows.xlsx`);
  const profile = pathToFileURL(join(folder, 'profile')).href;
  const { status } = spawnSync('soffice', [
    `-env:UserInstallation=${profile}`,
    '--headless',
    '--convert-to',
    filter,
    '--outdir',
    folder,
    workbook,
  ]);
  const lines: Record<string, string>[] = parse(readFileSync(join(folder, 'flows-Flows.csv')), { columns: true });
  rmSync(folder, { recursive: true });
  expect(status).toBe(0);
  expect(
    lines.map((line) => [
      line.ID,
      line.Direction,
      line.Transport,
      line['Port from'],
      line['Port to'],
      line.Hosts?.replaceAll('\n', ' '),
      line.Status,
    ]),
  ).toEqual(
    recordsOf(csvOf(current)).map((line) => [
      line.id,
      line.direction,
      line.transport,
      line.port_from,
      line.port_to,
      line.hosts,
      line.status,
    ]),
  );
});

describe.each(releases)('the workbook of %s', (release) => {
  const list = listOf(release);
  const sheets = readSheets(site.bytes(`/api/v1/releases/${release}/flows.xlsx`), { trim: false });

  /** Lines of a sheet by the titles of its columns; an empty one stands where a table has nothing to say. */
  async function linesOf(name: string): Promise<Line[]> {
    const [titles = [], ...lines] = ((await sheets).find(({ sheet }) => sheet === name)?.data ?? []) as Cell[][];
    return lines
      .filter((line) => line.some((cell) => cell !== null))
      .map((line) => Object.fromEntries(titles.map((title, at) => [String(title), line[at] ?? null])));
  }

  const splitLines = (cell: Cell | undefined) => (cell ? String(cell).split('\n') : []);
  const rangeIn = (line: Line, side: 'Port' | 'Source port') => ({ from: line[`${side} from`], to: line[`${side} to`] }) as PortRange;

  it('holds every value of every flow, its printed rows and what is absent, record by record', async () => {
    const rows = Map.groupBy(await linesOf('Printed rows'), ({ Flow }) => Flow);
    const notes = Map.groupBy(await linesOf('Notes'), ({ Flow }) => Flow);
    const flows = [...Map.groupBy(await linesOf('Flows'), ({ ID }) => ID).entries()].map(([id, lines]) => {
      const [line = {}] = lines;
      expect(unique(lines.map((each) => ({ ...each, Transport: 0, 'Port from': 0, 'Port to': 0 })))).toHaveLength(1);
      const notesOf = (kind: string) => (notes.get(id as string) ?? []).flatMap(({ Kind, Note }) => (Kind === kind ? [Note] : []));
      expect(line.Notes).toBe(notesOf('reading').length + notesOf('doubt').length);
      return {
        id,
        feature: line.Feature,
        title: line.Title,
        purpose: line.Purpose,
        source: { party: line['Source ID'], name: line.Source, zone: line['Source zone'] },
        destination: { party: line['Destination ID'], name: line.Destination, zone: line['Destination zone'] },
        direction: line.Direction,
        transport: unique(lines.map(({ Transport }) => Transport)),
        ports: unique(lines.map((each) => rangeIn(each, 'Port'))),
        sourcePorts: line['Source port from'] === null ? [] : [rangeIn(line, 'Source port')],
        application: line.Application,
        hosts: splitLines(line.Hosts),
        hostList: line['Host list'],
        condition: conditionIn(String(line.Needed)),
        configurable: line['Port is a setting'],
        dataChannel: line['FTP data channel'],
        via: line['Opened by helper of'],
        tlsInspection: line['TLS inspection'],
        status: line.Status,
        carriedFrom: line['Carried from'],
        reading: notesOf('reading')[0] ?? null,
        doubts: notesOf('doubt'),
        printed: (rows.get(id as string) ?? []).map((row) => ({
          row: row.Row,
          port: row['Printed port'],
          protocol: row['Printed protocol'],
          direction: row['Printed direction'],
          cut: row.Cut,
          restored:
            row['Restored from'] === null
              ? null
              : { from: row['Restored from'], row: row['Restored from row'], what: row.Restored, strength: row.Strength },
        })),
      };
    });
    const absent = (await linesOf('Absent')).map((line) => ({ id: line.ID, status: line.Status, lastPrinted: line['Last printed'] }));
    expect({ flows, absent }).toEqual({ flows: list.flows, absent: list.absent });
  });

  it('has a line for each host and port', async () => {
    const expected = list.flows.flatMap(({ id, hosts, transport, ports }) =>
      hosts.flatMap((host) => transport.flatMap((name) => ports.map(({ from, to }) => `${id} ${host} ${name} ${from} ${to}`))),
    );
    const hosts = await linesOf('Hosts');
    expect(hosts.map((line) => `${line.Flow} ${line.Host} ${line.Transport} ${line['Port from']} ${line['Port to']}`)).toEqual(expected);
  });

  it('says which release and dataset it is of, and whether that is whole', async () => {
    const about = Object.fromEntries((await sheets)[0]?.data ?? []) as Line;
    expect(about).toMatchObject({ Product: list.product, Release: release, Dataset: list.dataset });
    expect(String(about.Complete).split(',')[0]).toBe(list.complete ? 'yes' : 'no');
  });
});

describe('the Markdown files', () => {
  const isParent = (node: Nodes): node is Parents => 'children' in node;
  const textOf = (node: Nodes): string => (isParent(node) ? node.children.map(textOf).join('') : 'value' in node ? node.value : '');
  const codesIn = (children: readonly PhrasingContent[]) => children.filter(({ type }) => type === 'inlineCode').map(textOf);

  /** What stands below a heading. */
  const below = ({ children }: Root, title: string) =>
    children[children.findIndex((node) => node.type === 'heading' && textOf(node) === title) + 1];

  /** The items of the list below a heading, each with those below it. */
  const notesIn = (tree: Root, title: string): [string, string[]][] => {
    const list = below(tree, title);
    if (list?.type !== 'list') return [];
    return list.children.map(({ children: [line, more] }) => [
      textOf(line as Nodes),
      more?.type === 'list' ? more.children.map(textOf) : [],
    ]);
  };

  const endIn = (words: string) => {
    const [, name, zone] = /^(.*) \((\w+)\)$/.exec(words) ?? [];
    return { name, zone };
  };
  const rangesIn = (words: string) =>
    words === 'any'
      ? []
      : words
          .split('; ')
          .map((range) => range.split(' to ').map(Number))
          .map(([from, to = from]) => ({ from, to }));

  function rowIn(words: string) {
    const [, row, port, protocol, direction, cut, what, at, from, strength] =
      /^row (\d+): (\d+) (.*), (In|Out|In\/Out|direction lost)(, cut)?(?:, (\w+) from row (\d+) of ([\d.]+), (\w+))?$/.exec(words) ?? [];
    return {
      row: Number(row),
      port,
      protocol,
      direction: direction === 'direction lost' ? null : direction,
      cut: cut !== undefined,
      restored: from === undefined ? null : { from, row: Number(at), what, strength },
    };
  }

  function flowsIn(tree: Root) {
    const notes = new Map(
      notesIn(tree, 'What each is for').map(([line, facts]) => {
        const [, id, purpose] = /^([^:]+): (.*)$/.exec(line) ?? [];
        return [id, { purpose, facts }];
      }),
    );
    const table = below(tree, 'Flows');
    if (table?.type !== 'table') return [];
    return table.children.slice(1).map(({ children: cells }) => {
      const [flow, source, destination, transport, ports, sourcePorts, hosts, needed, status, rows] = cells.map(textOf) as [
        string,
        ...string[],
      ];
      const [id = ''] = codesIn(cells[0]?.children ?? []);
      const { purpose, facts = [] } = notes.get(id) ?? {};
      const fact = (pattern: RegExp) => facts.map((words) => pattern.exec(words)).find((found) => found !== null);
      const [, feature, way, application, tlsInspection] =
        fact(/^Feature (.*), (in|out)bound, application (.*), TLS inspection (.*)\.$/) ?? [];
      const [, word, carriedFrom = null] = /^(\w+)(?: from (.*))?$/.exec(status ?? '') ?? [];
      return {
        id,
        feature,
        title: flow.slice(0, -` ${id}`.length),
        purpose,
        source: endIn(source ?? ''),
        destination: endIn(destination ?? ''),
        direction: way,
        transport: transport?.toLowerCase().split(' and '),
        ports: rangesIn(ports ?? ''),
        sourcePorts: rangesIn(sourcePorts ?? ''),
        application: application === 'without a registered name' ? null : application,
        hosts: codesIn(cells[6]?.children ?? []),
        hostList: hosts?.endsWith('breaks off') ? 'cut' : hosts === 'none printed' ? 'none-printed' : 'complete',
        condition: conditionIn(needed ?? ''),
        configurable: facts.includes('The destination port is a setting of the gateway.'),
        dataChannel: fact(/^FTP data channel: (.*)\.$/)?.[1] ?? null,
        via: fact(/^Opened by the helper of (.*), never by a rule of its own\.$/)?.[1] ?? null,
        tlsInspection,
        status: word,
        carriedFrom,
        reading: fact(/^Reading: (.*)$/)?.[1] ?? null,
        doubts: facts.flatMap((words) => /^Doubt: (.*)$/.exec(words)?.[1] ?? []),
        printed: rows === 'none' ? [] : (rows ?? '').split('; ').map(rowIn),
      };
    });
  }

  const absentIn = (tree: Root) =>
    notesIn(tree, 'Absent').map(([line]) => {
      const [, id, status, lastPrinted = null] =
        /^([^:]+): (\w+), (?:printed by no earlier release|last printed by (.*))$/.exec(line) ?? [];
      return { id, status, lastPrinted };
    });

  const withoutPartyId = ({ name, zone }: FlowRecord['source']) => ({ name, zone });

  describe.each(releases)('of %s', (release) => {
    it.each([undefined, ...features])('hold every value of every flow, and what is absent, record by record: %s', (feature) => {
      const list = listOf(release, feature);
      const stem = feature === undefined ? 'flows' : `features/${feature}`;
      const tree = unified()
        .use(remarkParse)
        .use(remarkGfm)
        .parse(site.text(`/api/v1/releases/${release}/${stem}.md`));
      const expected = list.flows.map((flow) => ({
        ...flow,
        source: withoutPartyId(flow.source),
        destination: withoutPartyId(flow.destination),
      }));
      expect({ flows: flowsIn(tree), absent: absentIn(tree) }).toEqual({ flows: expected, absent: list.absent });
      const [title, about] = tree.children;
      expect(textOf(title as Nodes)).toBe(`Connections of ${list.product} ${release}`);
      expect((about as Parents).children.map(textOf)).toEqual(
        expect.arrayContaining([
          `Release: ${release}`,
          `Dataset: ${list.dataset}`,
          expect.stringMatching(list.complete ? /^Complete: yes,/ : /^Complete: no,/),
        ]),
      );
    });
  });
});

describe('the links to lists', () => {
  const offered = (path: string) =>
    find(site.page(path).document, 'p.files')
      .flatMap((links) => find(links, '[download]'))
      .map((link) => [attribute(link, 'href'), attribute(link, 'download')?.split('.').at(-1)])
      .filter(([href]) => href?.startsWith('/api/'));

  it('offer of a feature what is made for one, and of a release the workbook too', () => {
    for (const feature of features) {
      const stem = `/api/v1/releases/${current}/features/${feature}`;
      expect(offered(`/features/${feature}/`)).toEqual(['csv', 'json', 'md'].map((extension) => [`${stem}.${extension}`, extension]));
    }
    for (const release of releases) {
      const stem = `/api/v1/releases/${release}/flows`;
      expect(offered(`/releases/${release}/`)).toEqual(
        ['csv', 'json', 'md', 'xlsx'].map((extension) => [`${stem}.${extension}`, extension]),
      );
    }
  });
});
