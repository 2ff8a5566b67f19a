/** axe-core finds nothing on any kind of page, light and dark, on a desk and on a phone. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { root, site } from '../dist/built.ts';
import { kindOf, samples } from './kinds.ts';
import { visits } from './visit.ts';

const source = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
const { visit } = visits();

it('samples every kind of page', () => {
  expect([...new Set(samples.map(kindOf))].sort()).toEqual([...new Set(site.pages.map(({ path }) => kindOf(path)))].sort());
});

it.each(samples)('%s', async (path) => {
  const page = await visit(path);
  await unfold(page);
  expect(await findings(page)).toEqual([]);
});

it('the search, open with answers', async () => {
  const page = await visit('/ports/');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('searchbox').fill('ntlm');
  await dialog.locator('.in-text a').first().waitFor();
  expect(await findings(page)).toEqual([]);
});

it.each(['/ports/', '/features/backup/', '/ports/443/'])('%s of a release read in part', async (path) => {
  const page = await visit(`${path}?release=6.3.0`);
  await unfold(page);
  expect(await findings(page)).toEqual([]);
});

it('a release that does not exist', async () => {
  const page = await visit('/hosts/?release=9.9.9');
  await page.getByText('Release 9.9.9 is not in the dataset').waitFor();
  expect(await findings(page)).toEqual([]);
});

it('a table that the filter left empty', async () => {
  const page = await visit('/ports/?q=zzz&direction=in');
  await page.getByText('No flow of this release matches').waitFor();
  expect(await findings(page)).toEqual([]);
});

it('a comparison restricted to no feature at all', async () => {
  const page = await visit('/releases/5.1.0/6.3.0/?way=back');
  await unfold(page);
  await page.getByRole('button', { name: 'None', exact: true }).click();
  await page.getByText('This page is restricted').waitFor();
  expect(await findings(page)).toEqual([]);
});

it('the box of the start page, with the answer that no flow uses a port', async () => {
  const page = await visit('/');
  const main = page.getByRole('main');
  await main.getByRole('searchbox').fill('4433');
  await main.locator('[data-kind=no-port]').waitFor();
  expect(await findings(page)).toEqual([]);
});

it.each(['nftables', 'pan-os'])('the builder with everything filled in and unfolded: %s', async (platform) => {
  const page = await visit('/builder/');
  await page.locator('#builder form:not([inert])').waitFor();
  await page.locator('[name="platform"]').selectOption(platform);
  await page.getByRole('radio', { name: 'Monitored and backed up' }).check();
  await page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
  const [line = ''] = readFileSync(join(root, 'tests/fixtures/lab-reports.jsonl'), 'utf8').split('\n');
  await page.locator('#builder-report').fill(JSON.stringify(JSON.parse(line).report));
  await page.locator('[data-finding-list] li').first().waitFor();
  await unfold(page);
  await page.locator('[data-lines] li').first().waitFor();
  expect(await findings(page)).toEqual([]);
});

it('the builder with mistakes, and a link that it cannot read', async () => {
  const page = await visit('/builder/#v=0');
  await page.getByText('The address cannot be read').waitFor();
  for (const [name, value] of [
    ['a.gateway', '10.0.0.010'],
    ['z.internet', 'eth0 eth1'],
    ['prefix', ''],
  ]) {
    await page.locator(`[name="${name}"]`).fill(value as string);
  }
  await page.locator('h1').click();
  await page.locator('[data-errors="addresses.gateway"] li').waitFor();
  await unfold(page);
  expect(await findings(page)).toEqual([]);
});

it('the menu of a phone, open', async () => {
  const page = await visit('/features/backup/', { width: 375 });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.locator(':popover-open').getByRole('link', { name: 'Glossary' }).waitFor();
  expect(await findings(page, [375])).toEqual([]);
});

/** Opens what is folded away. */
async function unfold(page: Page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
}

/** What axe finds, on a desk and on a phone; in the dark only what colour can change. */
async function findings(page: Page, widths: readonly number[] = [1280, 375]): Promise<string[]> {
  await page.evaluate(source);
  const found: string[] = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const [theme, rules] of [
      ['light', undefined],
      ['dark', ['color-contrast', 'link-in-text-block']],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme);
      const options: RunOptions = { preload: false, resultTypes: ['violations'], ...(rules && { runOnly: [...rules] }) };
      const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
      for (const { id, nodes } of violations) {
        for (const { html, failureSummary } of nodes) found.push(`${width} ${theme}: ${id}: ${html.slice(0, 200)}: ${failureSummary}`);
      }
    }
  }
  return found;
}
