/** Every published file, read as other programs read it. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { columns } from '#exports/flows-csv.ts';
import { attribute, find, first, site, textOf } from './built.ts';
import { csvOf, current, dataset, features, listOf, recordsOf, releases } from './published.ts';

const published = site.files.filter((path) => path.startsWith('/api/'));
const csvFiles = published.filter((path) => /\/(flows|features\/[^/]+)\.csv$/.test(path));
const jsonFiles = published.filter((path) => /\/(flows|features\/[^/]+)\.json$/.test(path) && !path.includes('/schema/'));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(site.text('/api/v1/schema/flows.json')));

/** Cells of a line of CSV without quoted line breaks (RFC 4180). */
const cellsOf = (line: string) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map((cell) => cell[1] ?? cell[2] ?? '');

it('publishes the default release under its own address and under the short one', () => {
  expect(site.text('/api/v1/flows.json')).toBe(site.text(`/api/v1/releases/${current}/flows.json`));
  expect(site.text('/api/v1/flows.csv')).toBe(site.text(`/api/v1/releases/${current}/flows.csv`));
  expect(site.text('/api/v1/flows.md')).toBe(site.text(`/api/v1/releases/${current}/flows.md`));
  expect(site.bytes('/api/v1/flows.xlsx')).toEqual(site.bytes(`/api/v1/releases/${current}/flows.xlsx`));
});

describe('every JSON file', () => {
  it('fits the published schema', () => {
    for (const path of jsonFiles) expect(validate(JSON.parse(site.text(path))), `${path} ${JSON.stringify(validate.errors)}`).toBe(true);
  });

  it('says which release and dataset it is of', () => {
    for (const release of releases) {
      expect(listOf(release)).toMatchObject({
        schemaVersion: '1.1.0',
        dataset: dataset.product.dataset,
        product: dataset.product.name,
        release,
      });
    }
  });

  it('has whole ports from 1 to 65535, ranges in order, and at least one transport and port for each flow', () => {
    for (const { id, transport, ports, sourcePorts } of releases.flatMap((release) => listOf(release).flows)) {
      expect(transport.length, id).toBeGreaterThan(0);
      expect(ports.length, id).toBeGreaterThan(0);
      for (const { from, to } of [...ports, ...sourcePorts]) {
        expect(Number.isInteger(from) && Number.isInteger(to), id).toBe(true);
        expect(
          [1, from, to, 65535].toSorted((a, b) => a - b),
          id,
        ).toEqual([1, from, to, 65535]);
      }
    }
  });

  it('names each flow once, in one of its two lists', () => {
    for (const release of releases) {
      const ids = [...listOf(release).flows, ...listOf(release).absent].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('keeps ids for good: each one ever published is a flow today, or told of in retired.yaml, and new ones are added to the list', () => {
    const published = readFileSync(join(import.meta.dirname, 'published-ids.txt'), 'utf8')
      .trim()
      .split('\n');
    const flows = dataset.features.flatMap((feature) => feature.flows.map(({ id }) => id));
    const retired = dataset.retired.map(({ id }) => id);
    expect(published).toEqual(published.toSorted());
    expect(
      published.filter((id) => !flows.includes(id) && !retired.includes(id)),
      'an id that was published is gone: consumers select by it, so put it back, or retire it in src/data/retired.yaml',
    ).toEqual([]);
    expect(
      flows.filter((id) => !published.includes(id)),
      'a new id will be published: add it to tests/dist/published-ids.txt, where it stays for good',
    ).toEqual([]);
  });
});

describe('every CSV file', () => {
  const texts = csvFiles.map((path) => ({ path, text: site.bytes(path).toString('latin1') }));

  it('is ASCII without a byte order mark, its first byte a letter, with CRLF and no other line break', () => {
    for (const { path, text } of texts) {
      expect(/^[a-z][ -~\r\n]*\r\n$/.test(text), path).toBe(true);
      expect(text.replaceAll('\r\n', ''), path).not.toMatch(/[\r\n]/);
    }
  });

  it('begins with the documented header: no "sep=", no comment, no port of an unnamed side', () => {
    for (const { path, text } of texts) expect(text.split('\r\n')[0], path).toBe(columns.join(','));
    expect(columns).toEqual(expect.arrayContaining(['port_from', 'port_to', 'source_port_from', 'source_port_to']));
    expect(columns).not.toContain('port');
  });

  it('has one record on each line, of as many cells as the header', () => {
    for (const { path, text } of texts) {
      const lines = text.split('\r\n').slice(1, -1);
      expect(recordsOf(text), path).toHaveLength(lines.length);
      for (const line of lines) expect(cellsOf(line), `${path}: ${line}`).toHaveLength(columns.length);
    }
  });

  it('has whole ports in their own cells, and no cell that a spreadsheet takes for a date, a sum of thousands or a formula', () => {
    for (const record of texts.flatMap(({ text }) => recordsOf(text))) {
      const [from, to] = [record.port_from, record.port_to].map(Number) as [number, number];
      expect(`${record.port_from} ${record.port_to}`).toMatch(/^\d{1,5} \d{1,5}$/);
      expect(
        [1, from, to, 65535].toSorted((a, b) => a - b),
        record.id,
      ).toEqual([1, from, to, 65535]);
      expect(record.transport).toMatch(/^(tcp|udp)$/);
      for (const [column, cell] of Object.entries(record)) {
        expect(cell, column).not.toMatch(/^\d{1,2}-\d{1,2}(-\d+)?$|^\d{1,3}(,\d{3})+$|^[=+\-@\t\r]/);
      }
    }
  });
});

it('has on the page of downloads the sizes and sums of the default release, and every list of every release', () => {
  const { document } = site.page('/downloads/');
  const rows = find(document, 'tr').flatMap((row) => {
    const [link] = find(row, '[download]');
    const cells = find(row, 'td').map((cell) => textOf(cell));
    return link && cells.length === 2 ? [{ path: attribute(link, 'href') as string, cells }] : [];
  });
  expect(rows.map(({ path }) => path).sort()).toEqual(published.filter((path) => /^\/api\/v1\/flows\./.test(path)));
  for (const { path, cells } of rows) {
    const bytes = site.bytes(path);
    expect(cells, path).toEqual([String(bytes.length), createHash('sha256').update(bytes).digest('hex')]);
  }
  const linked = find(document, '[download]').map((link) => attribute(link, 'href'));
  const kinds = ['flows.csv', 'flows.json', 'flows.md', 'flows.xlsx', 'oscal.json'].map((name) => `/api/v1/releases/{release}/${name}`);
  for (const release of releases) {
    for (const path of [...kinds, '/requests/{release}/all.txt', '/lists/{release}/all.txt'])
      expect(linked).toContain(path.replace('{release}', release));
  }
});

it('shows on the page of downloads how to import where a list is separated by semicolons, and a form without commas', () => {
  const text = textOf(first(site.page('/downloads/').document, 'main'));
  expect(text).toMatch(/semicolon/);
  expect(text).toMatch(/From Text\/CSV/);
  expect(text).toContain('/api/v1/flows.json');
});

it('has no feature without a flow in any release', () => {
  for (const feature of features) {
    const flows = releases.flatMap((release) => recordsOf(csvOf(release, feature)));
    expect(flows.length, feature).toBeGreaterThan(0);
  }
});
