/** Every text of a change request, read by its documented lines, accounts for each flow of flows.json as that has it. */
import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '#exports/flow-record.ts';
import { first, type Node, site } from './built.ts';
import { current, dataset, features, listOf, releases } from './published.ts';

const requestOf = (release: string, feature = 'all') => site.text(`/requests/${release}/${feature}.txt`);

interface Entry {
  section: number;
  id: string;
  title: string;
  /** Lines of each part, by its name; a part that stands twice goes on where it stood first. */
  parts: Record<string, string[]>;
}

/** Reads sections 2 and 3 as `renderChangeRequest` documents them; an indented line of another form throws. */
function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let section = 0;
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    section = Number(/^([1-6])\. [A-Z]/.exec(line)?.[1] ?? section);
    if (section !== 2 && section !== 3) continue;
    const [, id, title] = /^\[([a-z0-9-]+)\] (\S.*)$/.exec(line) ?? [];
    const [, name, value] = /^ {2}(?=.{16}\S)([A-Z][A-Za-z ]*): +(\S.*)$/.exec(line) ?? [];
    const entry = entries.at(-1);
    if (id !== undefined && title !== undefined) entries.push({ section, id, title, parts: {} });
    else if (name !== undefined && value !== undefined && entry) {
      lines = entry.parts[name] ?? [];
      lines.push(value);
      entry.parts[name] = lines;
    } else if (/^ {18}\S/.test(line)) lines.push(line.slice(18));
    else if (/^ {4}\S/.test(line) && entry && Object.keys(entry.parts).length === 0) entry.title += ` ${line.trim()}`;
    else if (line.startsWith(' ')) throw new Error(`a line of no known form: ${JSON.stringify(line)}`);
  }
  return entries;
}

const ascii = (text: string) =>
  text.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[–—]/g, '-').replace(/…/g, '...').replace(/→/g, '->');
const range = ({ from, to }: { from: number; to: number }) => (from === to ? `${from}` : `${from}-${to}`);
const end = ({ name, zone }: FlowRecord['source']) => `${name}, zone ${zone}`;
const words = (lines?: readonly string[]) => lines?.join(' ') ?? null;

/** What the lines of an entry say of its connection. */
const connection = ({ id, title, parts }: Entry) => ({
  id,
  title,
  from: words(parts.From),
  to: words(parts.To),
  service: words(parts.Service),
  sourcePort: words(parts['Source port']),
});

const connectionInJson = ({ id, title, source, destination, transport, ports, sourcePorts }: FlowRecord) => ({
  id,
  title: ascii(title),
  from: end(source),
  to: end(destination),
  service: transport.flatMap((name) => ports.map((each) => `${name.toUpperCase()} ${range(each)}`)).join(', '),
  sourcePort: words(sourcePorts.length > 0 ? sourcePorts.map(range) : undefined),
});

const isAsked = ({ status, via }: FlowRecord) => status !== 'unresolved' && via === null;

it('is published for the whole gateway and each feature in every release, and under no other address', () => {
  const published = site.files.filter((path) => path.startsWith('/requests/'));
  expect(published).toEqual(
    releases.flatMap((release) => ['all', ...features].map((feature) => `/requests/${release}/${feature}.txt`)).sort(),
  );
});

it('is ASCII with LF, and no line is longer than 78 characters but for one word', () => {
  for (const path of site.files.filter((file) => file.startsWith('/requests/'))) {
    const text = site.bytes(path).toString('latin1');
    expect(/^[ -~\n]*[ -~]\n$/.test(text), path).toBe(true);
    for (const line of text.split('\n')) expect(line.length <= 78 || !line.trim().includes(' '), `${path}: ${line}`).toBe(true);
  }
});

