/** Without JavaScript every fact is there, and nothing pretends to work. */
import { expect, it } from 'vitest';
import { current, dataset, listOf } from '../dist/published.ts';
import { shownText, visits } from './visit.ts';

const { visit } = visits();
const plain = { javaScriptEnabled: false };

it('shows every flow of the default release in the table of all ports', async () => {
  const page = await visit('/ports/', plain);
  const ids = await page.locator('tr[data-flow]:visible').all();
  const shown = await Promise.all(ids.map((row) => row.getAttribute('data-flow')));
  expect(shown.sort()).toEqual(
    listOf(current)
      .flows.map(({ id }) => id)
      .sort(),
  );
});

it('offers no control that would do nothing', async () => {
  for (const path of ['/ports/', '/features/anti-virus/', '/hosts/']) {
    const page = await visit(path, plain);
    expect(await page.getByRole('search', { name: 'Filter the table' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: /^Copy/ }).count()).toBe(0);
    expect(await page.locator('release-bar select').isDisabled()).toBe(true);
    expect(await shownText(page.locator('release-bar'))).toContain(`${current} is shown. Other releases`);
    expect(await page.locator('finder-dialog a.opener').getAttribute('href')).toBe('/ports/');
    expect(await page.locator('button:visible, select:visible:enabled, input:visible').count()).toBe(0);
  }
});

it('shows every flow of a feature with its history and its hosts', async () => {
  const hosts = listOf(current, 'anti-virus').flows.flatMap((flow) => flow.hosts);
  const page = await visit('/features/anti-virus/', plain);
  const text = await shownText(page.locator('main'));
  for (const host of hosts) expect(text).toContain(host);
  const cards = page.locator('article.flow');
  expect(await cards.count()).toBe(dataset.features.find(({ id }) => id === 'anti-virus')?.flows.length);
  for (const card of await cards.all()) {
    expect(await card.locator('.history tbody:visible').count()).toBe(dataset.releases.length);
    expect(await card.locator('.history').isVisible()).toBe(true);
  }
});

it('has answers to a search: the box leads to the table of all ports', async () => {
  const page = await visit('/', plain);
  await page.getByRole('main').getByRole('searchbox').fill('443');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/ports/?q=443');
  expect(await page.locator('tr[data-flow]:visible').count()).toBe(listOf(current).flows.length);
});

it('has the downloads of every release and of a feature', async () => {
  const page = await visit('/downloads/', plain);
  const links = await page
    .locator('main a[download]:visible')
    .evaluateAll((anchors) => anchors.map((anchor) => anchor.getAttribute('href')));
  for (const { release } of dataset.releases) {
    for (const extension of ['csv', 'json']) expect(links).toContain(`/api/v1/releases/${release}/flows.${extension}`);
  }
  await page.goto('/features/backup/');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV', exact: true }).click()]);
  expect(download.suggestedFilename()).toBe(`portcullis-${current}-backup-${dataset.product.dataset}.csv`);
});

it('opens the menu of a phone', async () => {
  const page = await visit('/features/backup/', { ...plain, width: 375 });
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Glossary', exact: true }).click();
  await page.waitForURL('**/glossary/');
});
