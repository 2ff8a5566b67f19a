/** The table of all ports filters by everything that a reader types or picks, and says so in its address. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { current, listOf } from '../dist/published.ts';
import { visits } from './visit.ts';

const { visit } = visits();
const { flows } = listOf(current);

type Flow = (typeof flows)[number];
const at = (port: number) => (flow: Flow) => flow.via === null && flow.ports.some(({ from, to }) => from <= port && port <= to);
const idsWhere = (wanted: (flow: Flow) => boolean) =>
  flows
    .filter(wanted)
    .map(({ id }) => id)
    .sort();

const shownIds = async (page: Page) =>
  (
    await page.locator('flow-table tbody tr:visible').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.flow as string))
  ).sort();
const searchOf = (page: Page) => page.evaluate(() => location.search);
const status = (page: Page) => page.locator('flow-table [role=status]').textContent();
const type = (page: Page, text: string) => page.getByLabel('Text, port or host').fill(text);

describe('by text', () => {
  it.each([
    ['443', at(443)],
    ['port 443', at(443)],
    ['tcp/443', at(443)],
    ['443/TCP', at(443)],
    ['udp:53', at(53)],
    ['11371', at(11371)],
    ['4433', () => false],
    ['113719', () => false],
    ['udp/443', () => false],
    ['sav-update-1', ({ hosts }: Flow) => hosts.some((host) => host.includes('sav-update-1'))],
    ['*.apc.avira.com', ({ hosts }: Flow) => hosts.includes('*.apc.avira.com')],
    ['cockpit', ({ feature }: Flow) => feature === 'cockpit'],
  ] as const)('%s', async (text, wanted) => {
    const page = await visit('/ports/');
    await type(page, text);
    expect(await shownIds(page)).toEqual(idsWhere(wanted));
  });

  it('shows the control connection on 21, and the data connection from 20 on its own port', async () => {
    const page = await visit('/ports/');
    await type(page, '20');
    expect(await shownIds(page)).toEqual(idsWhere(({ sourcePorts }) => sourcePorts.some(({ from }) => from === 20)));
  });
});

it.each([
  ['Direction', 'inbound', ({ direction }: Flow) => direction === 'in'],
  ['Transport', 'UDP', ({ transport }: Flow) => transport.includes('udp')],
  ['Other end in', 'Management', ({ source, destination }: Flow) => [source.zone, destination.zone].includes('management')],
  ['Feature', 'SNMP', ({ feature }: Flow) => feature === 'snmp'],
  ['Needed', 'on every gateway', ({ condition, status: standing }: Flow) => condition === null && standing !== 'unresolved'],
  ['Needed', 'not known', ({ status: standing }: Flow) => standing === 'unresolved'],
] as const)('by %s: %s', async (label, option, wanted) => {
  const page = await visit('/ports/');
  await page.getByRole('combobox', { name: label, exact: true }).selectOption({ label: option });
  expect(await shownIds(page)).toEqual(idsWhere(wanted));
  expect(await status(page)).toBe(`${idsWhere(wanted).length} of ${flows.length} flows`);
});

it('finds nothing by what the chosen release does not show', async () => {
  const page = await visit('/ports/');
  for (const text of ['carried', 'bulkmail1.clearswift.net']) {
    await type(page, text);
    expect(await shownIds(page)).toEqual([]);
  }
  await page.goto('/ports/?release=4.7.2&q=bulkmail1.clearswift.net');
  expect(await shownIds(page)).toEqual(['junk-detection']);
});

it('says what the features found by a port need beside it', async () => {
  const page = await visit('/ports/');
  const note = page.locator('.also');
  expect(await note.textContent()).toBe('');
  await type(page, '443');
  expect(await note.textContent()).toContain('Anti-virus updates: TCP 80');
  await type(page, '25');
  expect(await note.textContent()).toBe('');
});

it('keeps every part in the address, so that a reload and a link show the same', async () => {
  const page = await visit('/ports/');
  await type(page, '443');
  await page.getByRole('combobox', { name: 'Direction', exact: true }).selectOption('out');
  const shown = await shownIds(page);
  expect(await searchOf(page)).toBe('?q=443&direction=out');
  await page.reload();
  expect(await shownIds(page)).toEqual(shown);
  expect(await page.getByLabel('Text, port or host').inputValue()).toBe('443');
});

it('fills every field from a link, and shows what the link says', async () => {
  const page = await visit('/ports/?q=tcp&direction=out&transport=tcp&zone=internet&feature=anti-virus&needed=sometimes');
  const fields = await page
    .getByRole('search', { name: 'Filter the table' })
    .locator('input, select')
    .evaluateAll((elements) => (elements as HTMLInputElement[]).map(({ name, value }) => `${name}=${value}`));
  expect(fields).toEqual(['q=tcp', 'direction=out', 'transport=tcp', 'zone=internet', 'feature=anti-virus', 'needed=sometimes']);
  expect(await shownIds(page)).toEqual(idsWhere(({ feature }) => feature === 'anti-virus'));
});

it('opens on a phone, where it is folded away, when a link fills it', async () => {
  const page = await visit('/ports/', { width: 375 });
  const direction = page.getByRole('combobox', { name: 'Direction', exact: true });
  expect(await direction.isVisible()).toBe(false);
  await page.goto('/ports/?direction=in');
  expect(await direction.isVisible()).toBe(true);
  expect(await shownIds(page)).toEqual(idsWhere(({ direction: way }) => way === 'in'));
});

it('says in a live region how many flows are left', async () => {
  const page = await visit('/ports/');
  const region = page.locator('flow-table .outcome [role=status]').first();
  expect(await region.textContent()).toBe(`${flows.length} of ${flows.length} flows`);
  await type(page, '11371');
  expect(await region.textContent()).toBe(`1 of ${flows.length} flows`);
});

it('is cleared by a button, which hands the focus back to the text', async () => {
  const page = await visit('/ports/?q=zzz&zone=lan');
  expect(await shownIds(page)).toEqual([]);
  await page.getByText('No flow of this release matches all of these filters.').waitFor();
  await page.getByRole('button', { name: 'Clear the filter' }).click();
  expect(await searchOf(page)).toBe('');
  expect((await shownIds(page)).length).toBe(flows.length);
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('q');
});

it('takes hostile text as text', async () => {
  const hostile = '<img src=x onerror=alert(1)>';
  const page = await visit(`/ports/?q=${encodeURIComponent(hostile)}&direction=${encodeURIComponent(hostile)}`);
  expect(await page.getByLabel('Text, port or host').inputValue()).toBe(hostile);
  expect(await page.locator('main img').count()).toBe(0);
  expect(await shownIds(page)).toEqual([]);
});
