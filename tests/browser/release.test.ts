/** The release is chosen once and kept: pages switch in place, and show what is published of it, record by record. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { site } from '../dist/built.ts';
import { current, dataset, listOf, releases } from '../dist/published.ts';
import { shownText, visits } from './visit.ts';

const { arrive, visit } = visits();

const choose = (page: Page, release: string) => page.getByRole('combobox', { name: 'Release', exact: true }).selectOption(release);
const chosen = (page: Page) => page.getByRole('combobox', { name: 'Release', exact: true }).inputValue();
const searchOf = (page: Page) => page.evaluate(() => location.search);
const newest = releases.at(-1) as string;

describe('without a choice', () => {
  it('is the newest that is known to its end, says that it is old, and leads to the newest', async () => {
    const page = await visit('/ports/');
    const notice = page.locator('release-bar');
    expect(await chosen(page)).toBe(current);
    expect(await searchOf(page)).toBe('');
    expect(await shownText(notice)).toContain('It is old, and still the default: no newer table could be read to its end.');
    const { printed, carried } = countsOf(newest);
    expect(await shownText(notice)).toContain(`${printed} flows printed, ${carried} carried from an earlier release`);

    await notice.getByRole('link', { name: newest, exact: true }).click();
    expect(await chosen(page)).toBe(newest);
    expect(await searchOf(page)).toBe(`?release=${newest}`);
    expect(await shownText(notice)).not.toContain('It is old');
    await notice.getByRole('link', { name: `What ${newest} printed` }).click();
    await page.waitForURL(`**/releases/${newest}/`);
  });

  it('is the same when the address names one that does not exist, and says so as text', async () => {
    for (const wrong of ['6.3', '<img src=x onerror=alert(1)>', '__proto__']) {
      const page = await visit(`/ports/?release=${encodeURIComponent(wrong)}`);
      expect(await chosen(page)).toBe(current);
      expect(await shownText(page.locator('release-bar [role=status]'))).toBe(
        `Release ${wrong} is not in the dataset: ${current} is shown.`,
      );
      expect(await idsOf(page)).toEqual(publishedIds(current));
      expect(await page.locator('main img').count()).toBe(0);
      await page.goto('/hosts/');
      expect(await chosen(page)).toBe(current);
    }
  });
});

describe('every release, chosen in place, shows what is published of it', () => {
  it('on the table of all ports', async () => {
    await switchThrough('/ports/', async (page, release) => {
      const { flows } = listOf(release);
      expect(await rowsOf(page)).toEqual(byId(flows.map(toRow)));
      expect(await shownText(page.locator('flow-table [role=status]').first())).toBe(`${flows.length} of ${flows.length} flows`);
    });
  });

  it.each(['/ports/443/', '/ports/80/', '/ports/21/', '/ports/20/', '/features/backup/', '/features/anti-virus/', '/features/smtp/'])(
    'on %s',
    async (path) => {
      const [, kind, name] = path.split('/');
      const ids = dataset.features.flatMap((feature) =>
        feature.flows
          .filter(({ port, sourcePort, via }) => {
            const { from, to } = via && sourcePort ? sourcePort : port;
            return kind === 'features' ? feature.id === name : from <= Number(name) && Number(name) <= to;
          })
          .map(({ id }) => id),
      );
      expect(ids.length).toBeGreaterThan(0);
      await switchThrough(path, async (page, release) => {
        expect(await cardsOf(page)).toEqual(byId(ids.map((id) => toCard(release, id))));
      });
    },
  );

  it('on the host names', async () => {
    await switchThrough('/hosts/', async (page, release) => {
      const { flows } = listOf(release);
      const hosts = [...new Set(flows.flatMap((flow) => flow.hosts))];
      const users = (host: string) => flows.filter((flow) => flow.hosts.includes(host)).map(({ title }) => title);
      expect(await hostsOf(page)).toEqual(hosts.map((host) => [host, ...users(host).sort()].join(', ')).sort());
    });
  });

  it('in the files that a page leads to', async () => {
    await switchThrough('/features/backup/', async (page, release) => {
      for (const extension of ['json', 'csv']) {
        const link = page.getByRole('link', { name: extension.toUpperCase(), exact: true });
        expect(await link.getAttribute('href')).toBe(`/api/v1/releases/${release}/features/backup.${extension}`);
        expect(await link.getAttribute('download')).toBe(`portcullis-${release}-backup-${dataset.product.dataset}.${extension}`);
      }
    });
  });

  it('in the file that a click saves', async () => {
    const page = await visit(`/features/backup/?release=${newest}`);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV', exact: true }).click()]);
    expect(download.suggestedFilename()).toBe(`portcullis-${newest}-backup-${dataset.product.dataset}.csv`);
    expect(readFileSync(await download.path(), 'utf8')).toBe(site.text(`/api/v1/releases/${newest}/features/backup.csv`));
  });

  it('in its notice: how far the copy reached, and how much is printed, carried, unresolved, unknown and gone', async () => {
    await switchThrough('/ports/', async (page, release) => {
      const { printed, ...others } = countsOf(release);
      const words = await shownText(page.locator('release-bar'));
      expect(words).toMatch(
        release === current ? /the whole table of \d+ rows could be read/ : /the copy could be read (into|to the end of) port \d+/,
      );
      expect(words).toContain(`${printed} flows printed`);
      for (const [status, count] of Object.entries(others)) {
        const [, said] = new RegExp(`(\\d+) ${status}`).exec(words.split('It is old')[0] as string) ?? [];
        expect(`${status}: ${said ?? 0}`).toBe(`${status}: ${count}`);
      }
    });
  });

  it('and the notice leads to what is carried and what is unknown, by name', async () => {
    const page = await visit('/ports/?release=5.4.2');
    await page.getByRole('link', { name: 'What 5.4.2 printed' }).click();
    await page.waitForURL('**/releases/5.4.2/');
    const shown = await page
      .getByRole('region', { name: 'Flows without a row in 5.4.2' })
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [row.querySelector('.link'), row.querySelector('.mark')].map((part) => part?.textContent?.trim()).join(': ')),
      );
    const { flows, absent } = listOf('5.4.2');
    const others = [...flows.filter(({ status }) => status === 'carried'), ...absent];
    expect(shown).toEqual(expect.arrayContaining(others.map(({ id, status }) => `${titleOf(id)}: ${status}`)));
    expect(others.map(({ status }) => status)).toEqual(expect.arrayContaining(['carried', 'unknown', 'gone']));
  });
});

describe('a choice', () => {
  it('is kept from page to page, in each address, and over a reload', async () => {
    const page = await visit('/ports/');
    await choose(page, newest);
    expect(await searchOf(page)).toBe(`?release=${newest}`);
    expect(await shownText(page.locator('release-bar [role=status]'))).toBe(`Release ${newest} is shown.`);
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
    expect(await searchOf(page)).toBe(`?release=${newest}`);
    expect(await idsOf(page)).toEqual(publishedIds(newest));
  });

  it('of the default is one too, and ends the one before', async () => {
    const page = await visit(`/ports/?release=${newest}`);
    await choose(page, current);
    expect(await searchOf(page)).toBe(`?release=${current}`);
    await page.goto('/hosts/');
    expect(await chosen(page)).toBe(current);
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
      [() => page.goBack(), newest, `?release=${newest}`],
      [() => page.goBack(), current, ''],
      [() => page.goForward(), newest, `?release=${newest}`],
      [() => page.goForward(), '5.6.0', '?release=5.6.0'],
    ] as const;
    for (const [step, release, address] of steps) {
      await step();
      await expect.poll(() => chosen(page)).toBe(release);
      expect(await searchOf(page)).toBe(address);
      expect(await idsOf(page)).toEqual(publishedIds(release));
    }
  });

  it('leaves the filter and the place on the page alone', async () => {
    const page = await visit('/ports/?q=443&direction=out');
    await choose(page, newest);
    expect(await searchOf(page)).toBe(`?q=443&direction=out&release=${newest}`);
    const wanted = listOf(newest).flows.filter(
      ({ via, direction, ports: [port] }) => via === null && direction === 'out' && port?.from === 443,
    );
    expect(await idsOf(page)).toEqual(byId(wanted).map(({ id }) => id));

    await page.goto('/features/backup/#backup-sftp');
    await choose(page, '5.6.0');
    expect(await page.evaluate(() => location.hash)).toBe('#backup-sftp');
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
    expect(await searchOf(page)).toBe('?release=5.6.0');
    expect(await idsOf(page)).toEqual(publishedIds('5.6.0'));
    await page.goto('/hosts/');
    expect(await chosen(page)).toBe(current);
  });
});

/** Opens a page once, chooses every release on it, and checks that it stayed the same page. */
async function switchThrough(path: string, check: (page: Page, release: string) => Promise<void>) {
  const page = await visit(path);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  for (const release of releases) {
    await choose(page, release);
    expect(await searchOf(page)).toBe(`?release=${release}`);
    await check(page, release);
  }
  expect(await page.evaluate(() => 'stayed' in window)).toBe(true);
}

/** The rows that show in the table of all ports, cell by cell. */
async function rowsOf(page: Page) {
  const rows = await page.locator('flow-table tbody tr:visible').evaluateAll((elements) =>
    elements.map((row) => {
      const shown = (selector: string) =>
        [...row.querySelectorAll<HTMLElement>(selector)]
          .filter((element) => element.checkVisibility())
          .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
      return {
        id: (row as HTMLElement).dataset.flow as string,
        ports: shown('.chip'),
        title: shown('th .title'),
        feature: shown('th .feature'),
        direction: shown('.sense'),
        ends: shown('strong'),
        needed: shown('.needed'),
        marks: shown('.mark'),
      };
    }),
  );
  return byId(rows);
}

/** What a row should say of a published flow. */
function toRow(flow: PublishedFlow): Awaited<ReturnType<typeof rowsOf>>[number] {
  const numbers = flow.ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`));
  return {
    id: flow.id,
    ports: flow.transport.flatMap((transport) => numbers.map((number) => `${transport.toUpperCase()} ${number}`)),
    title: [flow.title],
    feature: dataset.features.filter(({ id }) => id === flow.feature).map(({ title }) => title),
    direction: [`${flow.direction}bound`],
    ends: [flow.source, flow.destination].map(({ party }) => dataset.parties.find(({ id }) => id === party)?.name as string),
    needed: [flow.status === 'unresolved' ? 'not known' : flow.condition === null ? 'on every gateway' : `when ${flow.condition}`],
    marks: [
      ...(flow.via ? ['no rule of its own'] : []),
      ...(flow.status === 'printed' ? [] : [flow.status]),
      ...(flow.reading === null ? [] : ['differs from print']),
    ],
  };
}

