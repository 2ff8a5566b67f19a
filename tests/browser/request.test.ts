/** The change request on the page of a feature: what is shown is what is copied and what is downloaded, for the chosen release. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { site } from '../dist/built.ts';
import { current, dataset } from '../dist/published.ts';
import { copiedBy, visits } from './visit.ts';

const { visit } = visits();
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const published = (release: string) => site.text(`/requests/${release}/backup.txt`);
const copyButton = (page: Page) => page.getByRole('button', { name: 'Copy: Change request for Backup and restore' });
const text = (page: Page) => page.locator('#request-text');

async function taken(page: Page) {
  const copied = await copiedBy(copyButton(page));
  const link = page.getByRole('link', { name: 'Download: Change request for Backup and restore' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { copied, saved: readFileSync(await download.path(), 'utf8'), name: download.suggestedFilename() };
}

it('is folded, and copied and saved whole all the same', async () => {
  const page = await visit('/features/backup/', clipboard);
  expect(await text(page).isVisible()).toBe(false);
  expect(await taken(page)).toEqual({
    copied: published(current),
    saved: published(current),
    name: `portcullis-${current}-backup-change-request-${dataset.product.dataset}.txt`,
  });
  await page.getByText('Show the text').click();
  expect(await text(page).isVisible()).toBe(true);
  expect(await text(page).textContent()).toBe(published(current));
});

it('follows the release, and never shows one under the name of another', async () => {
  const page = await visit('/features/backup/?release=6.3.0', clipboard);
  await page.locator('#request-text', { hasText: `${dataset.product.name} 6.3.0` }).waitFor({ state: 'attached' });
  expect(await taken(page)).toEqual({
    copied: published('6.3.0'),
    saved: published('6.3.0'),
    name: `portcullis-6.3.0-backup-change-request-${dataset.product.dataset}.txt`,
  });
  await page.getByRole('combobox', { name: 'Release' }).selectOption(current);
  expect(await text(page).textContent()).toBe(published(current));
});

it('says so where the one of another release cannot be loaded, and shows none', async () => {
  const page = await visit('/features/backup/');
  await page.route('**/requests/**', (route) => route.abort());
  await page.getByRole('combobox', { name: 'Release' }).selectOption('4.7.2');
  await page.getByText('The change request of 4.7.2 could not be loaded here: download the file.').waitFor();
  expect(await text(page).textContent()).toBe('');
});

it('opens without JavaScript, and stands open on paper', async () => {
  const plain = await visit('/features/backup/', { javaScriptEnabled: false });
  await plain.getByText('Show the text').click();
  expect(await text(plain).isVisible()).toBe(true);
  const paper = await visit('/features/backup/');
  await paper.emulateMedia({ media: 'print' });
  expect(await text(paper).isVisible()).toBe(true);
  expect(await text(paper).evaluate((pre) => pre.getBoundingClientRect().height)).toBeGreaterThan(1000);
});
