/** On paper nothing is hidden, cut or in the way. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { current, listOf } from '../dist/published.ts';
import { type Reader, visits } from './visit.ts';

const { visit } = visits();

/** A page as it is laid out on A4 with the margins of Chromium, 210 mm less twice 1 cm. */
async function onPaper(path: string, reader?: Reader): Promise<Page> {
  const page = await visit(path, { ...reader, width: 718 });
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

/** Elements that are wider than the paper. */
const tooWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );

/** Text whose colour does not stand out from white paper: a browser prints no backgrounds unless it is told to, but the fills of a drawing. */
const faint = (page: Page) =>
  page.evaluate(() => {
    // WCAG 2.2, relative luminance.
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const hasText = ({ childNodes }: Element) =>
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...document.querySelectorAll('main *:not(svg *)')]
      .filter((element) => element.checkVisibility() && hasText(element))
      .map((element) => ({ colour: getComputedStyle(element).color, text: element.outerHTML.slice(0, 120) }))
      .filter(({ colour }) => 1.05 / (luminance(colour) + 0.05) < 4.5)
      .map(({ colour, text }) => `${colour} ${text}`);
  });

const paths = [
  '/ports/',
  '/features/backup/',
  '/hosts/',
  '/releases/5.1.0/',
  '/releases/6.3.0/',
  '/releases/5.1.0/6.3.0/',
  '/downloads/',
  '/guides/ftp/',
  '/rules/',
  '/rules/nftables/',
];

it.each(paths)('%s is cut nowhere', async (path) => {
  const page = await onPaper(path);
  expect(await clipped(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
});

it.each(paths)('%s is dark on white, also when the screen is dark', async (path) => {
  expect(await faint(await onPaper(path, { colorScheme: 'dark' }))).toEqual([]);
});

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