describe.each(releases)('in %s', (release) => {
  const { flows, absent } = listOf(release);
  const entries = entriesOf(requestOf(release));
  const asked = entries.filter(({ section }) => section === 2);
  const byId = new Map(asked.map((entry) => [entry.id, entry]));

  it('asks for every flow that is printed or carried and has a rule of its own, with its ends, transports and ports', () => {
    expect(asked.map(connection)).toEqual(flows.filter(isAsked).map(connectionInJson));
  });

  it('shows every other flow of flows.json as not asked for, with the reason', () => {
    const left = entries.filter(({ section }) => section === 3);
    const known = left.filter(({ id }) => !absent.some((flow) => flow.id === id) && flows.some((flow) => flow.id === id));
    expect(known.map(connection)).toEqual(flows.filter((flow) => !isAsked(flow)).map(connectionInJson));
    for (const { id, parts } of left) expect(words(parts['Left out']), id).toMatch(/\w\.$/);
    expect(left.map(({ id }) => id)).toEqual(expect.arrayContaining(absent.map(({ id }) => id)));
    for (const { id, via } of flows)
      if (via !== null) expect(words(left.find((entry) => entry.id === id)?.parts['Left out'])).toContain(`[${via}]`);
  });

  it('names each flow of the dataset exactly once', () => {
    const all = dataset.features.flatMap((feature) => feature.flows.map(({ id }) => id));
    expect(entries.map(({ id }) => id).toSorted()).toEqual(all.toSorted());
  });

  it('gives the hosts, the purpose, the condition, the rows, the reading and the doubts of each', () => {
    for (const flow of flows.filter(isAsked)) {
      const parts = byId.get(flow.id)?.parts ?? {};
      expect(parts.Hosts ?? [], flow.id).toEqual(flow.hosts);
      expect(words(parts.Purpose)).toBe(ascii(flow.purpose));
      expect(words(parts.Needed)).toBe(flow.condition === null ? 'on every gateway' : `when ${ascii(flow.condition)}`);
      expect(words(parts.Reading)).toBe(flow.reading === null ? null : ascii(flow.reading.trim()));
      expect(words(parts.Doubt) ?? '').toBe(flow.doubts.map((doubt) => ascii(doubt.trim())).join(' '));
      for (const { row, port, protocol, direction } of flow.printed) {
        expect(words(parts.Printed)).toContain(`row ${row} of ${release}: ${port} ${protocol}, ${direction ?? 'direction lost'}`);
      }
      if (flow.carriedFrom !== null) expect(words(parts.Printed)).toContain(`in ${flow.carriedFrom}; the copy of ${release} ends`);
      expect(words(parts.Printed), flow.id).not.toBeNull();
      expect(words(parts['TLS inspection'])).toBe(flow.tlsInspection === 'unknown' ? null : flow.tlsInspection);
      expect('Port' in parts).toBe(flow.configurable);
      expect('Data channel' in parts).toBe(flow.dataChannel !== null);
    }
  });

  it('of a feature has the entries of that feature, word for word', () => {
    for (const { id: feature, flows: own } of dataset.features) {
      const ids = new Set(own.map(({ id }) => id));
      expect(entriesOf(requestOf(release, feature))).toEqual(entries.filter(({ id }) => ids.has(id)));
    }
  });

  it('names product, release, dataset and the page it rests on, and says whose document it is not', () => {
    const text = requestOf(release).replace(/\n +/g, ' ');
    const { product } = dataset;
    const source = dataset.releases.find((each) => each.release === release)?.source;
    for (const part of [`${product.name} ${release}`, product.dataset, `Not a document of ${product.vendor}`, source?.url]) {
      expect(text).toContain(part);
    }
  });
});

it('stands on the page of its feature, byte for byte', () => {
  for (const feature of features) {
    expect(contentOf(first(site.page(`/features/${feature}/`).document, '#request-text')), feature).toBe(requestOf(current, feature));
  }
});

/** Text as it stands, spaces and line breaks kept. */
const contentOf = (node: Node): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(contentOf).join('') : '';
