/** Every task is done without a mouse. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visits } from './visit.ts';

const { visit } = visits();

/** Where the keyboard is: what it is called, and whether a frame shows it. */
const focus = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const name = element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent?.trim();
    return { name, isMain: element.closest('main') !== null, isFramed: getComputedStyle(element).outlineStyle !== 'none' };
  });

it('skips to the content first of all', async () => {
  const page = await visit('/ports/');
  await page.keyboard.press('Tab');
  expect(await focus(page)).toMatchObject({ name: 'Skip to content' });
  expect(await page.getByRole('link', { name: 'Skip to content' }).isVisible()).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toBe('#_top');
  await page.keyboard.press('Tab');
  expect(await focus(page)).toMatchObject({ isMain: true });
});

it('reaches release, filter, table and its links in this order, and frames every stop', async () => {
  const page = await visit('/ports/');
  const stops: Awaited<ReturnType<typeof focus>>[] = [];
  while (stops.length < 100 && stops.at(-1)?.name !== 'Backup by FTP') {
    await page.keyboard.press('Tab');
    stops.push(await focus(page));
  }
  const names = stops.map(({ name = '' }) => name);
  expect(names.findIndex((name) => name.includes('(whole table)'))).toBeGreaterThan(-1);
  expect(names.findIndex((name) => name.includes('(whole table)'))).toBeLessThan(names.indexOf('q'));
  expect(names.slice(names.indexOf('q'))).toEqual([
    'q',
    'direction',
    'transport',
    'zone',
    'feature',
    'needed',
    'All ports',
    'TCP 21',
    'Backup by FTP',
  ]);
  expect(stops.filter(({ isFramed }) => !isFramed)).toEqual([]);
});

it('scrolls the table by the arrow keys', async () => {
  const page = await visit('/ports/', { width: 800, height: 720 });
  const region = page.getByRole('region', { name: 'All ports' });
  await region.focus();
  const place = () => region.evaluate((element) => [element.scrollLeft, element.scrollTop]);
  expect(await place()).toEqual([0, 0]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await place()).every((offset) => offset > 0)).toBe(true);
});

it('opens the permalink of a flow from its card', async () => {
  const page = await visit('/features/backup/');
  await page.getByRole('link', { name: 'Backup by SFTP', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => new URL(page.url()).hash).toBe('#backup-sftp');
  expect(await page.locator('#backup-sftp').evaluate((card) => card.matches(':target'))).toBe(true);
});
