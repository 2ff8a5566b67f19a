import type { Browser, Page } from 'playwright-core';

/** Milliseconds of one search. */
export interface AnswerTimes {
  /** From Ctrl+K to the cursor in the search box. */
  open: number;
  /** From the key press of the last digit to the first answer on the screen; nothing of the search is cached. */
  cold: number;
  /** The same for the same query, typed again on the same page. */
  warm: number;
}

/** How fast a quick typist types, in milliseconds from key to key. */
const keyDelay = 80;

/**
 * Searches for `query` on the page at `url` as a reader would: Ctrl+K, the digits, the first answer; then the same again.
 * @param answer selector of an answer that can be read
 * @throws when no box opens or no answer appears
 */
export async function firstAnswer(browser: Browser, url: string, query: string, answer: string): Promise<AnswerTimes> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(url, { waitUntil: 'networkidle' });
    // Stock Starlight makes its box when the browser is idle: pressed before that, Ctrl+K opens a dialog with nothing in it.
    await page.waitForSelector('input:is([type=text], [type=search])', { state: 'attached' });
    await watch(page, '');
    await page.keyboard.press('Control+k');
    const open = await reached(page, `Ctrl+K on ${url} opens no search box`);
    const cold = await type(page, query, answer);
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.waitForFunction((selector) => !document.querySelector(selector)?.checkVisibility(), answer);
    // What the first search started in the background is over, or it would be timed with the second.
    await page.waitForTimeout(500);
    return { open, cold, warm: await type(page, query, answer) };
  } finally {
    await context.close();
  }
}

async function type(page: Page, query: string, answer: string): Promise<number> {
  await watch(page, query, answer);
  await page.keyboard.type(query, { delay: keyDelay });
  return reached(page, `a search for ${query} on ${page.url()} does not come to "${answer}"`);
}

/**
 * Lets the page note the milliseconds from the last key press to the frame in which the box with the cursor holds `value` and, if
 * one is asked for, an answer is visible. Measured inside the page, so that the way to and from the browser does not count.
 */
async function watch(page: Page, value: string, answer?: string): Promise<void> {
  await page.evaluate(
    (wanted) => {
      let pressed = 0;
      const isReached = () => {
        const box = document.activeElement;
        if (!pressed || !(box instanceof HTMLInputElement) || box.value !== wanted.value) return false;
        return !wanted.answer || [...document.querySelectorAll(wanted.answer)].some((element) => element.checkVisibility());
      };
      const look = () => {
        if (isReached()) document.documentElement.setAttribute('data-measured', String(performance.now() - pressed));
        else requestAnimationFrame(look);
      };
      const notePress = (event: KeyboardEvent) => {
        pressed = event.timeStamp;
      };
      addEventListener('keydown', notePress, { capture: true });
      document.documentElement.removeAttribute('data-measured');
      requestAnimationFrame(look);
    },
    { value, answer },
  );
}

async function reached(page: Page, otherwise: string): Promise<number> {
  const noted = await page
    .waitForFunction(() => document.documentElement.getAttribute('data-measured'))
    .catch((error: unknown) => {
      throw new Error(otherwise, { cause: error });
    });
  return Number(await noted.jsonValue());
}
