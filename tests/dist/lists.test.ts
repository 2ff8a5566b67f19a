/** The plain lists of host names, read as their readers read them, and the pages that lead to them. */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { FlowRecord } from '#exports/flow-record.ts';
import { lackingPrograms, needsWords } from '#prove/lacking.ts';
import { attribute, find, first, holdsIn, site, textOf } from './built.ts';
import { grammars, type ReadHosts, readHostList } from './host-list-grammars.ts';
import { dataset, features, listOf, releases } from './published.ts';

const notations = Object.keys(grammars);
const files = site.files.filter((path) => /^\/lists\/.*\.txt$/.test(path));
const fileOf = (release: string, notation: string, feature = 'all') =>
  `/lists/${release}/${notation === 'exact' ? '' : `${notation}/`}${feature}.txt`;

/** The flows whose names a list may have. */
const flowsOf = (release: string, feature?: string) => listOf(release, feature).flows.filter(({ status }) => status !== 'unresolved');
const hostsOf = (flows: readonly FlowRecord[]) => [...new Set(flows.flatMap(({ hosts }) => hosts))].sort();
/** Features that have a name in any release. */
const named = features.filter((feature) => releases.some((release) => hostsOf(flowsOf(release, feature)).length > 0));

describe('the addresses', () => {
  it('are one list for each release, notation and feature with a name in any release, and one for all features', () => {
    const wanted = releases.flatMap((release) =>
      notations.flatMap((notation) => [undefined, ...named].map((feature) => fileOf(release, notation, feature))),
    );
    expect(files).toEqual(wanted.sort());
  });

  it('stay: a list that is empty is still a file', () => {
    expect(named).toEqual(
      expect.arrayContaining(['product-updates', 'anti-virus', 'anti-spam', 'ntp', 'online-help', 'service-availability', 'rss-feed']),
    );
    expect(notations).toEqual(expect.arrayContaining(['exact', 'asterisk', 'leading-dot', 'pan-os-url', 'suffix']));
    expect(site.bytes('/lists/6.3.0/product-updates.txt')).toHaveLength(0);
    expect(site.bytes('/lists/6.3.0/suffix/product-updates.txt')).toHaveLength(0);
  });

  it('are those of no release and no page', () => {
    for (const notation of notations) {
      expect(releases).not.toContain(notation);
      expect(site.files).toContain(`/lists/${notation}/index.html`);
    }
  });
});

describe.each(releases)('in %s, host by host', (release) => {
  it.each(notations)('the lists with %s have the hosts of flows.json', (notation) => {
    for (const feature of [undefined, ...named]) {
      const path = fileOf(release, notation, feature);
      const { exact, wildcards, suffixes } = readHostList(notation, site.text(path));
      const hosts = hostsOf(flowsOf(release, feature));
      const below = hosts.filter((host) => host.startsWith('*.')).map((host) => host.slice(2));
      const plain = hosts.filter((host) => !host.startsWith('*.'));
      const isCovered = (host: string) => below.some((domain) => host.endsWith(`.${domain}`));
      const whole: ReadHosts = { exact: plain, wildcards: below, suffixes: [] };
      const meant: Record<string, ReadHosts> = {
        exact: { ...whole, wildcards: [] },
        'leading-dot': {
          exact: plain.filter((host) => !isCovered(host) && !below.includes(host)),
          wildcards: below.filter((domain) => !isCovered(domain)),
          suffixes: [],
        },
        suffix: { exact: [], wildcards: [], suffixes: [...new Set([...plain, ...below])].sort() },
      };
      expect({ exact, wildcards, suffixes }, path).toEqual(meant[notation] ?? whole);
    }
  });
});

describe('what reads the lists', () => {
  it.each(notations)('takes each line of a list with %s', (notation) => {
    const texts = files.filter(
      (path) => path.split('/').length === (notation === 'exact' ? 4 : 5) && (notation === 'exact' || path.includes(`/${notation}/`)),
    );
    expect(texts).toHaveLength(releases.length * (named.length + 1));
    for (const path of texts) expect(() => readHostList(notation, site.text(path)), path).not.toThrow();
  });

  const broken: [string, (line: string) => string][] = [
    ['two names on a line', (line) => `${line} ${line}\n`],
    ['a name twice', (line) => `${line}\n${line}\n`],
    ['a space at the end', (line) => `${line} \n`],
    ['a comment', (line) => `# names\n${line}\n`],
    ['a blank line', (line) => `\n${line}\n`],
    ['the line ends of Windows', (line) => `${line}\r\n`],
    ['a last line without its end', (line) => line],
    ['a scheme', (line) => `https://${line}\n`],
    ['a port', (line) => `${line}:80\n`],
    ['upper case', (line) => `${line.toUpperCase()}\n`],
    ['an address', () => '192.0.2.1\n'],
    ['a wildcard inside a label', (line) => `a*${line}\n`],
    ['another order', (line) => `z${line}\na${line}\n`],
    ['a byte order mark', (line) => `\ufeff${line}\n`],
  ];
  it.each(broken)('refuses %s', (_, spoil) => {
    for (const notation of notations) {
      const line = notation === 'pan-os-url' ? 'www.example.net/' : 'www.example.net';
      expect(() => readHostList(notation, `${line}\n`)).not.toThrow();
      expect(() => readHostList(notation, spoil(line)), notation).toThrow();
    }
  });

  it('refuses the wildcards of another notation, and a name below a leading dot', () => {
    const written = { asterisk: '*.example.net', 'leading-dot': '.example.net', 'pan-os-url': '*.example.net/' };
    for (const notation of notations) {
      for (const [own, line] of Object.entries(written)) {
        const read = () => readHostList(notation, `${line}\n`);
        if (own === notation) expect(read).not.toThrow();
        else expect(read, `${line} as ${notation}`).toThrow();
      }
    }
    expect(() => readHostList('leading-dot', '.example.net\nwww.example.net\n')).toThrow('covered by a dot: www.example.net');
  });
});

