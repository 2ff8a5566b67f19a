/** Addresses, files and storage that mean harm are refused, and what is there stays. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { stateText } from '#builder/state.ts';
import { current, dataset } from '../../dist/published.ts';
import { builders, errors, field, fillOwn, ownState, ownText, ready, text, values } from './builder-page.ts';

const { visit, open } = builders();

describe('what comes from outside and means harm', () => {
  const harm = (page: Page) => {
    const said: string[] = [];
    page.on('dialog', (dialog) => said.push(dialog.message()));
    page.on('pageerror', (error) => said.push(`${error}`));
    return said;
  };
  const polluted = (page: Page) =>
    page.evaluate(
      () => 'polluted' in {} || document.querySelectorAll('#builder :is(svg:not(.wide, .narrow), img, script:not([src]))').length > 0,
    );

  it.each([
    ['an object', '#{"gw":"<svg onload=alert(1)>"}'],
    ['a broken one', '#%7Bbroken'],
    ['next to nothing', '#v=1'],
    ['another version', '#v=2&d=2026.11.25&r=5.1.0&p=nftables&at=edge'],
    ['markup', '#v=1&d=<img src=x onerror=alert(1)>&r=5.1.0&p=nftables&at=edge'],
    ['a key there is not', '#v=1&d=2026.11.25&r=5.1.0&p=nftables&at=edge&onload=alert(1)'],
    ['a prototype', '#v=1&d=2026.11.25&r=5.1.0&p=nftables&at=edge&a.__proto__=polluted'],
    ['a constructor', '#v=1&d=2026.11.25&r=5.1.0&p=constructor&at=edge&q=constructor.polluted'],
    ['no end', `#v=1&d=2026.11.25&r=5.1.0&p=nftables&at=edge&x=${'x'.repeat(70_000)}`],
    ['no UTF-8', '#v=%E0%A4%A'],
  ])('is inert as a fragment, and nothing of it is used: %s', async (_, hash) => {
    const page = await visit('about:blank');
    const said = harm(page);
    await page.goto(`/builder/${hash}`);
    await ready(page);
    expect(await page.locator('[data-notes]').textContent()).toContain('The address cannot be read, and nothing of it is used:');
    expect(await values(page)).toMatchObject({ release: current, platform: 'nftables', prefix: 'SEG', 'a.gateway': '' });
    expect(said).toEqual([]);
    expect(await polluted(page)).toBe(false);
  });

  it('is only text where a link has the right shape', async () => {
    const page = await visit('about:blank');
    const said = harm(page);
    const evil = '"><img src=x onerror=alert(1)>';
    await page.goto(
      `/builder/#${new URLSearchParams({ v: '1', d: dataset.product.dataset, r: current, p: 'nftables', at: 'edge', x: evil, 'a.gateway': evil, 'z.internet': evil, pasv: evil })}`,
    );
    await ready(page);
    expect(await field(page, 'a.gateway').inputValue()).toBe(evil);
    expect(await errors(page, 'addresses.gateway')).toHaveLength(1);
    expect(said).toEqual([]);
    expect(await polluted(page)).toBe(false);
  });

  it('is not taken over by an address that is edited later either', async () => {
    const page = await open();
    await fillOwn(page);
    await page.evaluate(() => {
      location.hash = '#{"gw":1}';
    });
    await page.locator('[data-notes]').getByText('cannot be read').waitFor();
    expect(await text(page)).toBe(ownText);
  });

  const valid = stateText(ownState);
  it.each([
    ['no JSON', '<svg onload=alert(1)>', 'is no JSON'],
    ['nothing', '', 'is no JSON'],
    ['a list', '[]', ''],
    ['an unknown key', valid.replace('"version"', '"onload": "alert(1)", "version"'), ''],
    ['a prototype', valid.replace('"gateway"', '"__proto__"'), 'has a key "__proto__"'],
    ['a constructor', valid.replace('"gateway"', '"constructor"'), 'addresses.constructor'],
    ['wrong types', valid.replace('"everything": false', '"everything": "no"'), 'everything'],
    ['markup for a platform', valid.replace('"nftables"', '"<img src=x onerror=alert(1)>"'), 'platform is not an id'],
    ['no end', valid.replace('10.1.0.10', '1'.repeat(70_000)), 'is longer than 65536 characters'],
    ['more than is ever read', '1'.repeat(6_000_000), 'is longer than 65536 characters'],
    ['another file', '{"name":"x","scripts":{}}', 'is nothing that the builder has made'],
  ])('is refused as a file, and what is there stays: %s', async (_, json, words) => {
    const page = await open();
    const said = harm(page);
    await fillOwn(page);
    await page.getByLabel('Open a file').setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(json) });
    const alert = page.locator('[role="alert"][data-file-notes]');
    await alert.getByText('The file cannot be read, and nothing of it is used:').waitFor();
    expect(await alert.textContent()).toContain(words);
    expect(await text(page)).toBe(ownText);
    expect(said).toEqual([]);
    expect(await polluted(page)).toBe(false);
  });

  it('is refused where it is kept, and a fresh start is made', async () => {
    const page = await open('/builder/', {
      before: () => localStorage.setItem('portcullis-builder', '{"version":1,"addresses":{"__proto__":{"polluted":1}}}'),
    });
    expect(await page.locator('[data-notes]').textContent()).toContain('What is kept in this browser cannot be read');
    expect(await polluted(page)).toBe(false);
    expect(await field(page, 'a.gateway').inputValue()).toBe('');
  });
});
