/** The offline copy as files: nothing in it needs a server, and what it holds is what the site has. */
import { createHash } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import type { FileIndex } from '#exports/index-json.ts';
import { isPartOfPages } from '#publish/part-of-pages.ts';
import { attribute, find, readSite, site, textOf } from './built.ts';
import { brokenAddresses } from './disk-links.ts';
import { unpackCopy } from './offline-copy.ts';
import { dataset, releases } from './published.ts';

const { folder, entries, remove } = unpackCopy(site);
afterAll(remove);
const copy = readSite(folder);
const zip = `/portcullis-${dataset.product.dataset}.zip`;

it('unpacks into one folder named after the dataset, in the order of names, without the time of the build', () => {
  const names = entries.map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names.filter((name) => !name.startsWith(`portcullis-${dataset.product.dataset}/`))).toEqual([]);
  // 1980-01-01 00:00:00, the first day that the format knows.
  expect(new Set(entries.map(({ stamp }) => stamp))).toEqual(new Set([0x0021_0000]));
});

it('has every page of the site but that of a missing address, with the same text', () => {
  const pages = site.pages.map(({ path }) => path).filter((path) => path !== '/404.html');
  expect(copy.pages.map(({ path }) => path)).toEqual(pages);
  const other = pages.filter((path) => textOf(copy.page(path).document) !== textOf(site.page(path).document));
  expect(other).toEqual(['/downloads/']);
});

it('has every file for programs as it is on the site, and an index and sums that are true of the copy', () => {
  const files = site.files.filter((path) => !isPartOfPages(path) && path !== zip);
  const own = ['/SHA256SUMS', '/api/v1/index.json', '/downloads/index.md'];
  expect(files.filter((path) => !copy.bytes(path).equals(site.bytes(path)))).toEqual(own);

  const index: FileIndex = JSON.parse(copy.text('/api/v1/index.json'));
  expect(index.files.map(({ path }) => path)).toEqual(files.filter((path) => path !== own[0] && path !== own[1]));
  const sums = copy.text('/SHA256SUMS').trimEnd().split('\n');
  expect(sums).toHaveLength(index.files.length + 1);
  for (const line of sums) {
    const path = `/${line.slice(66)}`;
    expect(createHash('sha256').update(copy.bytes(path)).digest('hex'), path).toBe(line.slice(0, 64));
  }
});

it('has no address that leads nowhere from a disk', () => {
  expect(brokenAddresses(copy, releases)).toEqual([]);
});

it('loads no module, which a browser refuses from a disk', () => {
  const found = copy.pages.flatMap(({ path, document }) =>
    find(document, 'script[src]').flatMap((script) => (attribute(script, 'type') === undefined ? [] : [path])),
  );
  expect(found).toEqual([]);
  const scripts = copy.files.filter((path) => path.endsWith('.js'));
  expect(scripts.filter((path) => !path.startsWith('/_offline/'))).toEqual([]);
  expect(
    scripts.filter((path) => /\bimport\s*[{"']|import\.meta|^export\b/m.test(copy.text(path).replaceAll(/"(?:[^"\\]|\\.)*"/g, ''))),
  ).toEqual([]);
});

it('is offered by the site with its size, and not by itself', () => {
  const offered = (from: typeof site) =>
    find(from.page('/downloads/').document, 'a[download]').filter((link) => attribute(link, 'href')?.endsWith('.zip')).length;
  expect([offered(site), offered(copy)]).toEqual([1, 0]);
  const megabytes = (site.bytes(zip).length / 1e6).toFixed(1);
  expect(textOf(site.page('/downloads/').document)).toContain(`${zip.slice(1)} (${megabytes} MB) is the whole site`);
  expect(site.bytes(zip).length).toBeLessThan(20e6);
  const said = `You are reading the offline copy of dataset ${dataset.product.dataset}.`;
  expect([site, copy].map((each) => textOf(each.page('/downloads/').document).includes(said))).toEqual([false, true]);
});