/** What the cards of flows say that differs from release to release. */
async function cardsOf(page: Page) {
  const cards = await page.locator('article.flow').evaluateAll((elements) =>
    elements.map((card) => {
      const shown = (selector: string) =>
        [...card.querySelectorAll<HTMLElement>(selector)]
          .filter((element) => element.checkVisibility())
          .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
      const marks = shown('header .mark');
      const label = [...card.querySelectorAll('dt')].find((term) => term.checkVisibility() && term.textContent === 'Our reading');
      return {
        id: (card as HTMLElement).dataset.flow as string,
        status: marks.find((mark) => ['carried', 'unresolved', 'gone', 'unknown', 'not printed'].includes(mark)) ?? 'printed',
        departs: marks.includes('differs from print'),
        rows: shown('dd .row').flatMap((text) => /^Row \d+ of .*?\.(?= |$)/.exec(text) ?? []),
        reading: label?.nextElementSibling?.textContent?.trim() ?? null,
        hosts: shown('.hosts li'),
      };
    }),
  );
  return byId(cards);
}

/** What a card should say of a flow in a release. */
function toCard(release: string, id: string): Awaited<ReturnType<typeof cardsOf>>[number] {
  const { flows, absent } = listOf(release);
  const flow = flows.find((entry) => entry.id === id);
  const printed = flow?.printed ?? [];
  return {
    id,
    status: flow?.status ?? absent.find((entry) => entry.id === id)?.status ?? 'not printed',
    departs: flow !== undefined && flow.reading !== null,
    rows: printed.map(
      ({ row, port, protocol, direction }) =>
        `Row ${row} of ${release} prints ${port} ${protocol}, ${direction ?? 'and breaks off before the direction'}.`,
    ),
    reading: flow?.reading ?? null,
    hosts: flow?.hosts ?? [],
  };
}

