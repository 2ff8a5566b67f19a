/** Host names are copied as they are shown, also where the browser has no clipboard, and a refusal is said. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { visits } from './visit.ts';

const { visit } = visits();
const all = (page: Page) => page.getByRole('button', { name: 'Copy all hosts' });
const shown = (page: Page) => page.locator('pre.hosts:visible').textContent();

/** What a paste puts into an empty field. */
async function pasted(page: Page): Promise<string> {
  await page.evaluate(() => {
    const area = document.createElement('textarea');
    area.id = 'paste-here';
    document.body.append(area);
    area.focus();
  });
  await page.keyboard.press('Control+v');
  return page.locator('#paste-here').inputValue();
}

it('copies what it shows, byte for byte', async () => {
  const page = await visit('/features/anti-virus/', { permissions: ['clipboard-read', 'clipboard-write'] });
  await all(page).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await shown(page));
});

it('copies without the clipboard of a secure page, and hands the focus back', async () => {
  const page = await visit('/features/anti-virus/', {
    before: () => Object.defineProperty(navigator, 'clipboard', { value: undefined }),
  });
  await all(page).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Copy all hosts');
  expect(await pasted(page)).toBe(await shown(page));
});

it('says what to do where the browser refuses to copy', async () => {
  const page = await visit('/features/anti-virus/', {
    before: () => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined });
      Document.prototype.execCommand = () => false;
    },
  });
  await all(page).click();
  await page.getByText('This browser refuses to copy here: select the text and press Ctrl+C').waitFor();
});
