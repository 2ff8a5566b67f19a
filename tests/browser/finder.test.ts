import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FinderIndex } from '../../src/site/finder-index.ts';
import { copyProject, type Trial } from '../dist/trial.ts';
import { dist, launchChromium, type Site, serveSite } from '../site.ts';

let browser: Browser;
let site: Site;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchChromium(), serveSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

/** Whatever a page complains about, and whatever it asks for in vain; each test ends with none. */
let complaints: string[] = [];
let asked: string[] = [];
const opened: Page[] = [];

beforeEach(() => {
  complaints = [];
  asked = [];
});
afterEach(async () => {
  for (const page of opened.splice(0)) await page.context().close();
  expect(complaints).toEqual([]);
});

async function open(path: `/${string}`, options: BrowserContextOptions = {}, at = site): Promise<Page> {
  const page = await prepare(options);
  await page.goto(at.address(path));
  return page;
}

async function prepare(options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
  opened.push(page);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && complaints.push(message.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on('response', (response) => {
    asked.push(new URL(response.url()).pathname);
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return page;
}

/** The box of the home page, or the one over any other page once it is open. */
const box = (page: Page) => page.locator('finder-box:visible');

const input = (page: Page) => box(page).locator('input');
const answers = (page: Page) => box(page).locator('.answers a');
const inText = (page: Page) => box(page).locator('.in-text a');

/** Path and title of the answers to a query; waits for the first. */
async function ask(page: Page, query: string): Promise<{ path: string; title: string; kind: string }[]> {
  await input(page).fill(query);
  await answers(page).first().waitFor();
  return answers(page).evaluateAll((links) =>
    links.map((link) => ({
      path: (link.getAttribute('href') ?? '').replace(/^\//, ''),
      title: link.querySelector('strong')?.textContent ?? '',
      kind: (link as HTMLElement).dataset.kind ?? '',
    })),
  );
}

/** What a person types, and the path or, where no page is meant, the title of the first answer. */
const queries: readonly (readonly [query: string, path: string, title?: string])[] = [
  // A port, however it is typed
  ['443', 'ports/443/', 'Port 443'],
  [' 443 ', 'ports/443/', 'Port 443'],
  ['port 443', 'ports/443/', 'Port 443'],
  ['Port: 443', 'ports/443/', 'Port 443'],
  [':443', 'ports/443/', 'Port 443'],
  ['tcp/443', 'ports/443/', 'TCP 443'],
  ['443/tcp', 'ports/443/', 'TCP 443'],
  ['TCP 443', 'ports/443/', 'TCP 443'],
  ['tcp443', 'ports/443/', 'TCP 443'],
  ['"443"', 'ports/443/', 'Port 443'],
  ['udp:53', 'ports/53/', 'UDP 53'],
  ['53 udp', 'ports/53/', 'UDP 53'],
  ['tcp/udp 53', 'ports/53/', 'UDP and TCP 53'],
  ['port 53', 'ports/53/', 'Port 53'],
  ['which feature uses port 53?', 'ports/53/', 'Port 53'],
  ['25', 'ports/25/'],
  ['20', 'ports/20/'],
  ['990', 'ports/990/'],
  ['3269', 'ports/3269/'],
  ['9090', 'ports/9090/'],
  ['11371', 'ports/11371/'],
  ['19200', 'ports/19200/'],
  ['137-139', 'ports/137/'],
  ['80, 443', 'ports/80/'],
  ['ldap 636', 'ports/636/'],
  ['repo.clearswift.net:80', 'ports/80/'],
  // A number that no flow uses
  ['4433', 'ports/', 'No flow uses port 4433'],
  ['44', 'ports/', 'No flow uses port 44'],
  ['1137', 'ports/', 'No flow uses port 1137'],
  ['113719', 'ports/', '113719 is not a port'],
  ['99999', 'ports/', '99999 is not a port'],
  ['0443', 'ports/', 'No flow uses port 0443'],
  ['0', 'ports/', '0 is not a port'],
  ['tcp/4433', 'ports/', 'No flow uses TCP 4433'],
  ['50000', 'ports/', 'No flow uses port 50000'],
  ['465', 'ports/', 'No flow uses port 465'],
  ['udp/443', 'ports/443/', 'No flow uses UDP 443'],
  ['tcp 161', 'ports/161/', 'No flow uses TCP 161'],
  // A host
  ['sav-update-1.clearswift.net', 'features/anti-virus/#av-sophos'],
  ['SAV-Update-1.Clearswift.NET.', 'features/anti-virus/#av-sophos'],
  ['http://sav-update-1.clearswift.net/', 'features/anti-virus/#av-sophos'],
  ['sav-update', 'features/anti-virus/#av-sophos'],
  ['clearswift.net', 'features/anti-virus/#av-sophos'],
  ['*.clearswift.net', 'features/anti-virus/#av-sophos'],
  ['apc.avira', 'features/anti-virus/#av-avira'],
  ['*.apc.avira.com', 'features/anti-virus/#av-avira'],
  ['foo.apc.avira.com', 'features/anti-virus/#av-avira'],
  ['ksn1.kaspersky-labs.com', 'features/anti-virus/#kaspersky-ksn'],
  ['repo.clearswift.net', 'features/product-updates/#product-updates'],
  ['pool.ntp.org', 'features/ntp/#ntp-time'],
  ['mailshell.net', 'features/anti-spam/#spamlogic-updates'],
  ['bulkmail1.clearswift.net', 'features/anti-spam/#junk-detection'],
  // An abbreviation, a name, a word
  ['KSN', 'features/anti-virus/#kaspersky-ksn'],
  ['Kaspersky', 'features/anti-virus/#av-kaspersky'],
  ['antivirus', 'features/anti-virus/'],
  ['PMM', 'features/pmm/#pmm-portal'],
  ['NTLM', 'features/ntlm/'],
  ['GC', 'features/directory/#global-catalog'],
  ['global catalog', 'features/directory/#global-catalog'],
  ['LDAP', 'features/directory/#ldap'],
  ['HKP', 'features/key-servers/#key-server-hkp'],
  ['PGP', 'features/key-servers/'],
  ['TRUSTmanager', 'features/reputation/'],
  ['LiveFeed', 'features/reputation/#trustmanager-livefeed'],
  ['OCSP', 'features/certificate-status/#revocation-lookup'],
  ['syslog', 'features/syslog/'],
  ['snmptrap', 'features/snmp/#snmp-alerts'],
  ['peers', 'features/peer-gateways/'],
  ['cluster', 'features/peer-gateways/'],
  ['backups', 'features/backup/'],
  ['backup sftp', 'features/backup/#backup-sftp'],
  ['what port does Sophos use?', 'features/anti-virus/#av-sophos'],
  ['row 29', 'features/unresolved-https/#unresolved-https-row-29'],
  ['SMTPS', 'glossary/#smtps'],
  ['ephemeral', 'glossary/#ephemeral-port'],
  ['RFC 5321', 'glossary/#smtp'],
  ['through a firewall', 'guides/ftp/'],
  ['6.3.0', 'releases/6.3.0/'],
  ['csv', 'downloads/'],
  ['all ports', 'ports/', 'All ports'],
];

describe('the finder', () => {
  test(`answers ${queries.length} queries`, async () => {
    const page = await open('/');
    const found: (typeof queries)[number][] = [];
    for (const [query, , title] of queries) {
      const [first] = await ask(page, query);
      found.push(title === undefined ? [query, first?.path ?? ''] : [query, first?.path ?? '', first?.title ?? '']);
    }
    expect(found).toEqual(queries);
  });

  test('leads to pages and places that exist', async () => {
    const page = await open('/');
    const paths = new Set<string>();
    for (const [query] of queries) for (const { path } of await ask(page, query)) paths.add(path);
    const missing: string[] = [];
    for (const path of paths) {
      const [file, id] = path.replace(/\?.*?(?=#|$)/, '').split('#') as [string, string?];
      const html = await (await fetch(site.address(`/${file}`))).text();
      if (id === undefined ? !html.includes('<main') || html.includes('Page not found') : !html.includes(`id="${id}"`)) missing.push(path);
    }
    expect(paths.size).toBeGreaterThan(60);
    expect(missing).toEqual([]);
  });

  test('knows every port of the data with the features that use it, and no port within another', async () => {
    const page = await open('/');
    const index = JSON.parse(readFileSync(join(dist, 'finder.json'), 'utf8')) as FinderIndex;
    const ports = new Map<number, Set<string>>();
    for (const { id, flows } of index.features) {
      for (const { port, sourcePort } of flows) {
        const { from } = sourcePort ?? port;
        ports.set(from, (ports.get(from) ?? new Set()).add(id));
      }
    }
    for (const [port, features] of ports) {
      const [first, ...others] = await ask(page, String(port));
      expect(first).toEqual({ kind: 'port', path: `ports/${port}/`, title: `Port ${port}` });
      expect(others.map(({ path }) => path.split('/')[1])).toEqual([...features]);
      for (const other of [`${port}0`, `${port}7`, `7${port}`, `0${port}`].filter(
        (text) => !ports.has(Number(text)) || text.startsWith('0'),
      )) {
        const wrong = (await ask(page, other)).filter(
          ({ kind, path }) => kind !== 'no-port' && path !== `ports/${other}/` && kind !== 'term',
        );
        expect(wrong, other).toEqual([]);
      }
    }
  });

  test('puts the directory first among the features of 3269, and the anti-virus first for a domain', async () => {
    const page = await open('/');
    const features = (await ask(page, '3269')).filter(({ path }) => path.startsWith('features/'));
    expect(features[0]?.path).toBe('features/directory/#global-catalog-tls');
    expect((await ask(page, 'clearswift.net')).map(({ title }) => title)).toContain('Product and system updates');
  });

  test('says which releases have a host that the default one has not, and which wildcard covers a name', async () => {
    const page = await open('/');
    await ask(page, 'bulkmail1.clearswift.net');
    expect(await answers(page).first().textContent()).toMatch(/4\.7\.2 and 4\.11\.0 only.*not in 5\.1\.0/);
    await ask(page, 'foo.apc.avira.com');
    expect(await answers(page).first().textContent()).toContain('*.apc.avira.com, which covers foo.apc.avira.com');
  });

  test('stays small', () => {
    expect(readFileSync(join(dist, 'finder.json')).length).toBeLessThan(40_000);
  });
});

describe('the text of the pages', () => {
  test('is never asked for a bare port, so that no near number shows', async () => {
    const page = await open('/');
    for (const query of ['4433', 'tcp/443', 'port 113719', '"443"', '443']) await ask(page, query);
    await page.waitForTimeout(600);
    expect(asked.filter((path) => path.includes('/pagefind/'))).toEqual([]);
    expect(await inText(page).count()).toBe(0);
  });

  test('is shown below the answers, and finds what only the prose says', async () => {
    const page = await open('/guides/ftp/');
    await page.keyboard.press('Control+k');
    await input(page).fill('truncated');
    await inText(page).first().waitFor();
    expect(await inText(page).first().getAttribute('href')).toMatch(/^\/guides\/dns\//);
    expect(await inText(page).first().locator('mark').first().textContent()).toBe('truncated');
    await input(page).fill('ftp');
    await inText(page).first().waitFor();
    const tops = await box(page).evaluate((element) =>
      ['.answers', '.in-text'].map((selector) => element.querySelector(selector)?.getBoundingClientRect().top ?? 0),
    );
    expect(tops[0]).toBeLessThan(tops[1] as number);
  });

  test('finds a quoted phrase only as it stands', async () => {
    const page = await open('/');
    await input(page).fill('"closed on both sides of nothing"');
    await box(page).getByText('Nothing found for').waitFor();
    await input(page).fill('"for long answers, over TCP"');
    await inText(page).first().waitFor();
  });

  test('leaves out the page for what is not found', async () => {
    const page = await open('/');
    await input(page).fill('"There is no page at this address"');
    await box(page).getByText('Nothing found for').waitFor();
    expect(await inText(page).count()).toBe(0);
  });

  test('may be missing: the answers stay, and one line says so', async () => {
    const page = await prepare();
    await page.route('**/pagefind/**', (route) => route.abort());
    await page.goto(site.address('/'));
    expect((await ask(page, 'ntlm'))[0]?.path).toBe('features/ntlm/');
    await box(page).getByText('The text of the pages cannot be searched here.').waitFor();
    await input(page).fill('zzz');
    await box(page).getByText('Nothing found for \u201czzz\u201d. The text of the pages cannot be searched here.').waitFor();
    expect((await ask(page, '443'))[0]?.path).toBe('ports/443/');
    expect(await box(page).locator('.note').isVisible()).toBe(false);
    complaints = complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
  });
});

describe('the box', () => {
  test('says in one line what can be typed, and where to look when nothing is found', async () => {
    const page = await open('/');
    expect(await box(page).locator('.help').textContent()).toBe('A port, a host, a feature or a word. Quotes search for an exact phrase.');
    await input(page).fill('zzz');
    const note = box(page).locator('.note');
    await note.getByText('Nothing found for \u201czzz\u201d.').waitFor();
    await note.getByRole('link', { name: 'See all ports in one table' }).click();
    await page.waitForURL(site.address('/ports/'));
  });

  test('shows nothing for nothing', async () => {
    const page = await open('/');
    await ask(page, '443');
    await input(page).fill('  ');
    await page.waitForTimeout(200);
    expect(await answers(page).count()).toBe(0);
    expect(await box(page).locator('.note').isVisible()).toBe(false);
  });

  test('takes what is typed as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const page = await open(`/?q=${encodeURIComponent(hostile)}`);
    await box(page).locator('.note:visible, .in-text a').first().waitFor();
    expect(await input(page).inputValue()).toBe(hostile);
    expect(await page.locator('img').count()).toBe(0);

    const without = await prepare();
    await without.route('**/pagefind/**', (route) => route.abort());
    await without.goto(site.address('/'));
    await input(without).fill(hostile);
    await box(without).getByText(`Nothing found for \u201c${hostile}\u201d.`).waitFor();
    expect(await without.locator('img').count()).toBe(0);
    complaints = complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
  });

  test('starts with the query of the address', async () => {
    const page = await open('/?q=udp/53');
    await answers(page).first().waitFor();
    expect(await input(page).inputValue()).toBe('udp/53');
    expect(await answers(page).first().getAttribute('href')).toBe('/ports/53/');
  });

  test('answers a query that was typed before the index is there, Enter included', async () => {
    const page = await prepare();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/finder.json', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(site.address('/'));
    await input(page).pressSequentially('443');
    await input(page).press('Enter');
    expect(new URL(page.url()).pathname).toBe('/');
    release();
    await page.waitForURL(site.address('/ports/443/'));
  });

  test('is loaded at the first sign of use, and answers what was typed before it was there, Enter included', async () => {
    const page = await prepare();
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/finder-box.*.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(site.address('/'), { waitUntil: 'networkidle' });
    expect(asked.filter((path) => /finder/.test(path))).toEqual([]);
    await input(page).pressSequentially('443');
    await input(page).press('Enter');
    expect(new URL(page.url()).pathname).toBe('/');
    release();
    await page.waitForURL(site.address('/ports/443/'));
  });

  test('leads to the table of all ports where it cannot be loaded', async () => {
    const page = await prepare();
    await page.route('**/finder-box.*.js', (route) => route.abort());
    await page.goto(site.address('/'));
    await input(page).pressSequentially('443');
    await input(page).press('Enter');
    await page.waitForURL(site.address('/ports/?q=443'));
    complaints = complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
  });

  test('says that the index could not be loaded, and tries again', async () => {
    const page = await prepare();
    await page.route('**/finder.json', (route) => route.abort());
    await page.goto(site.address('/'));
    await input(page).fill('443');
    await box(page).getByText('The list of ports could not be loaded.').waitFor();
    await page.unroute('**/finder.json');
    expect((await ask(page, '4433'))[0]?.title).toBe('No flow uses port 4433');
    complaints = complaints.filter((complaint) => !/ERR_FAILED/.test(complaint));
  });

  test('goes through the answers by arrow keys, and back to the query by a letter', async () => {
    const page = await open('/');
    const [, second] = await ask(page, '443');
    await input(page).focus();
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('href') ?? document.activeElement?.tagName);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('/ports/443/');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(`/${second?.path}`);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('INPUT');
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('3');
    expect(await input(page).inputValue()).toBe('4433');
    expect(await answers(page).first().textContent()).toContain('No flow uses port 4433');
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    await page.waitForURL(site.address('/ports/443/'));
  });

  test('tells a screen reader how many answers there are', async () => {
    const page = await open('/');
    await ask(page, '3269');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('finder-box [role=status]')].some((element) => element.textContent === '2 answers. First: Port 3269.'),
    );
  });
});

describe('the dialog', () => {
  const isOpen = (page: Page) => page.locator('finder-dialog dialog[open]').count();

  test.each(['Control+k', '/'])('opens by %s, closes by Esc, and gives the focus back', async (key) => {
    const page = await open('/features/snmp/');
    const before = page.locator('.links a').first();
    await before.focus();
    await page.keyboard.press(key);
    expect(await isOpen(page)).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('find-anywhere');
    await page.keyboard.type('443');
    await page.keyboard.press('Escape');
    expect(await isOpen(page)).toBe(0);
    expect(await before.evaluate((link) => link === document.activeElement)).toBe(true);
  });

  test('opens by its button, and leads to the first answer', async () => {
    const page = await open('/features/snmp/');
    await page.getByRole('button', { name: 'Search ports, hosts, features' }).click();
    await ask(page, 'tcp/25');
    await page.keyboard.press('Enter');
    await page.waitForURL(site.address('/ports/25/'));
  });

  test('closes when an answer is a place of the same page', async () => {
    const page = await open('/features/anti-virus/');
    await page.keyboard.press('Control+k');
    await ask(page, 'KSN');
    await answers(page).first().click();
    await page.waitForURL(site.address('/features/anti-virus/#kaspersky-ksn'));
    expect(await isOpen(page)).toBe(0);
  });

  test('leaves a slash alone where it is typed into a field', async () => {
    const page = await open('/ports/');
    await page.locator('flow-table input[name=q]').pressSequentially('udp/53');
    expect(await isOpen(page)).toBe(0);
    expect(await page.locator('flow-table input[name=q]').inputValue()).toBe('udp/53');
  });

  test('gives way to the box of the home page', async () => {
    const page = await open('/');
    await page.keyboard.press('/');
    expect(await isOpen(page)).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('find');
  });

  test('is a plain link to all ports without JavaScript, and the box a form that leads there', async () => {
    const page = await open('/', { javaScriptEnabled: false });
    const link = page.locator('finder-dialog .opener');
    expect(await link.locator('span:visible').allTextContents()).toEqual(['All ports']);
    await input(page).fill('443');
    await input(page).press('Enter');
    await page.waitForURL(site.address('/ports/?q=443'));
    await link.click();
    await page.waitForURL(site.address('/ports/'));
  });
});

describe('its look', () => {
  const axe = readFileSync(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

  /** What axe finds in the open box and its surroundings. */
  const violations = (page: Page) =>
    page.evaluate(async () => {
      type Axe = { run(context: Element): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      const context = document.querySelector('dialog[open]') ?? (document.querySelector('main .find') as Element);
      const result = await (globalThis as unknown as { axe: Axe }).axe.run(context);
      return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    });

  /** Pixels by which the dialog, or the page, is wider than what shows of it. */
  const overflow = (page: Page) =>
    page.evaluate(() => {
      const scroller = document.querySelector('dialog[open]') ?? document.documentElement;
      return scroller.scrollWidth - scroller.clientWidth;
    });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 375]) {
      test(`is accessible with answers open, ${colorScheme}, ${width} px wide, and never wider than the window`, async () => {
        for (const path of ['/', '/features/smtp/'] as const) {
          const page = await open(path, { colorScheme, viewport: { width, height: 800 } });
          await page.evaluate(axe);
          if (path !== '/') await page.getByRole('button', { name: 'Search' }).click();
          for (const query of ['443', 'backup', '4433', 'inspection', 'zzz', 'sav-update-1.clearswift.net']) {
            await input(page).fill(query);
            await (query === 'zzz' ? box(page).locator('.note') : answers(page).first()).waitFor();
            if (query === 'inspection') await inText(page).first().waitFor();
            expect(await overflow(page), query).toBe(0);
            expect(await violations(page), query).toEqual([]);
          }
        }
      });
    }
  }
});

describe('below a base path, built as a test runner would build it', () => {
  const base = '/docs/ports/';
  let copy: Trial;
  let below: Site;

  beforeAll(async () => {
    copy = copyProject();
    const { status, output } = await copy.build({ PORTCULLIS_BASE: base, NODE_ENV: 'test' });
    expect(status, output).toBe(0);
    below = await serveSite(join(copy.folder, 'dist'), base);
  });
  afterAll(async () => {
    await below?.stop();
    copy?.remove();
  });

  test('has the search on every page, and no notice in its place', async () => {
    for (const path of ['/', '/ports/', '/features/smtp/', '/guides/ftp/', '/404.html'] as const) {
      const html = await (await fetch(below.address(path))).text();
      expect(html).toContain('<finder-dialog');
      expect(html).not.toMatch(/only available in production|astro build|dev server/i);
    }
  });

  test('finds ports and text, and stays there', async () => {
    const page = await open('/features/smtp/', {}, below);
    await page.keyboard.press('Control+k');
    expect((await ask(page, '443'))[0]?.path).toBe('docs/ports/ports/443/');
    await input(page).fill('truncated');
    await inText(page).first().waitFor();
    const hrefs = await box(page)
      .locator('a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    expect(hrefs.filter((href) => !href.startsWith(base))).toEqual([]);
    await inText(page).first().click();
    await page.waitForURL((url) => url.pathname === `${base}guides/dns/`);

    expect(asked.filter((path) => !path.startsWith(base))).toEqual([]);
    for (const name of ['pagefind.js', 'pagefind-entry.json', '.pf_meta', '.pf_fragment']) {
      expect(
        asked.some((path) => path.startsWith(`${base}pagefind/`) && path.endsWith(name)),
        name,
      ).toBe(true);
    }
    expect(asked).toContain(`${base}finder.json`);
  });

  test('asks for the address that Enter leads to below it', async () => {
    const page = await open('/?q=ksn', {}, below);
    await answers(page).first().waitFor();
    await input(page).press('Enter');
    await page.waitForURL(below.address('/features/anti-virus/#kaspersky-ksn'));
  });
});