const missing = lackingPrograms({ programs: ['dnsmasq', 'sed'] });
it.skipIf(missing.length > 0)(`dnsmasq takes every list of suffixes, through the command on its page${needsWords(missing)}`, () => {
  const [command] = examples('/lists/suffix/').flatMap((code) => /sed '([^']+)'/.exec(code)?.[1] ?? []);
  expect(command).toContain('nftset=');
  const accepts = (list: string) => {
    const conf = spawnSync('sed', [command as string], { input: list, encoding: 'utf8' }).stdout;
    return { conf, ...spawnSync('dnsmasq', ['--test', '--conf-file=-'], { input: conf, encoding: 'utf8' }) };
  };
  for (const path of files.filter((file) => file.includes('/suffix/'))) {
    const { conf, status, stderr } = accepts(site.text(path));
    expect(stderr, path).toMatch(/syntax check OK/);
    expect(status).toBe(0);
    expect(conf.split('\n').length).toBe(site.text(path).split('\n').length);
  }
  expect(accepts(`${'x'.repeat(64)}.example.net\n`).status).not.toBe(0);
});

describe('the pages', () => {
  const pages = ['/lists/', ...notations.map((notation) => `/lists/${notation}/`)];

  it.each(notations)('have every list with %s, with the number of its lines, in each release', (notation) => {
    for (const release of releases) {
      const tables = find(site.page(`/lists/${notation}/`).document, 'div[data-in]').filter((part) => holdsIn(part, release));
      const rows = tables.flatMap((part) => find(part, 'tr')).filter((row) => find(row, 'a').length > 0);
      const shown = rows.map((row) => [attribute(first(row, 'a'), 'href'), textOf(find(row, 'td').at(-1) as never)]);
      const lines = (path: string) => String(site.text(path).split('\n').length - 1);
      const wanted = [undefined, ...features.filter((feature) => named.includes(feature))].map((feature) =>
        fileOf(release, notation, feature),
      );
      expect(shown).toEqual(wanted.map((path) => [path, lines(path)]));
    }
  });

  it('show each list whole, as it is published', () => {
    for (const notation of notations) {
      for (const release of releases) {
        const [shown] = find(site.page(`/lists/${notation}/`).document, 'div[data-in]')
          .filter((part) => holdsIn(part, release))
          .flatMap((part) => find(part, 'pre.names'));
        expect(textOf(shown as never)).toBe(site.text(fileOf(release, notation)).trim().replaceAll('\n', ' '));
      }
    }
  });

  it('count the lines of every list on the page of all of them', () => {
    const rows = find(first(site.page('/lists/').document, 'table.lists'), 'tr').slice(1);
    const counted = rows.map((row) => find(row, 'td').map((cell) => find(cell, 'span[data-in]')));
    for (const release of releases) {
      expect(
        counted.map((cells) =>
          cells.map((spans) =>
            spans
              .filter((span) => holdsIn(span, release))
              .map((span) => textOf(span))
              .join(),
          ),
        ),
      ).toEqual(
        [undefined, ...named].map((feature) =>
          notations.map((notation) => String(site.text(fileOf(release, notation, feature)).split('\n').length - 1)),
        ),
      );
    }
  });

  it('say in every release which flows no list covers', () => {
    const byId = new Map(dataset.features.flatMap(({ flows }) => flows.map((flow) => [flow.id, flow])));
    const isFar = (id: string) => {
      const flow = byId.get(id);
      const other = dataset.parties.find(({ id: party }) => party === (flow?.from === 'gateway' ? flow.to : flow?.from));
      return other?.reach === 'hosts' || other?.reach === 'unpublished';
    };
    for (const release of releases) {
      const { flows, absent } = listOf(release);
      const uncovered = [
        ...flows.filter(({ hosts, hostList, status }) => hosts.length === 0 || hostList === 'cut' || status === 'unresolved'),
        ...absent.filter(({ status }) => status === 'unknown'),
      ].map(({ id }) => id);
      for (const page of pages) {
        const shown = find(site.page(page).document, 'div[data-in]')
          .filter((part) => holdsIn(part, release))
          .flatMap((part) => find(part, '.gap'))
          .filter((gap) => !textOf(gap).includes('are those of an earlier one'))
          .flatMap((gap) => find(gap, 'a.link').map((link) => attribute(link, 'href')?.split('#')[1]));
        expect(shown.sort(), `${page} ${release}`).toEqual(uncovered.filter(isFar).sort());
      }
    }
  });

  it('warn in every release of names in doubt, and of names that are carried from an earlier one', () => {
    const printed = ['db11spamcatcher.net', 'ruledownloads.com', 'rules-mailshell.co.uk', 'rulesdownload.mailshell.net', 'spamcatcher.net'];
    for (const release of releases) {
      const hosts = hostsOf(flowsOf(release));
      const carried = flowsOf(release).filter(({ status, hosts: names }) => status === 'carried' && names.length > 0);
      for (const page of pages) {
        const parts = find(site.page(page).document, 'div[data-in]').filter((part) => holdsIn(part, release));
        const warned = parts
          .flatMap((part) => find(part, '.notice'))
          .flatMap((notice) => find(notice, '.mono').map((names) => textOf(names)));
        expect(warned.join(' '), `${page} ${release}`).toBe(printed.filter((host) => hosts.includes(host)).join(' '));
        const [earlier] = parts.flatMap((part) => find(part, '.gap')).filter((gap) => textOf(gap).includes('are those of an earlier one'));
        expect(earlier ? find(earlier, 'a.link').map((link) => attribute(link, 'href')) : [], `${page} ${release}`).toEqual(
          carried.map(({ feature, id }) => `/features/${feature}/#${id}`),
        );
      }
    }
    expect(site.text('/lists/4.11.0/suffix/all.txt')).toContain('\nspamcatcher.net\n');
  });

  it('say beside each list for PAN-OS which flows it is no use for: those without a URL', () => {
    const rows = (notation: string, release: string) =>
      find(site.page(`/lists/${notation}/`).document, 'div[data-in]')
        .filter((part) => holdsIn(part, release))
        .flatMap((part) => find(part, 'tr'))
        .flatMap((row) => find(row, '.useless').map((note) => [attribute(first(row, 'a'), 'href'), textOf(note)]));
    expect(rows('pan-os-url', '5.1.0')).toEqual([
      ['/lists/5.1.0/pan-os-url/all.txt', 'No use for: Kaspersky KSN look-ups; NTP'],
      ['/lists/5.1.0/pan-os-url/anti-virus.txt', 'No use for: Kaspersky KSN look-ups'],
      ['/lists/5.1.0/pan-os-url/ntp.txt', 'No use for: NTP'],
    ]);
    expect(rows('exact', '5.1.0')).toEqual([]);
  });

  it('name the wildcards that a list of exact names leaves out, and say where a list is wider than print', () => {
    for (const release of releases) {
      const wildcards = hostsOf(flowsOf(release)).filter((host) => host.startsWith('*.'));
      const shown = find(site.page('/lists/exact/').document, 'div[data-in]')
        .filter((part) => holdsIn(part, release))
        .flatMap((part) => find(part, 'code').map((code) => textOf(code)));
      expect(shown).toEqual(wildcards);
    }
    const wide = notations.filter((notation) => /Wider than print/.test(textOf(first(site.page(`/lists/${notation}/`).document, 'main'))));
    expect(wide).toEqual(['asterisk', 'leading-dot', 'suffix']);
  });

  it('have an example that reads a list that is published, and say where each cannot be used', () => {
    for (const notation of notations) {
      const main = first(site.page(`/lists/${notation}/`).document, 'main');
      const paths = examples(`/lists/${notation}/`).flatMap((code) =>
        [...code.matchAll(/https:\/\/ports\.example\.net(\/[^\s"']*)/g)].map(([, path]) => path as string),
      );
      expect(paths.length, notation).toBeGreaterThan(0);
      for (const path of paths) expect(files).toContain(path);
      expect(find(main, 'h2').map((heading) => textOf(heading))).toEqual(
        expect.arrayContaining(['Where it can be used', 'Where it cannot', 'What these lists do not cover']),
      );
    }
  });

  it('stand behind the page of each feature that has lists', () => {
    for (const feature of features) {
      const links = find(site.page(`/features/${feature}/`).document, 'a[data-release-file]').flatMap(
        (link) => attribute(link, 'data-release-file') ?? [],
      );
      const wanted = named.includes(feature) ? notations.map((notation) => fileOf('{release}', notation, feature)) : [];
      expect(
        links.filter((path) => path.startsWith('/lists/')),
        feature,
      ).toEqual(wanted);
    }
  });
});

/** Code of a page as its copy buttons copy it. */
function examples(page: string): string[] {
  return find(first(site.page(page).document, 'main'), '[data-code]').map((button) =>
    (attribute(button, 'data-code') ?? '').replaceAll('\u007f', '\n'),
  );
}
