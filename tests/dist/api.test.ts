/** The page for programs: what it says of each address is true, and its examples run as they stand. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addresses } from '#exports/addresses.ts';
import type { FileIndex } from '#exports/index-json.ts';
import { lackingPrograms, needsWords } from '#prove/lacking.ts';
import { missingPrograms } from '#prove/tools.ts';
import { isPartOfPages } from '#publish/part-of-pages.ts';
import { apiExamples } from '#site/api-examples.ts';
import { mediaTypeOf } from '#site/media-type.ts';
import { type Site, serveSite } from '../site.ts';
import { find, first, root, site, textOf } from './built.ts';
import { current, dataset, fromRoot, listOf, releases } from './published.ts';

const index: FileIndex = JSON.parse(site.text('/api/v1/index.json'));
const sums = new Map(
  site
    .text('/SHA256SUMS')
    .trimEnd()
    .split('\n')
    .map((line) => [`/${line.slice(66)}`, line.slice(0, 64)]),
);
const sha256 = (path: string) => createHash('sha256').update(site.bytes(path)).digest('hex');

describe('the index', () => {
  it('fits its published schema', () => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(JSON.parse(site.text('/api/v1/schema/index.json')));
    expect(validate(index), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has every file that is no part of a page, with its size, sum and media type', () => {
    const files = site.files.filter((path) => !isPartOfPages(path) && path !== '/api/v1/index.json' && path !== '/SHA256SUMS');
    expect(index.files.map(({ path }) => path)).toEqual(files);
    for (const { path, bytes, sha256: sum, mediaType } of index.files) {
      expect([bytes, sum, mediaType], path).toEqual([site.bytes(path).length, sha256(path), mediaTypeOf(path)]);
    }
  });

  it('has a file at each of its addresses', () => {
    const used = new Set(index.files.map(({ template }) => template));
    expect(addresses.map(({ template }) => template).filter((template) => !used.has(template))).toEqual([
      '/api/v1/index.json',
      '/SHA256SUMS',
    ]);
  });

  it('tells of every release and feature', () => {
    expect(index.defaultRelease).toBe(current);
    expect(index.releases.map(({ release }) => release)).toEqual(releases);
    expect(index.features.map(({ id }) => id)).toEqual(dataset.features.map(({ id }) => id));
  });
});

it('the sums are those of the index and its files', () => {
  expect([...sums.keys()]).toEqual([...index.files.map(({ path }) => path), '/api/v1/index.json'].sort());
  for (const [path, sum] of sums) expect(sum, path).toBe(sha256(path));
});

it('sha256sum takes the sums, and finds every file as they say', () => {
  const { status, stdout, stderr } = spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
    cwd: join(root, 'dist'),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout.trimEnd().split('\n')).toHaveLength(sums.size);
});

it('the page has every address, and links those that stand for one file', () => {
  const main = first(site.page('/api/').document, 'main');
  const cells = find(main, 'th')
    .map((cell) => textOf(cell))
    .filter((text) => text.startsWith('/'));
  expect(cells.sort()).toEqual(addresses.map(({ template }) => template).sort());
});

describe('each page as Markdown', () => {
  const pages = site.pages.filter(({ path }) => path.endsWith('/'));

  it('stands beside the page, and the page says so', () => {
    for (const { path, document } of pages) {
      const link = find(document, 'link').find((element) => element.attrs.some(({ value }) => value === 'text/markdown'));
      expect(link?.attrs.find(({ name }) => name === 'href')?.value, path).toBe(`${path}index.md`);
      expect(site.files, path).toContain(`${path}index.md`);
    }
  });

  it('has the title of the page, every port that the page shows, and no HTML', () => {
    for (const { path, document } of pages) {
      const text = site.text(`${path}index.md`);
      expect(text.split('\n')[0]?.replaceAll('\\', ''), path).toBe(`# ${textOf(first(document, 'h1'))}`);
      expect(text.replaceAll(/^```[\s\S]*?^```$/gm, ''), path).not.toMatch(/^<\/?[a-z]/m);
      const main = first(document, 'main');
      const hidden = new Set(find(main, '[hidden]').flatMap((part) => [part, ...find(part, '.chip')]));
      for (const chip of find(main, '.chip').filter((element) => !hidden.has(element))) expect(text, path).toContain(textOf(chip));
    }
  });

  it('links within itself to headings that it has, by the ids that GitHub gives them', () => {
    for (const { path } of pages) {
      const text = site.text(`${path}index.md`).replaceAll(/^```[\s\S]*?^```$/gm, '');
      const ids = [...text.matchAll(/^#{2,6} (.+)$/gm)].map(([, heading = '']) =>
        heading
          .replaceAll(/\]\([^)]*\)|[^\p{L}\p{N}_ -]/gu, '')
          .toLowerCase()
          .replaceAll(' ', '-'),
      );
      // One that stands twice has a number at its end.
      for (const [, id = ''] of text.matchAll(/\]\(#([^)]*)\)/g))
        expect(ids.includes(id) || ids.includes(id.replace(/-\d+$/, '')), `${path} #${id}`).toBe(true);
    }
  });

  it('pads no cell of a table', () => {
    for (const { path } of pages) expect(site.text(`${path}index.md`).match(/^\|.*[^|\s] {2,}\|.*$|^\|.*-{4,}.*\|$/m), path).toBe(null);
  });
});

it('the map for language models leads to the Markdown of every page, once each, and else to files that are there', () => {
  const links = [...fromRoot(site.text('/llms.txt')).matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path as string);
  const isTwin = (path: string) => path.endsWith('/index.md');
  expect(links.filter(isTwin).sort()).toEqual(site.files.filter(isTwin));
  expect(links.filter((path) => !site.files.includes(path))).toEqual([]);
});

describe('the examples that no test runs', () => {
  const exampleOf = (title: string) => {
    const found = apiExamples('https://ports.example.net/', { release: current, later: releases.at(-1) as string }).find((example) =>
      example.title.startsWith(title),
    );
    if (!found) throw new Error(`there is no example for ${title}`);
    return found.text;
  };
  /** What is open at the end of a text, quoted parts aside. */
  const openIn = (text: string) => {
    const open: string[] = [];
    for (const sign of text.replaceAll(/"[^"\n]*"|'[^'\n]*'/g, '')) {
      const close = { '(': ')', '[': ']', '{': '}' }[sign];
      if (close) open.push(close);
      else if (open.at(-1) === sign) open.pop();
      else if (')]}"\''.includes(sign)) open.push(sign);
    }
    return open;
  };

  it('in PowerShell, has commands and fields that there are, and closes what it opens', () => {
    const text = exampleOf('PowerShell');
    expect(text.match(/\b[A-Z]\w+-[A-Z]\w+/g)).toEqual(['Invoke-RestMethod', 'Where-Object', 'ForEach-Object']);
    expect(text.match(/ -[a-z]+/gi)?.map((word) => word.trim())).toEqual(['-Uri', '-eq', '-and', '-ne', '-and', '-not', '-f', '-join']);
    const fields = [...text.matchAll(/\$_\.(\w+)/g)].map(([, field]) => field as string);
    expect(fields).toEqual(['direction', 'status', 'via', 'id', 'transport', 'ports']);
    for (const field of fields) expect(listOf(current).flows[0]).toHaveProperty(field);
    expect(openIn(text)).toEqual([]);
    expect(openIn(`${text}}`)).toEqual(['}']);
  });

  it('in Power Query, has functions that there are, and closes what it opens', () => {
    const text = exampleOf('Excel');
    expect(text.match(/\b[A-Z]\w+\.[A-Z]\w+/g)).toEqual(['Csv.Document', 'Web.Contents', 'QuoteStyle.Csv', 'Table.PromoteHeaders']);
    expect(text).toMatch(/^let\n {2}Source = .+,\n {2}Table = .+\nin\n {2}Table$/);
    expect(openIn(text)).toEqual([]);
    expect(openIn(text.replace('")', '"'))).toEqual([')']);
  });
});

