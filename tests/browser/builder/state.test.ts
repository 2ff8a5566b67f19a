/** What is chosen and typed is shared by a link, kept, saved as a file, and taken back. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { current, dataset } from '../../dist/published.ts';
import {
  builders,
  clipboard,
  copyLink,
  field,
  fillOwn,
  fragment,
  leave,
  own,
  ownState,
  ownText,
  ready,
  text,
  values,
} from './builder-page.ts';

const { arrive, open } = builders();

describe('a state', () => {
  it('comes back by its link in another browser, and pins dataset and release', async () => {
    const page = await open('/builder/', clipboard);
    await fillOwn(page);
    await page.getByRole('radio', { name: 'Behind a relay host' }).check();
    await copyLink(page);
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(await page.evaluate(() => location.href));
    expect(new URL(link).search).toBe('');
    expect(new URL(link).hash).toMatch(new RegExp(`^#v=1&d=${dataset.product.dataset}&r=${current}&p=nftables&`));

    const other = await arrive();
    await other.goto(link);
    await ready(other);
    expect(await text(other)).toBe(await text(page));
    expect(await values(other)).toEqual(await values(page));
    expect(await other.locator('[data-notes]').isVisible()).toBe(false);
    await other.context().close();
  });

  it('can be shared without addresses and names, and the address bar then has none either', async () => {
    const page = await open('/builder/', clipboard);
    await fillOwn(page, { prefix: 'ACME' });
    await page.getByRole('checkbox', { name: 'without my addresses and names' }).check();
    await copyLink(page);
    for (const link of await page.evaluate(async () => [await navigator.clipboard.readText(), location.href])) {
      for (const word of ['10.', 'eth', 'ACME']) expect(new URL(link).hash).not.toContain(word);
    }
    const before = await text(page);
    await page.reload();
    await ready(page);
    expect(await text(page)).toBe(before);
    await field(page, 'a.dns-resolvers').fill('10.2.0.54');
    await leave(page);
    expect(await fragment(page)).not.toContain('10.2.0.54');
  });

  it('stays without addresses in the address bar on the way back and forth', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByRole('radio', { name: 'Behind a relay host' }).check();
    const box = page.getByRole('checkbox', { name: 'without my addresses and names' });
    await box.check();
    await page.goBack();
    await expect.poll(() => values(page)).toMatchObject({ preset: 'sensible-start', ...own });
    expect(await box.isChecked()).toBe(true);
    expect(await fragment(page)).toMatch(/^#v=1&/);
    expect(await fragment(page)).not.toContain('10.');
    await page.goForward();
    await expect.poll(() => values(page)).toMatchObject({ preset: 'relay-host', ...own });
    expect(await box.isChecked()).toBe(true);
    expect(await fragment(page)).not.toContain('10.');
  });

  it('stays through a reload, and Back and Forward go from choice to choice', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByRole('radio', { name: 'Peers of a group' }).check();
    await field(page, 'platform').selectOption('cisco-asa');
    await field(page, 'z.internet').fill('outside_in');
    await leave(page);
    const [last, lastText] = [await values(page), await text(page)];
    await page.goBack();
    await expect.poll(() => values(page)).toMatchObject({ platform: 'nftables', preset: 'peers', 'z.internet': 'eth0' });
    await page.goBack();
    await expect.poll(() => values(page)).toMatchObject({ platform: 'nftables', preset: 'sensible-start', ...own });
    expect(await text(page)).toBe(ownText);
    await page.goForward();
    await page.goForward();
    await expect.poll(() => values(page)).toEqual(last);
    expect(await text(page)).toBe(lastText);
    await page.reload();
    await ready(page);
    expect(await values(page)).toEqual(last);
  });

  it('survives the way to a place in the page, and another page', async () => {
    const page = await open();
    await fillOwn(page);
    await page.keyboard.press('Control+Home');
    await page.evaluate(() => {
      location.hash = '#_top';
    });
    await expect.poll(() => fragment(page)).toMatch(/^#v=1&/);
    await page.locator('[data-flows] a').first().click();
    await page.waitForURL('**/features/**');
    await page.goBack();
    await ready(page);
    expect(await text(page)).toBe(ownText);
  });

  it('is kept on the machine only if that is asked for, and forgotten by one click', async () => {
    const page = await open();
    await fillOwn(page);
    const stored = () => page.evaluate(() => Object.values({ ...localStorage }).join());
    expect(await stored()).not.toContain('10.1.0.10');
    await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
    expect(await stored()).toContain('10.1.0.10');
    await field(page, 'a.dns-resolvers').fill('10.2.0.99');
    await leave(page);
    expect(await stored()).toContain('10.2.0.99');

    await page.goto('about:blank');
    await page.goto('/builder/');
    await ready(page);
    expect(await field(page, 'a.dns-resolvers').inputValue()).toBe('10.2.0.99');
    expect(await page.getByRole('checkbox', { name: 'Keep it in this browser' }).isChecked()).toBe(true);

    await page.locator('#builder-report').fill('{"host":"10.1.0.10"}');
    await page.getByRole('button', { name: 'Forget everything' }).click();
    expect(await page.locator('#builder-report').inputValue()).toBe('');
    expect(await stored()).not.toContain('10.');
    expect(await fragment(page)).not.toContain('10.');
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
    await page.reload();
    await ready(page);
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
  });

  it('that is kept does not give way to a link unasked', async () => {
    const page = await open();
    await fillOwn(page);
    await page.getByRole('checkbox', { name: 'Keep it in this browser' }).check();
    await page.goto('about:blank');
    await page.goto(`/builder/#v=1&d=${dataset.product.dataset}&r=${current}&p=ufw&at=edge&x=OTHER&a.gateway=10.9.9.9`);
    await ready(page);
    expect(await values(page)).toMatchObject({ platform: 'ufw', 'a.gateway': '10.9.9.9' });
    await field(page, 'a.gateway').fill('10.9.9.8');
    await leave(page);
    expect(await page.evaluate(() => localStorage.getItem('portcullis-builder'))).toContain('10.1.0.10');
    await page.getByRole('button', { name: 'Show what is kept in this browser instead' }).click();
    expect(await text(page)).toBe(ownText);
  });

  it('says that a newer dataset has been made since, and what it does not have', async () => {
    const page = await open(`/builder/#v=1&d=2025.01.01&r=5.0.9&p=netscreen&at=edge&q=delivery.pigeon_weather.fair&a.nobody=10.0.0.1`);
    const notes = await page.locator('[data-notes]').textContent();
    for (const words of [
      `It was made with dataset 2025.01.01. This page has the newer one of ${dataset.product.dataset}`,
      'Release 5.0.9 is not in this dataset: 5.1.0 is chosen.',
      'There are no rules for "netscreen" here',
      '"How does mail leave for the Internet?" has other answers in this dataset',
      'The question "weather" is not in this dataset',
      '"nobody" is nobody whose addresses are asked for',
    ]) {
      expect(notes).toContain(words);
    }
  });

  it('is saved as a file, and read from one', async () => {
    const page = await open();
    await fillOwn(page);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as a file' }).click()]);
    expect(download.suggestedFilename()).toBe(`SEG-${current}-builder-${dataset.product.dataset}.json`);
    const path = await download.path();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ownState);
    await page.getByRole('button', { name: 'Forget everything' }).click();
    await page.getByLabel('Open a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: readFileSync(path) });
    await expect.poll(() => text(page)).toBe(ownText);
    await page.goBack();
    await expect.poll(() => field(page, 'a.gateway').inputValue()).toBe('');
  });
});
