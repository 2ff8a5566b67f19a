import type { Browser } from 'playwright-core';
import { median } from './comparison.ts';

/** Milliseconds from a stroke of a key in the builder to the rules of the whole gateway, on one platform. */
export interface BuilderTimes {
  /** Until the rules stand in the page. */
  readonly rules: number;
  /** Until what is in sight is laid out, too. */
  readonly layout: number;
}

const warming = 50;
const strokes = warming + 151;

/** Times typing into an address of the builder at `address`, with everything chosen and every address filled in: the slowest of the platforms. */
export async function builderTimes(browser: Browser, address: string): Promise<BuilderTimes> {
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('#builder form:not([inert])').waitFor();
  await page.check('[name="preset"][value="everything"]');
  const platforms = await page
    .locator('[name="platform"] option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  const times: BuilderTimes[] = [];
  for (const platform of platforms) {
    await page.selectOption('[name="platform"]', platform);
    await page.click('[data-example]');
    const measured = await page.evaluate((count) => {
      const field = document.querySelector('[name="a.dns-resolvers"]') as HTMLTextAreaElement;
      const before = field.value;
      return Array.from({ length: count }, (_, at) => {
        field.value = `${before}\n10.0.${at}.1`;
        const start = performance.now();
        field.dispatchEvent(new Event('input', { bubbles: true }));
        const rules = performance.now() - start;
        document.body.getBoundingClientRect();
        return { rules, layout: performance.now() - start };
      });
    }, strokes);
    const after = measured.slice(warming);
    times.push({ rules: median(after.map(({ rules }) => rules)), layout: median(after.map(({ layout }) => layout)) });
  }
  await page.close();
  return times.toSorted((a, b) => b.rules - a.rules)[0] ?? { rules: 0, layout: 0 };
}