/** Hosts that show, each with the flows that use it. */
async function hostsOf(page: Page): Promise<string[]> {
  const rows = await page.locator('tr[data-host]:visible').evaluateAll((elements) =>
    elements.map((row) => {
      const users = [...row.querySelectorAll<HTMLElement>('.use')].filter((use) => use.checkVisibility());
      const titles = users.map((use) => use.querySelector('.link')?.textContent?.trim()).sort();
      return [row.querySelector('th')?.textContent?.trim(), ...titles].join(', ');
    }),
  );
  return rows.sort();
}

/** The flows that show in the table of all ports. */
const idsOf = async (page: Page) => (await rowsOf(page)).map(({ id }) => id);
const publishedIds = (release: string) => byId(listOf(release).flows).map(({ id }) => id);

function countsOf(release: string): Record<PublishedStatus, number> {
  const { flows, absent } = listOf(release);
  const count = (status: PublishedStatus) => [...flows, ...absent].filter((entry) => entry.status === status).length;
  return {
    printed: count('printed'),
    carried: count('carried'),
    unresolved: count('unresolved'),
    unknown: count('unknown'),
    gone: count('gone'),
  };
}

type PublishedFlow = ReturnType<typeof listOf>['flows'][number];
type PublishedStatus = PublishedFlow['status'] | 'unknown' | 'gone';
const titleOf = (flow: string) => dataset.features.flatMap(({ flows }) => flows).find(({ id }) => id === flow)?.title;
const byId = <T extends { readonly id: string }>(list: readonly T[]): T[] => list.toSorted((a, b) => a.id.localeCompare(b.id, 'en'));
