/** The page of the builder for those who test it: how it is reached, filled and read. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { build } from '#builder/result.ts';
import { startState } from '#builder/start.ts';
import type { State } from '#builder/state.ts';
import type { Report } from '#kit/report.ts';
import type { Platform } from '#rules/platform.ts';
import { root } from '../../dist/built.ts';
import { dataset, platforms } from '../../dist/published.ts';
import { type Reader, visits } from '../visit.ts';

/** The builder of the built site in a browser, for the tests of one file. */
export function builders() {
  const { arrive, visit, origin } = visits();

  /** Opens the page, and waits until it takes what is typed. */
  async function open(path = '/builder/', reader?: Reader): Promise<Page> {
    const page = await visit(path, reader);
    await ready(page);
    return page;
  }

  /** Opens the page where no time passes but what a test lets pass, by `page.clock`: what is typed rests until then. */
  async function openWithoutTime(reader?: Reader): Promise<Page> {
    const page = await arrive(reader);
    onTestFinished(() => page.context().close());
    await page.clock.install({ time: 0 });
    await page.goto('/builder/');
    await ready(page);
    await page.clock.pauseAt(60 * 60 * 1000);
    return page;
  }

  return { arrive, visit, origin, open, openWithoutTime };
}

/** A reader whose clipboard a test may read. */
export const clipboard: Reader = { permissions: ['clipboard-read', 'clipboard-write'] };

/** Waits until the page takes what is typed. */
export const ready = (page: Page) => page.locator('#builder form:not([inert])').waitFor();

/** Leaves the field that is being typed in, by a click elsewhere, and waits for what the page does after it. */
export async function leave(page: Page): Promise<void> {
  await page.locator('h1').click();
  // The page settles what was typed in a timer of the same delay, which was set before this one.
  await page.evaluate(() => new Promise((resolve) => window.setTimeout(resolve)));
}

/** Lets the time pass after which something counts as typed, on a page without time. */
export const rest = (page: Page) => page.clock.runFor(800);

/** Unfolds all that is folded away, and waits until the page has shown what is in it. */
export const unfold = (page: Page) =>
  page.locator('#builder details:not([open])').evaluateAll((folds) =>
    Promise.all(
      folds.map(
        (fold) =>
          new Promise((resolve) => {
            fold.addEventListener('toggle', resolve, { once: true });
            (fold as HTMLDetailsElement).open = true;
          }),
      ),
    ),
  );

/** Copies a link to what is chosen, and waits until it is on the clipboard. */
export async function copyLink(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Copy a link to this' }).click();
  await page.locator('[data-copied]').getByText('Copied').waitFor();
}

/** A field of the form by its name. */
export const field = (page: Page, name: string) => page.locator(`#builder [name="${name}"]`);
/** What is said beside a field, by the name that problems have for it. */
export const errors = (page: Page, name: string) => page.locator(`#builder [data-errors="${name}"] li`).allTextContents();
/** The rules. */
export const text = (page: Page) => page.locator('#builder-text').textContent();
/** What the bar at the foot of the window says. */
export const summary = (page: Page) => page.locator('[data-summary-words]').textContent();
/** What stands behind the "#" of the address, with it. */
export const fragment = (page: Page) => page.evaluate(() => location.hash);
/** What the table of flows says has become of one. */
export const outcome = (page: Page, flow: string) =>
  page.locator(`#builder [data-flows] tr:has(a[href$="#${flow}"]) .outcome`).textContent();
/** What stands in the form, as a person sees it. */
export const values = (page: Page) =>
  page
    .locator('#builder form')
    .evaluate((form) => Object.fromEntries([...new FormData(form as HTMLFormElement)].map(([name, value]) => [name, `${value}`])));

/** Chooses the start that opens every flow. */
export const chooseEverything = (page: Page) => page.getByRole('radio', { name: /^Everything/ }).check();
/** Lets the page fill in the addresses and names of its example. */
export const fillMadeUp = (page: Page) => page.getByRole('button', { name: 'Fill in made-up addresses' }).click();
/** Fills in somebody's own gateway, but for what is to be another. */
export async function fillOwn(page: Page, change: Record<string, string> = {}): Promise<void> {
  for (const [name, value] of Object.entries({ ...own, ...change })) await field(page, name).fill(value);
}

/** Somebody's own gateway behind nftables, as far as a single gateway needs it. */
export const own = {
  'a.gateway': '10.1.0.10',
  'a.internal-mail-servers': '10.2.0.25\n10.2.0.26',
  'a.dns-resolvers': '10.2.0.53',
  'a.administrators': '10.3.0.0/24',
  'z.internet': 'eth0',
  'z.dmz': 'eth1',
  'z.lan': 'eth2',
  'z.management': 'eth3',
};

/** The platform that the page starts with. */
export const nftables = platforms.find(({ id }) => id === 'nftables') as Platform;
/** What the page starts with. */
export const start = startState(dataset, nftables);
/** The page with somebody's own gateway. */
export const ownState: State = {
  ...start,
  addresses: {
    gateway: ['10.1.0.10'],
    'internal-mail-servers': ['10.2.0.25', '10.2.0.26'],
    'dns-resolvers': ['10.2.0.53'],
    administrators: ['10.3.0.0/24'],
  },
  zones: { internet: 'eth0', dmz: 'eth1', lan: 'eth2', management: 'eth3' },
};
/** The rules of it. */
export const ownText = build(dataset, nftables, ownState).rules?.text;

/** What the test scripts have reported from the lab, each where a rule was missing. */
export const labReports: readonly { readonly without: string; readonly report: Report }[] = readFileSync(
  join(root, 'tests/fixtures/lab-reports.jsonl'),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
