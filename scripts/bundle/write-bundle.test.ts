import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { headerRules, renderHeaders } from '#publish/header-rules.ts';
import { writeBundle } from './write-bundle.ts';

let folder: string;
const site = () => join(folder, 'dist');
const bundle = () => join(folder, 'build');
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(site(), path)), { recursive: true });
  writeFileSync(join(site(), path), text);
};
const read = (path: string) => readFileSync(join(bundle(), path));
const long = 'line\n'.repeat(1000);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  write('index.html', '<h1>Ports</h1>');
  write('404.html', '<h1>None</h1>');
  write('api/v1/flows.csv', long);
  write('pagefind/x.pf_index', long);
  write('_headers', renderHeaders(headerRules(['/index.html', '/api/v1/flows.csv'], "default-src 'none'")));
  write('_redirects', '');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('has the files of the site, and what is long and not compressed by itself in Brotli and gzip too', async () => {
  expect(await writeBundle(site(), bundle())).toEqual({ base: '/', files: 4, changed: 4 });
  const files = readdirSync(join(bundle(), 'www'), { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path));
  expect(files.sort()).toEqual([
    '404.html',
    'api/v1/flows.csv',
    'api/v1/flows.csv.br',
    'api/v1/flows.csv.gz',
    'index.html',
    'pagefind/x.pf_index',
  ]);
  expect(brotliDecompressSync(read('www/api/v1/flows.csv.br')).toString()).toBe(long);
  expect(gunzipSync(read('www/api/v1/flows.csv.gz')).toString()).toBe(long);
});

it('leaves a file alone that has not changed, and with it the time that its ETag is made of', async () => {
  await writeBundle(site(), bundle());
  const old = new Date('2026-02-01T00:00:00Z');
  for (const path of ['www/index.html', 'www/api/v1/flows.csv', 'www/api/v1/flows.csv.br']) utimesSync(join(bundle(), path), old, old);
  write('index.html', '<h1>Hosts</h1>');
  expect((await writeBundle(site(), bundle())).changed).toBe(1);
  const timeOf = (path: string) => statSync(join(bundle(), path)).mtime.getTime();
  expect([timeOf('www/api/v1/flows.csv'), timeOf('www/api/v1/flows.csv.br')]).toEqual([old.getTime(), old.getTime()]);
  expect(timeOf('www/index.html')).toBeGreaterThan(old.getTime());
  expect(read('www/index.html').toString()).toBe('<h1>Hosts</h1>');
});

it('takes away what the site no longer has, and the compressed forms of what became short', async () => {
  await writeBundle(site(), bundle());
  rmSync(join(site(), 'pagefind'), { recursive: true });
  write('api/v1/flows.csv', 'id\r\n');
  await writeBundle(site(), bundle());
  expect(
    ['pagefind/x.pf_index', 'api/v1/flows.csv.br', 'api/v1/flows.csv.gz'].filter((path) => existsSync(join(bundle(), 'www', path))),
  ).toEqual([]);
});

it('puts a site below the path that it was built for, and its page for what is missing also where servers look for it', async () => {
  write('_headers', renderHeaders(headerRules(['/index.html'], 'x', '/docs/ports/')));
  expect((await writeBundle(site(), bundle())).base).toBe('/docs/ports/');
  expect(read('www/docs/ports/index.html').toString()).toBe('<h1>Ports</h1>');
  expect(read('www/docs/ports/404.html')).toEqual(read('www/404.html'));
});

it('says to both servers what _headers says', async () => {
  await writeBundle(site(), bundle());
  expect(read('headers.caddy').toString()).toContain(`header Content-Security-Policy "default-src 'none'; frame-ancestors 'none'"`);
  expect(read('headers.caddy').toString()).toMatch(/path_regexp \^\(\?:\/\.\*\\\.csv\)\$\nheader \S+ Content-Disposition "attachment"/);
  expect(read('headers.nginx').toString()).toContain(
    'map $uri $portcullis_content_disposition {\n\tdefault "";\n\t"~^(?:/.*\\.csv)$" "attachment";\n}\n',
  );
});

it('refuses a folder without a site', async () => {
  await expect(writeBundle(join(folder, 'nothing'), bundle())).rejects.toThrow('_headers');
});
