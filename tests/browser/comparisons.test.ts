/** Two releases compared in the browser: the way to a page, and the page restricted to the features that a person uses. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Comparison } from '#exports/comparison-record.ts';
import { splitPage } from '#publish/split-page.ts';
import { site } from '../dist/built.ts';
import { dataset, releases } from '../dist/published.ts';
import { copiedBy, shownText, visits } from './visit.ts';

const { arrive, visit } = visits();
const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };
const path = '/releases/5.1.0/6.3.0/';
const json: Comparison = JSON.parse(site.text('/api/v1/releases/5.1.0/6.3.0.json'));
const file = site.text('/api/v1/releases/5.1.0/6.3.0.txt');
const titleOf = (feature: string) => dataset.features.find(({ id }) => id === feature)?.title as string;
const dispositions = ['add', 'remove', 'stay', 'unknown'] as const;

const picker = (page: Page, name: string) => page.getByRole('form', { name: 'Compare two releases' }).getByRole('combobox', { name });
async function choose(page: Page, from: string, to: string) {
  await picker(page, 'From').selectOption(from);
  await picker(page, 'To').selectOption(to);
}
const compare = (page: Page) => page.getByRole('button', { name: 'Compare', exact: true }).click();

const unfold = (page: Page) => page.locator('comparison-page form summary').click();
const box = (page: Page, feature: string) => page.getByRole('checkbox', { name: titleOf(feature), exact: true });
/** Leaves only these features in use. */
async function useOnly(page: Page, ...features: string[]) {
  await unfold(page);
  await page.getByRole('button', { name: 'None', exact: true }).click();
  for (const feature of features) await box(page, feature).check();
}

/** Ids of the flows that are to be seen, by their place. */
async function shown(page: Page) {
  const ids = (part: string) =>
    page
      .locator(`[data-part~=${part}]:not([hidden])`)
      .evaluateAll((parts) => parts.map((each) => (each as HTMLElement).dataset.flow as string).sort());
  return Object.fromEntries(await Promise.all(dispositions.map(async (part) => [part, await ids(part)] as const)));
}
const expected = (features?: readonly string[]) =>
  Object.fromEntries(
    dispositions.map((part) => [
      part,
      json.flows
        .filter(({ disposition, feature }) => disposition === part && (features?.includes(feature) ?? true))
        .map(({ id }) => id)
        .sort(),
    ]),
  );
/** The numbers of the answer: those of flows that a helper opens with another one stand apart from what has a rule of its own. */
const counts = async (page: Page) => {
  const counted = await page
    .locator('.answer [data-count]')
    .evaluateAll((parts) => parts.map((each) => [(each as HTMLElement).dataset.count, Number(each.textContent)] as const));
  const of = (...parts: string[]) => counted.reduce((sum, [part = '', number]) => (parts.includes(part) ? sum + number : sum), 0);
  return { add: of('rule-add', 'helped-add'), remove: of('rule-remove', 'helped-remove'), stay: of('stay'), unknown: of('unknown') };
};
const lengths = (lists: Record<string, string[]>) => Object.fromEntries(Object.entries(lists).map(([part, { length }]) => [part, length]));

/** The text of the change request: what is shown, what the button copies, and what the link saves. */
async function texts(page: Page) {
  const text = page.locator('#text');
  const copied = await copiedBy(page.getByRole('button', { name: 'Copy: the text of the change request' }));
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download', exact: true }).click()]);
  return {
    shown: await text.textContent(),
    copied,
    saved: readFileSync(await download.path(), 'utf8'),
    name: download.suggestedFilename(),
  };
}

describe('the way to a comparison', () => {
  it.each(['/releases/', path])('leads from %s to any two releases', async (start) => {
    const page = await visit(start);
    expect(await picker(page, 'From').inputValue()).toBe('5.1.0');
    expect(await picker(page, 'To').inputValue()).toBe('6.3.0');
    await choose(page, '4.7.2', '4.11.0');
    await compare(page);
    await page.waitForURL('**/releases/4.7.2/4.11.0/');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('From 4.7.2 to 4.11.0');
    expect(await page.locator('#way-back').isVisible()).toBe(false);
  });

  it('leads from the newer to the older one by the same page, and says that it is read the other way round', async () => {
    const page = await visit(path);
    await choose(page, '6.3.0', '5.4.2');
    await page.getByText('A way back: leads to 5.4.2 to 6.3.0, to be read the other way round.').waitFor();
    await compare(page);
    await page.waitForURL('**/releases/5.4.2/6.3.0/?way=back');
    expect(await shownText(page.locator('#way-back'))).toContain('You asked for the way back, from 6.3.0 to 5.4.2');
  });

  it('goes nowhere from a release to itself, and says so', async () => {
    const page = await visit(path);
    await choose(page, '5.1.0', '5.1.0');
    await compare(page);
    await page.getByText('Choose two different releases.').waitFor();
    expect(new URL(page.url()).pathname).toBe(path);
  });

  it('is worked by the keyboard', async () => {
    const page = await visit('/releases/');
    await picker(page, 'From').focus();
    await page.keyboard.type('5.7');
    await page.keyboard.press('Tab');
    await page.keyboard.type('6.3');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/releases/5.7.0/6.3.0/');
  });

  it('is a list of links without JavaScript, on both pages', async () => {
    for (const start of ['/releases/', path]) {
      const page = await visit(start, { javaScriptEnabled: false });
      const hrefs = await page.locator('main a:visible').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      for (const [at, from] of releases.entries())
        for (const to of releases.slice(at + 1)) expect(hrefs).toContain(`/releases/${from}/${to}/`);
      expect(await page.locator('main :is(select, button, input):visible').count()).toBe(0);
    }
  });
});

