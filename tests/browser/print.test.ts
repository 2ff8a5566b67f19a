/** On paper nothing is hidden, cut or in the way. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { current, listOf } from '../dist/published.ts';
import { visits } from './visit.ts';

const { visit } = visits();

async function onPaper(path: string): Promise<Page> {
  const page = await visit(path, { width: 1000 });
  await page.emulateMedia({ media: 'print' });
  return page;
}

/** Elements whose content goes on beyond their edge, where paper would cut it. */
const clipped = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *')]
      .filter((element) => element.checkVisibility() && getComputedStyle(element).overflow !== 'visible')
      .filter(
        ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1,
      )
      .filter((element) => !element.closest('.sr-only'))
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );

it.each(['/ports/', '/features/backup/', '/hosts/', '/releases/5.1.0/', '/downloads/', '/guides/ftp/'])(
  '%s is cut nowhere',
  async (path) => {
    expect(await clipped(await onPaper(path))).toEqual([]);
  },
);

it('the table of all ports prints every flow, repeats its head, and leaves the controls out', async () => {
  const page = await onPaper('/ports/');
  const rows = page.locator('tr[data-flow]:visible');
  expect(await rows.count()).toBe(listOf(current).flows.length);
  expect(await page.locator('flow-table thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
  expect(await page.getByRole('search').filter({ visible: true }).count()).toBe(0);
  expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
});

it('the diagram prints with its text', async () => {
  const page = await onPaper('/features/backup/');
  expect(await page.locator('figure details ul').filter({ visible: true }).count()).toBe(1);
});

it('every page makes a PDF', async () => {
  const page = await visit('/features/backup/');
  const pdf = await page.pdf({ format: 'A4' });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(20_000);
});
