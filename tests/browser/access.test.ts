/** Read with other eyes, and used with other hands: large text, no motion, no colours, no drawings, no mouse. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { current, dataset, listOf } from '../dist/published.ts';
import { samples } from './kinds.ts';
import { visits } from './visit.ts';

const { visit } = visits();

it.each(samples)('no text of %s is cut off at 200 %', async (path) => {
  const page = await visit(path, { width: 640 });
  expect(await page.evaluate(cutOff)).toEqual([]);
});

/** Texts that their own box cuts off. */
function cutOff(): string[] {
  return [...document.querySelectorAll<HTMLElement>('main *')]
    .filter((element) => {
      const { overflowX, overflowY, position } = getComputedStyle(element);
      const hides = [overflowX, overflowY].some((value) => value === 'hidden' || value === 'clip');
      const seen = element.checkVisibility() && position !== 'absolute' && element.clientWidth > 1;
      return seen && hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1);
    })
    .map((element) => element.outerHTML.slice(0, 120));
}

it.each(samples)('nothing moves on %s where motion is to be reduced', async (path) => {
  const page = await visit(path, { reducedMotion: 'reduce' });
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        return (
          transitionDuration.split(', ').some((time) => Number.parseFloat(time) > 0) ||
          animationName !== 'none' ||
          scrollBehavior === 'smooth'
        );
      })
      .map((element) => element.outerHTML.slice(0, 100)),
  );
  expect(moving).toEqual([]);
});

describe('without colours', () => {
  it.each(['/ports/', '/features/snmp/', '/features/backup/', '/releases/5.1.0/6.3.0/', '/releases/6.3.0/', '/rules/nftables/'])(
    'each mark on %s says in words what it means',
    async (path) => {
      const page = await visit(`${path}?release=6.3.0`);
      const marks = page.locator(
        'main :is(.chip, .mark, .badge, .direction, .status, [class*="direction"], [class*="status"]):not([aria-hidden="true"])',
      );
      const words = await marks.evaluateAll((all) =>
        all
          .filter((mark) => !all.some((other) => other !== mark && other.contains(mark)))
          .map((mark) => mark.textContent?.trim() || mark.getAttribute('aria-label') || (mark.querySelector('title')?.textContent ?? '')),
      );
      expect(words.length).toBeGreaterThan(0);
      expect(words.filter((text) => !/[a-z0-9]{2}/i.test(text))).toEqual([]);
    },
  );

  it('links in a text are underlined', async () => {
    for (const path of ['/about/', '/guides/ftp/', '/features/snmp/', '/api/']) {
      const page = await visit(path);
      const bare = await page
        .locator('main p a:not(.button):visible')
        .evaluateAll((links) =>
          links
            .filter((link) => !getComputedStyle(link).textDecorationLine.includes('underline'))
            .map((link) => link.outerHTML.slice(0, 100)),
        );
      expect(bare).toEqual([]);
    }
  });
});

describe('without drawings', () => {
  const inRule = (id: string) => listOf(current).flows.filter(({ feature }) => feature === id);

  it.each(dataset.features.map(({ id }) => id))('the diagram of %s stands beside it as text', async (id) => {
    const page = await visit(`/features/${id}/`);
    const figure = page.locator('figure.zone-drawing:visible');
    const flows = inRule(id);
    if (flows.length === 0) {
      expect(await figure.count()).toBe(0);
      return;
    }
    for (const svg of await figure.locator('svg').all()) expect(await svg.getAttribute('aria-hidden')).toBe('true');
    await figure.locator('summary').click();
    const items = await figure.locator('li').allInnerTexts();
    expect(items.length).toBe(flows.length);
    for (const flow of flows) {
      const said = items.filter((text) => text.includes(flow.title));
      expect(said.length, flow.title).toBeGreaterThan(0);
      for (const transport of flow.transport) expect(said.join(' ').toLowerCase()).toContain(transport.toLowerCase());
      for (const { from } of flow.ports) expect(said.join(' ')).toContain(`${from}`);
    }
  });
});

describe('with the keyboard alone', () => {
  /** Goes by Tab until a thing has the focus, as a reader would; from its start, or from where the focus is. */
  async function tabTo(page: Page, target: Locator, most = 400): Promise<void> {
    for (let step = 0; step < most; step += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error('the keyboard never gets there');
  }

  it('searches, and opens what is found', async () => {
    const page = await visit('/about/');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('443');
    const dialog = page.getByRole('dialog');
    await dialog.locator('.answers > li').first().waitFor();
    await tabTo(page, dialog.locator('.answers a').first(), 20);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ports/443/**');
  });

  it('chooses a release', async () => {
    const page = await visit('/ports/');
    await tabTo(page, page.locator('release-bar select'));
    await page.keyboard.type('6.3');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('release')).toBe('6.3.0');
  });

  it('filters the table, and hears how many flows are left', async () => {
    const page = await visit('/ports/');
    await tabTo(page, page.locator('flow-table input[name="q"], input[name="q"]').last());
    await page.keyboard.type('snmp');
    const { length } = listOf(current).flows;
    const left = listOf(current).flows.filter(({ title, feature }) => `${title} ${feature}`.toLowerCase().includes('snmp')).length;
    expect(left).toBeGreaterThan(0);
    await expect.poll(() => page.locator('flow-table [role="status"]').first().textContent()).toContain(`${left} of ${length}`);
  });

  it('goes through the platforms by the arrow keys, copies a rule text and saves it', async () => {
    const page = await visit('/features/dns/', { permissions: ['clipboard-read', 'clipboard-write'] });
    const tabs = page.getByRole('tablist', { name: 'Platform' });
    await tabTo(page, tabs.locator('[tabindex="0"]'));
    const before = await tabs.getByRole('tab', { selected: true }).textContent();
    await page.keyboard.press('ArrowRight');
    const selected = tabs.getByRole('tab', { selected: true });
    expect(await selected.textContent()).not.toBe(before);
    const panel = page.locator(`#${await selected.getAttribute('aria-controls')}`);
    await tabTo(page, panel.getByRole('button', { name: /^Copy/ }).first(), 30);
    await page.keyboard.press('Enter');
    const shown = (await panel.locator('pre').first().textContent()) ?? '';
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(shown.trim().split('\n')[0]);
    const link = panel.locator('a[download]').first();
    await tabTo(page, link, 30);
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(readFileSync(await download.path(), 'utf8').trim()).toBe(shown.trim());
  });

  it('compares two releases, and leaves a feature out', async () => {
    const page = await visit('/releases/');
    await tabTo(page, page.locator('main select').first());
    const selects = await page.locator('main select').all();
    expect(selects.length).toBe(2);
    await page.keyboard.type('5.1');
    await tabTo(page, selects[1] as Locator, 5);
    await page.keyboard.type('6.3');
    await tabTo(page, page.locator('main').getByRole('button').or(page.locator('main form [type="submit"]')).first(), 5);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/releases/5.1.0/6.3.0/**');
    const box = page.locator('main input[type="checkbox"]').first();
    if (!(await box.isVisible())) {
      await tabTo(page, page.locator('main details:has(input[type="checkbox"]) > summary').first());
      await page.keyboard.press('Enter');
    }
    await tabTo(page, box);
    await page.keyboard.press('Space');
    await expect.poll(() => page.locator('comparison-page form [role=status]').textContent()).toMatch(/\d/);
  });
});
