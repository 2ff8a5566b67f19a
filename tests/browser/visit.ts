import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchChromium, type Site, serveSite } from '../site.ts';

/** How a reader comes: whatever a browser context takes, the size of the window, and a script that runs before those of each page. */
export interface Reader extends BrowserContextOptions {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly before?: () => void;
}

/** The built site in a browser, for the tests of one file. */
export function visits() {
  let browser: Browser;
  let site: Site;
  /** Readers who have been here, by what they come with. */
  const readers = new Map<string, Page>();

  beforeAll(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite()]);
  });
  afterAll(() => Promise.all([browser?.close(), site?.stop()]));

  /** A page of a browser that has been nowhere yet; paths that it goes to are those of the site. */
  async function arrive({ width, height, before, ...options }: Reader = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: site.origin, ...options });
    context.setDefaultTimeout(15_000);
    if (before) await context.addInitScript(before);
    const page = await context.newPage();
    await page.setViewportSize(sizeOf({ width, height }));
    return page;
  }

  /** Opens a page of the site as a reader who has never chosen anything there. */
  async function visit(path: string, reader: Reader = {}): Promise<Page> {
    if (reader.before) {
      const page = await arrive(reader);
      onTestFinished(() => page.context().close());
      await page.goto(path);
      return page;
    }
    // A new context takes longer than all that a test does in it, so a page is used again, without its memory.
    const key = JSON.stringify({ ...reader, width: undefined, height: undefined });
    const page = readers.get(key) ?? (await arrive(reader));
    if (readers.has(key)) await forget(page, reader);
    readers.set(key, page);
    await page.goto(path);
    return page;
  }

  async function forget(page: Page, { width, height, colorScheme }: Reader) {
    await page.evaluate(() => {
      if (location.protocol !== 'http:') return;
      localStorage.clear();
      sessionStorage.clear();
    });
    await page.goto('about:blank');
    await page.emulateMedia({ media: null, colorScheme: colorScheme ?? null });
    await page.setViewportSize(sizeOf({ width, height }));
  }

  return { arrive, visit, origin: () => site.origin };
}

const sizeOf = ({ width = 1280, height = 900 }: Pick<Reader, 'width' | 'height'>) => ({ width, height });

/** Text of an element as a reader sees it: without what is hidden. */
export async function shownText(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join('\n');
}

/** What a click on a button puts on the clipboard, which is emptied before: the page still says "Copied" of an earlier one. */
export async function copiedBy(button: Locator): Promise<string> {
  const page = button.page();
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await button.click();
  return (await page.waitForFunction(() => navigator.clipboard.readText())).jsonValue();
}
