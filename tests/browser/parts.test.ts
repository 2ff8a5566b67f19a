/** A page that was too long to be sent as one: no page of today's data is, so some are cut into parts here. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { splitPage } from '#publish/split-page.ts';
import { site } from '../dist/built.ts';
import { type Reader, visits } from './visit.ts';

const { visit } = visits();

const path = '/ports/';
const whole = site.text(`${path}index.html`);
const parts = splitPage(whole, 90_000);
const feature = '/features/anti-virus/';
const featurePage = site.text(`${feature}index.html`);
const featureParts = splitPage(featurePage, Buffer.byteLength(featurePage) - 40_000);
const idsOf = (html: string) => [...html.matchAll(/<tr\b[^>]*\sdata-flow="([^"]+)"/g)].map(([, id]) => id);

/** Opens the page in parts, of which `missing` cannot be had. */
async function open(address: string, { missing = [], ...reader }: Reader & { missing?: string[] } = {}): Promise<Page> {
  const page = await visit('/about/', reader);
  const all = [...parts.map((part) => ({ ...part, of: path })), ...featureParts.map((part) => ({ ...part, of: feature }))];
  for (const { of, folder, html } of all) {
    await page.route(`**${of}${folder}*`, (route) =>
      missing.includes(folder) ? route.abort() : route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
    );
  }
  await page.goto(address);
  return page;
}
const rows = (page: Page) => page.locator('tr[data-flow]').evaluateAll((all) => all.map((row) => row.getAttribute('data-flow')));

it('is cut into several', () => {
  expect(parts.length).toBeGreaterThan(2);
  expect(featureParts.length).toBeGreaterThan(1);
  expect(parts.flatMap(({ html }) => idsOf(html))).toEqual(idsOf(whole));
});

it.each(parts.map(({ folder }) => folder))('is one again from "%s", in its order', async (folder) => {
  const page = await open(path + folder);
  await expect.poll(() => rows(page)).toEqual(idsOf(whole));
  expect(await page.locator('nav.parts').count()).toBe(0);
});

it('is filtered as a whole', async () => {
  const page = await open(`${path}?q=161`);
  await expect.poll(() => page.locator('tr[data-flow]:visible').count()).toBe(1);
});

it('leads to what the address points at, though it stood in another part', async () => {
  const id = featureParts.slice(1).flatMap(({ ids }) => ids)[0] ?? '';
  const page = await open(`${feature}#${id}`);
  await expect.poll(() => page.locator('nav.parts').count()).toBe(0);
  expect(await page.locator(':target').getAttribute('id')).toBe(id);
  expect(await page.locator(':target').evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
});

it('is not stopped by an address that points at nothing', async () => {
  const page = await open('/about/');
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  await page.goto(`${path}#%E0%A4%A`);
  await expect.poll(() => rows(page)).toEqual(idsOf(whole));
  expect(errors).toEqual([]);
});

it('keeps the links between its parts where one cannot be had', async () => {
  const page = await open(path, { missing: ['part-2/'] });
  await page.waitForLoadState('networkidle');
  expect(await page.locator('nav.parts').count()).toBe(2);
  expect(await rows(page)).toEqual(idsOf(parts[0]?.html ?? ''));
});

it('is read part by part without JavaScript', async () => {
  const page = await open(path, { javaScriptEnabled: false });
  const seen = [await rows(page)];
  for (let at = 2; at <= parts.length; at += 1) {
    await page
      .locator('nav.parts')
      .first()
      .getByRole('link', { name: `${at}`, exact: true })
      .click();
    await page.waitForURL(`**${path}part-${at}/`);
    seen.push(await rows(page));
  }
  expect(seen.flat()).toEqual(idsOf(whole));
});
