/** On paper nothing is hidden, cut or in the way. */
import type { Page } from 'playwright-core';
import { getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { requestPath, rulesPath } from '#site/files.ts';
import { site } from '../dist/built.ts';
import { current, dataset, listOf, platforms } from '../dist/published.ts';
import { type Reader, visits } from './visit.ts';

const { visit } = visits();

/** A page as it is laid out on A4 with the margins of the site, 210 mm less twice 12 mm. */
async function onPaper(path: string, reader?: Reader): Promise<Page> {
  const page = await visit(path, { ...reader, width: 703 });
  await page.emulateMedia({ media: 'print' });
  return page;
}

/** Elements whose content goes on beyond their edge, where paper would cut it. */
const clipped = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main *')]
      .filter((element) => element.checkVisibility() && getComputedStyle(element).overflow !== 'visible')
      .filter(
        ({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => scrollHeight > clientHeight + 1 || scrollWidth > clientWidth + 1,
      )
      .filter((element) => !element.closest('.sr-only'))
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );

/** Elements that are wider than the paper. */
const tooWide = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map(({ outerHTML }) => outerHTML.slice(0, 120)),
  );

/** Text whose colour does not stand out from white paper: a browser prints no backgrounds unless it is told to, but the fills of a drawing. */
const faint = (page: Page) =>
  page.evaluate(() => {
    // WCAG 2.2, relative luminance.
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const share = Number(part) / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const hasText = ({ childNodes }: Element) =>
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    return [...document.querySelectorAll('main *:not(svg *)')]
      .filter((element) => element.checkVisibility() && hasText(element))
      .map((element) => ({ colour: getComputedStyle(element).color, text: element.outerHTML.slice(0, 120) }))
      .filter(({ colour }) => 1.05 / (luminance(colour) + 0.05) < 4.5)
      .map(({ colour, text }) => `${colour} ${text}`);
  });

const paths = [
  '/ports/',
  '/features/backup/',
  '/hosts/',
  '/releases/5.1.0/',
  '/releases/6.3.0/',
  '/releases/5.1.0/6.3.0/',
  '/downloads/',
  '/guides/ftp/',
  '/rules/',
  '/rules/nftables/',
  '/print/5.1.0/',
];

it.each(paths)('%s is cut nowhere', async (path) => {
  const page = await onPaper(path);
  expect(await clipped(page)).toEqual([]);
  expect(await tooWide(page)).toEqual([]);
});

it.each(paths)('%s is dark on white, also when the screen is dark', async (path) => {
  expect(await faint(await onPaper(path, { colorScheme: 'dark' }))).toEqual([]);
});

it('the table of all ports prints every flow, repeats its head, and leaves the controls out', async () => {
  const page = await onPaper('/ports/');
  const rows = page.locator('tr[data-flow]:visible');
  expect(await rows.count()).toBe(listOf(current).flows.length);
  expect(await page.locator('flow-table thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
  expect(await page.getByRole('search').filter({ visible: true }).count()).toBe(0);
  expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
});

it('the diagram prints with its text', async () => {
  const page = await onPaper('/features/backup/');
  expect(await page.locator('figure details ul').filter({ visible: true }).count()).toBe(1);
});

/** Texts of the main part that are to be seen, each as it stands in one element. */
const shownTexts = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *:not(option, svg *)')]
      .filter((element) => element.checkVisibility() && !element.closest('.sr-only'))
      .flatMap(({ childNodes }) => [...childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE))
      .map(({ textContent }) => textContent ?? '')
      .filter((text) => text.trim() !== ''),
  );

/** A printed sheet, as a reader of PDF files finds it. */
interface Sheet {
  /** Text above the foot, without white space since a line may break anywhere, in the order in which it is drawn: cell by cell. */
  readonly body: string;
  /** The same line by line from above: what goes on on the next sheet is whole here, even where something else is drawn between. */
  readonly lines: string;
  readonly foot: string;
  /** Text that begins or ends in the margins. */
  readonly outside: readonly string[];
}

/** 12 mm at the sides and 18 mm at the foot, in points. */
const margins = { side: 34, foot: 51 };
const squeeze = (text: string) => text.replaceAll(/\s/g, '');

async function sheetsOf(page: Page): Promise<Sheet[]> {
  const pdf = await getDocumentProxy(new Uint8Array(await page.pdf({ format: 'A4', preferCSSPageSize: true })));
  const sheets = await Promise.all(
    Array.from({ length: pdf.numPages }, async (_, at) => {
      const sheet = await pdf.getPage(at + 1);
      const [, , width = 0] = sheet.view;
      const items = (await sheet.getTextContent()).items.filter((item) => 'str' in item).filter(({ str }) => str.trim() !== '');
      const inFoot = ({ transform: [, , , , , y] }: (typeof items)[number]) => y < margins.foot;
      const isOutside = ({ transform: [, , , , x], width: length }: (typeof items)[number]) =>
        x < margins.side - 1 || x + length > width - margins.side + 1;
      const text = (own: typeof items) => squeeze(own.map(({ str }) => str).join(''));
      const inBody = items.filter((item) => !inFoot(item));
      return {
        body: text(inBody),
        lines: text(inBody.toSorted((a, b) => b.transform[5] - a.transform[5] || a.transform[4] - b.transform[4])),
        foot: text(items.filter(inFoot)),
        outside: items.filter(isOutside).map(({ str }) => str),
      };
    }),
  );
  await pdf.loadingTask.destroy();
  return sheets;
}

const bodyOf = (sheets: readonly Sheet[]) => [...sheets.map(({ body }) => body), '\n', ...sheets.map(({ lines }) => lines)].join('');
const missing = (texts: readonly string[], body: string) => texts.filter((text) => !body.includes(squeeze(text)));

/** Every sheet has its number and the dataset, and no text in the margins. */
function expectFeet(sheets: readonly Sheet[], ...also: string[]) {
  for (const [at, { foot, outside }] of sheets.entries()) {
    expect(missing([`${at + 1} / ${sheets.length}`, `dataset ${dataset.product.dataset}`, ...also], foot)).toEqual([]);
    expect(outside).toEqual([]);
  }
}

const sourceOf = (release: string) =>
  (dataset.releases.find((each) => each.release === release) as (typeof dataset.releases)[number]).source;

type Flow = ReturnType<typeof listOf>['flows'][number];
const rangeWords = ({ from, to }: Flow['ports'][number]) => (from === to ? `${from}` : `${from}-${to}`);
/** "UDP 161", as the chips of a flow have it. */
const chipsOf = ({ transport, ports }: Pick<Flow, 'transport' | 'ports'>) =>
  ports.flatMap((range) => transport.map((name) => `${name.toUpperCase()} ${rangeWords(range)}`));
const sourceWords = ({ sourcePorts }: Flow) => sourcePorts.map((range) => `source port ${rangeWords(range)}`).join('');

const rulesOf = (id: string, release = current, feature?: string) => {
  const platform = platforms.find((each) => each.id === id) as (typeof platforms)[number];
  return site.text(rulesPath({ platform, release, feature }));
};

describe('as a PDF file', () => {
  it.each(paths)('%s has all that it shows, within the margins, with dataset and number on each sheet', async (path) => {
    const page = await onPaper(path);
    const texts = await shownTexts(page);
    const sheets = await sheetsOf(page);
    expect(missing(texts, bodyOf(sheets))).toEqual([]);
    expect(texts.length).toBeGreaterThan(10);
    expectFeet(sheets);
  });

  it('the table of all ports has every flow and repeats its head', async () => {
    const sheets = await sheetsOf(await visit('/ports/'));
    const { flows } = listOf(current);
    const titles = flows.map(({ title }) => title);
    const body = bodyOf(sheets);
    expect(flows.length).toBeGreaterThan(40);
    // Cell by cell a row begins with its ports, its source port and its title.
    const rows = flows.map((flow) => `${chipsOf(flow).join('')}${sourceWords(flow)}${flow.title}`);
    expect(missing(rows, body)).toEqual([]);
    const withRows = sheets.filter(({ body: text }) => missing(titles, text).length < flows.length);
    expect(withRows.length).toBeGreaterThan(2);
    for (const { body: text } of withRows) expect(text).toContain('Destinationport');
  });

  it('the table of all ports says by what it is filtered, and says nothing where it is whole', async () => {
    const filtered = /Notthewholetable/;
    const page = await visit('/ports/?q=snmp&direction=out&release=6.3.0');
    const rows = await page.locator('tr[data-flow]:visible').count();
    const { flows } = listOf('6.3.0');
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(flows.length);
    const words = `Not the whole table, but ${rows} of ${flows.length} flows. Text, port or host: snmp; Direction: outbound.`;
    expect(missing([words], bodyOf(await sheetsOf(page)))).toEqual([]);
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    expect(bodyOf(await sheetsOf(page))).not.toMatch(filtered);
  });

  it('says which release is on the sheets, where a reader has chosen one and where nobody has', async () => {
    const foot = (release: string) => `release ${release}, from ${sourceOf(release).title}`;
    const chosen = bodyOf(await sheetsOf(await visit('/ports/?release=6.3.0')));
    expect(missing(['Release 6.3.0:', foot('6.3.0').replace('r', 'R')], chosen)).toEqual([]);
    expect(chosen).not.toContain(squeeze('Unless another release'));
    expect(missing([`Unless another release is chosen: ${foot(current)}`], bodyOf(await sheetsOf(await visit('/ports/'))))).toEqual([]);
  });

  it.each(['/print/6.3.0/', '/releases/6.3.0/', '/releases/5.1.0/6.3.0/'])('%s names no other release at its end', async (path) => {
    expect(bodyOf(await sheetsOf(await visit(path)))).not.toContain(squeeze('Unless another release'));
  });

  it('a feature has the rules of every platform and the folded change request, whole', async () => {
    const body = bodyOf(await sheetsOf(await visit('/features/backup/')));
    const texts = platforms.map(({ id }) => rulesOf(id, current, 'backup'));
    expect(missing([...texts, site.text(requestPath(current, 'backup'))], body)).toEqual([]);
  });
});

describe('the print pack', () => {
  it.each([current, '6.3.0'])('of %s has every flow, host and rule, and its source on each sheet', async (release) => {
    const { flows } = listOf(release);
    const source = sourceOf(release);
    const sheets = await sheetsOf(await visit(`/print/${release}/`));
    const body = bodyOf(sheets);
    for (const { title, transport, ports, purpose, hosts, reading, doubts } of flows) {
      expect(missing([...chipsOf({ transport, ports }), title, purpose, ...hosts, reading ?? '', ...doubts], body), title).toEqual([]);
    }
    expect(missing([rulesOf('nftables', release), source.url, source.title], body)).toEqual([]);
    expectFeet(sheets, release, source.url);

    const [start, end] = [/1\.Connections:\d/, /2\.Hostnames:\d/].map((heading) =>
      sheets.findIndex((sheet) => heading.test(sheet.body)),
    ) as [number, number];
    expect(end - start).toBeGreaterThan(3);
    for (const sheet of sheets.slice(start + 1, end - 1)) expect(sheet.body).toMatch(/^PortWhoopensit,towhom/);
  });

  it.each(platforms.map(({ id }) => id))('has the rules of %s, where a link or a person chose it', async (id) => {
    const page = await visit(`/print/${current}/?platform=${id}`);
    await expect.poll(() => page.locator('#pack-text').textContent()).toBe(rulesOf(id));
    const name = platforms.find((each) => each.id === id)?.name as string;
    expect(await page.getByRole('heading', { level: 3 }).filter({ visible: true }).allTextContents()).toContain(name);
    if (id === 'cisco-asa') expect(missing([rulesOf(id)], bodyOf(await sheetsOf(page)))).toEqual([]);
  });

  it('keeps the chosen platform, and says it in the address', async () => {
    const page = await visit(`/print/${current}/`);
    await page.getByLabel('Platform').selectOption('fortigate');
    expect(new URL(page.url()).searchParams.get('platform')).toBe('fortigate');
    await page.goto(`/print/6.3.0/`);
    await expect.poll(() => page.locator('#pack-text').textContent()).toBe(rulesOf('fortigate', '6.3.0'));
  });

  it('is whole without JavaScript, with the rules of one platform and the way to those of others', async () => {
    const page = await visit(`/print/${current}/`, { javaScriptEnabled: false });
    expect(await page.getByRole('link', { name: 'FortiGate' }).getAttribute('href')).toBe(
      rulesPath({ platform: { id: 'fortigate', extension: 'txt' }, release: current }),
    );
    const sheets = await sheetsOf(page);
    expect(missing([rulesOf('nftables'), ...listOf(current).flows.map(({ title }) => title)], bodyOf(sheets))).toEqual([]);
    expectFeet(sheets, current, sourceOf(current).url);
  });

  it.each(['/downloads/', `/releases/${current}/`, '/rules/nftables/'])('is linked from %s', async (path) => {
    const page = await visit(path);
    await page.locator(`main a[href^="/print/${current}/"]`).first().click();
    await page.waitForURL(`**/print/${current}/**`);
  });
});
