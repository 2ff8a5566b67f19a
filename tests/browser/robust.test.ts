/** Whatever is missing or hostile, each page still does its job. */
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { current, listOf } from '../dist/published.ts';
import { samples } from './kinds.ts';
import { visits } from './visit.ts';

const { visit } = visits();

/** What goes wrong on a page from now on. */
function errorsOf(page: Page): string[] {
  const errors: string[] = [];
  const onError = ({ message }: Error) => errors.push(message);
  const onDialog = async (dialog: { message(): string; dismiss(): Promise<void> }) => {
    errors.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  };
  page.on('pageerror', onError);
  page.on('dialog', onDialog);
  onTestFinished(() => {
    page.off('pageerror', onError);
    page.off('dialog', onDialog);
  });
  return errors;
}

/** What a browser does last when a page has been loaded. */
const settled = (page: Page) => page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 1000 })));

const hostile = [
  '"><img src=x onerror=alert(1)>',
  "';alert(1);//",
  'javascript:alert(1)',
  '</script><script>alert(1)</script>',
  '__proto__',
  'constructor',
  '[data-release] *, html',
  '\u0000\u202e\ufeff',
  'x'.repeat(20_000),
];
const fields = ['q', 'release', 'direction', 'transport', 'zone', 'feature', 'needed', 'way', 'from', 'to', 'platform'];

describe('an address full of hostile values is inert', () => {
  it.each(samples)('%s', async (path) => {
    const page = await visit(path);
    const heading = await page.locator('h1').textContent();
    const errors = errorsOf(page);
    // Each field with another value, and each value in another field the next time.
    for (const shift of [0, 3, 6]) {
      const valueAt = (at: number) => (hostile[(at + shift) % hostile.length] as string).slice(0, 500);
      const query = new URLSearchParams(fields.map((field, at) => [field, valueAt(at)]));
      await page.goto(`${path}?${query}#${encodeURIComponent(valueAt(1))}`);
      await settled(page);
      expect(await page.locator('h1').textContent()).toBe(heading);
      expect(await page.locator('img[src="x"], [onerror]').count()).toBe(0);
    }
    await page.goto(`${path}?q=%E0%A4%A&release=%&&=&=x#%E0%A4%A`);
    await settled(page);
    expect(await page.locator('h1').textContent()).toBe(heading);
    expect(errors).toEqual([]);
    expect(await page.evaluate(() => Object.keys(Object.prototype))).toEqual([]);
  });
});

it.each(hostile)('the search takes %j as text', async (value) => {
  const page = await visit('/');
  const errors = errorsOf(page);
  const box = page.getByRole('main').getByRole('searchbox');
  await box.fill(value);
  // The box itself is loaded at the first sign of use; then it says what it has found.
  await page.locator('main finder-box [role="status"]', { hasText: /\w/ }).waitFor({ state: 'attached' });
  expect(await box.inputValue()).toBe(value);
  expect(await page.locator('img[src="x"], [onerror]').count()).toBe(0);
  expect(errors).toEqual([]);
});

describe('where a browser refuses storage', () => {
  /** As browsers do for which all site data are blocked. */
  const refuse = () => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        configurable: true,
        get() {
          throw new DOMException('refused', 'SecurityError');
        },
      });
    }
  };

  it.each(samples)('%s', async (path) => {
    const page = await visit('/404.html', { before: refuse });
    const errors = errorsOf(page);
    await page.goto(path);
    await settled(page);
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(errors).toEqual([]);
  });

  it('the theme and the filter still work', async () => {
    const page = await visit('/ports/', { before: refuse });
    await page.locator('starlight-theme-select select').first().selectOption('dark');
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await page.getByRole('searchbox', { name: /port/i }).first().fill('161');
    await expect.poll(() => page.locator('tr[data-flow]:visible').count()).toBe(1);
  });
});

describe('on a network so slow that scripts have not come yet', () => {
  it.each(samples)('%s', async (path) => {
    const page = await visit('/404.html');
    const held: (() => void)[] = [];
    const pattern = /\.(js|json|pagefind|pf_\w+|wasm)(\?|$)/;
    await page.route(pattern, (route) => new Promise<void>((resolve) => held.push(() => resolve(route.continue()))));
    onTestFinished(() => page.unroute(pattern));
    await page.goto(path, { waitUntil: 'commit' });
    await page.locator('footer').last().waitFor({ state: 'attached' });
    expect(await page.locator('h1').isVisible()).toBe(true);
    const words = (await page.locator('main').textContent()) ?? '';
    expect(words.length).toBeGreaterThan(100);
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).fontFamily)).toContain('Atkinson');
    for (const release of held.splice(0)) release();
  });

  it('the box of the start page leads to the table of all ports', async () => {
    const page = await visit('/404.html');
    await page.route(/\.js$/, () => undefined);
    onTestFinished(() => page.unrouteAll({ behavior: 'ignoreErrors' }));
    await page.goto('/', { waitUntil: 'commit' });
    await page.getByRole('main').getByRole('searchbox').fill('443');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ports/?q=443', { waitUntil: 'commit' });
    await page.locator('footer').last().waitFor({ state: 'attached' });
    expect(await page.locator('tr[data-flow]:visible').count()).toBe(listOf(current).flows.length);
  });
});
