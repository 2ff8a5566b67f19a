/** Nothing that is typed leaves the browser, and nothing runs but the scripts of the site. */
import { createHash } from 'node:crypto';
import type { Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stateText } from '#builder/state.ts';
import { site } from '../../dist/built.ts';
import { platforms } from '../../dist/published.ts';
import {
  builders,
  chooseEverything,
  copyLink,
  field,
  fillOwn,
  labReports,
  leave,
  ownState,
  ownText,
  ready,
  text,
  unfold,
} from './builder-page.ts';

const { arrive } = builders();

describe('nothing that is typed', () => {
  it('leaves the browser: there is no request once the page is loaded', async () => {
    const page = await arrive({ acceptDownloads: true });
    const requests: Request[] = [];
    await page.goto('/builder/');
    await ready(page);
    await page.waitForLoadState('networkidle');
    page.on('request', (request) => requests.push(request));
    await fillOwn(page, { prefix: 'ACME' });
    for (const { id } of platforms) await field(page, 'platform').selectOption(id);
    await chooseEverything(page);
    await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
    await copyLink(page);
    await unfold(page);
    await page.locator('#builder-report').fill(JSON.stringify(labReports[0]?.report));
    await page.locator('[data-finding-list] > li').first().waitFor();
    for (const button of await page.locator('#builder [data-download]').all()) {
      await Promise.all([page.waitForEvent('download'), button.click()]);
    }
    await page.goBack();
    // Chromium asks for the icon of the site at each entry of the history.
    const asked = requests.filter((request) => !request.url().startsWith('blob:') && new URL(request.url()).pathname !== '/favicon.svg');
    expect(asked.map((request) => request.url())).toEqual([]);
    for (const request of requests)
      expect(`${request.url()} ${JSON.stringify(request.headers())} ${request.postData()}`).not.toMatch(/10\.\d|eth\d|ACME/);
    await page.context().close();
  });

  it('stands in the address that is sent when a page is opened or left', async () => {
    const page = await arrive();
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.url()} ${JSON.stringify(request.headers())}`));
    await page.goto('/builder/');
    await ready(page);
    await fillOwn(page);
    await leave(page);
    const link = await page.evaluate(() => location.href);
    await page.locator('[data-flows] a').first().click();
    await page.waitForURL('**/features/**');
    await page.goto(link);
    await ready(page);
    // A browser keeps the fragment to itself; what is recorded here is what it knows, so the fragment is cut off.
    expect(sent.map((each) => each.replace(/#\S*/g, '')).filter((each) => each.includes('10.1.0.10'))).toEqual([]);
    await page.context().close();
  });
});

it('runs under a strict policy: scripts of the site and its known inline ones only', async () => {
  const html = site.text('/builder/index.html');
  const inline = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, code = '']) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`,
  );
  expect(html).not.toMatch(/\son[a-z]+=/);
  const policy = `default-src 'none'; script-src 'self' ${inline.join(' ')}; style-src 'self' 'unsafe-inline'; style-src-attr 'none'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  const page = await arrive({ acceptDownloads: true });
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { violations });
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
    );
  });
  await page.route('**/builder/', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } });
  });
  await page.goto('/builder/');
  await ready(page);
  const before = await page.evaluate(() => [...(window as unknown as { violations: string[] }).violations]);
  await fillOwn(page);
  await chooseEverything(page);
  await unfold(page);
  await copyLink(page);
  await Promise.all([page.waitForEvent('download'), page.locator('[data-download="rules"]').click()]);
  await Promise.all([page.waitForEvent('download'), page.locator('[data-download^="test."]').first().click()]);
  await page.locator('#builder-report').fill(JSON.stringify(labReports[0]?.report));
  await page.locator('[data-finding-list] > li').first().waitFor();
  await page
    .getByLabel('Open a file')
    .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(stateText(ownState)) });
  await expect.poll(() => text(page)).toBe(ownText);
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual(before);
  expect(before.filter((each) => each.startsWith('script'))).toEqual([]);
  await page.context().close();
});