const tools = { packages: ['curl', 'python3'], programs: ['curl', 'python3', 'sh'] };
missingPrograms([tools]);
const missing = lackingPrograms(tools);

describe.skipIf(missing.length > 0)(`the examples${needsWords(missing)}`, () => {
  const later = releases.at(-1) as string;
  const shown = find(first(site.page('/api/').document, 'main'), 'pre').map((block) =>
    find(block, '.ec-line')
      .map((line) => textOf(line))
      .join('\n'),
  );
  let served: Site;
  let folder: string;
  beforeAll(async () => {
    served = await serveSite();
    folder = mkdtempSync(join(tmpdir(), 'examples-'));
  });
  afterAll(async () => {
    await served.stop();
    rmSync(folder, { recursive: true });
  });
  const run = async (lang: string, text: string) => {
    const [program, flag] = lang === 'sh' ? ['sh', '-euc'] : ['python3', '-c'];
    return (await promisify(execFile)(program, [flag as string, text], { cwd: folder })).stdout;
  };
  const examples = () => apiExamples(`${served.origin}/`, { release: current, later });

  it('are the ones that the page shows', () => {
    const words = (text: string) => text.replaceAll(/\s+/g, ' ');
    expect(shown.map(words)).toEqual(apiExamples('http://localhost:4321/', { release: current, later }).map(({ text }) => words(text)));
  });

  it('run in a shell and in Python, and print or write something', async () => {
    for (const { title, lang, text } of examples().filter((example) => example.lang === 'sh' || example.lang === 'python')) {
      const before = readdirSync(folder).length;
      const printed = await run(lang, text);
      expect(printed.length + readdirSync(folder).length - before, title).toBeGreaterThan(0);
    }
    expect(readFileSync(join(folder, 'hosts.txt'), 'utf8')).toBe(site.text(`/lists/${current}/leading-dot/anti-virus.txt`));
    expect(readFileSync(join(folder, 'upgrade.txt'), 'utf8')).toBe(site.text(`/api/v1/releases/${current}/${later}.txt`));
  });

  it('print what is a rule, and no flow that is unresolved or follows another one', async () => {
    const [, , csv] = examples();
    const oscal = examples().find(({ title }) => title.startsWith('OSCAL'));
    const printed = async ({ lang, text } = { lang: '', text: '' }) => (await run(lang, text)).trimEnd().split('\n');
    const rules = listOf(current).flows.filter(({ status, via }) => status !== 'unresolved' && via === null);
    const inbound = rules.filter(({ direction }) => direction === 'in').map(({ id }) => id);
    expect([...new Set((await printed(csv)).map((line) => line.split(' ')[0]))].sort()).toEqual(inbound.sort());
    const ranges = rules.flatMap(({ title, transport, ports }) =>
      transport.flatMap((name) => ports.map(({ from, to }) => `${title} ${name.toUpperCase()} ${from} ${to}`)),
    );
    const lines = (await printed(oscal)).map((line) => line.replace(/^(.+) \S+ (TCP|UDP) /, '$1 $2 '));
    expect(lines.toSorted()).toHaveLength(ranges.length);
    expect(lines.filter((line) => /443 443$/.test(line) || / 1024 /.test(line)).length).toBe(
      ranges.filter((line) => /443 443$/.test(line)).length,
    );
  });

  it('say of a list that it has changed, and of nothing else', async () => {
    const [, { lang, text } = { lang: '', text: '' }] = examples();
    const kept = join(folder, 'portcullis-sums.json');
    await run(lang, text);
    expect(await run(lang, text)).toBe('');
    const before = JSON.parse(readFileSync(kept, 'utf8'));
    writeFileSync(kept, JSON.stringify({ ...before, '/api/v1/flows.csv': 'another sum', '/api/v1/gone.csv': 'x' }));
    expect(await run(lang, text)).toBe('/api/v1/flows.csv\n/api/v1/gone.csv\n');
  });
});
