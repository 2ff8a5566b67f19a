/** Every flow has an address of its own, and every port a page that leads there. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { attribute, find, first, site } from '../dist/built.ts';
import { dataset } from '../dist/published.ts';
import { visits } from './visit.ts';

const { visit } = visits();

const flows = dataset.features.flatMap((feature) => feature.flows.map((flow) => ({ ...flow, feature: feature.id })));
type Flow = (typeof flows)[number];

/** Where the card of a flow stands in the window, and whether it is marked as the one that was asked for. */
const standing = (page: Page, id: string) =>
  page.locator(`[id="${id}"]`).evaluate((card) => {
    const { top, height } = card.getBoundingClientRect();
    const header = document.querySelector('header')?.getBoundingClientRect().bottom ?? 0;
    const style = getComputedStyle(card);
    return {
      isFlow: card.matches('article.flow'),
      // The last card of a short page cannot come up to the top.
      inSight:
        top >= header && (top < header + 60 || Math.ceil(scrollY + innerHeight) >= document.documentElement.scrollHeight) && height > 0,
      isMarked: card.matches(':target') && (style.boxShadow !== 'none' || style.outlineStyle !== 'none'),
    };
  });

describe.each(dataset.features.map(({ id }) => id))('on the page of %s', (feature) => {
  it('the permalink of each flow leads to its card and marks it', async () => {
    const page = await visit(`/features/${feature}/`);
    for (const { id, title } of flows.filter((flow) => flow.feature === feature)) {
      await page.locator(`article[id="${id}"]`).getByRole('heading').getByRole('link', { name: title, exact: true }).click();
      await expect.poll(() => new URL(page.url()).hash).toBe(`#${id}`);
      await expect.poll(async () => ({ id, ...(await standing(page, id)) })).toEqual({ id, isFlow: true, inSight: true, isMarked: true });
    }
  });
});

it('leads to the card also when the page is opened with it, of a release that is not the default', async () => {
  for (const address of ['/features/backup/#backup-ftps-implicit', '/features/backup/?release=6.3.0#backup-ftps-implicit']) {
    const page = await visit(address);
    await page.evaluate(() => document.fonts.ready);
    await expect.poll(() => standing(page, 'backup-ftps-implicit')).toEqual({ isFlow: true, inSight: true, isMarked: true });
  }
});

it('marks the card also where the browser chooses the colours', async () => {
  const page = await visit('/features/backup/#backup-sftp', { forcedColors: 'active' });
  const { isMarked } = await standing(page, 'backup-sftp');
  expect(isMarked).toBe(true);
});

it('a printed row has one too, which the card of its flow leads to', async () => {
  const page = await visit('/features/snmp/');
  await page
    .locator('#snmp-polling')
    .getByRole('link', { name: /^Row 24 of 5\.1\.0 prints/ })
    .click();
  await page.waitForURL('**/releases/5.1.0/#row-24');
  const row = page.locator('#row-24');
  await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top < innerHeight / 2)).toBe(true);
  expect(await row.evaluate((element) => element.matches(':target') && getComputedStyle(element).outlineStyle)).toBe('solid');
});

const pages = site.pages.flatMap(({ path }) => /^\/ports\/(\d+)\/$/.exec(path)?.[1] ?? []).map(Number);
const portsOf = ({ port, sourcePort, via }: Flow) => (via && sourcePort ? sourcePort : port);

it('there is a page for each port that a flow uses, and for no other', () => {
  const ranges = flows.map(portsOf);
  expect(ranges.filter(({ from, to }) => from !== to)).toEqual([]);
  expect(pages.toSorted((a, b) => a - b)).toEqual([...new Set(ranges.map(({ from }) => from))].sort((a, b) => a - b));
});

it.each(pages)('the page of %i shows every flow on it, each with its permalink', (port) => {
  const cards = find(site.page(`/ports/${port}/`).document, 'article');
  const links = cards.map((card) => attribute(first(first(card, 'h3'), 'a'), 'href'));
  const expected = flows.filter((flow) => portsOf(flow).from === port).map(({ id, feature }) => `/features/${feature}/#${id}`);
  expect(links.toSorted()).toEqual(expected.toSorted());
});
