/** The release is chosen once and kept: pages switch in place, and show what is published of it, record by record. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { current, dataset, listOf, releases } from '../dist/published.ts';
import { shownText, visits } from './visit.ts';

const { arrive, visit } = visits();

const choose = (page: Page, release: string) => page.getByRole('combobox', { name: 'Release', exact: true }).selectOption(release);
const chosen = (page: Page) => page.getByRole('combobox', { name: 'Release', exact: true }).inputValue();
const searchOf = (page: Page) => new URL(page.url()).search;
const newest = releases.at(-1) as string;
const partial = releases.filter((release) => release !== current);

describe('without a choice', () => {
  it('is the newest that is known to its end, says that it is old, and leads to the newest', async () => {
    const page = await visit('/ports/');
    const notice = page.locator('release-bar');
    expect(await chosen(page)).toBe(current);
    expect(searchOf(page)).toBe('');
    expect(await shownText(notice)).toContain('It is old, and still the default: no newer table could be read to its end.');
    const { printed, carried } = countsOf(newest);
    expect(await shownText(notice)).toContain(`${printed} flows printed, ${carried} carried from an earlier release`);

    await notice.getByRole('link', { name: newest, exact: true }).click();
    expect(await chosen(page)).toBe(newest);
    expect(searchOf(page)).toBe(`?release=${newest}`);
    expect(await shownText(notice)).not.toContain('It is old');
    await notice.getByRole('link', { name: `What ${newest} printed` }).click();
    await page.waitForURL(`**/releases/${newest}/`);
  });

  it('stays the same when the address names one that does not exist', async () => {
    for (const wrong of ['9.9.9', '', '6.3', '6.3.0 ', '<img src=x onerror=alert(1)>', '__proto__']) {
      const page = await visit(`/ports/?release=${encodeURIComponent(wrong)}`);
      expect(await chosen(page)).toBe(current);
      expect(searchOf(page)).toBe('');
      expect(await idsOf(page)).toEqual(sorted(listOf(current).flows.map(({ id }) => id)));
      expect(await page.locator('img').count()).toBe(0);
    }
  });
});

describe.each(releases)('%s, chosen in place', (release) => {
  it('on the table of all ports', async () => {
    const page = await switched('/ports/', release);
    const rows = await page.locator('flow-table tbody tr:visible').evaluateAll((elements) => {
      const shown = (at: Element, selector: string) =>
        [...at.querySelectorAll<HTMLElement>(selector)]
          .filter((element) => element.checkVisibility())
          .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
      return elements.map((row) => ({
        id: (row as HTMLElement).dataset.flow,
        port: shown(row, '.chip'),
        title: shown(row, 'th .title'),
        feature: shown(row, 'th .feature'),
        direction: shown(row, '.sense'),
        ends: shown(row, 'strong'),
        needed: shown(row, '.needed'),
        marks: shown(row, '.mark'),
      }));
    });
    expect(sortedById(rows)).toEqual(
      sortedById(
        listOf(release).flows.map((flow) => ({
          id: flow.id,
          port: chipsOf(flow),
          title: [flow.title],
          feature: [dataset.features.find(({ id }) => id === flow.feature)?.title],
          direction: [`${flow.direction}bound`],
          ends: [nameOf(flow.source.party), nameOf(flow.destination.party)],
          needed: [flow.status === 'unresolved' ? 'not known' : flow.condition === null ? 'on every gateway' : `when ${flow.condition}`],
          marks: [
            ...(flow.via ? ['no rule of its own'] : []),
            ...(flow.status === 'printed' ? [] : [flow.status]),
            ...(flow.reading === null ? [] : ['differs from print']),
          ],
        })),
      ),
    );
    const { length } = listOf(release).flows;
    expect(await shownText(page.locator('flow-table [role=status]').first())).toBe(`${length} of ${length} flows`);
  });

  it.each(['/ports/443/', '/ports/80/', '/ports/21/', '/ports/20/', '/features/backup/', '/features/anti-virus/', '/features/smtp/'])(
    'on %s',
    async (path) => {
      const page = await switched(path, release);
      const [, kind, name] = path.split('/');
      const cards = await cardsOf(page);
      const { flows, absent } = listOf(release);
      const expected = dataset.features
        .flatMap((feature) => feature.flows.map((flow) => ({ ...flow, feature: feature.id })))
        .filter(({ feature, port, sourcePort, via }) => {
          const { from, to } = via && sourcePort ? sourcePort : port;
          return kind === 'features' ? feature === name : from <= Number(name) && Number(name) <= to;
        })
        .map(({ id }) => {
          const flow = flows.find((entry) => entry.id === id);
          return {
            id,
            status: flow?.status ?? absent.find((entry) => entry.id === id)?.status ?? 'unprinted',
            departs: flow !== undefined && flow.reading !== null,
            rows: (flow?.printed ?? []).map(
              ({ row, port, protocol, direction }) =>
                `Row ${row} of ${release} prints ${port} ${protocol}, ${direction ?? 'and breaks off before the direction'}.`,
            ),
            reading: flow?.reading ?? null,
            hosts: flow?.hosts ?? [],
          };
        });
      expect(cards.length).toBeGreaterThan(0);
      expect(sortedById(cards)).toEqual(sortedById(expected));
    },
  );

  it('on the host names', async () => {
    const page = await switched('/hosts/', release);
    const shown = await page
      .locator('tr[data-host]:visible')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('th')?.textContent?.trim(),
          ...[...row.querySelectorAll<HTMLElement>('.use')]
            .filter((use) => use.checkVisibility())
            .map((use) => use.querySelector('.link')?.textContent?.trim()),
        ]),
      );
    const { flows } = listOf(release);
    const hosts = [...new Set(flows.flatMap((flow) => flow.hosts))];
    expect(sorted(shown.map((row) => sorted(row).join(', ')))).toEqual(
      sorted(
        hosts.map((host) => sorted([host, ...flows.filter((flow) => flow.hosts.includes(host)).map(({ title }) => title)]).join(', ')),
      ),
    );
  });

  it('in the files that a page leads to', async () => {
    const page = await switched('/features/backup/', release);
    for (const extension of ['JSON', 'CSV']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: extension, exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(`portcullis-${release}-backup-${dataset.product.dataset}.${extension.toLowerCase()}`);
      const text = readFileSync(await download.path(), 'utf8');
      if (extension === 'JSON') expect(JSON.parse(text)).toEqual(listOf(release, 'backup'));
    }
  });
});

describe.each(partial)('%s, read in part', (release) => {
  it('says how far, how much is carried and how much is unknown, and leads to which', async () => {
    const page = await visit(`/ports/?release=${release}`);
    const { printed, carried, unresolved, unknown, gone } = countsOf(release);
    const words = await shownText(page.locator('release-bar'));
    expect(words).toMatch(/the copy could be read (in)?to/);
    expect(words).toContain(`${printed} flows printed`);
    expect(words.includes(`${carried} carried from an earlier release`)).toBe(carried > 0);
    expect(words.includes(`${unresolved} unresolved`)).toBe(unresolved > 0);
    expect(words.includes(`${unknown} unknown`)).toBe(unknown > 0);
    expect(words.includes(`${gone} gone`)).toBe(gone > 0);

    await page.getByRole('link', { name: `What ${release} printed` }).click();
    const others = await page
      .getByRole('region', { name: `Flows without a row in ${release}` })
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => `${row.querySelector('.link')?.textContent?.trim()}: ${row.querySelector('.mark')?.textContent?.trim()}`),
      );
    const { flows, absent } = listOf(release);
    const titleOf = (id: string) => dataset.features.flatMap((feature) => feature.flows).find((flow) => flow.id === id)?.title;
    const expected = [...flows.filter(({ status }) => status === 'carried'), ...absent].map(
      ({ id, status }) => `${titleOf(id)}: ${status}`,
    );
    expect(others).toEqual(expect.arrayContaining(expected));
    expect(expected.length).toBeGreaterThan(0);
  });
});

describe('a choice', () => {
  it('is kept from page to page, in each address, and over a reload', async () => {
    const page = await visit('/ports/');
    await choose(page, newest);
    expect(searchOf(page)).toBe(`?release=${newest}`);
    for (const [name, path] of [
      ['Host names', '/hosts/'],
      ['SNMP', '/features/snmp/'],
    ] as const) {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click();
      await page.waitForURL(`**${path}?release=${newest}`);
      expect(await chosen(page)).toBe(newest);
    }
    await page.reload();
    expect(await chosen(page)).toBe(newest);
    await page.goto('/ports/');
    expect(searchOf(page)).toBe(`?release=${newest}`);
    expect(await idsOf(page)).toEqual(sorted(listOf(newest).flows.map(({ id }) => id)));
  });

  it('of the default clears the address, here and on the next page', async () => {
    const page = await visit(`/ports/?release=${newest}`);
    await choose(page, current);
    expect(searchOf(page)).toBe('');
    await page.goto('/hosts/');
    expect(await chosen(page)).toBe(current);
    expect(searchOf(page)).toBe('');
  });

  it('in the address goes before the one that is kept', async () => {
    const page = await visit(`/ports/?release=${newest}`);
    await page.goto(`/hosts/?release=${current}`);
    expect(await chosen(page)).toBe(current);
    await page.goto('/hosts/?release=5.6.0');
    expect(await chosen(page)).toBe('5.6.0');
  });

  it('is undone and redone by back and forward', async () => {
    const page = await visit('/ports/');
    await choose(page, newest);
    await choose(page, '5.6.0');
    const steps = [
      [() => page.goBack(), newest],
      [() => page.goBack(), current],
      [() => page.goForward(), newest],
      [() => page.goForward(), '5.6.0'],
    ] as const;
    for (const [step, release] of steps) {
      await step();
      expect(await chosen(page)).toBe(release);
      expect(searchOf(page)).toBe(release === current ? '' : `?release=${release}`);
      expect(await idsOf(page)).toEqual(sorted(listOf(release).flows.map(({ id }) => id)));
    }
  });

  it('leaves the filter and the place on the page alone', async () => {
    const page = await visit('/ports/?q=443&direction=out');
    await choose(page, newest);
    expect(new URL(page.url()).searchParams.get('q')).toBe('443');
    expect(new URL(page.url()).searchParams.get('direction')).toBe('out');
    const wanted = listOf(newest).flows.filter(
      ({ direction, ports }) => direction === 'out' && ports.some(({ from, to }) => from <= 443 && to >= 443),
    );
    const single = wanted.filter(({ via }) => via === null);
    expect(await idsOf(page)).toEqual(sorted(single.map(({ id }) => id)));

    await page.goto('/features/backup/#backup-sftp');
    await choose(page, '5.6.0');
    expect(new URL(page.url()).hash).toBe('#backup-sftp');
  });

  it('works where the browser refuses storage', async () => {
    const page = await arrive({
      before: () => {
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('The operation is insecure.', 'SecurityError');
          },
        });
      },
    });
    await page.goto(`/ports/?release=${newest}`);
    expect(await chosen(page)).toBe(newest);
    await choose(page, '5.6.0');
    expect(searchOf(page)).toBe('?release=5.6.0');
    expect(await idsOf(page)).toEqual(sorted(listOf('5.6.0').flows.map(({ id }) => id)));
    await page.goto('/hosts/');
    expect(await chosen(page)).toBe(current);
  });
});

let shared: Page;
beforeAll(async () => {
  shared = await arrive();
});

/** A page that showed the default release and was switched to another, without being loaded anew. */
async function switched(path: string, release: string): Promise<Page> {
  await shared.goto(`${path}?release=${current}`);
  await shared.evaluate(() => Object.assign(window, { stayed: true }));
  await choose(shared, release);
  expect(searchOf(shared)).toBe(release === current ? '' : `?release=${release}`);
  expect(await shared.evaluate(() => 'stayed' in window)).toBe(true);
  return shared;
}

/** What the cards of flows say that differs from release to release. */
function cardsOf(page: Page) {
  return page.locator('article.flow').evaluateAll((cards) =>
    cards.map((card) => {
      const shown = (selector: string) =>
        [...card.querySelectorAll<HTMLElement>(selector)]
          .filter((element) => element.checkVisibility())
          .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
      const statuses = ['carried', 'unresolved', 'gone', 'unknown', 'unprinted'];
      const marks = shown('header .mark');
      const label = [...card.querySelectorAll('dt')].find((term) => term.checkVisibility() && term.textContent === 'Our reading');
      return {
        id: (card as HTMLElement).dataset.flow as string,
        status: marks.find((mark) => statuses.includes(mark)) ?? 'printed',
        departs: marks.includes('differs from print'),
        rows: shown('dd .row').flatMap((text) => /^Row \d+ of .*?\.(?= |$)/.exec(text) ?? []),
        reading: label ? (label.nextElementSibling?.textContent?.trim() ?? '') : null,
        hosts: shown('.hosts li'),
      };
    }),
  );
}

async function idsOf(page: Page): Promise<string[]> {
  return sorted(
    await page.locator('flow-table tbody tr:visible').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.flow as string)),
  );
}

function countsOf(release: string): Record<'printed' | 'carried' | 'unresolved' | 'unknown' | 'gone', number> {
  const { flows, absent } = listOf(release);
  const count = (status: string) => [...flows, ...absent].filter((entry) => entry.status === status).length;
  return {
    printed: count('printed'),
    carried: count('carried'),
    unresolved: count('unresolved'),
    unknown: count('unknown'),
    gone: count('gone'),
  };
}

type PublishedFlow = ReturnType<typeof listOf>['flows'][number];
const chipsOf = ({ transport, ports }: PublishedFlow) =>
  transport.flatMap((name) => ports.map(({ from, to }) => `${name.toUpperCase()} ${from === to ? from : `${from}-${to}`}`));
const nameOf = (party: string) => dataset.parties.find(({ id }) => id === party)?.name;
const sorted = <T extends string | undefined>(values: readonly T[]): T[] => values.toSorted();
const sortedById = <T extends { id: string | undefined }>(values: readonly T[]): T[] =>
  values.toSorted((a, b) => String(a.id).localeCompare(String(b.id), 'en'));
