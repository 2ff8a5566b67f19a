/** The chosen theme stays, and nothing is told by colour alone. */
import { expect, it } from 'vitest';
import { shownText, visits } from './visit.ts';

const { visit } = visits();

it('keeps the dark theme over links and a reload, from the first paint on', async () => {
  const page = await visit('/ports/', { colorScheme: 'light' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  expect(await theme()).toBe('light');
  await page.getByRole('banner').getByLabel('Select theme').selectOption('dark');
  expect(await theme()).toBe('dark');
  for (const name of ['Downloads', 'Glossary', 'Host names']) {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
    await page.waitForURL(`**/${name === 'Host names' ? 'hosts' : name.toLowerCase()}/`, { waitUntil: 'commit' });
    await page.locator('body').waitFor();
    expect(await theme()).toBe('dark');
  }
  await page.reload({ waitUntil: 'commit' });
  await page.locator('body').waitFor();
  expect(await theme()).toBe('dark');
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
