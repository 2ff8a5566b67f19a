/** Every task is done without a mouse. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visits } from './visit.ts';

const { visit } = visits();
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    return element.getAttribute('aria-label') ?? (element as HTMLInputElement).name ?? element.textContent?.trim();
  });

it('skips to the content first of all', async () => {
  const page = await visit('/ports/');
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to content');
  await page.keyboard.press('Enter');
  expect(new URL(page.url()).hash).toBe('#_top');
});

it('reaches release, filter and table in this order, and the arrow keys scroll the table', async () => {
  const page = await visit('/ports/', { width: 800, height: 720 });
  await page.getByRole('combobox', { name: 'Release', exact: true }).focus();
  const visited: (string | undefined)[] = [];
  for (let steps = 0; steps < 40 && visited.at(-1) !== 'All ports'; steps++) {
    await page.keyboard.press('Tab');
    visited.push(await focused(page));
  }
  expect(visited.indexOf('q')).toBeGreaterThan(-1);
  expect(visited.at(-1)).toBe('All ports');
  const region = page.getByRole('region', { name: 'All ports' });
  const place = () => region.evaluate((element) => [element.scrollLeft, element.scrollTop]);
  expect(await place()).toEqual([0, 0]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await place()).every((offset) => offset > 0)).toBe(true);
});

it('follows the permalink of a flow to its card and marks it', async () => {
  const page = await visit('/features/backup/#backup-sftp');
  const card = page.locator('#backup-sftp');
  await expect.poll(async () => (await card.boundingBox())?.y ?? -1).toBeLessThan(300);
  expect(await card.evaluate((element) => element.matches(':target') && getComputedStyle(element).boxShadow !== 'none')).toBe(true);
});
