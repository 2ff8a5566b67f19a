/** What is shown of the rules is what is copied and what is downloaded, byte for byte, on every platform. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { current, dataset, platforms } from '../dist/published.ts';
import { copiedBy, visits } from './visit.ts';

const { visit } = visits();
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const shownPanels = (page: Page) => page.locator('rule-tabs .panel:visible');

/** The texts of rules that are to be seen: what is shown, what its button copies, and what its link saves. */
async function texts(page: Page): Promise<{ shown: string | null; copied: string; saved: string }[]> {
  const found = [];
  for (const text of await page.locator('.rule-text release-text:visible').all()) {
    const copied = await copiedBy(text.getByRole('button', { name: /^Copy/ }));
    const [download] = await Promise.all([page.waitForEvent('download'), text.getByRole('link', { name: /^Download/ }).click()]);
    found.push({ shown: await text.locator('pre').textContent(), copied, saved: readFileSync(await download.path(), 'utf8') });
  }
  return found;
}

const alike = (text: { shown: string | null; copied: string; saved: string }, release: string) => {
  expect(text.copied).toBe(text.shown);
  expect(text.saved).toBe(text.shown);
  expect(text.shown).toContain(` ${release}: `);
};

describe('on the page of a feature', () => {
  it('shows one platform at a time, by a click', async () => {
    const page = await visit('/features/backup/');
    for (const { id, name } of platforms) {
      await tab(page, name).click();
      expect(await shownPanels(page).evaluateAll((panels) => panels.map((panel) => panel.id))).toEqual([`rules-${id}`]);
      expect(await page.getByRole('tab', { selected: true }).textContent()).toBe(name);
    }
  });

  it('shows, copies and saves the same bytes for every platform', async () => {
    const page = await visit('/features/backup/', clipboard);
    for (const { name } of platforms) {
      await tab(page, name).click();
      const [text, ...more] = await texts(page);
      expect(more).toEqual([]);
      alike(text as never, current);
    }
  });

  it('does so for another release too, and never shows the rules of one under the name of another', async () => {
    const page = await visit('/features/backup/?release=4.7.2', clipboard);
    await page.locator('.rule-text:visible pre', { hasText: '4.7.2' }).waitFor();
    for (const text of await texts(page)) alike(text, '4.7.2');
    await page.getByRole('combobox', { name: 'Release' }).selectOption(current);
    for (const text of await texts(page)) alike(text, current);
  });

  it('says so where the rules of another release cannot be loaded, and shows none', async () => {
    const page = await visit('/features/backup/');
    await page.route('**/rules/**', (route) => route.abort());
    await page.getByRole('combobox', { name: 'Release' }).selectOption('4.7.2');
    await page.getByText('The rules of 4.7.2 could not be loaded here: download the file.').first().waitFor();
    expect(await page.locator('.rule-text:visible pre').textContent()).toBe('');
    await page.unroute('**/rules/**');
  });

  it('keeps the platform for the next page, and takes the one that a link names', async () => {
    const last = platforms.at(-1) as (typeof platforms)[number];
    const page = await visit('/features/backup/');
    await tab(page, last.name).click();
    await page.goto('/features/dns/');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe(last.name);
    await page.goto('/features/smtp/#rules-nftables');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('nftables');
  });

  it('is worked by the keyboard: one stop, arrows, Home and End', async () => {
    const page = await visit('/features/dns/');
    const names = platforms.map(({ name }) => name);
    await tab(page, names[0] as string).focus();
    for (const [key, name] of [
      ['ArrowRight', names[1]],
      ['End', names.at(-1)],
      ['ArrowRight', names[0]],
      ['ArrowLeft', names.at(-1)],
      ['Home', names[0]],
    ]) {
      await page.keyboard.press(key as string);
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(name);
      expect(await page.getByRole('tab', { selected: true }).textContent()).toBe(name);
    }
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=tabpanel]')?.id)).toBe(`rules-${platforms[0]?.id}`);
  });

  it('shows every platform without JavaScript, and on paper', async () => {
    const plain = await visit('/features/dns/', { javaScriptEnabled: false });
    expect(await plain.locator('rule-tabs pre:visible').count()).toBe(platforms.length);
    expect(await plain.getByRole('tablist').count()).toBe(0);
    const paper = await visit('/features/dns/');
    await paper.emulateMedia({ media: 'print' });
    expect(await paper.locator('rule-tabs pre:visible').count()).toBe(platforms.length);
    expect(await paper.locator('rule-tabs h3:visible').count()).toBe(platforms.length);
  });

  it('lists what no rule can be written for, in sight', async () => {
    const page = await visit('/features/reputation/');
    await page.getByText('No rule can be written').filter({ visible: true }).waitFor();
    expect(await page.locator('.rule-text:visible .gaps li:visible').first().textContent()).toContain('names no host');
  });
});

describe.each(platforms)('on the page of $name', ({ id, name }) => {
  it('shows, copies and saves the same bytes, in every form that it shows', async () => {
    const page = await visit(`/rules/${id}/`, clipboard);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`${name} rules`);
    for (const summary of await page.locator('details.edition > summary').all()) await summary.click();
    const found = await texts(page);
    expect(found.length).toBe(await page.locator('.rule-text release-text').count());
    expect(new Set(found.map(({ shown }) => shown)).size).toBe(found.length);
    for (const text of found) alike(text, current);
  });

  it('follows the release', async () => {
    const { release } = dataset.releases.at(-1) as (typeof dataset.releases)[number];
    const page = await visit(`/rules/${id}/?release=${release}`, clipboard);
    await page.locator('.rule-text:visible pre', { hasText: ` ${release}: ` }).waitFor();
    for (const text of await texts(page)) alike(text, release);
  });
});
