import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exampleDataset } from '#dataset/example.ts';
import { complete } from './after-build.ts';

let folder: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const page = '<head><meta name="description" content="What it is."></head><main><h1>DNS</h1><p>Port 53.</p></main>';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'built-'));
  write('features/dns/index.html', page);
  write('404.html', page);
  write('_astro/x.js', '');
  write('finder.json', '{}');
  write('sitemap-0.xml', '');
  write('api/v1/flows.csv', 'id\r\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('writes each page as Markdown beside it, with the foot that every page has', async () => {
  await complete(folder, exampleDataset());
  expect(read('features/dns/index.md')).toBe(
    '# DNS\n\nWhat it is.\n\nPort 53.\n\n---\n\nExample Mail Lighthouse, dataset 2026.02.01. Made up for tests; no such product exists.\n',
  );
});

it('lists every file but those that only pages load, and sums what sha256sum reads', async () => {
  expect(await complete(folder, exampleDataset())).toBe(3);
  const { files } = JSON.parse(read('api/v1/index.json'));
  expect(files).toMatchObject([
    { path: '/api/v1/flows.csv', bytes: 4, mediaType: 'text/csv; charset=us-ascii; header=present' },
    { path: '/features/dns/index.md' },
    { path: '/portcullis-2026.02.01.zip', mediaType: 'application/zip' },
  ]);
  const check = () => spawnSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' });
  expect(check().stdout).toBe('api/v1/flows.csv: OK\napi/v1/index.json: OK\nfeatures/dns/index.md: OK\nportcullis-2026.02.01.zip: OK\n');
  write('api/v1/flows.csv', 'id,x\r\n');
  expect(check()).toMatchObject({ status: 1, stdout: expect.stringContaining('api/v1/flows.csv: FAILED') });
});

it('writes one policy into all pages, also the parts of long ones, and tells hosts of it', async () => {
  write('hosts/index.html', '<head></head><main><h1>Hosts</h1></main><script>one</script>');
  await complete(folder, exampleDataset());
  const [policy, ...others] = ['404.html', 'features/dns/index.html', 'hosts/index.html'].map(
    (path) => /<head><meta http-equiv="content-security-policy" content="([^"]+)">/.exec(read(path))?.[1],
  );
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval' 'sha256-");
  expect(others).toEqual([policy, policy]);
  expect(read('_headers')).toContain(`/*\n  Content-Security-Policy: ${policy}; frame-ancestors 'none'\n`);
  expect(read('_redirects')).toBe('/features/dns /features/dns/ 301\n/hosts /hosts/ 301\n');
});

it('gives the same bytes when it runs again over what it wrote', async () => {
  write('downloads/index.html', '<head></head><main><h1>Downloads</h1><p>Take <span data-offline-size></span> along.</p></main>');
  await complete(folder, exampleDataset());
  const first = [read('api/v1/index.json'), read('SHA256SUMS'), read('downloads/index.md')];
  expect(first[2]).toMatch(/^Take \(\d+\.\d MB\) along\.$/m);
  await complete(folder, exampleDataset());
  expect([read('api/v1/index.json'), read('SHA256SUMS'), read('downloads/index.md')]).toEqual(first);
});

it('refuses a file that nobody has thought of, rather than publish it unseen', async () => {
  write('api/v1/notes.csv', '');
  await expect(complete(folder, exampleDataset())).rejects.toThrow('/api/v1/notes.csv is published and is none of the addresses');
});

it('splits a page that is too long, and leads links to the part where their target stands', async () => {
  const rows = Array.from({ length: 3 }, (_, at) => `<tr id="row-${at}"><td>${'x'.repeat(200_000)}</td></tr>`).join('');
  write('ports/index.html', `<head></head><main><h1>Ports</h1><table><tbody data-split>${rows}</tbody></table></main>`);
  write(
    'hosts/index.html',
    '<head></head><main><h1>Hosts</h1><a href="/docs/ports/#row-0">0</a> <a href="/docs/ports/#row-2">2</a></main>',
  );
  await complete(folder, exampleDataset(), '/docs/');
  expect(read('ports/index.html')).toContain('id="row-1"');
  expect(read('ports/index.html')).not.toContain('id="row-2"');
  expect(read('ports/part-2/index.html')).toContain('id="row-2"');
  expect(read('hosts/index.html')).toContain('<a href="/docs/ports/#row-0">0</a> <a href="/docs/ports/part-2/#row-2">2</a>');
  expect(read('ports/index.md')).toMatch(/x{200000}/);
});

it('names every page that is too long and cannot be split', async () => {
  const long = page.replace('Port 53.', 'x'.repeat(500_000));
  for (const path of ['hosts', 'rules']) write(`${path}/index.html`, long);
  await expect(complete(folder, exampleDataset())).rejects.toThrow(/^\/hosts\/ {2}is longer than 500000 bytes.*\n\/rules\/ {2}is longer/);
});
