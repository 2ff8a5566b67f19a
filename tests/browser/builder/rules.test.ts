/** The rules come while one types, and are copied and saved as they are shown. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { site } from '../../dist/built.ts';
import { current, dataset, platforms } from '../../dist/published.ts';
import { builders, chooseEverything, clipboard, copyLink, field, fillMadeUp, fillOwn, ownText, summary, text } from './builder-page.ts';

const { origin, open } = builders();

describe('rules', () => {
  it('come while one types, from nothing, in a few fields', async () => {
    const page = await open();
    expect(await summary(page)).toBe('No rule yet, 8 still to type');
    expect(await page.locator('#builder-text').isVisible()).toBe(false);
    await fillOwn(page);
    expect(await text(page)).toBe(ownText);
    expect(await summary(page)).toBe('12 rules, 5 flows not covered');
    expect(await page.locator('[data-figures]').textContent()).toBe(
      `12 rules in ${(ownText ?? '').split('\n').length - 1} lines for nftables, seen from one firewall between all zones.`,
    );
  });

  it.each(platforms)(
    'for the example are the published ones, byte for byte: $name',
    async ({ id, extension, alternatives = [], vantages }) => {
      const page = await open();
      await field(page, 'platform').selectOption(id);
      await chooseEverything(page);
      await fillMadeUp(page);
      expect(await text(page)).toBe(site.text(`/rules/${current}/${id}.${extension}`));
      for (const vantage of vantages) {
        await page.locator(`[name="vantage"][value="${vantage}"]`).check();
        await fillMadeUp(page);
        const stem = vantage === 'edge' ? id : `${id}-${vantage}`;
        expect(await text(page), vantage).toBe(site.text(`/rules/${current}/${stem}.${extension}`));
        for (const form of alternatives) {
          await page.locator(`[name="form.${id}"][value="${form.id}"]`).check();
          expect(await text(page), form.id).toBe(site.text(`/rules/${current}/${stem}-${form.id}.${extension}`));
          await page.locator(`[name="form.${id}"][value=""]`).check();
        }
      }
    },
  );

  it('say what has checked the generator on each platform, and that nobody has parsed this text', async () => {
    const page = await open();
    for (const { id } of platforms) {
      await field(page, 'platform').selectOption(id);
      await fillMadeUp(page);
      const badges = await page.locator('#builder .badge:visible').allTextContents();
      const onPage = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), `/rules/${id}/`);
      expect(badges.length).toBeGreaterThan(0);
      for (const badge of badges) expect(onPage).toContain(badge.replaceAll("'", '&#39;'));
    }
    expect(await page.locator('[data-rules]').textContent()).toContain('nobody has parsed this very text');
  });

  it('are copied and saved as they are shown, under a name that says what they are', async () => {
    const page = await open('/builder/', clipboard);
    await fillOwn(page, { prefix: 'ACME mail/1' });
    const rules = page.locator('[data-rules]');
    await rules.getByRole('button', { name: /^Copy/ }).click();
    await rules.getByText('Copied', { exact: true }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text(page));
    const [download] = await Promise.all([page.waitForEvent('download'), rules.getByRole('button', { name: 'Download' }).click()]);
    expect(download.suggestedFilename()).toBe(`ACME-mail-1-${current}-nftables-${dataset.product.dataset}.nft`);
    expect(readFileSync(await download.path(), 'utf8')).toBe(await text(page));
  });

  it('are copied over plain http too, where a browser has no clipboard for scripts', async () => {
    const page = await open(origin().replace('127.0.0.1', 'portcullis.example').concat('/builder/'));
    expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false);
    await fillOwn(page);
    await page.locator('[data-rules]').getByRole('button', { name: /^Copy/ }).click();
    await page.locator('[data-rules]').getByText('Copied', { exact: true }).waitFor();
    await copyLink(page);
  });

  it('that a browser refuses to copy are said to be refused', async () => {
    const page = await open('/builder/', {
      before: () => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined });
        Document.prototype.execCommand = () => false;
      },
    });
    await page.getByRole('button', { name: 'Copy a link to this' }).click();
    await page.getByText('This browser refuses to copy here: copy the address of the page').waitFor();
  });
});
