/** The chosen theme stays, and nothing is told by colour alone. */
import { expect, it } from 'vitest';
import { shownText, visits } from './visit.ts';

const { visit } = visits();

it.each([
  ['light', 'dark'],
  ['dark', 'light'],
] as const)('on a %s screen keeps the %s theme over links and a reload, from before anything is drawn', async (colorScheme, chosen) => {
  const page = await visit('/ports/', {
    colorScheme,
    // What the theme is at the moment that there is something to draw.
    before: () => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        observer.disconnect();
        Object.assign(window, { themeAtFirst: document.documentElement.dataset.theme });
      }).observe(document, { childList: true, subtree: true });
    },
  });
  const themes = () =>
    page.evaluate(() => [(window as unknown as { themeAtFirst: string }).themeAtFirst, document.documentElement.dataset.theme]);
  expect(await themes()).toEqual([colorScheme, colorScheme]);
  await page.getByRole('banner').getByLabel('Select theme').selectOption(chosen);
  expect(await themes()).toEqual([colorScheme, chosen]);
  for (const [name, path] of [
    ['Downloads', '/downloads/'],
    ['Glossary', '/glossary/'],
    ['Host names', '/hosts/'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
    await page.waitForURL(`**${path}`);
    expect(await themes()).toEqual([chosen, chosen]);
  }
  await page.reload();
  expect(await themes()).toEqual([chosen, chosen]);
});

it('says direction, status and departure in words, also in forced colours', async () => {
  const page = await visit('/ports/?release=6.3.0', { forcedColors: 'active' });
  const rows = await page.locator('tr[data-flow]:visible').all();
  const texts = await Promise.all(rows.map((row) => shownText(row)));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of texts) expect(text).toMatch(/\b(inbound|outbound)\b/);
  expect(texts.filter((text) => text.includes('carried')).length).toBeGreaterThan(0);
  expect(texts.filter((text) => text.includes('differs from print')).length).toBeGreaterThan(0);
});