describe('a comparison', () => {
  it('shows everything first, with the counts of what it shows', async () => {
    const page = await visit(path);
    expect(await shown(page)).toEqual(expected());
    expect(await counts(page)).toEqual(lengths(expected()));
    expect(await page.locator('.chosen').textContent()).toBe(`All ${dataset.features.length} features`);
    expect(await page.locator('.restricted').isVisible()).toBe(false);
  });

  it('shows everything without JavaScript too, and offers no control that would do nothing', async () => {
    const page = await visit(path, { javaScriptEnabled: false });
    expect(await shown(page)).toEqual(expected());
    expect(await page.locator('#text').textContent()).toBe(file);
    expect(await page.locator('main :is(button, input, select):visible').count()).toBe(0);
    expect(await page.getByText('This page is restricted').isVisible()).toBe(false);
  });

  it('is restricted to the features in use: flows, counts, empty places and the words of the restriction', async () => {
    const page = await visit(path);
    await useOnly(page, 'online-help', 'certificate-status');
    const used = ['online-help', 'certificate-status'];
    expect(await shown(page)).toEqual(expected(used));
    expect(await counts(page)).toEqual({ add: 1, remove: 1, stay: 0, unknown: 0 });
    expect(await shownText(page.locator('#unknown ~ .none').first())).toBe('Nothing.');
    expect(await shownText(page.locator('.restricted'))).toContain(
      'This page is restricted to Certificate revocation checks; Online help;',
    );
    expect(await page.locator('.chosen').textContent()).toBe(`2 of ${dataset.features.length} features`);
    expect(await page.locator('.reason:visible, #print ~ * li[data-feature]:visible').count()).toBe(0);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    expect(await shown(page)).toEqual(expected());
    expect(await page.getByText('This page is restricted').isVisible()).toBe(false);
  });

  it('announces what is left after each choice', async () => {
    const page = await visit(path);
    const status = page.locator('comparison-page form [role=status]');
    expect(await status.textContent()).toBe('');
    await unfold(page);
    await box(page, 'anti-virus').uncheck();
    expect(await status.textContent()).toBe(
      `${dataset.features.length - 1} of ${dataset.features.length} features: 2 to open before the upgrade, 1 opened by the FTP helper, 6 may go after it, 24 stay open, 3 with other hosts, 20 cannot be known.`,
    );
  });

  it('keeps the choice for the next comparison and the next visit, and a feature that is new is used', async () => {
    const page = await visit(path);
    await unfold(page);
    await box(page, 'pmm').uncheck();
    await page.goto('/releases/5.7.0/6.3.0/');
    expect(await page.locator('[data-flow=pmm-portal]:visible').count()).toBe(0);
    expect(await page.getByText('This page is restricted').isVisible()).toBe(true);
    expect(await page.locator('input[value=pmm]').isChecked()).toBe(false);
    await page.evaluate(() => localStorage.setItem('portcullis-unused-features', 'gone-long-ago'));
    await page.reload();
    expect(await page.locator('.chosen').textContent()).toBe(`All ${dataset.features.length} features`);
  });

  it('works where storage is refused', async () => {
    const page = await visit(path, {
      before: () => {
        for (const name of ['getItem', 'setItem'] as const) {
          Storage.prototype[name] = () => {
            throw new DOMException('refused', 'SecurityError');
          };
        }
      },
    });
    await useOnly(page, 'ntp');
    expect(await shown(page)).toEqual(expected(['ntp']));
  });

  it('is restricted by the keyboard', async () => {
    const page = await visit(path);
    await page.locator('comparison-page form summary').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('All');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await counts(page)).toEqual({ add: 0, remove: 0, stay: 0, unknown: 0 });
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    const [first] = dataset.features;
    expect(await shown(page)).toEqual(expected([first?.id as string]));
  });

  it('leads from each count to its place, and from each print to its row', async () => {
    const page = await visit(path);
    for (const [label, id] of [
      ['may go after it', 'close'],
      ['cannot be known', 'unknown'],
      ['with other hosts', 'hosts'],
    ]) {
      await page
        .locator('.answer')
        .getByRole('link', { name: label as string })
        .click();
      await expect.poll(() => new URL(page.url()).hash).toBe(`#${id}`);
    }
    await page
      .locator('tr[data-flow=pmm-portal]')
      .getByRole('link', { name: /^Row 10 of 5\.1\.0 prints/ })
      .click();
    await page.waitForURL('**/releases/5.1.0/#row-10');
  });
});

