/** The site in a browser behind each server: it works under its content security policy, which lets nothing else in. */
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { writeBundle } from '../../scripts/bundle/write-bundle.ts';
import { samples } from '../browser/kinds.ts';
import { root, site } from '../dist/built.ts';
import { launchChromium } from '../site.ts';
import { type Server, servers } from './servers.ts';

const bundle = join(root, 'build');
const elsewhere = 'http://127.0.0.1:9/x.js';

type Make = (name: string, properties: Record<string, string>) => Element;
/** What somebody may try to bring into a page, and the words of its refusal. */
const attempts: readonly (readonly [violation: string, attempt: (make: Make, elsewhere: string) => unknown])[] = [
  ['script-src-elem: inline', (make) => document.body.append(make('script', { textContent: 'window.ran = true' }))],
  ['script-src-attr: inline', () => document.body.setAttribute('onclick', 'window.ran = true')],
  ['script-src: eval', () => setTimeout('window.ran = true')],
  [`script-src-elem: ${elsewhere}`, (make, src) => document.body.append(make('script', { src }))],
  ['style-src-elem: inline', (make) => document.body.append(make('style', { textContent: '*{}' }))],
  [`img-src: ${elsewhere}`, (make, src) => document.body.append(make('img', { src }))],
  [`connect-src: ${elsewhere}`, (_make, address) => fetch(address).catch(() => undefined)],
  ['frame-src: http://127.0.0.1:9', (make, src) => document.body.append(make('iframe', { src }))],
  ['object-src: http://127.0.0.1:9', (make, data) => document.body.append(make('object', { data }))],
  [`base-uri: ${elsewhere}`, (make, href) => document.head.append(make('base', { href }))],
];
let browser: Browser;

beforeAll(async () => {
  [browser] = await Promise.all([launchChromium(), writeBundle(join(root, 'dist'), bundle)]);
});
afterAll(() => browser?.close());

describe.each(Object.entries(servers))('behind %s', (_, start) => {
  let server: Server;
  beforeAll(async () => {
    server = await start(bundle);
  });
  afterAll(() => server?.stop());

  /** A page of a new reader, and what the policy refused there or the console complained of. */
  async function arrive(): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ baseURL: server.origin, colorScheme: 'light' });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    await context.exposeFunction('complain', (text: string) => complaints.push(text));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, disposition }) => {
        (window as unknown as { complain(text: string): void }).complain(`${disposition} ${violatedDirective}: ${blockedURI}`);
      });
    });
    const page = await context.newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
    return { page, complaints };
  }

  it('opens each page of the samples without a violation', async () => {
    const { page, complaints } = await arrive();
    for (const path of [...samples, '/print/5.1.0/?platform=fortigate']) {
      await page.goto(path);
      await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
    }
    expect(complaints).toEqual([]);
  });

  it('searches the text of pages, which needs WebAssembly', async () => {
    const { page, complaints } = await arrive();
    await page.goto('/');
    await page.locator('finder-box:visible input').fill('truncated');
    await page.locator('finder-box:visible .in-text a').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('keeps a chosen theme over links and a reload', async () => {
    const { page, complaints } = await arrive();
    await page.goto('/ports/');
    await page.getByRole('banner').getByLabel('Select theme').selectOption('dark');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Downloads' }).click();
    await page.waitForURL('**/downloads/');
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await theme()).toBe('dark');
    await page.reload();
    expect(await theme()).toBe('dark');
    expect(complaints).toEqual([]);
  });

  it('makes rules from answers in the builder', async () => {
    const { page, complaints } = await arrive();
    await page.goto('/builder/');
    await page.locator('#builder form:not([inert])').waitFor();
    await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
    await expect.poll(() => page.locator('#builder-text').textContent()).toContain('dport 25');
    expect(complaints).toEqual([]);
  });

  it('saves a file under the name of its link', async () => {
    const { page } = await arrive();
    await page.goto('/downloads/');
    const link = page.locator('a[download][href$="/flows.csv"]').first();
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toBe(await link.getAttribute('download'));
    const [straight] = await Promise.all([page.waitForEvent('download'), page.goto('/api/v1/flows.xlsx').catch(() => undefined)]);
    expect(straight.suggestedFilename()).toBe('flows.xlsx');
  });

  it('lets nothing in that is not of the site', async () => {
    const { page, complaints } = await arrive();
    await page.goto('/about/');
    for (const [violation, attempt] of attempts) {
      await page.evaluate(`(${attempt})((name, properties) => Object.assign(document.createElement(name), properties), '${elsewhere}')`);
      await page.locator('body').dispatchEvent('click');
      await expect.poll(() => complaints.splice(0).join('\n'), { message: violation }).toContain(`enforce ${violation}`);
    }
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });

  describe('for a page of another origin', () => {
    let other: string;
    const stranger = createServer((_request, response) => response.setHeader('Content-Type', 'text/html').end('<title>other</title>'));
    beforeAll(async () => {
      await once(stranger.listen(0, '127.0.0.1'), 'listening');
      other = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`;
    });
    afterAll(() => stranger.close());

    it('lets scripts read lists, rules and feeds, and nothing else', async () => {
      const { page } = await arrive();
      await page.goto(other);
      const read = (path: string) =>
        page.evaluate((address) => fetch(address).then((answer) => answer.text(), String), `${server.origin}${path}`);
      const shared = [
        '/api/v1/flows.json',
        '/api/v1/flows.csv',
        '/lists/5.1.0/all.txt',
        '/rules/5.1.0/nftables.nft',
        '/feeds/changes.atom',
      ];
      for (const path of shared) expect(await read(path), path).toBe(site.text(path));
      expect(await read('/finder.json')).toBe('TypeError: Failed to fetch');
    });

    it('refuses to be shown in a frame', async () => {
      const { page, complaints } = await arrive();
      await page.goto(other);
      await page.evaluate(
        (src) => document.body.append(Object.assign(document.createElement('iframe'), { src })),
        `${server.origin}/about/`,
      );
      await expect.poll(() => complaints.join('\n')).toMatch(/frame-ancestors 'none'/);
    });
  });
});

it('searches nothing and says so where WebAssembly may not run: it is the policy that lets it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hosting-'));
  symlinkSync(join(bundle, 'www'), join(folder, 'www'));
  const headers = readFileSync(join(bundle, 'headers.caddy'), 'utf8');
  writeFileSync(join(folder, 'headers.caddy'), headers.replace(" 'wasm-unsafe-eval'", ''));
  const server = await servers.caddy(folder);
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });
  await page.goto(server.origin);
  await page.locator('finder-box:visible input').fill('truncated');
  await page.locator('finder-box:visible').getByText('The text of the pages cannot be searched here.').waitFor({ timeout: 15_000 });
});
