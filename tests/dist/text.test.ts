/** What pages say, as a reader without JavaScript has them. */
import { describe, expect, it } from 'vitest';
import { attribute, type Element, find, first, shownText, site, textOf } from './built.ts';
import { current, dataset, features, listOf, releases } from './published.ts';

const { pages } = site;
const main = (path: string) => first(site.page(path).document, 'main');
const featurePages = features.map((feature) => `/features/${feature}/`);
const portPages = pages.map(({ path }) => path).filter((path) => /^\/ports\/\d+\/$/.test(path));
/** Pages that list flows. */
const flowPages = ['/ports/', ...featurePages, ...portPages];
const meta = (document: (typeof pages)[number]['document'], name: string) =>
  find(document, 'meta')
    .filter((element) => [attribute(element, 'name'), attribute(element, 'property')].includes(name))
    .map((element) => attribute(element, 'content') ?? '');

/** Texts of elements that match, with the page they stand on. */
const texts = (tags: readonly string[]) =>
  pages.flatMap(({ path, document }) => tags.flatMap((tag) => find(document, tag).map((element) => ({ path, text: textOf(element) }))));

describe('words that are copied', () => {
  it('have no typographic dash, quote or space in code and in tables', () => {
    const typographic = /.{0,20}[\u00a0\u00ad\u2000-\u201f\u2026\u202f\u2212\ufeff].{0,20}/u;
    const found = texts(['code', 'pre', 'kbd', 'samp', 'td', 'th']).flatMap(
      ({ path, text }) => typographic.exec(text)?.map((part) => `${path} ${part}`) ?? [],
    );
    expect(found).toEqual([]);
  });

  it('begin with no prompt, and have no line numbers', () => {
    const prompt = /^(\$|PS( [A-Z]:[^>]*)?>|>>>|[\w.-]+[>#]|[\w.-]+\(config[^)]*\)#|\w+@[\w.-]+[:~].*[$#]) /;
    const blocks = pages.flatMap(({ path, document }) => [
      ...find(document, 'pre').flatMap((block) => find(block, '.ec-line').map((line) => ({ path, line: textOf(line) }))),
      ...find(document, '[data-code]').flatMap((button) =>
        (attribute(button, 'data-code') ?? '').split(/[\n\u007f]/).map((line) => ({ path, line })),
      ),
    ]);
    expect(blocks.length).toBeGreaterThan(20);
    expect(blocks.filter(({ line }) => prompt.test(line))).toEqual([]);
    expect(pages.filter(({ document }) => find(document, '.ln').length + find(document, '.gutter').length > 0)).toEqual([]);
  });

  it('lose no comment of a block that looks like a terminal', () => {
    expect(pages.flatMap(({ document }) => find(document, '.is-terminal'))).toEqual([]);
  });
});

describe('every page', () => {
  it('has a title, a description and a heading of its own', () => {
    const named = pages.filter(({ path }) => path !== '/404.html');
    for (const read of [
      ({ document }: (typeof pages)[number]) => textOf(first(document, 'title')),
      ({ document }: (typeof pages)[number]) => meta(document, 'description').join(),
    ]) {
      const said = named.map((page) => ({ path: page.path, text: read(page) }));
      expect(said.filter(({ text }) => text.length < 15)).toEqual([]);
      expect(said.filter(({ text }, at) => said.findIndex((other) => other.text === text) !== at)).toEqual([]);
    }
    for (const { path, document } of pages) expect(find(document, 'h1'), path).toHaveLength(1);
  });

  it('has the social card of the site, described in words', () => {
    for (const { path, document } of pages) {
      const [image, ...more] = meta(document, 'og:image');
      expect(more, path).toEqual([]);
      expect(site.files, path).toContain(new URL(image ?? '', 'http://site').pathname);
      expect(meta(document, 'og:image:alt')[0]?.length, path).toBeGreaterThan(20);
    }
  });

  it('says in its footer of which dataset it is, and that it is unofficial', () => {
    for (const { path, document } of pages) {
      const footers = find(document, 'footer').map(shownText).join(' ');
      expect(footers, path).toContain(`dataset ${dataset.product.dataset}`);
      expect(footers, path).toContain(dataset.product.notice);
    }
  });

  it('names in its footer the default release and its source, unless it is of one release or chooses one itself', () => {
    const foot = `release ${current}, from ${dataset.releases.find(({ release }) => release === current)?.source.title}`;
    for (const { path, document } of pages) {
      const footers = find(document, 'footer').map(shownText).join(' ');
      if (/^\/(print|releases)\/./.test(path) || path === '/builder/') expect(footers, path).not.toMatch(/release \d/i);
      else expect(footers, path).toContain(foot);
    }
  });

  it('has a search box, and no notice of a development build', () => {
    for (const { path, document } of pages) {
      expect(
        find(first(document, 'header'), 'input').some((input) => attribute(input, 'type') === 'search'),
        path,
      ).toBe(true);
      expect(textOf(first(document, 'body')), path).not.toMatch(/only (available )?in production|astro dev|development (build|server)/i);
    }
  });

  it('has nothing of the dataset made up for tests', () => {
    const madeUp = /mail lighthouse|the lighthouse itself|updates\.example\.net|\b17777\b|peer-sync|docs\.example\.net/i;
    const named = site.files.filter((path) => /\.(html|js|css|json|csv|xml|txt)$/.test(path) && madeUp.test(site.text(path)));
    expect(named).toEqual([]);
  });

  it('links to the whole table without JavaScript', () => {
    for (const { path, document } of pages)
      expect(
        find(document, 'a').some((link) => attribute(link, 'href') === '/ports/'),
        path,
      ).toBe(true);
  });
});

describe('every page that lists flows', () => {
  it.each(flowPages)('says what a port, an arrow and a reply are, and which release it shows: %s', (path) => {
    const text = shownText(main(path));
    expect(text).toMatch(/Ports are destination ports, and the source port is any, unless one is given\./);
    expect(text).toMatch(/The arrow shows who opens the connection\./);
    expect(text).toMatch(/A stateful firewall lets the replies through/);
    expect(text).toMatch(/on a stateless one, add the same rule with source and destination, addresses and ports, swapped/);
    expect(text).toMatch(new RegExp(`${current.replaceAll('.', '\\.')}: the whole table of 41 rows could be read`));
    expect(text).toMatch(/It is old, and still the default/);
  });

  it('names for every flow who opens it, to whom, and its direction seen from the gateway, in words', () => {
    const listed = pages.flatMap(({ path, document }) =>
      [...find(document, 'tr[data-flow]'), ...find(document, 'article[data-flow]')].map((element) => ({ path, element })),
    );
    expect(listed.length).toBeGreaterThan(150);
    for (const { path, element } of listed) {
      const ends = textOf(first(element, '.ends'), (part) => attribute(part, 'aria-hidden') === 'true');
      expect(ends, path).toMatch(/^(inbound|outbound) from \S.* to \S/);
      expect(ends.includes('the gateway'), path).toBe(true);
      expect(/^inbound/.test(ends), path).toBe(/ to the gateway( \(DMZ\))?$/.test(ends));
    }
  });

  it('marks status and departure with words, not by colour', () => {
    const marks = pages.flatMap(({ document }) => find(document, '.mark'));
    expect(marks.length).toBeGreaterThan(100);
    expect(marks.filter((mark) => textOf(mark) === '')).toEqual([]);
  });
});

describe('without JavaScript', () => {
  it('the table of all ports has every flow of the default release, and says of its column that ports are destination ports', () => {
    const rows = find(main('/ports/'), 'tr[data-flow]').filter((row) => attribute(row, 'hidden') === undefined);
    const shown = rows.map((row) => attribute(row, 'data-flow') as string);
    expect(shown.sort()).toEqual(
      listOf(current)
        .flows.map(({ id }) => id)
        .sort(),
    );
    expect(find(main('/ports/'), 'th').map((head) => textOf(head))).toContain('Destination port');
  });

  it('the table links to every port, every flow and every list', () => {
    const hrefs = new Set(find(main('/ports/'), 'a').map((link) => attribute(link, 'href')));
    for (const { id, feature, ports, via } of listOf(current).flows) {
      expect(hrefs).toContain(`/features/${feature}/#${id}`);
      if (!via) expect(hrefs).toContain(`/ports/${ports[0]?.from}/`);
    }
    expect(hrefs).toContain(`/api/v1/releases/${current}/flows.csv`);
    expect(hrefs).toContain(`/api/v1/releases/${current}/flows.json`);
  });

  it('each flow tells its history in every release: in a table on its own page, in a list on the page of its port', () => {
    for (const [paths, part] of [
      [featurePages, 'tbody'],
      [portPages, 'li'],
    ] as const) {
      for (const card of paths.flatMap((path) => find(main(path), 'article[data-flow]'))) {
        const history = find(first(card, '.history'), part).map((entry) => attribute(entry, 'data-release'));
        expect(history, attribute(card, 'data-flow')).toEqual(releases);
      }
    }
  });

  it('nothing is hidden but what holds for another release, and controls that need a script', () => {
    // All of the builder needs a script, and it says so.
    const read = pages.filter(({ path }) => path !== '/builder/');
    const hidden = read.flatMap(({ document }) => find(document, 'main').flatMap((part) => find(part, '[hidden]')));
    const others = hidden.filter((element) => attribute(element, 'data-in') === undefined);
    const needsScript = (element: Element) =>
      ['button', 'form', 'section'].includes(element.tagName) ||
      attribute(element, 'role') === 'tablist' ||
      /none|note/.test(attribute(element, 'class') ?? '');
    expect(others.filter((element) => !needsScript(element)).map(({ tagName, attrs }) => `${tagName} ${JSON.stringify(attrs)}`)).toEqual(
      [],
    );
  });
});

it('the builder says that it needs a script, and leads to the rules that need none', () => {
  const [said] = find(main('/builder/'), 'noscript');
  expect(shownText(said as Element)).toMatch(/script/i);
  expect(find(said as Element, 'a').map((link) => attribute(link, 'href'))).toContain('/rules/');
});

describe('the page of a release', () => {
  it.each(releases)('names the release and its source, with the address: %s', (release) => {
    const part = main(`/releases/${release}/`);
    const source = dataset.releases.find((entry) => entry.release === release)?.source;
    expect(shownText(first(part, 'h1'))).toBe(`Release ${release}`);
    expect(find(part, 'a').map((link) => attribute(link, 'href'))).toContain(source?.url);
    expect(shownText(part)).toContain(source?.title);
  });

  it('leads from the old default to the newest, and says why it is still the default', () => {
    const text = shownText(main(`/releases/${current}/`));
    expect(text).toMatch(/This release is old\. It is the default because it is the newest whose table could be read to its end\./);
    expect(find(main(`/releases/${current}/`), 'a').map((link) => attribute(link, 'href'))).toContain('/releases/6.3.0/');
  });
});

describe('what an expert expects to read', () => {
  const said = (path: string) => shownText(main(path));

  it('SNMP: the source says Out, and the manager polls the gateway', () => {
    expect(said('/ports/161/')).toMatch(/Row 24 of 5\.1\.0 prints 161 UDP, Out\./);
    expect(said('/ports/161/')).toMatch(/inbound from SNMP managers .*to the gateway/);
    expect(said('/ports/161/')).toMatch(/called? this inbound|calls this inbound/);
  });

  it('DNS: why TCP is not optional', () => {
    expect(said('/features/dns/')).toMatch(/TCP/);
    expect(said('/guides/dns/')).toMatch(/truncat|long(er)? (answer|response)/i);
  });

  it('FTP: control and data, active and passive, the helper or a fixed range, and SFTP instead', () => {
    for (const word of [/control/, /data/, /active/i, /passive/i, /helper/, /range/, /SFTP/]) expect(said('/guides/ftp/')).toMatch(word);
  });

  it('SMTP: inspection that strips STARTTLS, off for the hosts of the gateway only', () => {
    for (const word of [/STARTTLS/, /inspect esmtp|ESMTP inspection/i]) expect(said('/guides/smtp-inspection/')).toMatch(word);
    expect(find(main('/features/smtp/'), 'a').map((link) => attribute(link, 'href')?.split('#')[0])).toContain('/guides/smtp-inspection/');
  });

  it('465 and 587: submission with implicit TLS and with STARTTLS, both current', () => {
    const naming = pages.flatMap(({ path, document }) =>
      ['p', 'li', 'dd', 'td'].flatMap((tag) => find(document, tag)).map((block) => ({ path, text: textOf(block) })),
    );
    const about = naming.filter(({ text }) => /\b(465|587)\b/.test(text));
    expect(about.length).toBeGreaterThan(0);
    expect(about.filter(({ text }) => /deprecated|legacy|obsolete/i.test(text))).toEqual([]);
    expect(textOf(first(main('/glossary/'), '#submission'))).toMatch(/465 with implicit TLS.*587 with STARTTLS/);
  });

  it('LDAP: 389, 636, 3268 and 3269 as alternatives', () => {
    for (const port of [389, 636, 3268, 3269]) expect(said('/features/directory/')).toMatch(new RegExp(`\\b${port}\\b`));
  });

  it('peers: both orders of the pair, each a flow of its own', () => {
    for (const feature of ['peer-gateways', 'greylisting']) {
      const ends = find(main(`/features/${feature}/`), 'article').map((card) => textOf(first(card, '.ends')));
      expect(ends.map((words) => /^inbound from Peer Gateways .*to the gateway/.test(words))).toEqual([false, true]);
    }
  });

  it('no address is published for a host', () => {
    const addresses = listOf(current).flows.flatMap(({ hosts }) => hosts.filter((host) => /^[\d.]+$|:/.test(host)));
    expect(addresses).toEqual([]);
  });
});