describe('the text of the change request', () => {
  it('is shown, copied and saved as the file has it', async () => {
    const page = await visit(path, clipboard);
    expect(await texts(page)).toEqual({
      shown: file,
      copied: file,
      saved: file,
      name: `portcullis-5.1.0-6.3.0-${dataset.product.dataset}.txt`,
    });
  });

  it('follows the features in use, alike on the page, on the clipboard and on the disk, under a name that says so', async () => {
    const page = await visit(path, clipboard);
    await useOnly(page, 'transaction-logs', 'anti-spam');
    const text = await texts(page);
    expect(text.copied).toBe(text.shown);
    expect(text.saved).toBe(text.shown);
    expect(text.name).toBe(`portcullis-5.1.0-6.3.0-part-${dataset.product.dataset}.txt`);
    expect(text.shown).toContain('Restricted to 2 of 26 features: Spam detection; Transaction logs.');
    const told = [...(text.shown ?? '').matchAll(/^(?:\[ \] )?\S.*\(([a-z0-9-]+)\)$/gm)].map(([, id]) => id);
    const flows = json.flows.filter(({ feature }) => ['transaction-logs', 'anti-spam'].includes(feature)).map(({ id }) => id);
    expect([...new Set(told)].sort()).toEqual(flows.sort());
    await page.getByRole('button', { name: 'All', exact: true }).click();
    expect((await texts(page)).saved).toBe(file);
  });

  it('is not that of other features where the comparison cannot be had: the page says so, and leads to the file of all', async () => {
    const page = await arrive();
    onTestFinished(() => page.context().close());
    await page.route('**/api/v1/releases/5.1.0/6.3.0.json', (route) => route.abort());
    await page.goto(path);
    expect(await page.locator('#text').textContent()).toBe(file);
    await useOnly(page, 'ntp');
    await page.getByText('The text of these features alone could not be loaded: the file has that of all.').waitFor();
    expect(await shown(page)).toEqual(expected(['ntp']));
    expect(await page.locator('#text').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Copy: the text of the change request' }).isVisible()).toBe(false);
    const link = page.getByRole('link', { name: 'Download', exact: true });
    expect(await link.getAttribute('href')).toMatch(/\/api\/v1\/releases\/5\.1\.0\/6\.3\.0\.txt$/);
    await page.unroute('**/api/v1/releases/5.1.0/6.3.0.json');
    await box(page, 'dns').check();
    await page.locator('#text').waitFor();
    expect(await page.locator('#text').textContent()).toContain('Restricted to 2 of');
  });
});

describe('a comparison that is sent in parts', () => {
  /** Serves the page as a build with many more flows would, but for the parts that `lost` names. */
  async function visitParts(lost: readonly string[] = []) {
    const page = await arrive();
    onTestFinished(() => page.context().close());
    const parts = splitPage(site.text(`${path}index.html`), 100_000);
    expect(parts.length).toBeGreaterThan(1);
    for (const { folder, html } of parts) {
      const answer = lost.includes(folder) ? { status: 404 } : { contentType: 'text/html', body: html };
      await page.route(`**${path}${folder}`, (route) => route.fulfill(answer));
    }
    return page;
  }

  it('is whole again, and then restricted to the features in use', async () => {
    const page = await visitParts();
    await page.goto(path);
    await page.locator('comparison-page form').waitFor();
    expect(await page.locator('nav.parts').count()).toBe(0);
    expect(await shown(page)).toEqual(expected());
    expect(await counts(page)).toEqual(lengths(expected()));
    await useOnly(page, 'ntp', 'anti-spam');
    expect(await shown(page)).toEqual(expected(['ntp', 'anti-spam']));
    expect(await counts(page)).toEqual(lengths(expected(['ntp', 'anti-spam'])));
    await page.reload();
    await page.locator('comparison-page form').waitFor();
    expect(await shown(page)).toEqual(expected(['ntp', 'anti-spam']));
  });

  it('keeps the counts of the whole and offers no restriction where a part is lost', async () => {
    const page = await visitParts(['part-2/']);
    await Promise.all([page.waitForResponse(`**${path}part-2/`), page.goto(path)]);
    await page.waitForLoadState('networkidle');
    expect(await counts(page)).toEqual(lengths(expected()));
    expect(await page.locator('comparison-page form').isVisible()).toBe(false);
    expect(await page.locator('nav.parts').first().isVisible()).toBe(true);
  });
});

it('prints open what is folded away on the screen, and leaves controls and the text that repeats it all to the screen', async () => {
  const page = await visit(path, { width: 718 });
  await page.emulateMedia({ media: 'print' });
  const { printedChanges } = json.flows.find(({ id }) => id === 'ssh-console') as Comparison['flows'][number];
  const wording = printedChanges.find(({ kind }) => kind === 'wording')?.current as string;
  expect(await page.getByText(wording, { exact: true }).isVisible()).toBe(true);
  const [doubt] = json.flows.find(({ id }) => id === 'pmm-portal')?.doubts ?? [];
  expect(await page.getByText(doubt as string, { exact: true }).isVisible()).toBe(true);
  expect(await page.locator('main :is(select, button, input, form, pre):visible').count()).toBe(0);
});
