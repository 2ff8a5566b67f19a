/** By keyboard, by ear, on a phone, on paper, and without what the page needs. */
import { describe, expect, it } from 'vitest';
import { builders, chooseEverything, field, fillMadeUp, fillOwn, leave, own, rest, summary, unfold, values } from './builder-page.ts';

const { arrive, visit, open, openWithoutTime } = builders();

describe('everybody', () => {
  it('can do it by keyboard alone', async () => {
    const page = await open();
    const name = () =>
      page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.textContent?.trim() ?? '');
    const tabTo = async (wanted: string) => {
      for (let stops = 0; stops < 80 && (await name()) !== wanted; stops += 1) {
        await page.keyboard.press('Tab');
        const { framed, hidden } = await page.evaluate(() => {
          const at = document.activeElement as HTMLElement;
          const { top, bottom } = at.getBoundingClientRect();
          const bar = document.querySelector('[data-summary]')?.getBoundingClientRect();
          const frame = at.matches('input[type="file"]') ? at.parentElement : at;
          return {
            framed: getComputedStyle(frame ?? at).outlineStyle !== 'none',
            hidden: at.closest('#builder form') !== null && bar !== undefined && top >= bar.top && bottom <= bar.bottom,
          };
        });
        expect(framed, await name()).toBe(true);
        expect(hidden, `${await name()} is behind the bar`).toBe(false);
      }
      expect(await name()).toBe(wanted);
    };
    await leave(page);
    await tabTo('preset');
    await page.keyboard.press('ArrowDown');
    expect(await values(page)).toMatchObject({ preset: 'relay-host' });
    await tabTo('platform');
    await page.keyboard.type('nft');
    for (const [each, value] of Object.entries(own)
      .toSorted(([a], [b]) => (a.startsWith('z') ? 0 : 1) - (b.startsWith('z') ? 0 : 1))
      .filter(([each]) => each.startsWith('z'))) {
      await tabTo(each);
      await page.keyboard.type(value);
    }
    for (const [each, value] of [
      ['a.gateway', own['a.gateway']],
      ['a.internal-mail-servers', own['a.internal-mail-servers']],
      ['a.relay-host', '198.18.0.25'],
      ['a.dns-resolvers', own['a.dns-resolvers']],
      ['a.administrators', own['a.administrators']],
    ] as const) {
      await tabTo(each);
      await page.keyboard.type(value);
    }
    expect(await summary(page)).toBe('12 rules, 5 flows not covered');
    await page.getByRole('button', { name: 'See the rules' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('result');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('builder-text');
  });

  it('hears what has changed, once it has been typed', async () => {
    const page = await openWithoutTime();
    const said = page.locator('[role="status"][data-said]');
    await fillOwn(page);
    await rest(page);
    expect(await said.textContent()).toBe('12 rules, 5 flows not covered');
    await field(page, 'a.gateway').fill('10.1.0.010');
    expect(await said.textContent()).toBe('12 rules, 5 flows not covered');
    await rest(page);
    expect(await said.textContent()).toBe(
      'No rule yet, 1 entry refused: "10.1.0.010" has a leading zero, which some programs read as octal: leave it out.',
    );
    await page.getByRole('radio', { name: 'Peers of a group' }).check();
    expect(await said.textContent()).toContain('No rule yet');
  });

  it('has no need to scroll sideways on a phone, filled or with mistakes', async () => {
    const page = await open('/builder/', { width: 375, height: 800 });
    await chooseEverything(page);
    await fillMadeUp(page);
    await field(page, 'a.dns-resolvers').fill(`${'x'.repeat(120)}\n2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff/128`);
    await leave(page);
    await unfold(page);
    for (const width of [375, 320]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });

  it('reads without JavaScript what the page needs, and finds the ready-made rules', async () => {
    const page = await visit('/builder/', { javaScriptEnabled: false });
    expect(await page.locator('#builder').isVisible()).toBe(false);
    const notice = page.locator('main .notice:visible');
    expect(await notice.textContent()).toContain('The builder needs JavaScript');
    await notice.getByRole('link', { name: 'ready-made rules' }).click();
    await page.waitForURL('**/rules/');
  });

  it('is told where the dataset cannot be had', async () => {
    const page = await arrive();
    await page.route('**/builder/dataset.json', (route) => route.fulfill({ status: 503 }));
    await page.goto('/builder/');
    await page.getByText('The dataset could not be loaded: reload the page, or take the ready-made rules.').waitFor();
    await page.context().close();
  });

  it('has the result on paper, and not the form', async () => {
    const page = await open();
    await fillOwn(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#builder form').isVisible()).toBe(false);
    expect(await page.locator('[data-summary]').isVisible()).toBe(false);
    expect(await page.locator('#builder-text').evaluate((pre) => pre.scrollHeight <= pre.clientHeight + 1)).toBe(true);
  });
});
