/** The tables, pages, JSON and CSV say the same of every flow, record by record. */
import { describe, expect, it } from 'vitest';
import { attribute, type Element, find, first, holdsIn, shownText, site, textOf } from './built.ts';
import { csvOf, current, dataset, features, listOf, recordsOf, releases } from './published.ts';

interface Said {
  id: string;
  feature: string;
  /** "tcp 443" for each transport and port range. */
  ports: string[];
  direction: string | undefined;
  zones: string;
  from: string;
  to: string;
  needed: string;
  status: string;
  departs: boolean;
}
const byId = (said: Said[]) => said.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const nameOf = (party: string) => dataset.parties.find(({ id }) => id === party)?.name ?? party;
const range = (from: unknown, to: unknown) => (from === to ? `${from}` : `${from}-${to}`);
const needed = (condition: string | null, status: string) =>
  status === 'unresolved' ? 'not known' : condition ? `when ${condition}` : 'on every gateway';

const inJson = (release: string): Said[] =>
  listOf(release).flows.map(({ id, feature, transport, ports, direction, source, destination, condition, status, reading }) => ({
    id,
    feature,
    ports: transport.flatMap((name) => ports.map(({ from, to }) => `${name} ${range(from, to)}`)),
    direction,
    zones: `${source.zone} ${destination.zone}`,
    from: nameOf(source.party),
    to: nameOf(destination.party),
    needed: needed(condition, status),
    status,
    departs: reading !== null,
  }));

const inCsv = (release: string): Said[] =>
  Object.values(Object.groupBy(recordsOf(csvOf(release)), ({ id }) => id as string)).map((records = []) => {
    const [record = {}] = records;
    return {
      id: record.id as string,
      feature: record.feature as string,
      ports: records.map(({ transport, port_from, port_to }) => `${transport} ${range(port_from, port_to)}`),
      direction: record.direction,
      zones: `${record.source_zone} ${record.destination_zone}`,
      from: nameOf(record.source as string),
      to: nameOf(record.destination as string),
      needed: needed(record.condition as string, record.status as string),
      status: record.status as string,
      departs: record.reading !== '',
    };
  });

/** Text of the part that holds for a release, of a row or card that says several releases at once. */
const marksIn = (element: Element, release: string) =>
  find(element, '[data-in]')
    .filter((part) => holdsIn(part, release))
    .flatMap((part) => find(part, '.mark').map((mark) => textOf(mark)));

/** The chips, ends and words that a row of a table or a card shows. */
function shown(element: Element, release: string): Omit<Said, 'id' | 'feature' | 'zones' | 'needed'> {
  const [from, to] = find(first(element, '.ends'), 'strong').map((end) => textOf(end)) as [string, string];
  const marks = marksIn(element, release);
  const words = textOf(first(element, '.sense'));
  return {
    ports: find(element, '.chip').map((chip) => textOf(chip).toLowerCase()),
    direction: { inbound: 'in', outbound: 'out' }[words],
    from,
    to,
    status: marks.find((mark) => ['carried', 'unresolved', 'gone', 'unknown'].includes(mark)) ?? 'printed',
    departs: marks.includes('differs from print'),
  };
}

const table = find(site.page('/ports/').document, 'tr[data-flow]');
const inTable = (release: string): Said[] =>
  table
    .filter((row) => holdsIn(row, release))
    .map((row) => {
      const own = 'dmz';
      const zone = attribute(row, 'data-zone');
      return {
        id: attribute(row, 'data-flow') as string,
        feature: attribute(row, 'data-feature') as string,
        zones: attribute(row, 'data-direction') === 'in' ? `${zone} ${own}` : `${own} ${zone}`,
        needed: textOf(first(row, '.needed')),
        ...shown(row, release),
      };
    });

/** Host names in the list of a feature page that holds for a release. */
const copiedHosts = (feature: string, release: string) =>
  find(site.page(`/features/${feature}/`).document, 'div[data-in]')
    .filter((part) => holdsIn(part, release))
    .flatMap((part) => find(part, 'pre.hosts'))
    .flatMap((list) => textOf(list).split(' '));

