/** The offline copy, opened from a disk by a browser without a network. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { rulesPath } from '#site/files.ts';
import { site } from '../dist/built.ts';
import { unpackCopy } from '../dist/offline-copy.ts';
import { current, listOf, platforms } from '../dist/published.ts';
import { launchChromium } from '../site.ts';
import { kindOf } from './kinds.ts';
import { copiedBy } from './visit.ts';

const { folder, remove } = unpackCopy(site);
const nftables = platforms.find(({ id }) => id === 'nftables') as (typeof platforms)[number];
const file = (path: string) => pathToFileURL(join(folder, path)).href;

let browser: Browser;
let page: Page;
/** Whatever a page asked of something else than its folder, said in the console, or failed to load. */
const noises: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
beforeEach(async () => {
  const context = await browser.newContext({ offline: true, permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${file('')}/`)) noises.push(`asked for ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    // Aborted: a file is saved instead of opened.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED') noises.push(`${request.failure()?.errorText}: ${request.url()}`);
  });
  page.on('console', (message) => noises.push(`${message.type()}: ${message.text()} (${page.url()})`));
  page.on('pageerror', (error) => noises.push(`error: ${error.stack}`));
});
afterEach(async () => {
  await page.context().close();
  expect(noises.splice(0)).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  remove();
});

const open = (path: string) => page.goto(file(path));
const follow = (name: string) => page.getByRole('link', { name, exact: true }).filter({ visible: true }).first().click();

it('opens a page of every kind, with its styles and fonts', async () => {
  const paths = site.pages.map(({ path }) => path).filter((path) => path !== '/404.html');
  for (const [path] of Map.groupBy(paths, kindOf).values()) {
    await open(`${path}index.html`);
    // What a page puts off until it has nothing else to do has begun by then.
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    const { fonts, sheets } = await page.evaluate(async () => ({
      fonts: (await document.fonts.load('1em "Atkinson Hyperlegible Next Variable"')).length,
      sheets: [...document.styleSheets].filter(({ href }) => href !== null).length,
    }));
    expect([path, fonts > 0, sheets > 0]).toEqual([path, true, true]);
  }
});

it('leads from page to page by the links of the site', async () => {
  await open('index.html');
  for (const [name, path] of [
    ['All ports', 'ports/index.html'],
    ['Host names', 'hosts/index.html'],
    ['Key servers', 'features/key-servers/index.html'],
    ['Releases', 'releases/index.html'],
    ['Downloads', 'downloads/index.html'],
  ] as const) {
    await follow(name);
    await page.waitForURL(file(path));
  }
  await page.getByRole('banner').getByRole('link', { name: 'Portcullis' }).click();
  await page.waitForURL(file('index.html'));
});

it('finds a port and a host, and leads there; of what stands in the text it says that it cannot be searched', async () => {
  await open('features/dns/index.html');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('11371');
  await dialog.getByRole('link', { name: /11371/ }).first().click();
  await page.waitForURL(
    (url) => url.href.startsWith(file('ports/11371/index.html')) || url.href.startsWith(file('features/key-servers/index.html')),
  );
  await open('index.html');
  const main = page.getByRole('main');
  await main.getByRole('searchbox').fill('apc.avira.com');
  await main.getByRole('searchbox').press('Enter');
  await page.waitForURL((url) => /hosts|features/.test(url.pathname) && url.pathname.endsWith('/index.html'));
  await open('index.html');
  await main.getByRole('searchbox').fill('zzz');
  await main.getByText('The text of the pages cannot be searched here.').waitFor();
  await follow('See all ports in one table');
  await page.waitForURL(file('ports/index.html'));
});

it('filters the table of all ports, says so in the address, and follows the release', async () => {
  await open('ports/index.html');
  await page.getByLabel('Text, port or host').fill('udp/53');
  const { flows } = listOf(current);
  const wanted = flows.filter(({ transport, ports }) => transport.includes('udp') && ports.some(({ from }) => from === 53));
  expect(await page.locator('flow-table tbody tr:visible').count()).toBe(wanted.length);
  expect(await page.evaluate(() => location.search)).toBe('?q=udp%2F53');
  await page.getByRole('combobox', { name: 'Release' }).selectOption('6.3.0');
  await page.locator('[data-in="6.3.0"]').filter({ visible: true }).first().waitFor();
  await page.goto(file('hosts/index.html'));
  expect(await page.getByRole('combobox', { name: 'Release' }).inputValue()).toBe('6.3.0');
});

it('shows the rules of every platform and release, and copies them', async () => {
  await open('features/backup/index.html');
  await page.getByRole('tab', { name: 'FortiGate' }).click();
  const [fortigate] = platforms.filter(({ name }) => name === 'FortiGate');
  for (const release of [current, '4.7.2']) {
    await page.getByRole('combobox', { name: 'Release' }).selectOption(release);
    const rules = readFileSync(join(folder, rulesPath({ platform: fortigate as typeof nftables, release, feature: 'backup' })), 'utf8');
    await expect.poll(() => page.locator('#text-fortigate').textContent()).toBe(rules);
    expect(await copiedBy(page.getByRole('button', { name: /^Copy: FortiGate rules/ }))).toBe(rules);
  }
});

it('shows a comparison, restricted to the features in use, and the way to another one', async () => {
  await open('releases/5.1.0/6.3.0/index.html');
  await page.getByText('Restrict to the features you use').click();
  await page.getByRole('button', { name: 'None', exact: true }).click();
  await page.getByRole('checkbox', { name: 'SNMP' }).check();
  await expect.poll(() => page.locator('comparison-page pre code').textContent()).toContain('161');
  await page.getByRole('combobox', { name: 'From' }).selectOption('4.7.2');
  await page.getByRole('button', { name: 'Compare' }).click();
  await page.waitForURL(file('releases/4.7.2/6.3.0/index.html'));
});

it('builds rules', async () => {
  await open('builder/index.html');
  await page.locator('#builder form:not([inert])').waitFor();
  await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
  await expect.poll(() => page.locator('#builder-text').textContent()).toContain('dport 25');
  await page.locator('#builder [data-flows] a[href]').filter({ visible: true }).first().click();
  await page.waitForURL((url) => url.pathname.includes('/features/') && url.pathname.endsWith('/index.html'));
});

it('has the files that it offers to download', async () => {
  await open('downloads/index.html');
  const links = await page.locator('main a[download]').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((link) => !existsSync(fileURLToPath(link)))).toEqual([]);
});

it('keeps the theme from page to page', async () => {
  await open('ports/index.html');
  await page.getByRole('banner').getByLabel('Select theme').selectOption('light');
  await page.getByRole('banner').getByRole('link', { name: 'Downloads' }).click();
  await page.waitForURL(file('downloads/index.html'));
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
});

it('reads without JavaScript', async () => {
  const plain = await (await browser.newContext({ offline: true, javaScriptEnabled: false })).newPage();
  await plain.goto(file('index.html'));
  await plain.getByRole('link', { name: 'All ports' }).filter({ visible: true }).first().click();
  await plain.waitForURL(file('ports/index.html'));
  expect(await plain.locator('flow-table tbody tr:visible').count()).toBe(listOf(current).flows.length);
  await plain.context().close();
});
