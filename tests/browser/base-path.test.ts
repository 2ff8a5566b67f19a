/** The site as it is built for a path below the root of a server: nothing leads out of that path, and everything works in it. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FileIndex } from '#exports/index-json.ts';
import { type Site as Files, first, readSite, textOf } from '../dist/built.ts';
import { brokenAddresses } from '../dist/disk-links.ts';
import { brokenReferences } from '../dist/links.ts';
import { unpackCopy } from '../dist/offline-copy.ts';
import { current, releases } from '../dist/published.ts';
import { copyProject, type Trial } from '../dist/trial.ts';
import { launchChromium, type Site, serveSite } from '../site.ts';

const base = '/docs/ports/';
/** Where such a site may stand (RFC 2606). */
const origin = 'https://intranet.example';
let trial: Trial;
let files: Files;
let served: Site;
let browser: Browser;
let page: Page;
/** Whatever was asked for outside of the path, or could not be had. */
const noises: string[] = [];

beforeAll(async () => {
  trial = copyProject();
  appendFileSync(join(trial.folder, 'src/data/product.yaml'), `\nsite: ${origin}\n`);
  const { status, output } = await trial.build({ PORTCULLIS_BASE: base });
  expect(status, output).toBe(0);
  const folder = join(trial.folder, 'dist');
  files = readSite(folder);
  [browser, served] = await Promise.all([launchChromium(), serveSite(folder, base)]);
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(15_000);
  page.on('request', (request) => request.url().startsWith(served.address('/')) || noises.push(`asked for ${request.url()}`));
  page.on('response', (response) => response.status() < 400 || noises.push(`${response.status()}: ${response.url()}`));
  page.on('console', (message) => noises.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => noises.push(`error: ${error.stack}`));
}, 300_000);
beforeEach(() => {
  noises.length = 0;
});
afterAll(async () => {
  await Promise.all([browser?.close(), served?.stop()]);
  trial?.remove();
});

const open = (path: `/${string}`) => page.goto(served.address(path));
const arrived = (path: `/${string}`) => page.waitForURL((url) => url.href.replace(/[?#].*$/, '') === served.address(path));

it('keeps every link, image, script, style, file and #id of every page below the path, and of the offline copy in its folder', () => {
  expect(brokenReferences(files, base, releases)).toEqual([]);
  const copy = unpackCopy(files);
  expect(brokenAddresses(readSite(copy.folder), releases)).toEqual([]);
  copy.remove();
});

it('keeps the links of llms.txt and of the Markdown of every page below the path', () => {
  const texts = files.files.filter((path) => path === '/llms.txt' || path.endsWith('/index.md'));
  expect(texts.length).toBeGreaterThan(100);
  const there = new Set(files.files.map((path) => path.replace(/index\.html$/, '')));
  const broken = texts.flatMap((path) =>
    [...files.text(path).matchAll(/\]\(<?(\/[^)#?> ]*)/g)]
      .map(([, address = '']) => address)
      .filter((address) => !address.startsWith(base) || !there.has(`/${address.slice(base.length)}`))
      .map((address) => `${path} ${address}`),
  );
  expect(broken).toEqual([]);
});

it('gives the site and the path to every address that has to be whole: of feeds, of pages for search engines, of the sitemap', () => {
  const feeds = files.files.filter((path) => path.startsWith('/feeds/'));
  const addresses = [...feeds, '/sitemap-0.xml', '/index.html'].flatMap((path) => {
    const found = files.text(path).match(/https:\/\/intranet\.example[^"'<> \\]*/g) ?? [];
    expect(found.length, path).toBeGreaterThan(0);
    return found;
  });
  expect(addresses.filter((address) => !address.startsWith(`${origin}${base}`))).toEqual([]);
  const there = new Set(files.files.map((path) => path.replace(/index\.html$/, '')));
  const broken = addresses.map((address) => `/${address.slice(origin.length + base.length).replace(/[?#].*$/, '')}`);
  expect(broken.filter((path) => !there.has(path))).toEqual([]);
});

it('has an index whose paths, below that of the site, are its files', () => {
  const index: FileIndex = JSON.parse(files.text('/api/v1/index.json'));
  expect(index.files.length).toBeGreaterThan(4000);
  const there = new Set(files.files);
  expect(index.files.filter(({ path }) => !there.has(path))).toEqual([]);
});

it('answers a missing address with its own page', async () => {
  await page.goto(served.address('/no-such-page/'));
  expect(textOf(first(files.page('/404.html').document, 'h1'))).toBe(await page.getByRole('heading', { level: 1 }).textContent());
  noises.length = 0;
  await page.getByRole('banner').getByRole('link', { name: 'Portcullis' }).click();
  await arrived('/');
  expect(noises).toEqual([]);
});

it('finds ports, hosts and words, and leads there', async () => {
  await open('/');
  const main = page.getByRole('main');
  await main.getByRole('searchbox').fill('11371');
  await main.locator('.answers a').first().click();
  await arrived('/ports/11371/');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('stateful');
  await dialog.locator('.in-text a').first().click();
  await page.waitForURL((url) => url.pathname !== `${base}ports/11371/` && url.pathname.startsWith(base));
  expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toMatch(/not found/i);
  expect(noises).toEqual([]);
});

it('switches the release, and loads the rules of another one', async () => {
  await open('/features/backup/');
  await page.getByRole('combobox', { name: 'Release' }).selectOption('4.7.2');
  const rules = files.text('/rules/4.7.2/backup/nftables.nft');
  await page.getByRole('tab', { name: 'nftables' }).click();
  await expect.poll(() => page.locator('#text-nftables').textContent()).toBe(rules);
  await open('/releases/5.1.0/6.3.0/');
  await page.getByRole('combobox', { name: 'From' }).selectOption('4.7.2');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await arrived('/releases/4.7.2/6.3.0/');
  expect(noises).toEqual([]);
});

it('builds rules', async () => {
  await open('/builder/');
  await page.locator('#builder form:not([inert])').waitFor();
  await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
  await expect.poll(() => page.locator('#builder-text').textContent()).toContain('dport 25');
  const links = await page.locator('#builder [data-flows] a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).pathname));
  expect(links.filter((path) => !path.startsWith(`${base}features/`))).toEqual([]);
  expect(noises).toEqual([]);
});

it('saves a download', async () => {
  await open('/downloads/');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: `CSV, CSV of ${current}` }).click()]);
  expect(readFileSync(await download.path(), 'utf8')).toBe(files.text(`/api/v1/releases/${current}/flows.csv`));
});
