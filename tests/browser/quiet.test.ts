/** Every page is quiet: nothing in the console, nothing asked of anybody else, nothing wider than the window. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { site } from '../dist/built.ts';
import { visits } from './visit.ts';

const { arrive, origin } = visits();

/** A desk, the same at 200 %, a phone, and the desk at 400 % (WCAG 2.2, 1.4.10). */
const widths = [1280, 640, 375, 320];

let page: Page;
/** Whatever a page said in the console, failed to load, or asked of another origin, which is refused. */
const noises: string[] = [];

beforeAll(async () => {
  page = await arrive();
  page.on('console', (message) => noises.push(`${message.type()}: ${message.text()} (${message.location().url})`));
  page.on('pageerror', (error) => noises.push(`error: ${error.stack}`));
  page.on('dialog', (dialog) => noises.push(`dialog: ${dialog.message()}`));
  page.on('requestfailed', (request) => {
    // Aborted: the page was left, or no longer needed it.
    const reason = request.failure()?.errorText;
    if (reason !== 'net::ERR_ABORTED') noises.push(`${reason}: ${request.url()}`);
  });
  page.on('response', (response) => response.status() < 400 || noises.push(`${response.status()}: ${response.url()}`));
  await page.route(
    (url) => url.origin !== origin(),
    (route) => route.abort(),
  );
});

it.each(site.pages.map(({ path }) => path))('%s', async (path) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(path);
  // What a page puts off until it has nothing else to do has begun by then.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));

  const tooWide: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const text of await sticksOut(page)) tooWide.push(`${width}: ${text}`);
  }
  await unfold(page);
  for (const text of await sticksOut(page)) tooWide.push(`unfolded: ${text}`);
  expect(tooWide).toEqual([]);
  // What the page before said too late for its own test counts here.
  expect(noises.splice(0)).toEqual([]);
});

/** What makes the page wider than the window, or is cut off at its edge without a way to scroll there. */
function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const isContent = ({ localName, childNodes }: Element) =>
      ['svg', 'img', 'input', 'select', 'button', 'kbd'].includes(localName) ||
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    /** Scrolled to inside a part of the page, or there for those who listen only. */
    const isReached = (element: Element) => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(at).overflowX) || at.getBoundingClientRect().width <= 1) return true;
      }
      return false;
    };
    const outside = [...document.body.querySelectorAll('*')].filter((element) => {
      const { right, left, width, height } = element.getBoundingClientRect();
      return (
        (right > clientWidth + 1 || left < -1) &&
        width > 1 &&
        height > 1 &&
        isContent(element) &&
        element.checkVisibility() &&
        !isReached(element)
      );
    });
    const found = outside.map((element) => element.outerHTML.slice(0, 120));
    return scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`, ...found] : found;
  });
}

/** Shows what is folded away, and what holds for another release. */
function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    for (const element of document.querySelectorAll<HTMLElement>('[data-in]')) element.hidden = false;
  });
}