describe.each(releases)('in %s', (release) => {
  it('the table of all ports agrees with flows.json, record by record', () => {
    expect(byId(inTable(release))).toEqual(byId(inJson(release)));
  });

  it('flows.csv agrees with flows.json, record by record', () => {
    expect(byId(inCsv(release))).toEqual(byId(inJson(release)));
  });

  it('flows.csv has every other value of flows.json', () => {
    const values = (cells: unknown[]) => cells.map((cell) => (cell === null || cell === undefined ? '' : String(cell)));
    const json = listOf(release).flows.flatMap((flow) =>
      flow.transport.map(() =>
        values([
          flow.id,
          flow.title,
          flow.application,
          flow.hosts.join(' '),
          flow.sourcePorts[0]?.from,
          flow.sourcePorts[0]?.to,
          flow.printed.map(({ row }) => row).join(' '),
          [...new Set(flow.printed.map(({ direction }) => direction))].join(' '),
          flow.reading?.replaceAll('’', "'"),
          flow.dataChannel,
          flow.via,
          flow.tlsInspection,
          flow.configurable,
          flow.carriedFrom,
        ]),
      ),
    );
    const columns = [
      'id',
      'title',
      'application',
      'hosts',
      'source_port_from',
      'source_port_to',
      'printed_rows',
      'printed_direction',
    ].concat(['reading', 'data_channel', 'via', 'tls_inspection', 'configurable', 'carried_from']);
    expect(recordsOf(csvOf(release)).map((record) => columns.map((column) => record[column]))).toEqual(json);
  });

  it('the lists of each feature are its part of the whole', () => {
    const whole = listOf(release);
    const [header, ...lines] = csvOf(release).split('\r\n');
    for (const { id: feature, flows } of dataset.features) {
      const own = new Set(flows.map(({ id }) => id));
      expect(listOf(release, feature)).toEqual({
        ...whole,
        flows: whole.flows.filter((flow) => flow.feature === feature),
        absent: whole.absent.filter(({ id }) => own.has(id)),
      });
      expect(csvOf(release, feature)).toBe([header, ...lines.filter((line) => line.split(',')[1] === feature), ''].join('\r\n'));
    }
  });

  it('the page of host names has the hosts of flows.json, each with its flows, and no others', () => {
    const json = listOf(release).flows.flatMap(({ id, hosts }) => hosts.map((host) => `${host} ${id}`));
    const page = find(site.page('/hosts/').document, 'tr[data-host]')
      .filter((row) => holdsIn(row, release))
      .flatMap((row) =>
        find(row, '.use')
          .filter((use) => holdsIn(use, release))
          .map((use) => `${attribute(row, 'data-host')} ${attribute(first(use, 'a.link'), 'href')?.split('#')[1]}`),
      );
    expect(page.sort()).toEqual(json.sort());
    expect(new Set(page).size).toBe(page.length);
  });

  it('a feature page has the hosts of its flows to copy', () => {
    for (const feature of features) {
      const json = new Set(listOf(release, feature).flows.flatMap(({ hosts }) => hosts));
      expect(copiedHosts(feature, release).sort(), feature).toEqual([...json].sort());
    }
  });
});

it('gives for two features the union of their hosts, and nothing more', () => {
  const pair = ['anti-virus', 'anti-spam'];
  const json = listOf(current).flows.filter(({ feature }) => pair.includes(feature));
  const copied = pair.flatMap((feature) => copiedHosts(feature, current));
  expect(copied.sort()).toEqual([...new Set(json.flatMap(({ hosts }) => hosts))].sort());
  expect(copied).toHaveLength(19 + 4 + 1 + 5);
});

it('says of each host whether it is a wildcard', () => {
  const rows = find(site.page('/hosts/').document, 'tr[data-host]').map(
    (row) => `${attribute(row, 'data-host')}: ${textOf(row).includes('wildcard')}`,
  );
  expect(rows.filter((row) => row.endsWith('true'))).toEqual(rows.filter((row) => row.startsWith('*.')));
  expect(rows.length).toBeGreaterThan(50);
});

describe.each(features)('the page of %s', (feature) => {
  const { document } = site.page(`/features/${feature}/`);
  const flows = dataset.features.find(({ id }) => id === feature)?.flows ?? [];

  it('has a card for each of its flows, at the permalink of the flow, and no others', () => {
    const cards = find(document, 'article[data-flow]');
    expect(cards.map((card) => attribute(card, 'data-flow'))).toEqual(flows.map(({ id }) => id));
    expect(cards.map((card) => attribute(card, 'id'))).toEqual(flows.map(({ id }) => id));
  });

  it('says on each card what flows.json says of the flow in every release', () => {
    for (const release of releases) {
      const json = inJson(release).filter((said) => said.feature === feature);
      const cards = find(document, 'article[data-flow]').filter((card) => attribute(card, 'data-listed')?.split(' ').includes(release));
      const said = cards.map((card) => ({ id: attribute(card, 'data-flow'), ...shown(card, release) }));
      expect(said).toEqual(json.map(({ feature: _, zones: __, needed: ___, ...rest }) => rest));
    }
  });

  it('has every port of its flows in words that show without JavaScript', () => {
    for (const { id, port, transport } of flows) {
      const text = shownText(first(document, `#${id}`));
      for (const name of transport) expect(text).toMatch(new RegExp(`\\b${name.toUpperCase()} ${range(port.from, port.to)}\\b`));
    }
  });
});

it('has a page for every port, with every flow that uses it, named in its text', () => {
  const ports = new Map<number, string[]>();
  for (const { id, port, via, sourcePort } of dataset.features.flatMap((feature) => feature.flows)) {
    const { from, to } = via && sourcePort ? sourcePort : port;
    for (let number = from; number <= to; number++) ports.set(number, [...(ports.get(number) ?? []), id]);
  }
  const pages = site.pages.flatMap(({ path }) => /^\/ports\/(\d+)\/$/.exec(path)?.[1] ?? []);
  expect(pages.map(Number).sort((a, b) => a - b)).toEqual([...ports.keys()].sort((a, b) => a - b));

  for (const [port, ids] of ports) {
    const { document } = site.page(`/ports/${port}/`);
    expect(
      find(document, 'article[data-flow]')
        .map((card) => attribute(card, 'data-flow'))
        .sort(),
    ).toEqual(ids.toSorted());
    expect(shownText(first(document, 'main'))).toMatch(new RegExp(`\\b${port}\\b`));
  }
});
