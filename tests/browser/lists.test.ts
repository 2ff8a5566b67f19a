/** The lists of host names and the services follow the chosen release, and what a link leads to is the list that it names. */
import { describe, expect, it } from 'vitest';
import { site } from '../dist/built.ts';
import { current, releases } from '../dist/published.ts';
import { shownText, visits } from './visit.ts';

const { visit } = visits();
const newest = releases.at(-1) as string;
const linesOf = (path: string) => String(site.text(path).split('\n').length - 1);

describe.each([current, newest])('with %s', (release) => {
  it('the page of all lists links those of the release, each with the number of its lines', async () => {
    const page = await visit(`/lists/?release=${release}`);
    const links = page.locator('table.lists a[download]');
    expect(await links.count()).toBeGreaterThan(30);
    for (const link of await links.all()) {
      const path = (await link.getAttribute('href')) as string;
      expect(path).toContain(`/lists/${release}/`);
      expect(await link.getAttribute('download')).toContain(`portcullis-${release}-hosts-`);
      expect((await shownText(link)).split(/\s+/).at(-1)).toBe(linesOf(path));
    }
  });

  it.each(['exact', 'asterisk', 'leading-dot', 'pan-os-url', 'suffix'])('the page of a notation shows its lists: %s', async (notation) => {
    const page = await visit(`/lists/${notation}/?release=${release}`);
    const paths = await page.locator('main td a[download]:visible').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(paths.length).toBeGreaterThan(7);
    for (const path of paths) {
      expect(path).toContain(`/lists/${release}/`);
      const answer = await page.request.get(path as string);
      expect(answer.status()).toBe(200);
      expect(answer.headers()['content-type']).toMatch(/^text\/plain/);
      expect(await answer.text()).toBe(site.text(path as string));
    }
  });

  it('a feature leads to its lists and services of the release', async () => {
    const page = await visit(`/features/anti-virus/?release=${release}`);
    const hrefs = await page.locator('main a[data-release-file]').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(hrefs).toEqual(
      expect.arrayContaining([
        `/lists/${release}/anti-virus.txt`,
        `/lists/${release}/pan-os-url/anti-virus.txt`,
        `/services/${release}/seg-anti-virus-out.xml`,
      ]),
    );
    const service = await page.request.get(`/services/${release}/seg-anti-virus-out.xml`);
    expect(service.headers()['content-type']).toMatch(/^(application|text)\/xml/);
  });
});

it('a page does not scroll sideways on a phone', async () => {
  for (const path of ['/lists/', '/lists/leading-dot/', '/rules/firewalld/']) {
    const page = await visit(path, { width: 375, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBe(375);
  }
});
