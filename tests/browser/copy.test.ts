/** Host names are copied as they are shown, also where the browser has no clipboard, and a refusal is said. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { listOf } from '../dist/published.ts';
import { visits } from './visit.ts';

const { visit, origin } = visits();
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

it('copies from each card what the card shows', async () => {
  const page = await visit('/features/anti-virus/', { permissions: ['clipboard-read', 'clipboard-write'] });
  for (const card of await page
    .locator('article.flow')
    .filter({ has: page.locator('.hosts:visible') })
    .all()) {
    await card.getByRole('button', { name: 'Copy hosts' }).click();
    await card.getByText('Copied', { exact: true }).waitFor();
    const hosts = await card.locator('.hosts:visible li').allTextContents();
    expect(hosts.length).toBeGreaterThan(0);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(hosts.join('\n'));
  }
});

it('has in every button, of whatever release, what stands beside it', async () => {
  const page = await visit('/features/anti-virus/');
  const pairs = await page.locator('copy-button[data-text]').evaluateAll((buttons) =>
    buttons.map((button) => {
      const beside = button.parentElement as HTMLElement;
      const lines = [...beside.querySelectorAll('.hosts li')].map(({ textContent }) => textContent);
      return [(button as HTMLElement).dataset.text, lines.length > 0 ? lines.join('\n') : beside.querySelector('pre.hosts')?.textContent];
    }),
  );
  expect(pairs.length).toBeGreaterThan(5);
  for (const [copied, beside] of pairs) expect(copied).toBe(beside);
});

it('copies the names of the chosen release', async () => {
  const page = await visit('/hosts/?release=6.3.0', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByRole('button', { name: /^Copy all/ }).click();
  await page.getByText('Copied', { exact: true }).waitFor();
  const names = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
  expect(names.toSorted()).toEqual([...new Set(listOf('6.3.0').flows.flatMap(({ hosts }) => hosts))].toSorted());
});

it('copies over plain http, where a browser has no clipboard for scripts, and hands the focus back', async () => {
  const page = await visit(origin().replace('127.0.0.1', 'portcullis.example').concat('/features/anti-virus/'));
  expect(await page.evaluate(() => [isSecureContext, 'clipboard' in navigator])).toEqual([false, false]);
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
