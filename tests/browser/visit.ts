import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { launchChromium, type Site, serveSite } from '../site.ts';

/** How a reader comes: whatever a browser context takes, the size of the window, and a script that runs before those of each page. */
export interface Reader extends BrowserContextOptions {
  readonly width?: number;
  readonly height?: number;
  readonly before?: () => void;
}

/** The built site in a browser, for the tests of one file. */
export function visits() {
  let browser: Browser;
  let site: Site;
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveSite()]);
  });
  afterAll(() => Promise.all([browser?.close(), site?.stop()]));

  /** A page of a browser that has been nowhere yet; paths that it goes to are those of the site. It stays until the tests are over. */
  async function arrive({ width = 1280, height = 900, before, ...options }: Reader = {}): Promise<Page> {
    const context = await browser.newContext({ baseURL: site.origin, viewport: { width, height }, ...options });
    context.setDefaultTimeout(30_000);
    if (before) await context.addInitScript(before);
    return context.newPage();
  }

  /** Opens a page of the site as a new reader, who leaves when the test is over. */
  async function visit(path: string, reader?: Reader): Promise<Page> {
    const page = await arrive(reader);
    onTestFinished(() => page.context().close());
    await page.goto(path);
    return page;
  }

  return { arrive, visit, origin: () => site.origin };
}

/** Text of an element as a reader sees it: without what is hidden. */
export async function shownText(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join('\n');
}
